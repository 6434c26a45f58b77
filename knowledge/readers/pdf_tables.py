"""Rows of a table on a page: lines side by side, whose left edges stand under each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from knowledge.facts import begins_with_label
from knowledge.mending import joined_lines
from knowledge.readers.pdf_line import Line

_ALIGNED = 6.0  # points by which the left edges of one column differ
_EXACT = 1.0  # points by which they differ where only the white within a line shows the column
_WIDE = 1.0  # times the type's size: white within a line that two cells can have between them
_MARK = 5  # characters before the white after a bullet or a number, which begins no column
_FAR = 3.0  # times the type's size between two rows that can be of one table
_NEXT_LINE = 1.35  # times the type's size from one line of a cell to the next one

_TALLEST = 12  # lines of a cell, in the first row of a table
_BLOCK_STEP = 2.0  # times the type's size between two lines of an address block

_Row = list[Line]


def with_rows(page: Sequence[Line]) -> list[Line]:
    """The page's lines in their order, those of a table's row as one line.

    A cell of several lines is one cell: its words stand together in the row. An address block in columns,
    "Handläggare" and "Till" side by side, is no table: its columns follow one another.
    """
    rows = _side_by_side(page)
    result: list[Line] = []
    at = 0
    while at < len(rows):
        if block := _address_block(rows, at):
            columns, count = block
            result.extend(line for column in columns for line in column)
        elif table := _table(rows, at):
            count = len(table)
            result.extend(map(_joined, _rows_of(table)))
        else:
            count = 1
            result.extend(rows[at])
        at += count
    return result


def _address_block(rows: Sequence[_Row], at: int) -> tuple[list[_Row], int] | None:
    """The columns of the address block that begins with this row, and how many rows it takes."""
    columns: list[_Row] = []
    count = 0
    for row in rows[at:]:
        if count and _step(rows[at + count - 1], row) > _BLOCK_STEP * row[0].size:
            break
        places = [next((c for c in columns if _is_under(line.left, c[0].left)), None) for line in row]
        new = [line for line, place in zip(row, places, strict=True) if place is None]
        if any(not begins_with_label(line.words) for line in new):
            break
        for line, place in zip(row, places, strict=True):
            if place is None:
                columns.append([line])
            else:
                place.append(line)
        count += 1
    return (columns, count) if len(columns) > 1 else None


def _side_by_side(page: Sequence[Line]) -> list[_Row]:
    """The lines that stand at one height, and next to each other in the reading order."""
    rows: list[_Row] = []
    for line in page:
        last = rows[-1][-1] if rows else None
        if last is not None and abs(last.bottom - line.bottom) <= 0.3 * line.size and line.left >= last.right:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _table(rows: Sequence[_Row], at: int) -> list[_Row]:
    """The rows of the table that begins with this one, each parted into its cells; none where none begins."""
    first = _begin(rows, at)
    if first is None:
        return []
    columns = [cell.left for cell in first]
    table = [first]
    for row in rows[at + 1 :]:
        cells = _cells(row, columns)
        if cells is None or _step(table[-1], cells) > _FAR * max(table[-1][0].size, cells[0].size):
            break
        if len(cells) == 1 and (_is_under(cells[0].left, columns[0]) or not _is_next_line(table[-1], cells)):
            break  # a paragraph after the table
        table.append(cells)
        columns += [cell.left for cell in cells if not any(_is_under(cell.left, known) for known in columns)]
    return table if len(table) > 1 else []


def _begin(rows: Sequence[_Row], at: int) -> _Row | None:
    """The cells of a table's first row, when the next one has at least two of its columns."""
    row = rows[at]
    if len(row) == 1 and at + 1 < len(rows):
        gaps = [gap for gap in row[0].gaps if gap.at > _MARK]
        wide = [gap.right for gap in gaps if gap.right - gap.left >= _WIDE * row[0].size]
        lefts = [left for line in rows[at + 1] for left in (line.left, *(gap.right for gap in line.gaps))]
        shared = [place for place in wide if any(abs(place - left) <= _EXACT for left in lefts)]
        row = _parted(row[0], shared) if shared and row[0].left >= min(lefts) - _ALIGNED else row
    if len(row) == 1:
        return None
    last = row
    for below in rows[at + 1 : at + 1 + _TALLEST]:
        if _step(last, below) > _FAR * max(last[0].size, below[0].size):
            return None
        cells = _cells(below, [cell.left for cell in row])
        if cells is not None and len(cells) > 1:
            return row
        # A further line of the first row's cells may stand between the two.
        if _is_under(below[0].left, row[0].left) or not _is_next_line(last, below) or _merged(row, below) is None:
            return None
        last = below
    return None


def _cells(row: _Row, columns: Sequence[float]) -> _Row | None:
    """The row parted where the columns begin; None when most of it doesn't stand in them."""
    cells = [cell for line in row for cell in _parted(line, columns)]
    aligned = sum(any(_is_under(cell.left, column) for column in columns) for cell in cells)
    return cells if aligned >= min(2, len(cells)) else None


def _parted(line: Line, columns: Sequence[float]) -> list[Line]:
    """The line cut at white that a column begins after."""
    parts: list[Line] = []
    start, left = 0, line.left
    for gap in line.gaps:
        if any(abs(gap.right - column) <= _EXACT for column in columns):
            words = line.words[start : gap.at].strip()
            parts.append(replace(line, words=words, left=left, right=gap.left, lead="", gaps=()))
            start, left = gap.at, gap.right
    return [*parts, replace(line, words=line.words[start:], left=left, gaps=())] if parts else [line]


def _rows_of(table: Sequence[_Row]) -> list[_Row]:
    """The table's rows, with the further lines of their cells in their place."""
    steps = [_step(above, below) for above, below in pairwise(table)]
    roomy = max(steps) > (_NEXT_LINE + 0.1) * table[0][0].size  # rows stand further apart than the lines of a cell
    rows = [table[0]]
    last = table[0]
    for row in table[1:]:
        has_first = _is_under(row[0].left, table[0][0].left)
        if _is_next_line(last, row) and (roomy or not has_first) and (merged := _merged(rows[-1], row)):
            rows[-1] = merged
        else:
            rows.append(row)
        last = row
    return rows


def _merged(row: _Row, further: _Row) -> _Row | None:
    """The row with the further lines of its cells; None when they stand under none of them."""
    cells = list(row)
    for line in further:
        at = next((at for at, cell in enumerate(cells) if _is_under(line.left, cell.left)), None)
        if at is None:
            return None
        words = joined_lines([cells[at].words, line.words])[0].replace("\n", " ")
        cells[at] = replace(cells[at], words=words, right=max(cells[at].right, line.right))
    return cells


def _is_under(left: float, other: float) -> bool:
    return abs(left - other) <= _ALIGNED


def _is_next_line(above: _Row, below: _Row) -> bool:
    return _step(above, below) <= _NEXT_LINE * max(above[0].size, below[0].size)


def _step(above: _Row, below: _Row) -> float:
    return abs(above[0].bottom - below[0].bottom)


def _joined(row: _Row) -> Line:
    return replace(
        row[0],
        words="\t".join(line.words for line in row),
        right=row[-1].right,
        bold=all(line.bold for line in row),
        is_row=True,
        gaps=(),
    )
