"""Words, stems and stop words, and the halves of compounds."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.compounds import CompoundSplitter
from index.swedish import fold, is_content, is_english, root, stem, words


def test_words_keep_their_letters_and_lose_soft_hyphens() -> None:
    assert words("EU-frågor, kommun\u00adfullmäktige; Dnr 171-482/2016!") == [
        "eu", "frågor", "kommunfullmäktige", "dnr", "171", "482", "2016",
    ]  # fmt: skip
    assert words("A\u030angstro\u0308m") == ["ångström"]  # letters and marks apart, as some PDFs have them


@pytest.mark.parametrize(
    "forms",
    [
        ("ansvar", "ansvarar", "ansvaret"),
        ("nämnd", "nämnder", "nämnderna", "nämndens"),
        ("bevaka", "bevakar", "bevakas", "bevakat"),
        ("strategi", "strategin", "strategiernas"),
        ("fråga", "frågan", "frågorna"),
        ("påverkan", "påverka", "påverkas"),
        ("tillstånd", "tillståndet"),
        ("internationell", "internationella", "internationellt"),
        ("stad", "staden", "städerna"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


@settings(max_examples=50)
@given(st.text(alphabet="abdegiklnorstuvåäö", min_size=1, max_size=20))
def test_a_stem_has_no_shorter_stem_and_is_never_empty(word: str) -> None:
    assert stem(stem(word)) == stem(word) != ""


def test_stop_words_and_lone_letters_name_nothing() -> None:
    asked = words("Vad är det som nämnden i ett a 7 ska göra, and what does the board do?")
    assert [word for word in asked if is_content(word)] == ["nämnden", "7", "board"]


def test_small_words_tell_english_from_swedish() -> None:
    assert is_english("Who is responsible for omvärldsbevakning?")
    assert not is_english("Vem ansvarar för Social Affairs Forum?")
    assert not is_english("omvärldsbevakning")


def test_folding_takes_the_marks_off_and_no_letter_away() -> None:
    assert fold("förvaltningsgåärende") == "forvaltningsgaarende"


def splitter(text: str) -> CompoundSplitter:
    return CompoundSplitter(Counter(words(text)))


def test_compounds_are_split_where_the_corpus_knows_both_halves() -> None:
    held = splitter("Staden ska bevaka omvärlden. Socialtjänst är tjänst. Ansvar fördelas.")
    assert roots(held, "omvärldsbevakning") == ["omvärld", "bevak"]  # a binding s; the noun of a verb
    assert roots(held, "ansvarsfördelningen") == ["ansv", "fördel"]
    assert held.split("vintervägar") == ()  # neither half is known
    assert held.split("tjänst") == ()  # too short to be taken apart


def roots(held: CompoundSplitter, word: str) -> list[str]:
    return [root(half) for half in held.split(word)]


def test_an_ending_is_no_half() -> None:
    assert splitter("För en längd, för en ning.").split("förlängning") == ()
