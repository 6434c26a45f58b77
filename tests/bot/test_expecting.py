import pytest

from bot.expecting import Expected, expected_of, shows


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("När går remisstiden ut?", Expected.DATE),
        ("Until when was the extension granted?", Expected.DATE),
        ("Hur länge gäller tillståndet?", Expected.DURATION),
        ("Hur många inriktningar finns det?", Expected.COUNT),
        ("Vad kostar ett SL-kort?", Expected.AMOUNT),
        ("Vilket diarienummer har riktlinjerna?", Expected.NUMBER),
        ("Vem är handläggare?", Expected.WHO),
        ("Varför behövs omvärldsbevakning?", Expected.REASON),
        ("Vad är syftet med Profiler?", Expected.PURPOSE),
        ("Ska inriktningarna ses som separata?", Expected.ANYTHING),
    ],
)
def test_what_a_question_expects(question: str, expected: Expected) -> None:
    assert expected_of(question) is expected


@pytest.mark.parametrize(
    ("expected", "sentence"),
    [
        (Expected.DATE, "Remisstiden sträcker sig till den 17 oktober 2016."),
        (Expected.DURATION, "Tillståndet gäller i högst två år."),
        (Expected.COUNT, "Här presenteras fyra inriktningar."),
        (Expected.AMOUNT, "Avgiften är 450 kronor."),
        (Expected.NUMBER, "De har dnr 006-1137/2007."),
        (Expected.WHO, "Här ansvarar kommunstyrelsen för frågan."),
        (Expected.REASON, "Det görs för att staden ska stå bättre rustad."),
        (Expected.ANYTHING, "Paragrafen justeras omedelbart."),
    ],
)
def test_a_sentence_that_has_it(expected: Expected, sentence: str) -> None:
    assert shows(expected, sentence)


@pytest.mark.parametrize("expected", [Expected.DATE, Expected.COUNT, Expected.AMOUNT, Expected.NUMBER])
def test_a_sentence_that_lacks_it(expected: Expected) -> None:
    assert not shows(expected, "Stadens verksamheter utvecklas och stärks.")
