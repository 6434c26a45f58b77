"""Entries that people write in a YAML file about documents, most of them tied to exact words, which are looked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.document import Document, Span
from knowledge.sources import Problem
from knowledge.yaml_files import read_entries


class AboutDocument(BaseModel):
    """What every such entry has."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    document: str


class TiedEntry(AboutDocument):
    """An entry about something that the document says."""

    words: str = Field(min_length=5)


Entry = TypeVar("Entry", bound=AboutDocument)
Found = TypeVar("Found")


def read_tied(
    file: Path,
    name: str,
    kind: type[Entry],
    documents: Mapping[str, Document],
    make: Callable[[Entry, Document], Sequence[Found] | str],
    remedy: str,
    others: Collection[str] = (),
) -> tuple[tuple[Found, ...], tuple[Problem, ...]]:
    """What the entries make, and what is wrong with the others, by line. A file that is not there has no entries.

    Args:
        file: holds the list.
        name: of the list.
        kind: of its entries.
        documents: that may be named, by id.
        make: turns an entry into what it stands for, or tells what is wrong with it.
        remedy: for every wrong entry.
        others: lists that the file may hold as well.

    Raises BadRegister when the file as a whole cannot be read.
    """
    found: list[Found] = []
    problems: list[Problem] = []
    for line, raw in read_entries(file, name, remedy, others):
        made = _made(raw, kind, documents, make)
        if isinstance(made, str):
            problems.append(Problem(file.name, made, remedy, line))
        else:
            found += made
    return tuple(found), tuple(problems)


def _made(
    raw: Any,
    kind: type[Entry],
    documents: Mapping[str, Document],
    make: Callable[[Entry, Document], Sequence[Found] | str],
) -> Sequence[Found] | str:
    try:
        entry = kind.model_validate(raw)
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False)[0]
        return f"`{'.'.join(map(str, wrong['loc'])) or 'the entry'}` is wrong: {wrong['msg']}."
    document = documents.get(entry.document)
    return f"the document `{entry.document}` is not held." if document is None else make(entry, document)


def find_words(text: str, words: str, within: Span | None = None) -> Span | None:
    """Where the words stand, whatever the white space between them; None when they don't.

    Capitals count in a whole quote, and not in an owner or issue looked for `within` it.
    """
    found = re.compile(_pattern(words), re.IGNORECASE if within else 0).search(
        text, within.start if within else 0, within.end if within else len(text)
    )
    return Span(*found.span()) if found else None


def find_all(text: str, words: str) -> list[Span]:
    """Everywhere that the words stand as whole words, whatever the white space between them."""
    return [Span(*found.span()) for found in re.finditer(rf"(?<!\w){_pattern(words)}(?!\w)", text)]


def _pattern(words: str) -> str:
    return r"\s+".join(map(re.escape, words.split()))


def not_there(entry: TiedEntry) -> str:
    """What is wrong with an entry whose words its document does not have."""
    return f"the words “{short(entry.words)}” do not stand in `{entry.document}`."


def short(words: str) -> str:
    """Words as a message can show them."""
    return words if len(words) <= 60 else words[:59] + "…"
