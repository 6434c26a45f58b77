"""BM25 worked out by hand, and the names under which a question's words are looked for."""

from __future__ import annotations

import math

import numpy as np
import pytest

from index.dictionary import swedish_for, synonyms
from index.expansions import Expansions
from index.lexical import K1, Alternative, LexicalIndex, Wanted, terms_of
from index.spelling import Spelling
from index.swedish import stem
from index.wanted import QuestionReader

TEXTS = [
    "Nämnden bevakar omvärlden",
    "Nämnden godkänner budgeten",
    "Kommunstyrelsen ansvarar för remissen",
    "Bygglov söks hos stadsbyggnadskontoret",
]


@pytest.fixture(scope="module")
def index() -> LexicalIndex:
    return LexicalIndex(TEXTS)


def best(index: LexicalIndex, question: str, expansions: Expansions | None = None) -> int | None:
    scores = index.match(QuestionReader(index, expansions).read(question)).bm25
    return int(scores.argmax()) if scores.any() else None


def test_bm25_is_lucenes(index: LexicalIndex) -> None:
    idf = math.log(1 + (4 - 2 + 0.5) / (2 + 0.5))
    assert index.idf("nämnd") == pytest.approx(idf)
    match = index.match([Wanted("nämnd", (Alternative((("nämnd", idf),)),), idf)])
    # one occurrence in a passage of average length, but for the terms that stand for parts
    assert match.bm25[0] == pytest.approx(idf / (1 + K1), rel=0.05)
    assert match.bm25.tolist()[2:] == [0, 0]
    assert match.coverage.tolist() == pytest.approx([1, 1, 0, 0])


def test_shares_stay_below_one_however_often_a_word_comes(index: LexicalIndex) -> None:
    crowded = LexicalIndex(["remiss " * 500, "budget"])
    share = crowded.match(QuestionReader(crowded).read("remissen")).share
    assert 0.9 < share[0] < 1
    assert share[1] == 0


def test_words_that_no_passage_holds_weigh_against_the_ones_it_holds(index: LexicalIndex) -> None:
    reader = QuestionReader(index)
    known = index.match(reader.read("budgeten"))
    half_known = index.match(reader.read("budgeten rymdskeppet"))
    assert known.coverage[1] == pytest.approx(1)
    assert half_known.coverage[1] < 0.5  # an unknown word is rarer than any known one
    assert known.bm25[1] == pytest.approx(half_known.bm25[1])


def test_a_word_counts_once_under_its_best_name(index: LexicalIndex) -> None:
    one = Alternative((("nämnd", 2.0),))
    twice = index.match([Wanted("nämnd", (one, one), 2.0)])
    assert np.array_equal(twice.bm25, index.match([Wanted("nämnd", (one,), 2.0)]).bm25)


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("Vem sköter omvärldsbevakning?", 0),  # the halves of a compound that the text spells out
        ("Hur söker man byggnadslov?", 3),  # a half within the text's own compound
        ("vem ansvrar för remisen", 2),  # slips of the finger
        ("namnden budget", 1),  # no å, ä, ö on the keyboard
        ("Who approves the budget?", 1),  # another language
        ("building permit", 3),
        ("Vad säger KS?", 2),  # a name of the field
        ("Is the City Executive Board heard?", 2),
    ],
)
def test_words_are_found_under_other_names(index: LexicalIndex, question: str, row: int) -> None:
    names = Expansions([("kommunstyrelsen", "KS", "City Executive Board")])
    assert best(index, question, names) == row


def test_a_term_of_several_words_is_one(index: LexicalIndex) -> None:
    reader = QuestionReader(index, Expansions([("kommunstyrelsen", "City Executive Board")]))
    assert [word.word for word in reader.read("the City Executive Board and the budget")] == [
        "city executive board",
        "budget",
    ]


@pytest.mark.parametrize("question", ["", "vad är det som", "?!", "xyzzy quux"])
def test_questions_without_a_known_word_score_nothing(index: LexicalIndex, question: str) -> None:
    match = index.match(QuestionReader(index).read(question))
    assert not match.bm25.any()
    assert not match.share.any()
    assert not match.coverage.any()


def test_a_corpus_without_words_can_be_asked() -> None:
    empty = LexicalIndex(["", "och"])
    assert empty.match(QuestionReader(empty).read("remissen")).bm25.tolist() == [0, 0]


def test_slips_are_forgiven_by_length() -> None:
    spelling = Spelling(["remiss", "remissvar", "bolag", "omvärldsbevakning"])
    assert spelling.near("rmiss") == ["remiss"]
    assert spelling.near("omvärdlsbevaknng") == ["omvärldsbevakning"]  # two slips in a long word
    assert spelling.near("blg") == []  # too short to guess
    assert spelling.near("tolag") == []  # the first letter of a short word is seldom wrong
    assert spelling.unaccented("omvarldsbevakning") == ["omvärldsbevakning"]


def test_english_words_are_translated_in_all_their_forms() -> None:
    assert swedish_for("responsibilities") == swedish_for("responsibility")
    assert "nämnd" in swedish_for("boards")
    assert swedish_for("xyzzy") == ()


def test_a_near_word_adds_to_the_score_and_covers_nothing() -> None:
    index = LexicalIndex(["Synpunkterna lämnas skriftligt", "Parken är öppen"])
    assert "synpunkt" in synonyms(stem("åsikt"))
    match = index.match(QuestionReader(index).read("Vilka åsikter finns?"))
    assert match.bm25[0] > 0 == match.bm25[1]
    assert not match.coverage.any()


def test_a_term_is_worth_the_most_that_any_word_gives_it() -> None:
    one, other = Alternative((("hamn", 2.0), ("kaj", 1.0))), Alternative((("kaj", 3.0),))
    assert terms_of([Wanted("hamnkaj", (one,), 2.0), Wanted("kaj", (), 3.0, near=(other,))]) == {"hamn": 2, "kaj": 3}
