"""A page of a PDF -> its lines, with where they stand and how they look, in reading order."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2.raw as pdfium

_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_GUTTER = 12.0  # points of white between two columns
_COLUMN = 100.0  # points: a narrower column is a table's, or a margin
_GAP = 3.0  # times the type's size: a wider gap in a line parts it


@dataclass(frozen=True, slots=True)
class Line:
    """A line as printed. Points, from the page's lower left corner."""

    words: str
    left: float
    bottom: float
    right: float
    top: float
    size: float  # of the type
    bold: bool  # all of it
    page: int  # from 0
    lead: str = ""  # the bold words that it begins with, when not all of it is bold
    is_row: bool = False  # a table's row, its cells parted by tabs

    @property
    def height(self) -> float:
        return self.top - self.bottom


@dataclass(slots=True)
class _Character:
    sign: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    bold: bool


def lines_of(page: Any, number: int) -> list[Line]:
    """The lines of a `pypdfium2.PdfPage`, top to bottom, column by column."""
    textpage = page.get_textpage()
    try:
        lines = [line for row in _rows(textpage) if (line := _line(row, number)) is not None]
    finally:
        textpage.close()
    return _in_order(_same_height_joined(lines))


def _rows(textpage: Any) -> Iterator[list[_Character]]:
    """The characters, a list for each line; pdfium itself says where a line ends, in the order of the content."""
    raw = textpage.raw
    row: list[_Character] = []
    font = _Fonts(raw)
    box = pdfium.FS_RECTF()
    for index in range(textpage.count_chars()):
        sign = chr(pdfium.FPDFText_GetUnicode(raw, index) or 0xFFFD)
        if sign in "\r\n":
            if row:
                yield row
            row = []
            continue
        if sign == "\x02" or sign == "\ufffe":
            sign = "-"  # how pdfium marks a hyphen at a line's end
        if sign < " " or "\ud800" <= sign <= "\udfff":
            continue
        if sign.isspace():
            if row:
                row.append(_space_after(row[-1]))
            continue
        pdfium.FPDFText_GetLooseCharBox(raw, index, box)
        size, bold = font.of(index)
        apart = row and (box.left - row[-1].right > _GAP * size or abs(box.bottom - row[-1].bottom) > size)
        if apart:
            yield row
            row = []
        row.append(_Character(sign, box.left, box.bottom, box.right, box.top, size, bold))
    if row:
        yield row


def _space_after(before: _Character) -> _Character:
    """A space just after a character; pdfium gives those that it makes up no place of their own."""
    return _Character(" ", before.right, before.bottom, before.right, before.top, before.size, before.bold)


class _Fonts:
    """Size and weight of characters. Asked for anew only where a word begins, since each question costs a call."""

    def __init__(self, raw: Any) -> None:
        self.raw = raw
        self.last = -2
        self.known = (0.0, False)
        self.buffer = ctypes.create_string_buffer(128)

    def of(self, index: int) -> tuple[float, bool]:
        if index != self.last + 1:
            flags = ctypes.c_int()
            size = round(_scaled(self.raw, index), 1)
            length = pdfium.FPDFText_GetFontInfo(self.raw, index, self.buffer, len(self.buffer), flags)
            name = self.buffer.raw[: min(length, len(self.buffer))].decode("utf-8", "replace")
            bold = bool(_BOLD.search(name)) or pdfium.FPDFText_GetFontWeight(self.raw, index) >= 600
            self.known = (size, bold)
        self.last = index
        return self.known


def _scaled(raw: Any, index: int) -> float:
    """The size that is seen: the font's, times the scale of the text's matrix."""
    size = float(pdfium.FPDFText_GetFontSize(raw, index))
    matrix = pdfium.FS_MATRIX()
    if pdfium.FPDFText_GetMatrix(raw, index, matrix):
        scale = (matrix.c**2 + matrix.d**2) ** 0.5
        if scale > 0:
            size *= scale
    return size


def _line(row: Sequence[_Character], page: int) -> Line | None:
    words = re.sub(r"[ \t\u2002-\u200a]+", " ", "".join(character.sign for character in row)).strip()
    seen = [character for character in row if character.sign != " "]
    if not words or not seen:
        return None
    bold = [character.bold for character in seen]
    lead = "" if all(bold) else _bold_lead(row)
    sizes = sorted(character.size for character in seen)
    return Line(
        words=words,
        left=min(c.left for c in seen),
        bottom=min(c.bottom for c in seen),
        right=max(c.right for c in seen),
        top=max(c.top for c in seen),
        size=sizes[len(sizes) // 2],
        bold=all(bold),
        page=page,
        lead=lead.strip(),
    )


def _bold_lead(row: Sequence[_Character]) -> str:
    """The words in bold that a line begins with, after a number or a bullet."""
    first = next((at for at, c in enumerate(row) if c.bold or c.sign.isalpha()), len(row))
    end = next((at for at in range(first, len(row)) if not row[at].bold), len(row))
    return "".join(c.sign for c in row[first:end])


def _same_height_joined(lines: Sequence[Line]) -> list[Line]:
    """A bullet and its words, or the two ends of one line, that the content holds as separate lines."""
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        if (
            last is not None
            and abs(last.bottom - line.bottom) < 0.3 * max(line.size, 1)
            and 0 <= line.left - last.right < (_GAP + 2) * line.size
            and len(last.words) <= 4
        ):
            joined[-1] = replace(
                line,
                words=f"{last.words} {line.words}",
                left=last.left,
                bold=last.bold and line.bold,
                lead=line.words if line.bold and not last.bold else line.lead,
            )
        else:
            joined.append(line)
    return joined


def _in_order(lines: list[Line]) -> list[Line]:
    """Reading order by cutting the page along its white: columns one after another, else from the top down."""
    if len(lines) < 2:
        return lines
    gutter = _gutter(lines)
    if gutter is not None:
        left = [line for line in lines if line.right <= gutter]
        right = [line for line in lines if line.right > gutter]
        return _in_order(left) + _in_order(right)
    ordered = sorted(lines, key=lambda line: (-line.top, line.left))
    for at in range(1, len(ordered)):
        above, below = ordered[:at], ordered[at:]
        if min(line.bottom for line in above) >= max(line.top for line in below) - 1 and (
            _gutter(below) is not None or (at > 3 and _gutter(above) is not None)
        ):
            return _in_order(above) + _in_order(below)
    return _rows_sorted(ordered)


def _rows_sorted(ordered: Sequence[Line]) -> list[Line]:
    """From the top down, and from left to right among lines of about the same height."""
    result: list[Line] = []
    row: list[Line] = []
    for line in ordered:
        if row and abs(row[0].bottom - line.bottom) > 0.5 * max(row[0].size, line.size):
            result.extend(sorted(row, key=lambda part: part.left))
            row = []
        row.append(line)
    result.extend(sorted(row, key=lambda part: part.left))
    return result


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where a white strip parts these lines into two columns of prose."""
    if len(lines) < 6:
        return None
    edges = sorted((line.left, line.right) for line in lines)
    reach = edges[0][1]
    for left, right in edges:
        if left - reach >= _GUTTER:
            sides = [line for line in lines if line.right <= reach], [line for line in lines if line.left >= left]
            if all(_is_column(side) for side in sides) and _beside(*sides):
                return (reach + left) / 2
        reach = max(reach, right)
    return None


def _is_column(lines: Sequence[Line]) -> bool:
    widths = sorted(line.right - line.left for line in lines)
    words = sum(len(line.words.split()) for line in lines)
    return len(lines) >= 3 and widths[len(widths) // 2] >= _COLUMN and words >= 4 * len(lines)


def _beside(left: Sequence[Line], right: Sequence[Line]) -> bool:
    return min(line.bottom for line in left) < max(line.top for line in right) and min(
        line.bottom for line in right
    ) < max(line.top for line in left)
