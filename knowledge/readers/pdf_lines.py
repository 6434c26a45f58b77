"""A page of a PDF -> its lines, with where they stand and how they look, in reading order."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2.raw as pdfium

from knowledge.readers.pdf_columns import in_order
from knowledge.readers.pdf_line import Gap, Line

_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_GAP = 2.0  # times the type's size: a wider gap in a line parts it
_AFTER_MARK = 5.0  # times the type's size: what can lie between a bullet or a number and its words
_WORDS_APART = 0.45  # times the type's size: a wider gap may part two cells of a table; a space takes 0.25
_ONE_LINE = 1.0  # times the type's size: two pieces of a line that stand nearer belong together
_RAISED = 0.2  # times the type's size: how far a note's number stands above the line at least
_DESCENT, _ASCENT = 0.22, 0.9  # times the type's size: what a line takes below and above its baseline


@dataclass(slots=True)
class _Character:
    sign: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool


def lines_of(page: Any, number: int) -> list[Line]:
    """The lines of a `pypdfium2.PdfPage`, top to bottom, column by column."""
    textpage = page.get_textpage()
    try:
        rows = list(_rows(textpage))
    finally:
        textpage.close()
    notes = _notes(rows)
    lines = [line for row in rows if (line := _line(_without_marks(row, notes), number)) is not None]
    return in_order(_same_height_joined(lines))


def _rows(textpage: Any) -> Iterator[list[_Character]]:
    """The characters, a list for each line; pdfium itself says where a line ends, in the order of the content."""
    raw = textpage.raw
    row: list[_Character] = []
    font = _Fonts(raw)
    box = pdfium.FS_RECTF()
    across, up = ctypes.c_double(), ctypes.c_double()
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
        pdfium.FPDFText_GetCharOrigin(raw, index, across, up)
        size, bold = font.of(index)
        apart = row and (box.left - row[-1].right > _GAP * size or abs(up.value - row[-1].baseline) > size)
        if apart:
            yield row
            row = []
        row.append(_Character(sign, box.left, box.right, up.value, size, bold))
    if row:
        yield row


def _space_after(before: _Character) -> _Character:
    """A space just after a character; pdfium gives those that it makes up no place of their own."""
    return _Character(" ", before.right, before.right, before.baseline, before.size, before.bold)


def _notes(rows: Sequence[Sequence[_Character]]) -> set[str]:
    """The numbers that lines in small type begin with: those of the page's footnotes."""
    usual = _middle(character.size for row in rows for character in row) if any(rows) else 0.0
    starts = ("".join(c.sign for c in row[:4]) for row in rows if row and _middle(c.size for c in row) < usual)
    return {match[0] for start in starts if (match := re.match(r"\d{1,3}(?=\D)", start))}


def _without_marks(row: Sequence[_Character], notes: Container[str]) -> list[_Character]:
    """The line without the raised numbers that refer to footnotes: they are no part of the sentence, nor of a quote."""
    if not row or not notes:
        return list(row)
    size, baseline = _middle(c.size for c in row), _middle(c.baseline for c in row)
    kept: list[_Character] = []
    at = 0
    while at < len(row):
        end = at
        while end < len(row) and row[end].sign.isdigit() and row[end].baseline - baseline > _RAISED * size:
            end += 1
        mark = "".join(c.sign for c in row[at:end])
        if mark not in notes or not kept or kept[-1].sign.isdigit() or _ends_in_measure(kept):
            end = max(end, at + 1)
            kept.extend(row[at:end])
        at = end
    return kept


def _ends_in_measure(row: Sequence[_Character]) -> bool:
    """Whether a raised 2 after these characters makes "500 m" square metres."""
    return re.search(r"(?<!\w)[mckd]?m\s*$", "".join(c.sign for c in row[-5:])) is not None


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
    words, gaps = _words(row)
    seen = [character for character in row if character.sign != " "]
    if not words or not seen:
        return None
    bold = [character.bold for character in seen]
    size = _middle(character.size for character in seen)
    baseline = _middle(character.baseline for character in seen)  # a raised note number doesn't move it
    return Line(
        words=words,
        left=min(c.left for c in seen),
        bottom=baseline - _DESCENT * size,
        right=max(c.right for c in seen),
        top=baseline + _ASCENT * size,
        size=size,
        bold=all(bold),
        page=page,
        lead="" if all(bold) else _bold_lead(row).strip(),
        gaps=gaps,
    )


def _middle(values: Iterable[float]) -> float:
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def _words(row: Sequence[_Character]) -> tuple[str, tuple[Gap, ...]]:
    """The characters as words with one space between them, and where that space is wide."""
    signs: list[str] = []
    gaps: list[Gap] = []
    last: _Character | None = None  # that is seen
    spaced = False
    for character in row:
        if character.sign == " ":
            spaced = True
            continue
        if spaced and last is not None:
            signs.append(" ")
            if character.left - last.right > _WORDS_APART * character.size:
                gaps.append(Gap(len(signs), last.right, character.left))
        signs.append(character.sign)
        last, spaced = character, False
    return "".join(signs), tuple(gaps)


def _bold_lead(row: Sequence[_Character]) -> str:
    """The words in bold that a line begins with, after a number or a bullet."""
    first = next((at for at, c in enumerate(row) if c.bold or c.sign.isalpha()), len(row))
    end = next((at for at in range(first, len(row)) if not row[at].bold), len(row))
    return "".join(c.sign for c in row[first:end])


def _same_height_joined(lines: Sequence[Line]) -> list[Line]:
    """A bullet and its words, or the pieces of one line, that the content holds as separate lines."""
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        if last is None or abs(last.bottom - line.bottom) >= 0.3 * max(line.size, 1):
            joined.append(line)
        elif len(last.words) <= 4 and 0 <= line.left - last.right < _AFTER_MARK * line.size:
            lead = line.words if line.bold and not last.bold else line.lead
            joined[-1] = replace(_both(last, line), lead=lead)
        elif -0.1 * line.size <= line.left - last.right < _ONE_LINE * line.size:  # parted by a raised note number
            joined[-1] = _both(last, line)
        else:
            joined.append(line)
    return joined


def _both(left: Line, right: Line) -> Line:
    """Two pieces of one line, as one."""
    larger = right if len(right.words) > len(left.words) else left
    offset = len(left.words) + 1
    return replace(
        left,
        words=f"{left.words} {right.words}",
        right=right.right,
        top=max(left.top, right.top),
        size=larger.size,
        bold=left.bold and right.bold,
        lead=left.words if left.bold and not right.bold else left.lead,
        gaps=(*left.gaps, *(replace(gap, at=gap.at + offset) for gap in right.gaps)),
    )
