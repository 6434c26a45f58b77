"""The lines of a page in reading order: columns one after another, else from the top down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from knowledge.readers.pdf_line import Line

_GUTTER = 12.0  # points of white between two columns
_COLUMN = 100.0  # points: a narrower column is a table's, or a margin
_WHITE = 2.5  # times the type's size: white over the whole width that parts what stands above from what is below
_LOOSE = 1.7  # times the type's size from one line to the next within a column; headings stand further off
_MOST_GUTTERS = 20  # places looked at for one, on a page that is no ordinary one


def in_order(lines: Sequence[Line]) -> list[Line]:
    """Cuts the lines along their white: what stands above the columns, the columns, and what stands below.

    Each line of a column is told where its column ends.
    """
    ordered = sorted(lines, key=lambda line: (-line.top, line.left))
    columns = _columns(ordered)
    if columns is None:
        return _rows_sorted(ordered)
    start, end, gutter = columns
    left = [line for line in ordered[start:end] if line.right <= gutter]
    right = [line for line in ordered[start:end] if line.right > gutter]
    return [*in_order(ordered[:start]), *_column(left), *_column(right), *in_order(ordered[end:])]


def _column(lines: Sequence[Line]) -> list[Line]:
    edge = max(line.right for line in lines)
    return [line if line.edge else replace(line, edge=edge) for line in in_order(lines)]


def _columns(ordered: Sequence[Line]) -> tuple[int, int, float] | None:
    """The largest run of these lines that two columns of prose share, and where the white between them is."""
    best: tuple[int, int, float] | None = None
    for gutter in _gutters(ordered):
        for start, end in _uncrossed(ordered, gutter):
            start, end = _trimmed(ordered, start, end, gutter)
            left = [line for line in ordered[start:end] if line.right <= gutter]
            right = [line for line in ordered[start:end] if line.right > gutter]
            if (
                (best is None or end - start > best[1] - best[0])
                and _is_column(left)
                and _is_column(right)
                and _beside(left, right)
            ):
                best = start, end, gutter
    return best


def _gutters(ordered: Sequence[Line]) -> list[float]:
    """Where columns may part: left of lines that have another line beside them."""
    places: Counter[float] = Counter()
    for at, line in enumerate(ordered):
        for other in ordered[at + 1 : at + 4]:
            first, second = (line, other) if line.left <= other.left else (other, line)
            if min(line.top, other.top) > max(line.bottom, other.bottom) and second.left - first.right >= _GUTTER:
                places[round(second.left - _GUTTER / 2)] += 1
    return [place for place, _ in places.most_common(_MOST_GUTTERS)]


def _uncrossed(ordered: Sequence[Line], gutter: float) -> Iterator[tuple[int, int]]:
    """The runs of lines of which none goes over the gutter, and no white the whole width parts."""
    start = 0
    lowest = float("inf")
    for at, line in enumerate(ordered):
        crosses = line.left < gutter < line.right
        if crosses or lowest - line.top > _WHITE * line.size:
            if start < at:
                yield start, at
            start = at + crosses
            lowest = float("inf")
        lowest = min(lowest, line.bottom) if not crosses else float("inf")
    if start < len(ordered):
        yield start, len(ordered)


def _trimmed(ordered: Sequence[Line], start: int, end: int, gutter: float) -> tuple[int, int]:
    """The run without the heads above the columns and below them, of another size or set apart from them.

    A short heading under the columns goes over no gutter, and would come before the right column.
    """
    (usual, _), *_ = Counter(line.size for line in ordered[start:end]).most_common(1)
    while start < end and abs(ordered[start].size - usual) > 0.05 * usual:
        start += 1
    while start < end and abs(ordered[end - 1].size - usual) > 0.05 * usual:
        end -= 1
    left = [at for at in range(start, end) if ordered[at].right <= gutter]
    right = [at for at in range(start, end) if ordered[at].right > gutter]
    if left and right:
        foot = min(ordered[at].bottom for at in right)
        for above, below in pairwise(left):
            if ordered[below].top <= foot + 1 and _set_apart(ordered[above], ordered[below]):
                end = below
                break
        head = max(ordered[at].top for at in left)
        for above, below in pairwise(right):
            if ordered[above].bottom >= head - 1 and _set_apart(ordered[above], ordered[below]):
                start = above + 1
    return start, end


def _set_apart(above: Line, below: Line) -> bool:
    return above.bottom - below.bottom > _LOOSE * max(above.size, below.size)


def _is_column(lines: Sequence[Line]) -> bool:
    widths = sorted(line.right - line.left for line in lines)
    words = sum(len(line.words.split()) for line in lines)
    return len(lines) >= 3 and widths[len(widths) // 2] >= _COLUMN and words >= 4 * len(lines)


def _beside(left: Sequence[Line], right: Sequence[Line]) -> bool:
    return min(line.bottom for line in left) < max(line.top for line in right) and min(
        line.bottom for line in right
    ) < max(line.top for line in left)


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
