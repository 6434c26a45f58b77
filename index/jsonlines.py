"""Dataclasses as JSON lines: readable, checked when read, and never code as a pickle is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from index.manifest import damaged

Record = TypeVar("Record")


def lines(kind: type[Record], records: Iterable[Record]) -> Iterator[bytes]:
    """Each record as a line of UTF-8."""
    adapter = TypeAdapter(kind)
    return (adapter.dump_json(record) + b"\n" for record in records)


def write_lines(file: Path, kind: type[Record], records: Iterable[Record]) -> None:
    """One record a line. Raises OSError."""
    with file.open("wb") as stream:
        stream.writelines(lines(kind, records))


def read_lines(file: Path, kind: type[Record]) -> list[Record]:
    """Raises IndexProblem with the line that is not such a record."""
    adapter = TypeAdapter(kind)
    records: list[Record] = []
    try:
        with file.open("rb") as stream:
            records.extend(adapter.validate_json(line) for line in stream)
    except (OSError, ValidationError) as error:
        raise damaged(file, f"line {len(records) + 1}: {type(error).__name__}") from None
    return records
