"""PDF -> text with a page map: headings from size and weight, lists, footnotes, running heads kept apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pypdfium2

from knowledge.document import Fact
from knowledge.errors import ScannedDocument, UnreadableDocument
from knowledge.readers import ocr as recognition
from knowledge.readers.pdf_layout import lay_out
from knowledge.readers.pdf_line import Line
from knowledge.readers.pdf_lines import lines_of
from knowledge.readers.pieces import Reading
from knowledge.readers.running import part_running

MOST_PAGES = 5_000
_SPARSE = 30  # characters a page: with fewer on average, the pages are pictures


def read(content: bytes, ocr: bool = False) -> Reading:
    """Raises UnreadableDocument for a broken or encrypted PDF, and ScannedDocument for pictures of text.

    Args:
        content: the file.
        ocr: read the pictures with Tesseract when there is no text.
    """
    document = _open(content)
    try:
        count = len(document)
        if count > MOST_PAGES:
            raise UnreadableDocument(f"has more than {MOST_PAGES} pages.", "Divide it.")
        pages = [_lines(document, number, lines_of) for number in range(count)]
        notes: list[str] = []
        if sum(len(line.words) for page in pages for line in page) < _SPARSE * count:
            if not ocr:
                remedy = "Install tesseract-ocr and tesseract-ocr-swe, or put a version with text in its place."
                raise ScannedDocument(recognition.NO_TEXT, remedy)
            pages = [
                _lines(document, number, recognition.lines_of) for number in range(min(count, recognition.MOST_PAGES))
            ]
            notes.append("Read from pictures with OCR: look through it before it is quoted.")
            if count > recognition.MOST_PAGES:
                notes.append(f"Only the first {recognition.MOST_PAGES} pages were read.")
    finally:
        document.close()
    kept, heads = part_running(pages)
    notes += [f"Page {number} holds no text." for number, page in enumerate(pages, start=1) if not page]
    return lay_out(kept, facts=(*heads, Fact("page_count", str(count))), notes=tuple(notes))


def _open(content: bytes) -> Any:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise UnreadableDocument("is encrypted.", "Save it without a password.") from None
        raise UnreadableDocument("is a damaged PDF file.", "Save or print it to PDF anew.") from None


def _lines(document: Any, number: int, reader: Callable[[Any, int], list[Line]]) -> list[Line]:
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return []  # one damaged page; the note on pages without text tells the keeper
    try:
        return reader(page, number)
    finally:
        page.close()
