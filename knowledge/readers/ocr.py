"""Pictures of pages -> lines, with Tesseract in Swedish, where that is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import lxml.etree

from knowledge.errors import ScannedDocument
from knowledge.readers.pdf_line import Line

NO_TEXT = "holds pictures of pages and no text (ingen text, behöver OCR)."
MOST_PAGES = 100
_DOTS_PER_INCH = 300  # what Tesseract is trained for
_POINT = 72 / _DOTS_PER_INCH
_SECONDS_A_PAGE = 60
_NOISE = 0.1  # of a size: what the measuring of one and the same type differs by
_BOX = re.compile(r"bbox (\d+) (\d+) (\d+) (\d+)")
_SIZE = re.compile(r"x_size ([\d.]+)")


def lines_of(page: Any, number: int) -> list[Line]:
    """The lines of a `pypdfium2.PdfPage` that is a picture. Raises ScannedDocument where Tesseract is missing or fails.

    Weight is not recognised, so only a heading in larger type is seen as one.
    """
    program = shutil.which("tesseract")
    if program is None:
        raise ScannedDocument(NO_TEXT, "Install tesseract-ocr and tesseract-ocr-swe.")
    height = float(page.get_height())
    lines = list(_lines(_recognised(program, page), number, height))
    if not lines:
        return []
    sizes = sorted(line.size for line in lines)
    usual = sizes[len(sizes) // 2]
    return [_steadied(line, usual) for line in lines]


def _recognised(program: str, page: Any) -> bytes:
    bitmap = page.render(scale=_DOTS_PER_INCH / 72, grayscale=True)
    rows = bytes(bitmap.buffer)
    pixels = b"".join(rows[y * bitmap.stride : y * bitmap.stride + bitmap.width] for y in range(bitmap.height))
    picture = b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + pixels
    try:
        done = subprocess.run(  # noqa: S603 (a fixed command; the picture goes in on its standard input)
            [program, "stdin", "stdout", "-l", "swe", "hocr"],
            input=picture,
            capture_output=True,
            timeout=_SECONDS_A_PAGE,
        )
    except (OSError, subprocess.TimeoutExpired):
        raise ScannedDocument("could not be read by OCR.", "Put a version with text in its place.") from None
    if done.returncode:
        raise ScannedDocument("could not be read by OCR.", "Install tesseract-ocr-swe.")
    return done.stdout


def _lines(hocr: bytes, number: int, height: float) -> Iterator[Line]:
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = lxml.etree.fromstring(hocr, parser)
    if root is None:
        return
    for element in root.iter("{*}span"):
        box, size = _BOX.search(element.get("title", "")), _SIZE.search(element.get("title", ""))
        words = " ".join("".join(element.itertext()).split())
        if box is None or size is None or not words:
            continue  # a word in a line, or a picture
        left, top, right, bottom = (int(edge) * _POINT for edge in box.groups())
        yield Line(words, left, height - bottom, right, height - top, float(size[1]) * _POINT, False, number)


def _steadied(line: Line, usual: float) -> Line:
    """The line with a size among few: as measured, no two lines have the same."""
    ratio = line.size / usual
    size = usual if abs(ratio - 1) <= _NOISE else usual * round(ratio / 0.2) * 0.2
    return Line(
        line.words, line.left, line.bottom, line.right, line.top, round(size, 1), line.bold, line.page, line.lead
    )
