"""Running heads and feet: what stands on page after page, told apart from the text."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from knowledge.document import Fact
from knowledge.readers.pdf_line import Line

_ZONE = 6  # lines from the top or the bottom of a page, among which a running head can be
_DRIFT = 12.0  # points that it may move from page to page
_PAGE_NUMBER = re.compile(
    r"\b(?:(?:sida|sid|s|page)\.?\s*)?\d{1,4}\s*(?:\(\s*\d{1,4}\s*\)|(?:/|av|of)\s*\d{1,4})|\b(?:sida|sid|page)\.?\s*\d{1,4}",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"[-–]?\s*\d{1,4}\s*[-–]?")


def part_running(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], list[Fact]]:
    """The pages without their running heads and feet, and these as facts, each once.

    A line is one when it stands at the same height, with the same words but for a page number, on at least
    half of the pages and on two at least; "Sida 3 (7)" is one wherever it is. Pages that would all be left
    empty are left alone.
    """
    heights: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, page in enumerate(pages):
        for line in _outer(page):
            heights[_form(line)].append((number, line.bottom))

    def runs(line: Line, outer: bool) -> bool:
        if _PAGE_NUMBER.fullmatch(line.words):
            return True
        if not outer:
            return False
        places = {number for number, bottom in heights[_form(line)] if abs(bottom - line.bottom) <= _DRIFT}
        # From the second page on a document often has other heads than on its first.
        return len(places) >= max(2, (len(pages) - 1) / 2)

    kept: list[list[Line]] = []
    heads: dict[str, str] = {}
    for page in pages:
        outer = set(map(id, _outer(page)))
        rest: list[Line] = []
        for line in page:
            if runs(line, id(line) in outer):
                heads.setdefault(_form(line), line.words)
            else:
                rest.append(line)
        kept.append(rest)
    if not any(kept):
        return [list(page) for page in pages], []
    _drop_bare_numbers(kept)
    return kept, [Fact("running_head", words) for words in heads.values()]


def _outer(page: Sequence[Line]) -> Iterator[Line]:
    by_height = sorted(page, key=lambda line: -line.bottom)
    yield from by_height[:_ZONE]
    yield from by_height[max(_ZONE, len(by_height) - _ZONE) :]


def _form(line: Line) -> str:
    return _PAGE_NUMBER.sub("#", line.words.casefold())


def _drop_bare_numbers(pages: list[list[Line]]) -> None:
    """A page number alone at the foot, where the pages show one that counts up."""
    last = [min(page, key=lambda line: line.bottom, default=None) for page in pages]
    numbered = [line for line in last if line is not None and _BARE_NUMBER.fullmatch(line.words)]
    values = [int(re.sub(r"\D", "", line.words)) for line in numbered]
    if len(values) < 2 or any(after - before < 1 for before, after in itertools.pairwise(values)):
        return
    for page in pages:
        page[:] = [line for line in page if not any(line is number for number in numbered)]
