"""Known questions: what answers one is found for a question like it, and nothing else changes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index import meaning, searcher
from index.builder import build
from index.cohort import cohort
from index.known import ALIKE_FROM, KnownIndex
from index.searcher import HybridSearcher
from index.storage import load_current
from index.types import Filters, Ranking
from knowledge.document import Passage, PassageKind, Span
from knowledge.errors import IndexProblem
from knowledge.known_questions import QUESTIONS, KnownQuestion
from tests.fakes import HashingModel
from tests.index.knowledge_folder import made_up

ASKED = "får min båt ligga vid kajen?"
WORDS = "Staden ska vårda hamnar i utgåva 1."


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    return made_up(tmp_path / "knowledge")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def ask_as(knowledge: Path, *questions: str) -> None:
    asked = "".join(f"      - {question}\n" for question in questions)
    (knowledge / QUESTIONS).write_text(
        f"questions:\n  - document: pahittat-1\n    words: {WORDS}\n    asked_as:\n{asked}", encoding="utf-8"
    )


def searched(data: Path, question: str, filters: Filters | None = None) -> Ranking:
    return HybridSearcher(load_current(data), HashingModel()).search([question], 24, filters)[0]


def test_how_alike_two_questions_are() -> None:
    unit = np.eye(4, dtype=np.float32)
    between = (unit[0] + unit[1]) / np.sqrt(2)
    passages = [
        Passage("a", Span(0, 20), PassageKind.PARAGRAPH, (Span(0, 9), Span(10, 20))),
        Passage("b", Span(0, 9), PassageKind.PARAGRAPH, (Span(0, 9),)),
    ]
    known = KnownIndex(
        [KnownQuestion("vem?", "a", Span(10, 20)), KnownQuestion("var?", "a", Span(12, 15))],
        unit[:2],
        passages,
        np.array([0, 2, 3]),
        {"sv": np.zeros((1, 4), np.float32), "en": np.zeros((1, 4), np.float32)},
    )
    same, half, other = known.alike(np.stack([unit[0], between, unit[3]]), ["sv"] * 3)
    assert same.sentences.tolist() == [0, 1, 0]  # the answer's sentence only
    assert same.passages.tolist() == [1, 0]
    assert half.sentences[1] == half.passages[0] == pytest.approx((np.sqrt(0.5) - ALIKE_FROM) / (1 - ALIKE_FROM))
    assert other.sentences.tolist() == [0, 0, 0] and other.passages.tolist() == [0, 0]


def test_an_answer_is_found_for_a_known_question_that_shares_no_word_with_it(knowledge: Path, data: Path) -> None:
    build(knowledge, data, HashingModel())
    before = searched(data, ASKED)
    assert all(sentence.asked == 0 for passage in before.passages for sentence in passage.sentences)

    ask_as(knowledge, ASKED, "hur tar staden hand om bryggor?")
    build(knowledge, data, HashingModel())
    after = searched(data, ASKED)
    first = after.passages[0]
    text = load_current(data).corpus.documents["pahittat-1"].text
    assert first.passage.document == "pahittat-1"
    assert [sentence.asked == 1 for sentence in first.sentences] == [s.span.of(text) == WORDS for s in first.sentences]
    assert all(sentence.asked == 0 for passage in after.passages[1:] for sentence in passage.sentences)


def test_a_question_like_none_of_them_is_answered_as_before(knowledge: Path, data: Path) -> None:
    build(knowledge, data, HashingModel())
    before = searched(data, "Ska staden vårda museer?")
    ask_as(knowledge, ASKED)
    build(knowledge, data, HashingModel())
    assert searched(data, "Ska staden vårda museer?") == before


def test_a_known_question_does_not_find_what_is_filtered_out(knowledge: Path, data: Path) -> None:
    ask_as(knowledge, ASKED)
    build(knowledge, data, HashingModel())
    found = searched(data, ASKED, Filters(frozenset({"pahittat-0"})))
    assert {ranked.passage.document for ranked in found.passages} == {"pahittat-0"}
    assert all(sentence.asked == 0 for passage in found.passages for sentence in passage.sentences)


def test_in_a_large_corpus_it_is_found_among_the_candidates(
    knowledge: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meaning, "WHOLE_UP_TO", 5)
    monkeypatch.setattr(searcher, "CANDIDATES", 1)
    ask_as(knowledge, ASKED)
    build(knowledge, data, HashingModel())
    first = searched(data, ASKED).passages[0]
    assert max(sentence.asked for sentence in first.sentences) == pytest.approx(1)
    others = searched(data, ASKED, Filters(frozenset({"pahittat-0"})))
    assert {ranked.passage.document for ranked in others.passages} == {"pahittat-0"}


def test_known_questions_do_not_move_what_ordinary_ones_reach(knowledge: Path, data: Path) -> None:
    build(knowledge, data, HashingModel())
    before = searched(data, "Ska staden vårda museer?")
    ask_as(knowledge, *cohort("sv")[:5])
    build(knowledge, data, HashingModel())
    assert searched(data, "Ska staden vårda museer?") == before


def test_a_new_question_embeds_nothing_else_and_makes_a_new_generation(knowledge: Path, data: Path) -> None:
    ask_as(knowledge, ASKED)
    first = build(knowledge, data, HashingModel())
    assert build(knowledge, data, HashingModel()).unchanged
    ask_as(knowledge, ASKED, "hur tar staden hand om bryggor?")
    model = HashingModel()
    second = build(knowledge, data, model)
    assert not second.unchanged and second.generation != first.generation
    assert second.embedded == model.encoded == 0
    generation = load_current(data)
    assert [known.question for known in generation.known_questions] == [ASKED, "hur tar staden hand om bryggor?"]
    assert generation.known_vectors is not None
    assert np.array_equal(generation.known_vectors[:1], HashingModel().encode_query([ASKED]))


def test_questions_without_their_vectors_are_a_damaged_generation(knowledge: Path, data: Path) -> None:
    ask_as(knowledge, ASKED)
    build(knowledge, data, HashingModel())
    files = load_current(data).files
    files.known_questions.write_bytes(files.known_questions.read_bytes() * 2)
    with pytest.raises(IndexProblem, match=r"known_questions\.jsonl"):
        load_current(data)
