from hypothesis import given, settings
from hypothesis import strategies as st

from bot.words import flat, fold, nearest, without_diacritics, words


def test_a_word_keeps_its_hyphens_numbers_and_place() -> None:
    found = words("Vem äger EU-frågor, dnr 006-1137/2007?")
    assert [word.text for word in found] == ["Vem", "äger", "EU-frågor", "dnr", "006-1137/2007"]
    assert all("Vem äger EU-frågor, dnr 006-1137/2007?"[w.start : w.end] == w.text for w in found)


def test_diacritics_and_case_are_no_difference() -> None:
    assert fold("Påverkan") == fold("paverkan") == "paverkan"
    assert flat("Omvärldsbevakning – då?") == "omvarldsbevakning da"


@given(st.text(max_size=60))
@settings(max_examples=100)
def test_taking_diacritics_off_keeps_every_place(text: str) -> None:
    assert len(without_diacritics(text)) == len(text)


def test_one_slip_is_forgiven_in_five_letters_and_two_in_nine() -> None:
    known = {"ansvarar", "inriktningar", "syfte"}
    assert nearest("ansavrar", known) == "ansvarar"
    assert nearest("inrikningra", known) == "inriktningar"
    assert nearest("syftw", known) == "syfte"
    assert nearest("syxtw", known) is None
    assert nearest("byte", {"syte"}) is None  # too short to guess
