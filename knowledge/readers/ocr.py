"""Pictures of pages -> text, with Tesseract in Swedish, where that is installed."""

from __future__ import annotations

import shutil
import subprocess
from typing import Any

from knowledge.document import Fact, Span
from knowledge.errors import ScannedDocument
from knowledge.readers.pieces import Piece, Reading
from knowledge.readers.text import pieces

_DOTS_PER_INCH = 300  # what Tesseract is trained for
_MOST_PAGES = 100
_SECONDS_A_PAGE = 60


def read(document: Any) -> Reading:
    """The words of each page of a `pypdfium2.PdfDocument`. Raises ScannedDocument where Tesseract fails."""
    program = shutil.which("tesseract")
    if program is None:
        raise ScannedDocument("holds pictures of pages and no text (ingen text, behöver OCR).", "Install Tesseract.")
    text = ""
    found: list[Piece] = []
    starts: list[int] = []
    lists = 0
    for number in range(min(len(document), _MOST_PAGES)):
        words = _recognised(program, document[number])
        starts.append(len(text))
        shift = len(text)
        page = [_moved(piece, shift, lists) for piece in pieces(words)]
        lists = max([lists, *(piece.list_id for piece in page)])
        found.extend(page)
        text += words.rstrip() + "\n\n"
    notes = ["Read from pictures with OCR: look through it before it is quoted."]
    if len(document) > _MOST_PAGES:
        notes.append(f"Only the first {_MOST_PAGES} pages were read.")
    return Reading(
        text, tuple(found), (Fact("page_count", str(len(document))),), pages=tuple(starts), notes=tuple(notes)
    )


def _moved(piece: Piece, shift: int, lists: int) -> Piece:
    span = Span(piece.span.start + shift, piece.span.end + shift)
    list_id = piece.list_id + lists if piece.list_id >= 0 else -1
    return Piece(piece.kind, span, piece.level, list_id, piece.number, piece.name)


def _recognised(program: str, page: Any) -> str:
    bitmap = page.render(scale=_DOTS_PER_INCH / 72, grayscale=True)
    rows = bytes(bitmap.buffer)
    pixels = b"".join(rows[y * bitmap.stride : y * bitmap.stride + bitmap.width] for y in range(bitmap.height))
    picture = b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + pixels
    try:
        done = subprocess.run(  # noqa: S603 (a fixed command; the picture goes in on its standard input)
            [program, "stdin", "stdout", "-l", "swe"], input=picture, capture_output=True, timeout=_SECONDS_A_PAGE
        )
    except (OSError, subprocess.TimeoutExpired):
        raise ScannedDocument("could not be read by OCR.", "Put a version with text in its place.") from None
    if done.returncode:
        raise ScannedDocument("could not be read by OCR.", "Install tesseract-ocr-swe.")
    return done.stdout.decode("utf-8", "replace").replace("\x0c", "").replace("\r\n", "\n")
