"""A file on disk -> a document, whatever the file does meanwhile."""

from __future__ import annotations

import os
import shutil
from hashlib import sha256
from pathlib import Path

from knowledge.document import Document
from knowledge.errors import ScannedDocument, UnreadableDocument
from knowledge.readers import LARGEST_FILE, check_ending, read_content
from knowledge.readers.outline import assemble
from knowledge.readers.pieces import Reading
from knowledge.readings import Readings
from knowledge.sandbox import Sandbox
from knowledge.sources import Source

_PLAIN = (".md", ".txt")
_SMALL = 256 * 2**10
"""Bytes of a plain file that is read in this process, which spares a fork for each of thousands of files.
Their readers are Python without native code, and take time in proportion to the size
(tests/benchmarks/reader_growth.py)."""
_TRIES = 3
_OCR_SECONDS = 900  # a picture of a page takes Tesseract some seconds


def read_file(path: Path, source: Source, sandbox: Sandbox, readings: Readings | None = None) -> tuple[Document, str]:
    """The document, and the SHA-256 of the file's bytes that it was read from. Raises UnreadableDocument.

    `readings` spares reading again what it has read before.
    """
    content = steady_bytes(path)
    digest = sha256(content).hexdigest()
    ending = path.suffix.lower()
    if readings is None or _is_plain(content, ending):
        return read_untrusted(content, ending, source, sandbox), digest
    reading = readings.get(digest, ending)
    if reading is None:
        reading = _sandboxed(content, ending, sandbox)
        readings.put(digest, ending, reading)
    return assemble(source, reading), digest


def read_untrusted(content: bytes, ending: str, source: Source, sandbox: Sandbox) -> Document:
    """Reads bytes from outside: in the sandbox, but for small plain files. Raises UnreadableDocument."""
    plain = _is_plain(content, ending)
    return assemble(source, read_content(content, ending) if plain else _sandboxed(content, ending, sandbox))


def _is_plain(content: bytes, ending: str) -> bool:
    return ending in _PLAIN and len(content) <= _SMALL


def _sandboxed(content: bytes, ending: str, sandbox: Sandbox) -> Reading:
    check_ending(ending)  # before the sandbox, which would take an unknown kind for a crash
    try:
        return sandbox.read(content, ending)
    except ScannedDocument:
        if shutil.which("tesseract") is None:
            raise
        return sandbox.read(content, ending, ocr=True, seconds=_OCR_SECONDS)


def steady_bytes(path: Path) -> bytes:
    """The file's bytes as they were at one moment; one that is being written is tried anew.

    Raises UnreadableDocument for a file that is no plain file, too large, not allowed, or never at rest.
    """
    for _ in range(_TRIES):
        try:
            with path.open("rb") as file:
                before = os.fstat(file.fileno())
                if before.st_size > LARGEST_FILE:
                    raise UnreadableDocument(
                        f"is larger than {LARGEST_FILE // 2**20} MB.", "Make it smaller, or save its text as Markdown."
                    )
                content = file.read(LARGEST_FILE + 1)
                after = path.stat()
        except FileNotFoundError:
            raise UnreadableDocument("does not exist.", "Check its name.") from None
        except IsADirectoryError:
            raise UnreadableDocument("is a folder.", "Name the files in it.") from None
        except OSError as error:
            raise UnreadableDocument(f"cannot be read ({error.strerror}).", "Check its permissions.") from None
        same = (before.st_ino, before.st_size, before.st_mtime_ns) == (after.st_ino, after.st_size, after.st_mtime_ns)
        if same and len(content) == before.st_size:
            return content
    raise UnreadableDocument("changes while it is read.", "Wait until it is saved, and try again.")
