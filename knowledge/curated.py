"""Reads `responsibilities.yaml`: responsibilities found by people, each tied to a document's exact words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.document import Document, Span
from knowledge.duty_rules import Modality
from knowledge.responsibility import Responsibility
from knowledge.sentences import split_sentences
from knowledge.sources import Problem
from knowledge.voices import voice_of
from knowledge.yaml_files import read_entries, told

CURATED = "responsibilities.yaml"
_REMEDY = "Give `words` exactly as the document has them, and an `issue` and an `owner` that stand in it."


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    owner: str = Field(min_length=2, max_length=200)
    issue: str = Field(min_length=2, max_length=500)
    modality: Modality = Modality.ANSVARAR
    document: str
    words: str = Field(min_length=5)  # the quote: one or more whole sentences
    asked_as: tuple[str, ...] = ()


def read_curated(
    folder: Path, documents: Mapping[str, Document]
) -> tuple[tuple[Responsibility, ...], tuple[Problem, ...]]:
    """The entries whose words stand in their documents, and what is wrong with the others, by line.

    A build treats each Problem as an error; a running bot leaves those entries out. A folder without
    the file has no entries.

    Raises BadRegister when the file as a whole cannot be read.
    """
    found: list[Responsibility] = []
    problems: list[Problem] = []
    for line, raw in read_entries(folder / CURATED, "responsibilities", _REMEDY):
        entry = _checked(raw, documents)
        if isinstance(entry, Responsibility):
            found.append(entry)
        else:
            problems.append(Problem(CURATED, entry, _REMEDY, line))
    return tuple(found), tuple(problems)


def _checked(raw: Any, documents: Mapping[str, Document]) -> Responsibility | str:
    """The responsibility, or what is wrong with the entry."""
    try:
        entry = _Entry.model_validate(raw)
    except ValidationError as error:
        return told(error)
    document = documents.get(entry.document)
    if document is None:
        return f"the document `{entry.document}` is not held."
    words = find_words(document.text, entry.words)
    if words is None:
        return f"the words “{short(entry.words)}” do not stand in `{entry.document}`."
    issue = find_words(document.text, entry.issue, words)
    if issue is None:
        return f"the issue “{short(entry.issue)}” does not stand in the quoted words."
    if find_words(document.text, entry.owner, words) is None:
        return f"the owner “{short(entry.owner)}” does not stand in the quoted words."
    if not _is_whole(document, words):
        return f"the words “{short(entry.words)}” are not whole sentences."
    inside = [section for section in document.sections if section.span.covers(words)]
    path = max(inside, key=lambda section: section.span.start).path if inside else ()
    return Responsibility(
        owner=entry.owner,
        issue=entry.issue,
        modality=entry.modality,
        document=entry.document,
        span=words,
        issue_span=issue,
        voice=voice_of(document.source, path, words.of(document.text)),
        curated=True,
        asked_as=entry.asked_as,
    )


def find_words(text: str, words: str, within: Span | None = None) -> Span | None:
    """Where the words stand, whatever the white space between them; None when they don't.

    Capitals count in a whole quote, and not in an owner or issue looked for `within` it.
    """
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    found = re.compile(pattern, re.IGNORECASE if within else 0).search(
        text, within.start if within else 0, within.end if within else len(text)
    )
    return Span(*found.span()) if found else None


def _is_whole(document: Document, words: Span) -> bool:
    """Whether the words begin and end where a sentence of a block does."""
    starts: set[int] = set()
    ends: set[int] = set()
    for block in document.blocks:
        if block.span.overlaps(words):
            for sentence in split_sentences(document.text, block.span):
                starts.add(sentence.start)
                ends.add(sentence.end)
    return words.start in starts and words.end in ends


def short(words: str) -> str:
    """Words as a message can show them."""
    return words if len(words) <= 60 else words[:59] + "…"
