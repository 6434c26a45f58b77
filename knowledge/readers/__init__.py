"""One file a format: bytes -> `Reading`, or `UnreadableDocument` with the reason."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from knowledge.document import Document
from knowledge.errors import UnreadableDocument
from knowledge.readers.outline import assemble
from knowledge.readers.pieces import Reading
from knowledge.sources import Source

ENDINGS = {".md": "markdown", ".txt": "text", ".pdf": "pdf", ".docx": "docx", ".html": "html", ".htm": "html"}
"""The kinds of files that can be read, and the module that reads each."""
LARGEST_FILE = 100 * 2**20
"""Bytes of a file. The largest strategy with pictures is a tenth of it."""


def read_bytes(content: bytes, ending: str, source: Source, ocr: bool = False) -> Document:
    """Reads in this process: for content that is trusted. Raises UnreadableDocument."""
    return assemble(source, read_content(content, ending, ocr))


def read_content(content: bytes, ending: str, ocr: bool = False) -> Reading:
    """What the reader of this kind of file finds. `ocr` reads a PDF without text by its pictures.

    Raises UnreadableDocument, also for a file without any text.
    """
    if not content.strip():
        raise UnreadableDocument("the file is empty.", "Remove it, or put its text back.", line=1)
    reader = reader_of(ending)
    reading: Reading = reader.read(content, ocr=True) if ocr else reader.read(content)
    if not reading.text.strip():
        raise UnreadableDocument("holds no text.", "Remove it, or put its text back.")
    return reading


def reader_of(ending: str) -> ModuleType:
    """The module that reads this kind of file, imported now: some bring a library of a tenth of a second.

    Raises UnreadableDocument.
    """
    check_ending(ending)
    return import_module(f"{__name__}.{ENDINGS[ending]}")


def check_ending(ending: str) -> None:
    """Raises UnreadableDocument for a kind of file that no reader reads."""
    if ending not in ENDINGS:
        kinds = ", ".join(ENDINGS)
        raise UnreadableDocument(f"{ending or 'a file without ending'} cannot be read.", f"Use one of {kinds}.")
