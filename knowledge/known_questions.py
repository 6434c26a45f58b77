"""Reads `questions.yaml`: questions that people have been asked, each tied to the words of a document that answer."""

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
from knowledge.tied import TiedEntry, find_all, not_there, read_tied, short

QUESTIONS = "questions.yaml"
_REMEDY = "Give `words` exactly as the document has them, and the questions that they answer in `asked_as`."


@dataclass(frozen=True, slots=True)
class KnownQuestion:
    """One way to ask for what a document says."""

    question: str
    document: str
    span: Span  # the words that answer it, within one sentence


class _Entry(TiedEntry):
    asked_as: tuple[Annotated[str, StringConstraints(min_length=2, max_length=300)], ...] = Field(min_length=1)


def read_known_questions(
    folder: Path, documents: Mapping[str, Document]
) -> tuple[tuple[KnownQuestion, ...], tuple[Problem, ...]]:
    """The questions whose answers stand in their documents, and what is wrong with the other entries, by line.

    A folder without the file has no entries. A file that cannot be read as a whole is one Problem.
    """

    @cache
    def quotable(document: str) -> list[Span]:
        return [sentence for passage in make_passages(documents[document]) for sentence in passage.sentences]

    def make(entry: _Entry, document: Document) -> list[KnownQuestion] | str:
        places = find_all(document.text, entry.words)
        if not places:
            return not_there(entry)
        spans = [span for span in places if any(sentence.covers(span) for sentence in quotable(entry.document))]
        if not spans:
            return f"the words “{short(entry.words)}” do not stand within one sentence, which could be quoted."
        return [KnownQuestion(question, entry.document, span) for question in entry.asked_as for span in spans]

    try:
        return read_tied(folder / QUESTIONS, "questions", _Entry, documents, make, _REMEDY)
    except BadRegister as error:
        return (), (Problem.of(error),)
