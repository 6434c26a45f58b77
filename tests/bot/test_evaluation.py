"""The figures of `strategibot eval`, on answers whose figures can be worked out by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.answer import Answer, Intent, Place, Quote
from bot.evaluation import BadQuestions, EvalQuestion, auroc, examine, read_questions, report, write_details
from bot.service import Request
from index.types import RankedPassage, Ranking
from knowledge.document import Passage, PassageKind, Span


def quote(text: str, start: int, document: str = "d", also_in: tuple[Place, ...] = ()) -> Quote:
    return Quote(
        text=text, start=start, end=start + len(text), document=document, title="", type="", status="", issuer="",
        date=None, dnr=None, section=(), page=None, score=1.0, url="", also_in=also_in,
    )  # fmt: skip


def passage(start: int, end: int, document: str = "d") -> RankedPassage:
    span = Span(start, end)
    return RankedPassage(0, Passage(document, span, PassageKind.PARAGRAPH, (span,)), 0.5, 0.5, 0.5)


class Scripted:
    """Answers from a script: question -> (quotes, confidence, passages)."""

    def __init__(self, script: dict[str, tuple[list[Quote], float, list[RankedPassage]]]) -> None:
        self.script = script
        self.asked: list[Request] = []

    def examine(self, requests: Sequence[Request]) -> list[tuple[Answer, Ranking]]:
        self.asked += requests
        found = []
        for request in requests:
            quotes, confidence, passages = self.script[request.question]
            answer = Answer(request.question, "sv", Intent.OTHER, bool(quotes), confidence, tuple(quotes))
            found.append((answer, Ranking(request.question, tuple(passages))))
        return found


def test_figures_worked_out_by_hand() -> None:
    questions = [
        EvalQuestion(question="a", document="d", answer="x", start=10, end=20, any=("fyra",)),
        EvalQuestion(question="b", document="d", answer="x", start=50, end=60),
        EvalQuestion(question="c", answerable=False),
        EvalQuestion(question="e", answerable=False),
    ]
    script = Scripted(
        {
            "a": ([quote("de Fyra\ninriktningarna", 8)], 0.9, [passage(0, 9), passage(5, 25)]),
            "b": ([], 0.2, [passage(55, 70), passage(40, 59)]),
            "c": ([quote("fel", 0)], 0.6, [passage(0, 3)]),
            "e": ([], 0.1, []),
        }
    )
    outcomes = list(examine(script, questions))
    assert report(outcomes) == {
        "questions": 4,
        "hit@1": 0.0,
        "hit@3": 0.5,
        "hit@5": 0.5,
        "hit@10": 0.5,
        "mrr@10": 0.25,
        "quote@1": 0.5,
        "phrase@1": 1.0,
        "phrase@any": 1.0,
        "wrongly_refused": 0.5,
        "wrongly_answered": 0.5,
        "auroc": 0.75,
        "wrong_at_95_answered": 0.5,
    }


def test_a_quote_counts_wherever_the_same_words_stand() -> None:
    question = EvalQuestion(question="a", document="d", start=10, end=20)
    elsewhere = quote("samma ord", 100, also_in=(Place("d", 5, 30),))
    assert next(examine(Scripted({"a": ([elsewhere], 1.0, [])}), [question])).quoted_first
    other = EvalQuestion(question="a", document="d", start=10, end=20, also=((100, 105),))
    assert next(examine(Scripted({"a": ([quote("samma ord", 100)], 1.0, [])}), [other])).quoted_first


def test_all_phrases_must_stand_in_the_quote() -> None:
    question = EvalQuestion(question="a", document="d", all=("ett", "två"))
    assert question.has_phrases("Ett och\n två")
    assert not question.has_phrases("Ett och tre")


def test_the_last_turn_is_asked_and_the_others_are_the_conversation() -> None:
    script = Scripted({"Och Påverkan då?": ([], 0.0, [])})
    list(examine(script, [EvalQuestion(turns=("Vad är syftet med Profiler?", "Och Påverkan då?"))]))
    assert script.asked == [Request("Och Påverkan då?", conversation=("Vad är syftet med Profiler?",))]


def test_details_give_back_the_line_and_the_passages_in_order(tmp_path: Path) -> None:
    line = {"question": "a", "document": "d", "start": 1, "end": 2, "own": "kept"}
    question = EvalQuestion.model_validate(line)
    outcomes = list(examine(Scripted({"a": ([], 0.3, [passage(7, 9), passage(0, 3)])}), [question]))
    write_details(outcomes, tmp_path / "out.jsonl")
    written = json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))
    assert {key: written[key] for key in line} == line
    assert [(p["start"], p["end"]) for p in written["passages"]] == [(7, 9), (0, 3)]
    assert (written["answered"], written["confidence"], written["quotes"]) == (False, 0.3, [])


@pytest.mark.parametrize("bad", ["{", '{"document": "d"}', '{"question": 3}', "[]"])
def test_a_bad_line_is_named(tmp_path: Path, bad: str) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text(f'{{"question": "a", "answerable": false}}\n\n{bad}\n', encoding="utf-8")
    with pytest.raises(BadQuestions, match="line 3"):
        read_questions(file)


def test_auroc_counts_ties_as_half() -> None:
    assert auroc([0.9, 0.5], [0.5, 0.1]) == 0.875
