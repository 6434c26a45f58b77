"""Rows of a table on a page: lines side by side, whose left edges stand under each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.readers.pdf_lines import Line

_ALIGNED = 6.0  # points by which the left edges of one column differ
_FAR = 3.0  # times the type's size between two rows that can be of one table


def with_rows(page: Sequence[Line]) -> list[Line]:
    """The page's lines in their order, those of a table's row as one line."""
    rows = _side_by_side(page)
    result: list[Line] = []
    for at, row in enumerate(rows):
        near = [rows[other] for other in (at - 1, at + 1) if 0 <= other < len(rows)]
        if len(row) > 1 and any(_same_table(row, other) for other in near):
            result.append(_joined(row))
        else:
            result.extend(row)
    return result


def _side_by_side(page: Sequence[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in page:
        last = rows[-1][-1] if rows else None
        if last is not None and abs(last.bottom - line.bottom) <= 0.3 * line.size and line.left >= last.right:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _same_table(one: Sequence[Line], other: Sequence[Line]) -> bool:
    if len(other) < 2 or abs(one[0].bottom - other[0].bottom) > _FAR * max(one[0].size, other[0].size):
        return False
    lefts = [line.left for line in other]
    aligned = sum(any(abs(line.left - left) <= _ALIGNED for left in lefts) for line in one)
    return aligned >= 2


def _joined(row: Sequence[Line]) -> Line:
    return replace(
        row[0],
        words="\t".join(line.words for line in row),
        right=row[-1].right,
        bold=all(line.bold for line in row),
        is_row=True,
    )
