"""One file a format: bytes -> `Document`, or `UnreadableDocument` with the reason."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from knowledge.document import Document
from knowledge.errors import UnreadableDocument
from knowledge.readers import markdown, text
from knowledge.readers.outline import assemble
from knowledge.readers.pieces import Reading
from knowledge.sources import Source

ENDINGS = (".md", ".txt")


def read_file(path: Path, source: Source) -> tuple[Document, str]:
    """The document, and the SHA-256 of the file's bytes. Raises UnreadableDocument."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(f"cannot be read ({error.strerror}).", "Check its permissions.") from None
    return read_bytes(content, path.suffix.lower(), source), sha256(content).hexdigest()


def read_bytes(content: bytes, ending: str, source: Source) -> Document:
    """Raises UnreadableDocument."""
    reading = _reading(content, ending)
    if not reading.text.strip():
        raise UnreadableDocument("line 1: the file is empty.", "Remove it, or put its text back.")
    return assemble(source, reading)


def _reading(content: bytes, ending: str) -> Reading:
    match ending:
        case ".md":
            return markdown.read(content)
        case ".txt":
            return text.read(content)
        case _:
            raise UnreadableDocument(f"{ending} is not a kind of file that can be read.", f"Use {', '.join(ENDINGS)}.")
