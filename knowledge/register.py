"""Writes the register: entries come and go, comments and everybody else's lines stay as they are."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import yaml

from knowledge.errors import BadRegister
from knowledge.sources import REGISTER, Source, Status, read_register, source_of

_HEAD = "# The register: what each document is, who wrote it, and what standing its words have.\n\ndocuments:\n"


def entry(source: Source) -> str:
    """The source as an entry of the register, without the fields that say nothing."""
    content: dict[str, object] = {}
    for field in fields(Source):
        value = getattr(source, field.name)
        if value in ("", (), None) or (field.name, value) in (("status", Status.OKAND), ("type", "dokument")):
            continue
        content[field.name] = list(value) if isinstance(value, tuple) else getattr(value, "value", value)
    lines = [f"{name}: {_scalar(value)}" for name, value in content.items()]
    return "".join(f"{'  - ' if at == 0 else '    '}{line}\n" for at, line in enumerate(lines))


def _scalar(value: object) -> str:
    """On one line, quoted where YAML would read it otherwise."""
    return yaml.safe_dump(value, allow_unicode=True, width=10**6, default_flow_style=True).removesuffix("...\n").strip()


def changed(source: Source, changes: Sequence[str]) -> Source:
    """The source with fields set as "status=antagen" says. Raises BadRegister for a wrong field or value."""
    values = {field.name: _written(getattr(source, field.name)) for field in fields(Source)}
    for change in changes:
        name, equals, value = change.partition("=")
        if not equals:
            raise BadRegister(f"“{change}” is no change of a field.", "Write it as status=antagen.")
        several = name in ("supersedes", "superseded_by")
        values[name] = [part.strip() for part in value.split(",") if part.strip()] if several else value.strip()
    return source_of({name: value for name, value in values.items() if value not in ("", [], None)})


def _written(value: object) -> object:
    return list(value) if isinstance(value, tuple) else None if value is None else str(value)


def put(folder: Path, source: Source) -> None:
    """Writes the source's entry, in the place of one with the same id. Raises BadRegister."""
    path = folder / REGISTER
    lines = _lines(path) or _HEAD.splitlines(keepends=True)
    place = _place(path, source.id)
    if place is None:
        if lines and not lines[-1].endswith("\n"):
            lines[-1] += "\n"
        apart = [] if lines[-1].strip() in ("documents:", "") else ["\n"]
        lines += [*apart, entry(source)]
    else:
        lines[place[0] : place[1]] = [entry(source)]
    _write(path, "".join(lines))


def remove(folder: Path, document: str) -> None:
    """Takes the entry out. Raises BadRegister when there is none."""
    path = folder / REGISTER
    place = _place(path, document)
    if place is None:
        raise BadRegister(f"{path.name}: no entry is called `{document}`.", "See `strategibot knowledge list`.")
    lines = _lines(path)
    start, end = place
    while end < len(lines) and not lines[end].strip():
        end += 1
    del lines[start:end]
    _write(path, "".join(lines))


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8-sig").splitlines(keepends=True) if path.is_file() else []


def _place(path: Path, document: str) -> tuple[int, int] | None:
    """First line and end (from 0) of the entry, without the empty lines and comments after it."""
    if not path.is_file():
        return None
    register = read_register(path)
    found = [line for source, line in zip(register.sources, register.lines, strict=True) if source.id == document]
    if not found:
        return None
    lines = _lines(path)
    start = found[0] - 1
    if not lines[start].startswith("  - ") and not lines[start].startswith("- "):
        raise BadRegister(f"{path.name}:{start + 1}: the entry is written in a way of its own.", "Change it by hand.")
    dash = lines[start].index("-")
    end = start + 1
    while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) > dash):
        end += 1
    while not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#"):
        end -= 1
    return start, end


def _write(path: Path, content: str) -> None:
    """Replaces the file at once, after checking that what is written can be read."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".sources-", suffix=".yaml")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _check(temporary, path)
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _check(written: Path, path: Path) -> None:
    before = _problems(path) if path.is_file() else []
    if new := [problem for problem in _problems(written) if problem not in before]:
        raise BadRegister(f"{path.name}: {new[0]}", "Correct the value; nothing was written.")


def _problems(path: Path) -> Sequence[str]:
    return [problem.message for problem in read_register(path).problems]
