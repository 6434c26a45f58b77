"""Known questions: what answers one is found for a question like it, and nothing else changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import judging, meaning, searcher
from index import known as known_module
from index.builder import build
from index.cohort import cohort
from index.judge import Asked, Odds
from index.known import ALIKE_FROM
from index.searcher import HybridSearcher
from index.storage import load_current
from index.types import LOWEST_ODDS, Filters, Ranking
from knowledge.document import Span
from knowledge.errors import IndexProblem
from knowledge.known_questions import QUESTIONS, KnownQuestion
from tests.fakes import HashingModel
from tests.index.knowledge_folder import made_up
from tests.index.small_known import UNIT, asked, five, only, small_index

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


def unsought(ranking: Ranking) -> Ranking:
    """As it would be if nothing were asked for by known questions."""
    passages = (
        replace(ranked, sentences=tuple(replace(sentence, sought=0.0) for sentence in ranked.sentences))
        for ranked in ranking.passages
    )
    return replace(ranking, passages=tuple(passages))


def searched(data: Path, question: str, filters: Filters | None = None) -> Ranking:
    return HybridSearcher(load_current(data), HashingModel()).search([question], 24, filters)[0]


def test_how_alike_two_questions_are() -> None:
    between = (UNIT[0] + UNIT[1]) / np.sqrt(2)
    known = small_index(
        KnownQuestion("vem?", "a", Span(10, 20)),
        KnownQuestion("var?", "a", Span(12, 15)),
        KnownQuestion("när?", "a", None),  # answered nowhere
    )
    same, half, other = known.compare(["vem?", "?", "?"], five(np.stack([UNIT[0], between, UNIT[2]])))
    assert same.cosines.tolist() == [1, 0, 0]
    assert same.sentences.tolist() == [0, 1, 0]  # the answer's sentence only
    assert same.passages.tolist() == [1, 0]
    assert half.sentences[1] == half.passages[0] == pytest.approx((np.sqrt(0.5) - ALIKE_FROM) / (1 - ALIKE_FROM))
    assert other.sentences.tolist() == [0, 0, 0] and other.passages.tolist() == [0, 0]


def test_the_most_alike_are_worth_reading_each_wording_once(monkeypatch: pytest.MonkeyPatch) -> None:
    towards = np.stack([UNIT[0], UNIT[0], (UNIT[0] + UNIT[1]) / np.sqrt(2), UNIT[3]])
    known = small_index(
        KnownQuestion("vem?", "a", Span(0, 9)),
        KnownQuestion("vem?", "b", Span(0, 9)),  # the same, of another document
        KnownQuestion("var?", "b", None),
        KnownQuestion("när?", "b", Span(0, 9)),
        vectors=towards,
    )
    likeness = asked(known, "vem?")
    assert known.nearest(likeness, only(0, 1, 2, 3)) == ["vem?", "var?"]  # the last has nothing in common
    assert known.nearest(likeness, only(2, 3)) == ["var?"]
    monkeypatch.setattr(known_module, "MOST_READ", 1)
    assert known.nearest(likeness, only(0, 1, 2, 3)) == ["vem?"]


def test_what_is_found_of_known_questions_is_passed_on_to_what_they_are_about() -> None:
    known = small_index(
        KnownQuestion("vem?", "a", Span(0, 9)),
        KnownQuestion("vem?", "a", Span(10, 20)),
        KnownQuestion("vilka?", "a", Span(10, 20)),
        KnownQuestion("vem?", "b", None),
    )
    odds = np.array([1.0, 2.0], np.float32)
    told = known.passed_on(["vem?", "vilka?"], odds, only(0, 1, 2, 3))
    assert told.passages == {0}
    read = np.array([-8.0, 0.0], np.float32)
    both = np.log(np.exp(1) + np.exp(2) + np.exp(0))  # two known questions and what was read say it
    assert told.odds(0, read).tolist() == pytest.approx([1.0, both], abs=1e-3)
    assert told.odds(2, np.array([-9.0], np.float32))[0] == LOWEST_ODDS
    assert told.documents == {"b": 1.0}
    others = known.passed_on(["vem?", "vilka?"], odds, only(3))
    assert others.passages == set() and others.sentences == {} and others.documents == {"b": 1.0}


class SeesWhatIsLike:
    """Finds that a known question asks for the same when it is the very same, and that nothing else answers."""

    def judge(self, asked: Sequence[Asked]) -> list[list[Odds]]:
        return [
            [np.array([5.0 if s == question else -4.0 for s in p.sentences], np.float32) for p in passages]
            for question, passages in asked
        ]


def read_with(data: Path, question: str, filters: Filters | None = None, k: int = 24) -> dict[str, float]:
    """The odds of each sentence that the judge, or a known question, has spoken of."""
    generation = load_current(data)
    [ranking] = HybridSearcher(generation, HashingModel(), judge=SeesWhatIsLike()).search([question], k, filters)
    return {
        one.span.of(generation.corpus.documents[ranked.passage.document].text): one.odds
        for ranked in ranking.passages
        for one in ranked.sentences
        if one.odds is not None
    }


def test_the_judge_reads_known_questions_and_what_answers_one_gets_its_odds(knowledge: Path, data: Path) -> None:
    ask_as(knowledge, ASKED)
    build(knowledge, data, HashingModel())
    odds = read_with(data, ASKED)
    assert odds.pop(WORDS) == pytest.approx(np.logaddexp(5, -4), abs=1e-3)
    assert set(odds.values()) == {-4.0}


def test_what_a_known_question_speaks_for_is_found_however_far_down_it_stood(
    knowledge: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known_module, "ALIKE_FROM", 0.999)  # so that the question itself finds nothing
    monkeypatch.setattr(searcher, "ASKED_WEIGHT", 0.0)
    monkeypatch.setattr(judging, "JUDGED_WORDS", 0)
    ask_as(knowledge, ASKED)
    build(knowledge, data, HashingModel())
    assert read_with(data, ASKED, k=3)[WORDS] == pytest.approx(5, abs=1e-3)


def test_known_questions_about_what_is_filtered_out_are_not_read(knowledge: Path, data: Path) -> None:
    ask_as(knowledge, ASKED)
    build(knowledge, data, HashingModel())
    assert set(read_with(data, ASKED, Filters(frozenset({"pahittat-0"}))).values()) == {-4.0}


def test_a_document_that_is_known_not_to_answer_is_doubted(knowledge: Path, data: Path) -> None:
    (knowledge / QUESTIONS).write_text(
        f"not_answered:\n  - document: pahittat-1\n    asked_as:\n      - {ASKED}\n", encoding="utf-8"
    )
    build(knowledge, data, HashingModel())
    generation = load_current(data)
    [ranking] = HybridSearcher(generation, HashingModel(), judge=SeesWhatIsLike()).search([ASKED], 24)
    held = [r.passage.document for r in ranking.passages if r.sentences[0].odds is not None]
    assert len(set(held)) > 1 and held.index("pahittat-1") >= len(held) - held.count("pahittat-1")  # all others first
    assert ranking.signals["not_answered_judged"] == LOWEST_ODDS  # nothing is known of the first
    only = Filters(frozenset({"pahittat-1"}))
    [ranking] = HybridSearcher(generation, HashingModel(), judge=SeesWhatIsLike()).search([ASKED], 24, only)
    assert ranking.signals["not_answered_judged"] == pytest.approx(5) and ranking.signals["not_answered"] > 0.9
    assert {one.odds for ranked in ranking.passages for one in ranked.sentences} <= {None, -4.0}


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
    after = searched(data, "Ska staden vårda museer?")
    assert unsought(after) == before
    assert max(sentence.sought for ranked in after.passages for sentence in ranked.sentences) < 0.1


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
    assert unsought(searched(data, "Ska staden vårda museer?")) == before


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
