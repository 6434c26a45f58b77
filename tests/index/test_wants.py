"""What a question asks for, by the example of known ones."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.calibration.corpora import part_of
from index import classifier, wants
from index.builder import build
from index.cohort import cohort
from index.generation import Generation
from index.searcher import HybridSearcher
from index.storage import load_current
from index.wants import Sought, Wants
from knowledge.document import Span
from knowledge.known_questions import QUESTIONS, KnownQuestion
from tests.fakes import HashingModel
from tests.index.knowledge_folder import made_up
from tests.index.small_known import COHORTS, UNIT, asked, only, small_index

ORDINARY = sum(len(cohort(language)) for language in COHORTS)
LISTED = (
    KnownQuestion("vem gör det?", "a", Span(0, 9)),
    KnownQuestion("vem gör det?", "a", Span(10, 20)),  # said twice: either place is as probable as both
    KnownQuestion("var står det?", "b", Span(0, 9)),
    KnownQuestion("när blir det?", "b", None),
)
TOWARDS = UNIT[[0, 0, 1, 2]]


def test_it_is_what_those_like_it_ask_for() -> None:
    known = small_index(*LISTED, vectors=TOWARDS)
    learnt = Wants(known, COHORTS)
    sought = learnt.sought(asked(known, "vem är det som gör det?"), only(0, 1, 2, 3))
    one, other, elsewhere = sought.sentences.tolist()
    assert one == other > 0.5 > elsewhere > 0
    assert one + elsewhere + sought.documents["b"] < 1
    unanswered = learnt.sought(asked(known, "när blir det då?", UNIT[2]), only(0, 1, 2, 3))
    assert unanswered.documents["b"] > 0.5 > unanswered.sentences.max()


def test_a_question_like_none_of_them_asks_for_something_else() -> None:
    known = small_index(*LISTED, vectors=TOWARDS)
    sought = Wants(known, COHORTS).sought(asked(known, "hur mår katten", UNIT[3]), only(0, 1, 2, 3))
    assert sought.sentences.max() < 0.2 and sought.documents["b"] < 0.2


def test_nothing_is_told_of_documents_that_are_filtered_out() -> None:
    known = small_index(KnownQuestion("vem?", "a", Span(0, 9)), KnownQuestion("vem?", "b", None))
    learnt = Wants(known, COHORTS)
    of_b, of_a = (learnt.sought(asked(known, "vem?"), only(number)[:2]) for number in (1, 0))
    assert of_b.documents["b"] > 0.5 and not of_b.sentences.any()
    assert of_a.sentences[0] > 0.5 and not of_a.documents
    nothing = learnt.sought(asked(known, "vem?"), only()[:2])
    assert not nothing.sentences.any() and not nothing.documents


def test_what_stands_in_no_passage_is_not_learnt() -> None:
    known = small_index(KnownQuestion("vem?", "a", Span(5, 15)))  # parts of two sentences
    sought = Wants(known, COHORTS).sought(asked(known, "vem?"), np.ones(1, bool))
    assert not sought.sentences.any() and not sought.documents


def test_a_wording_is_one_example_however_often_it_is_listed() -> None:
    known = small_index(*LISTED, vectors=TOWARDS)
    assert Wants(known, COHORTS).weights.shape == (3 + ORDINARY, 4)


def test_of_too_many_wordings_each_thing_that_is_wanted_keeps_some(monkeypatch: pytest.MonkeyPatch) -> None:
    wordings = [KnownQuestion(f"{n}?", "a", Span(0, 9)) for n in range(3)] + [KnownQuestion("var?", "b", Span(0, 9))]
    known = small_index(*wordings)
    monkeypatch.setattr(wants, "LEARNT_FROM", 2)
    learnt = Wants(known, COHORTS)
    assert len(learnt.weights) == 2 + ORDINARY
    assert learnt.sought(asked(known, "var?", UNIT[3]), only(0, 1, 2, 3)).sentences[2] > 0.5
    monkeypatch.setattr(wants, "LEARNT_FROM", 1)  # nothing is said of what has no example left
    assert Wants(known, COHORTS).sought(asked(known, "var?", UNIT[3]), only(0, 1, 2, 3)).sentences[2] == 0


def test_what_does_not_fit_is_learnt_again(caplog: pytest.LogCaptureFixture) -> None:
    known = small_index(*LISTED, vectors=TOWARDS)
    learnt = Wants(known, COHORTS)

    def told(of: Wants) -> Sought:
        return of.sought(asked(known, "vem?"), only(0, 1, 2, 3))

    again = Wants(known, COHORTS, learnt.weights)
    assert not caplog.records and np.array_equal(told(again).sentences, told(learnt).sentences)
    with caplog.at_level(logging.WARNING):
        refitted = Wants(known, COHORTS, learnt.weights[:-1])
    assert "does not fit" in caplog.text and np.allclose(told(refitted).sentences, told(learnt).sentences)


@pytest.fixture
def generation(tmp_path: Path) -> Generation:
    """Two documents with known questions about both."""
    knowledge = made_up(tmp_path / "knowledge")
    entries = (
        f"  - document: pahittat-{n}\n    words: Staden ska vårda hamnar i utgåva {n}.\n    asked_as:\n"
        f"      - får min båt ligga vid kaj {n}?\n      - hur tar staden hand om bryggor {n}?\n"
        for n in range(2)
    )
    (knowledge / QUESTIONS).write_text("questions:\n" + "".join(entries), encoding="utf-8")
    build(knowledge, tmp_path / "data", HashingModel())
    return load_current(tmp_path / "data")


def sought(generation: Generation, question: str) -> dict[str, float]:
    """By document, the most that a sentence is sought."""
    found: dict[str, float] = {}
    for ranked in HybridSearcher(generation, HashingModel()).search([question], 24)[0].passages:
        most = max(sentence.sought for sentence in ranked.sentences)
        found[ranked.passage.document] = max(most, found.get(ranked.passage.document, 0.0))
    return found


def test_what_was_learnt_is_kept_in_the_index(generation: Generation, monkeypatch: pytest.MonkeyPatch) -> None:
    question = "får min båt ligga vid kaj 1?"
    learnt_again = sought(replace(generation, known_weights=None), question)
    monkeypatch.setattr(classifier, "regression", None)  # nothing is learnt
    assert sought(generation, question) == pytest.approx(learnt_again, abs=1e-4)
    assert learnt_again["pahittat-1"] > 0.4 > learnt_again["pahittat-0"]


def test_what_was_learnt_of_all_is_not_taken_for_a_part(generation: Generation) -> None:
    part = part_of(generation, {"pahittat-1"})
    assert part.known_questions and part.known_weights is None
    assert sought(part, "får min båt ligga vid kaj 1?")["pahittat-1"] > 0.4
    without = generation.without_known_questions()
    assert without.known_weights is None and not any(sought(without, "får min båt ligga vid kaj 1?").values())
