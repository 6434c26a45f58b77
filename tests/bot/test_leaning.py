import pytest

from bot.leaning import leans_back, restricts


@pytest.mark.parametrize(
    "sentence",
    [
        "Det innebär att det internationella arbetet långsiktigt ska bidra till bättre välfärd.",
        "Detta gäller inom flertalet av socialtjänstens områden.",
        "Dessa fyra inriktningar i strategin är starkt sammanlänkade.",
        "I det sammanhanget är erfarenhetsutbytet till stor nytta.",
        "Den ska användas när staden tar initiativ.",
        "Därför behövs samverkan.",
    ],
)
def test_a_sentence_that_needs_the_one_before(sentence: str) -> None:
    assert leans_back(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Det är viktigt att staden bevakar omvärlden.",
        "Det internationella arbetet ska bidra.",
        "De fyra inriktningarna är sammanlänkade.",
        "Kommunstyrelsen ansvarar för EU-frågor.",
    ],
)
def test_a_sentence_that_stands_alone(sentence: str) -> None:
    assert not leans_back(sentence)


def test_a_sentence_that_takes_something_back() -> None:
    assert restricts("Det gäller dock inte stadsdelsnämnderna.")
    assert restricts("Undantag kan göras av kommunstyrelsen.")
    assert not restricts("Det gäller alla nämnder.")
