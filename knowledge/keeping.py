"""Documents come into the knowledge folder, are renewed from their address, and go out of it."""

from __future__ import annotations

import json
import os
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from knowledge import register
from knowledge.document import Document
from knowledge.errors import BadRegister, StrategibotError, UnreadableDocument
from knowledge.fetching import Address, fetch, is_public
from knowledge.files import read_untrusted, steady_bytes
from knowledge.library import documents_folder
from knowledge.metadata import propose
from knowledge.sandbox import Sandbox
from knowledge.sources import REGISTER, Source, read_register

MEMORY = ".fetched.json"
"""What the addresses said last time (ETag, Last-Modified), beside the register."""

Allowed = Callable[[Address], bool]


@dataclass(frozen=True, slots=True)
class Understood:
    """A document that has been read but not yet kept. `source` is the proposed entry of the register."""

    document: Document
    source: Source
    content: bytes
    replaces: bool  # an entry with this id is there already


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Fetch:
    """What became of one entry with an address."""

    source: Source
    outcome: Outcome
    size: int = 0
    reason: str = ""


def understand(folder: Path, place: str, sandbox: Sandbox, name: str = "", allowed: Allowed = is_public) -> Understood:
    """Reads a file or an address and proposes its entry; nothing is written.

    Args:
        folder: the knowledge folder.
        place: a file, or an http(s) address.
        sandbox: where it is read.
        name: the id that it shall have; "" makes one of the file's name.
        allowed: which addresses may be fetched from.

    Raises:
        UnreadableDocument: the file cannot be read as a document.
        NotFetched: the address gives no document.
        BadRegister: the register cannot be read.
    """
    url = place if re.match(r"[a-z][a-z0-9+.-]*://", place, re.IGNORECASE) else ""
    if url:
        fetched = fetch(url, allowed=allowed)
        assert fetched.content is not None
        content, ending = fetched.content, fetched.ending
        stem = PurePosixPath(unquote(urlsplit(url).path)).stem
    else:
        path = Path(place)
        try:
            content = steady_bytes(path)
        except UnreadableDocument as error:
            raise UnreadableDocument(error.at(place), error.remedy) from None
        ending, stem = path.suffix.lower(), path.stem
    known = read_register(folder / REGISTER).sources if (folder / REGISTER).is_file() else ()
    identity = name or _slug(stem)
    entry = next((source for source in known if source.id == identity), None)
    digest = sha256(content).hexdigest()
    source = replace(entry or Source(id=identity), file=f"{identity}{ending}", sha256=digest)
    if url:
        source = replace(source, url=url)
    try:
        document = read_untrusted(content, ending, source, sandbox)
    except UnreadableDocument as error:
        raise UnreadableDocument(error.at(place), error.remedy) from None
    document = replace(document, source=source)
    return Understood(document, propose(document, known), content, replaces=entry is not None)


def keep(folder: Path, understood: Understood) -> None:
    """Puts the file into the folder and its entry into the register. Raises BadRegister and UnreadableDocument."""
    source = understood.source
    place = documents_folder(folder)
    target = place / str(source.file)
    if target.exists() and not understood.replaces and target.read_bytes() != understood.content:
        raise BadRegister(f"{target.name} exists already.", "Give the document another id with --id.")
    before = _registered(folder, source.id)
    _write(target, understood.content)
    register.put(folder, source)
    if before is not None and before.file not in (None, source.file):
        (place / str(before.file)).unlink(missing_ok=True)


def forget(folder: Path, identity: str, keep_file: bool = False) -> None:
    """Takes a document out of the register and its file out of the folder. Raises BadRegister for an unknown one."""
    source = _registered(folder, identity)
    if source is None:
        loose = [path for path in documents_folder(folder).iterdir() if path.stem == identity and path.is_file()]
        if not loose:
            raise BadRegister(f"No document is called `{identity}`.", "See `strategibot knowledge list`.")
        loose[0].unlink()
        return
    register.remove(folder, identity)
    if source.file is not None and not keep_file:
        (documents_folder(folder) / source.file).unlink(missing_ok=True)


def fetch_all(folder: Path, sandbox: Sandbox, allowed: Allowed = is_public) -> Iterator[Fetch]:
    """Gets what the register names by address, where it is new or has changed; one report for each entry.

    A document that cannot be got or read leaves what was there as it was. An entry with a `sha256` whose file
    is missing takes only that very content; one whose file is there is renewed, and its `sha256` with it.

    Raises BadRegister when the register cannot be read.
    """
    path = folder / REGISTER
    memory = _memory(folder)
    for source in read_register(path).sources if path.is_file() else ():
        if not source.url:
            continue
        try:
            yield _fetch_one(folder, source, sandbox, memory, allowed)
        except StrategibotError as error:
            yield Fetch(source, Outcome.FAILED, reason=str(error))
        except OSError as error:
            yield Fetch(source, Outcome.FAILED, reason=f"{source.file}: cannot be written ({error.strerror}).")
        _write(folder / MEMORY, json.dumps(memory, indent=1, sort_keys=True).encode())


def _fetch_one(
    folder: Path, source: Source, sandbox: Sandbox, memory: dict[str, dict[str, str]], allowed: Allowed
) -> Fetch:
    held = documents_folder(folder) / source.file if source.file is not None else None
    have = held is not None and held.is_file()
    known = memory.get(source.url, {}) if have else {}
    got = fetch(source.url, known.get("etag", ""), known.get("modified", ""), allowed=allowed)
    if got.content is None:
        return Fetch(source, Outcome.UNCHANGED)
    digest = sha256(got.content).hexdigest()
    if have and held is not None and sha256(held.read_bytes()).hexdigest() == digest:
        memory[source.url] = {"etag": got.etag, "modified": got.modified}
        return Fetch(source, Outcome.UNCHANGED, len(got.content))
    if not have and source.sha256 and source.sha256 != digest:
        raise UnreadableDocument(f"{source.url}: is not the document that was registered (another sha256).")
    renewed = replace(source, file=source.file or f"{source.id}{got.ending}", sha256=digest)
    try:
        read_untrusted(got.content, got.ending, renewed, sandbox)
    except UnreadableDocument as error:
        raise UnreadableDocument(error.at(source.url), error.remedy) from None
    _write(documents_folder(folder) / str(renewed.file), got.content)
    register.put(folder, renewed)
    memory[source.url] = {"etag": got.etag, "modified": got.modified}
    return Fetch(renewed, Outcome.CHANGED if have else Outcome.NEW, len(got.content))


def _memory(folder: Path) -> dict[str, dict[str, str]]:
    """What was remembered; nothing when it cannot be read, which costs one fetch and no more."""
    try:
        content = json.loads((folder / MEMORY).read_text(encoding="utf-8"))
        return {str(url): {str(k): str(v) for k, v in facts.items()} for url, facts in content.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def _registered(folder: Path, identity: str) -> Source | None:
    if not (folder / REGISTER).is_file():
        return None
    return next((source for source in read_register(folder / REGISTER).sources if source.id == identity), None)


def _slug(stem: str) -> str:
    """An id of a file's name: lower case, å ä ö as a a o, hyphens for the rest."""
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80] or "dokument"


def _write(path: Path, content: bytes) -> None:
    """Replaces the file at once: nobody sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
