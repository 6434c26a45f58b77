"""Reads `questions.yaml`: questions that people have been asked, each tied to the words of a document that answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from knowledge.curated import short
from knowledge.document import Document, Span
from knowledge.errors import BadRegister
from knowledge.passages import make_passages
from knowledge.sources import Problem
from knowledge.yaml_files import read_entries, told

QUESTIONS = "questions.yaml"
_REMEDY = "Give `words` exactly as the document has them, and the questions that they answer in `asked_as`."


@dataclass(frozen=True, slots=True)
class KnownQuestion:
    """One way to ask for what a document says."""

    question: str
    document: str
    span: Span  # the words that answer it, within one sentence


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    document: str
    words: str = Field(min_length=5)
    asked_as: tuple[Annotated[str, StringConstraints(min_length=2, max_length=300)], ...] = Field(min_length=1)


def read_known_questions(
    folder: Path, documents: Mapping[str, Document]
) -> tuple[tuple[KnownQuestion, ...], tuple[Problem, ...]]:
    """The questions whose answers stand in their documents, and what is wrong with the other entries, by line.

    A folder without the file has no entries. A file that cannot be read as a whole is one Problem.
    """
    try:
        entries = read_entries(folder / QUESTIONS, "questions", _REMEDY)
    except BadRegister as error:
        return (), (Problem.of(error),)
    found: list[KnownQuestion] = []
    problems: list[Problem] = []
    for line, raw in entries:
        read = _read(raw, documents)
        if isinstance(read, str):
            problems.append(Problem(QUESTIONS, read, _REMEDY, line))
        else:
            found += read
    return tuple(found), tuple(problems)


def _read(raw: Any, documents: Mapping[str, Document]) -> list[KnownQuestion] | str:
    """The entry's questions, or what is wrong with it."""
    try:
        entry = _Entry.model_validate(raw)
    except ValidationError as error:
        return told(error)
    document = documents.get(entry.document)
    if document is None:
        return f"the document `{entry.document}` is not held."
    places = find_all(document.text, entry.words)
    if not places:
        return f"the words “{short(entry.words)}” do not stand in `{entry.document}`."
    sentences = [sentence for passage in make_passages(document) for sentence in passage.sentences]
    spans = [span for span in places if any(sentence.covers(span) for sentence in sentences)]
    if not spans:
        return f"the words “{short(entry.words)}” do not stand within one sentence, which could be quoted."
    return [KnownQuestion(question, entry.document, span) for question in entry.asked_as for span in spans]


def find_all(text: str, words: str) -> list[Span]:
    """Everywhere that the words stand as whole words, whatever the white space between them."""
    pattern = r"(?<!\w)" + r"\s+".join(re.escape(word) for word in words.split()) + r"(?!\w)"
    return [Span(*found.span()) for found in re.finditer(pattern, text)]
