"""A line of a page of a PDF."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gap:
    """White within a line, wider than between two words."""

    at: int  # offset in the line's words of the first word after it
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line as printed. Points, from the page's lower left corner.

    Its height is that of the type, whatever letters it has: lines of one size are alike.
    """

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
    gaps: tuple[Gap, ...] = ()  # wide ones within it, from left to right
    edge: float = 0.0  # where the longest line of its column ends, when the page has columns

    @property
    def height(self) -> float:
        return self.top - self.bottom
