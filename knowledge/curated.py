"""Reads `responsibilities.yaml`: responsibilities found by people, each tied to a document's exact words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import Field

from knowledge.document import Document, Span
from knowledge.duty_rules import Modality
from knowledge.responsibility import Responsibility
from knowledge.sentences import split_sentences
from knowledge.sources import Problem
from knowledge.tied import TiedEntry, find_words, not_there, read_tied, short
from knowledge.voices import voice_of

CURATED = "responsibilities.yaml"
_REMEDY = "Give `words` exactly as the document has them, and an `issue` and an `owner` that stand in it."


class _Entry(TiedEntry):
    """Its words are one or more whole sentences."""

    owner: str = Field(min_length=2, max_length=200)
    issue: str = Field(min_length=2, max_length=500)
    modality: Modality = Modality.ANSVARAR
    asked_as: tuple[str, ...] = ()


def read_curated(
    folder: Path, documents: Mapping[str, Document]
) -> tuple[tuple[Responsibility, ...], tuple[Problem, ...]]:
    """The entries whose words stand in their documents, and what is wrong with the others, by line.

    A build treats each Problem as an error; a running bot leaves those entries out. A folder without
    the file has no entries.

    Raises BadRegister when the file as a whole cannot be read.
    """
    return read_tied(folder / CURATED, "responsibilities", _Entry, documents, _responsibility, _REMEDY)


def _responsibility(entry: _Entry, document: Document) -> list[Responsibility] | str:
    """The responsibility, or what is wrong with the entry."""
    words = find_words(document.text, entry.words)
    if words is None:
        return not_there(entry)
    issue = find_words(document.text, entry.issue, words)
    if issue is None:
        return f"the issue “{short(entry.issue)}” does not stand in the quoted words."
    if find_words(document.text, entry.owner, words) is None:
        return f"the owner “{short(entry.owner)}” does not stand in the quoted words."
    if not _is_whole(document, words):
        return f"the words “{short(entry.words)}” are not whole sentences."
    inside = [section for section in document.sections if section.span.covers(words)]
    path = max(inside, key=lambda section: section.span.start).path if inside else ()
    return [
        Responsibility(
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
    ]


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
