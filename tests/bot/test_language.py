import pytest

from bot.language import detect_language, swedishness


@pytest.mark.parametrize(
    "question",
    [
        "Vem ansvarar för EU-frågor?",
        "vem ansvarar for EU-fragor",
        "vad e syfte",
        "remisstid slutdatum när",
        "Varför?",
        "vem ansavrar för inrikningar",
        "hur mkt kostar ett SL kort",
        "Och Påverkan då?",
    ],
)
def test_swedish(question: str) -> None:
    assert detect_language(question, otherwise="en") == "sv"


@pytest.mark.parametrize(
    "question",
    [
        "Who is responsible for EU issues?",
        "waht is teh purpose",
        "What is Påverkan?",
        "Who handles Omvärldsbevakning at Socialförvaltningen?",
        "deadline for the referral",
        "And the third one?",
        "Why?",
        "which sister cities does Stockholm have",
    ],
)
def test_english_also_about_swedish_names(question: str) -> None:
    assert detect_language(question, otherwise="sv") == "en"


@pytest.mark.parametrize("question", ["", "EUROCITIES?", "EU", "171-482/2016", "🙂"])
def test_what_tells_nothing_takes_the_language_given(question: str) -> None:
    assert swedishness(question) == 0
    assert detect_language(question, otherwise="en") == "en"
    assert detect_language(question, otherwise="sv") == "sv"
