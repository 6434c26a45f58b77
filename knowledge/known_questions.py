"""Reads `questions.yaml`: questions that people ask, each tied to the words of a document that answer, or to none.

A document's `not_answered` are questions that look as if it answered them, or that people put to the bot by mistake,
so that they are told apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from knowledge.document import Document, Span
from knowledge.errors import BadRegister
from knowledge.passages import make_passages
from knowledge.sources import Problem
from knowledge.tied import AboutDocument, TiedEntry, find_all, not_there, read_tied, short

QUESTIONS = "questions.yaml"
ANSWERED, NOT_ANSWERED = "questions", "not_answered"
_REMEDY = "Give `words` exactly as the document has them, and the questions that they answer in `asked_as`."
_REMEDY_NOT_ANSWERED = "Give the `document`, and the questions that it does not answer in `asked_as`."

Wordings = Annotated[tuple[Annotated[str, StringConstraints(min_length=2, max_length=300)], ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class KnownQuestion:
    """One way to ask for what a document says, or does not say."""

    question: str
    document: str
    span: Span | None  # the words that answer it, within one sentence; None when nothing in the document does


class _Answered(TiedEntry):
    asked_as: Wordings


class _NotAnswered(AboutDocument):
    asked_as: Wordings


def read_known_questions(
    folder: Path, documents: Mapping[str, Document]
) -> tuple[tuple[KnownQuestion, ...], tuple[Problem, ...]]:
    """The questions whose answers stand in their documents, or that have none there; and what is wrong with the other
    entries, by line.

    A folder without the file has no entries. A file that cannot be read as a whole is one Problem.
    """

    @cache
    def quotable(document: str) -> list[Span]:
        return [sentence for passage in make_passages(documents[document]) for sentence in passage.sentences]

    def answered(entry: _Answered, document: Document) -> list[KnownQuestion] | str:
        places = find_all(document.text, entry.words)
        if not places:
            return not_there(entry)
        spans = [span for span in places if any(sentence.covers(span) for sentence in quotable(entry.document))]
        if not spans:
            return f"the words “{short(entry.words)}” do not stand within one sentence, which could be quoted."
        return [KnownQuestion(question, entry.document, span) for question in entry.asked_as for span in spans]

    def not_answered(entry: _NotAnswered, document: Document) -> list[KnownQuestion] | str:
        both = {(one.document, one.question) for one in told} & {(document.id, words) for words in entry.asked_as}
        if both:
            return f"“{short(min(both)[1])}” is among the questions that `{document.id}` answers, too."
        return [KnownQuestion(question, document.id, None) for question in entry.asked_as]

    told: tuple[KnownQuestion, ...] = ()
    file = folder / QUESTIONS
    try:
        told, wrong = read_tied(file, ANSWERED, _Answered, documents, answered, _REMEDY, {NOT_ANSWERED})
        untold, wrong_too = read_tied(
            file, NOT_ANSWERED, _NotAnswered, documents, not_answered, _REMEDY_NOT_ANSWERED, {ANSWERED}
        )
    except BadRegister as error:
        return (), (Problem.of(error),)
    return (*told, *untold), (*wrong, *wrong_too)
