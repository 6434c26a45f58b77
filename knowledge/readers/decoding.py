"""Bytes -> text, or a reason with the line where it fails."""

from __future__ import annotations

from knowledge.errors import UnreadableDocument


def decode(content: bytes) -> str:
    """UTF-8 with newlines as `\\n`; a byte order mark is dropped, nothing else is touched.

    Raises UnreadableDocument.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UnreadableDocument("not UTF-8.", "Save the file as UTF-8.", line) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
