"""Measures retrieval, quoting and refusing on a file of questions (`strategibot eval`)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.answer import Answer
from bot.service import Request
from index.types import RankedPassage, Ranking
from knowledge.document import Span
from knowledge.errors import StrategibotError

DEPTH = 10
"""How far down the ranking is looked at: MRR@10, and the ten passages of `--details`."""
BATCH = 64


class BadQuestions(StrategibotError):
    """A file of questions is wrong; the message names the file and the line."""


class EvalQuestion(BaseModel):
    """One line. Keys that are not ours are kept, and come back in `--details`."""

    model_config = ConfigDict(extra="allow", frozen=True)

    question: str = ""
    turns: tuple[str, ...] = ()  # a conversation, whose last turn is asked
    document: str | None = None
    answer: str | None = None
    start: int | None = None
    end: int | None = None
    also: tuple[tuple[int, int], ...] = ()  # other places in the document with the same answer
    answerable: bool = True
    kind: str = ""  # the report is also broken down by kind, where there are kinds
    any: tuple[str, ...] = Field(default=())  # at least one stands in the quote
    all: tuple[str, ...] = Field(default=())  # each stands in the quote

    @model_validator(mode="after")
    def _asks_something(self) -> EvalQuestion:
        if not self.asked:
            raise ValueError("needs `question` or `turns`")
        return self

    @property
    def asked(self) -> str:
        return self.turns[-1] if self.turns else self.question

    @property
    def request(self) -> Request:
        return Request(self.asked, conversation=self.turns[:-1])

    @property
    def place(self) -> Span | None:
        return Span(self.start, self.end) if self.start is not None and self.end is not None else None

    def is_covered_by(self, document: str, start: int, end: int) -> bool:
        """Whether `[start, end)` of the document holds the answer; without a place, the document is enough."""
        if document != self.document:
            return False
        if self.place is None:
            return True
        places = [(self.place.start, self.place.end), *self.also]
        return any(start <= first and last <= end for first, last in places)

    def has_phrases(self, text: str) -> bool:
        """Whether the text holds the phrases, whatever the case and white space."""
        flat = plain(text)
        return all(plain(p) in flat for p in self.all) and (not self.any or any(plain(p) in flat for p in self.any))


class Examiner(Protocol):
    """What is measured: answers, with the rankings that they were made from."""

    def examine(self, requests: Sequence[Request]) -> list[tuple[Answer, Ranking]]: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question."""

    question: EvalQuestion
    answer: Answer
    passages: tuple[RankedPassage, ...]

    @property
    def rank(self) -> int | None:
        """Of the first passage that covers the answer, from 1; None when none of the ten does."""
        hits = (self.question.is_covered_by(p.passage.document, *_ends(p)) for p in self.passages)
        return next((n for n, hit in enumerate(hits, 1) if hit), None)

    @property
    def quoted_first(self) -> bool:
        """Whether the first quote contains the answer: its place, or its words in the same document."""
        if not self.answer.quotes:
            return False
        quote = self.answer.quotes[0]
        if self.question.place is None and self.question.answer:
            return quote.document == self.question.document and plain(self.question.answer) in plain(quote.text)
        places = [(quote.document, quote.start, quote.end), *((p.document, p.start, p.end) for p in quote.also_in)]
        return any(self.question.is_covered_by(*place) for place in places)

    def details(self) -> dict[str, Any]:
        """The line of `--details`."""
        given = self.question.model_dump(mode="json", exclude_unset=True)
        passages = [
            {"document": p.passage.document, "start": p.passage.span.start, "end": p.passage.span.end, "score": p.score}
            for p in self.passages
        ]
        answer = self.answer.to_dict()
        kept = {key: answer[key] for key in ("quotes", "closest", "answered", "confidence", "intent", "responsible")}
        return given | {"passages": passages} | kept


def read_questions(file: Path) -> list[EvalQuestion]:
    """Reads a JSONL file. Raises BadQuestions, naming the line."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise BadQuestions(f"{file} cannot be read as text.", "Name an existing file in UTF-8.") from None
    questions = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            questions.append(EvalQuestion.model_validate_json(line))
        except ValidationError as error:
            reason = error.errors(include_input=False)[0]["msg"]
            raise BadQuestions(f"{file}, line {number}: {reason}.", "See the README, Measuring.") from None
    if not questions:
        raise BadQuestions(f"{file} holds no questions.", "Write one JSON object a line.")
    return questions


def examine(
    examiner: Examiner, questions: Sequence[EvalQuestion], progress: Callable[[int, int], None] | None = None
) -> Iterator[Outcome]:
    """Asks all questions, in batches, and yields their outcomes in order."""
    for start in range(0, len(questions), BATCH):
        batch = questions[start : start + BATCH]
        for question, (answer, ranking) in zip(batch, examiner.examine([q.request for q in batch]), strict=True):
            yield Outcome(question, answer, ranking.passages[:DEPTH])
        if progress:
            progress(start + len(batch), len(questions))


def report(outcomes: Sequence[Outcome]) -> dict[str, float | int]:
    """The figures; a figure that no question asks for is left out.

    MRR@10 and hit@k as in Voorhees (1999): the reciprocal rank of the first hit among ten, 0 without one.
    AUROC is the chance that an answerable question has a higher confidence than an unanswerable one.
    """
    figures: dict[str, float | int] = {"questions": len(outcomes)}
    placed = [o for o in outcomes if o.question.answerable and o.question.document]
    if placed:
        ranks = [o.rank for o in placed]
        for k in (1, 3, 5, 10):
            figures[f"hit@{k}"] = _share(rank is not None and rank <= k for rank in ranks)
        figures["mrr@10"] = sum(1 / rank for rank in ranks if rank) / len(ranks)
        figures["quote@1"] = _share(o.quoted_first for o in placed)
    phrased = [o for o in outcomes if o.question.answerable and (o.question.any or o.question.all)]
    if phrased:
        figures["phrase@1"] = _share(
            bool(o.answer.quotes) and o.question.has_phrases(o.answer.quotes[0].text) for o in phrased
        )
        figures["phrase@any"] = _share(any(o.question.has_phrases(q.text) for q in o.answer.quotes) for o in phrased)
    answerable = [o for o in outcomes if o.question.answerable]
    unanswerable = [o for o in outcomes if not o.question.answerable]
    if answerable:
        figures["wrongly_refused"] = _share(not o.answer.answered for o in answerable)
    if unanswerable:
        figures["wrongly_answered"] = _share(o.answer.answered for o in unanswerable)
    if answerable and unanswerable:
        yes, no = ([o.answer.confidence for o in group] for group in (answerable, unanswerable))
        figures["auroc"] = auroc(yes, no)
        figures["wrong_at_95_answered"] = _share(c >= _quantile(yes, 0.05) for c in no)
    return figures


def report_by_kind(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float | int]]:
    """The same figures for each kind of question, in the order in which the kinds appear."""
    kinds = dict.fromkeys(outcome.question.kind for outcome in outcomes)
    return {kind: report([o for o in outcomes if o.question.kind == kind]) for kind in kinds if kind}


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Area under the ROC curve, as the Mann-Whitney U statistic over its maximum; ties count half."""
    wins = sum((p > n) + (p == n) / 2 for p in positive for n in negative)
    return wins / (len(positive) * len(negative))


def write_details(outcomes: Sequence[Outcome], file: Path) -> None:
    """One JSON object a question, in their order."""
    with file.open("w", encoding="utf-8") as out:
        for outcome in outcomes:
            out.write(json.dumps(outcome.details(), ensure_ascii=False) + "\n")


def _ends(ranked: RankedPassage) -> tuple[int, int]:
    return ranked.passage.span.start, ranked.passage.span.end


def _share(hits: Iterable[bool]) -> float:
    found = [bool(hit) for hit in hits]
    return sum(found) / len(found)


def _quantile(values: Sequence[float], share: float) -> float:
    """The value that `share` of the values lie below."""
    return sorted(values)[int(len(values) * share)]


def plain(text: str) -> str:
    """The text whatever its case and white space."""
    return " ".join(text.split()).casefold()
