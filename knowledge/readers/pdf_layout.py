"""Lines of pages -> paragraphs, headings, items and footnotes, by place, size and weight."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from knowledge.document import BlockKind, Fact
from knowledge.facts import is_label
from knowledge.mending import joined_lines
from knowledge.readers.pdf_line import Line
from knowledge.readers.pdf_tables import with_rows
from knowledge.readers.pieces import Piece, Reading, Writer

_ITEM = re.compile(r"([•●▪◦○·∙‣\uf0b7–—-])\s+(?=\S)|(\d{1,2})[.)]\s+(?=\S)|([a-zåäö])\)\s+(?=\S)")
_NOTE = re.compile(r"(\d{1,3}|\*)\s+(?=\S)")
_CLOSED = (".", ":", "?", "!", "”", ";")
_LARGER = 1.12  # times the body's size: a heading's
_SMALLER = 0.92  # times the body's size: a footnote's
_LOOSE = 1.45  # times the usual line spacing: the white between two paragraphs
_LONGEST_HEADING = 20  # words


@dataclass(slots=True)
class _Part:
    """Lines that belong together."""

    kind: BlockKind
    lines: list[Line]
    number: str = ""

    @property
    def last(self) -> Line:
        return self.lines[-1]


@dataclass(frozen=True, slots=True)
class _Look:
    """How the document's running text looks."""

    size: float
    spacing: float  # points from one line to the next
    right: float  # where a full line ends
    heads: tuple[tuple[float, bool], ...] = ()  # size and weight of each level of headings, highest first


def lay_out(pages: Sequence[Sequence[Line]], facts: tuple[Fact, ...] = (), notes: tuple[str, ...] = ()) -> Reading:
    """The text of the pages in reading order. A paragraph that goes on over a page is one piece.

    A page's footnotes stand before a paragraph that goes on to the next page, so that it is not parted.
    """
    look = _look([line for page in pages for line in page])
    parts: list[_Part] = []
    for page in pages:
        body = _over_columns(list(_parts(page, look)), look)
        footnotes = [part for part in body if part.kind is BlockKind.FOOTNOTE]
        body = [part for part in body if part.kind is not BlockKind.FOOTNOTE]
        if parts and body and _goes_on(parts[-1], body[0], look):
            parts[-1].lines.extend(body.pop(0).lines)
        at = len(parts) + max(0, len(body) - 1)
        parts.extend(body)
        closed = not body or parts[-1].last.words.endswith(_CLOSED)
        parts[at + closed : at + closed] = footnotes
    return _written(parts, look, len(pages), facts, notes)


def _over_columns(parts: Sequence[_Part], look: _Look) -> list[_Part]:
    """The parts of a page; one that goes on at the top of the next column is one part."""
    joined: list[_Part] = []
    for part in parts:
        last = joined[-1] if joined else None
        next_column = last is not None and last.last.edge and part.lines[0].bottom > last.last.bottom
        if last is not None and next_column and _goes_on(last, part, look):
            last.lines.extend(part.lines)
        else:
            joined.append(part)
    return joined


def _look(lines: Sequence[Line]) -> _Look:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.words)
    size = sizes.most_common(1)[0][0] if sizes else 0.0
    body = [line for line in lines if line.size == size]
    steps = Counter(
        round(above.bottom - below.bottom, 0)
        for above, below in itertools.pairwise(body)
        if above.page == below.page and 0 < above.bottom - below.bottom < 3 * size
    )
    spacing = steps.most_common(1)[0][0] if steps else 1.2 * size
    ends = sorted(line.right for line in body)
    right = ends[int(0.9 * (len(ends) - 1))] if ends else 0.0
    look = _Look(size, spacing, right)
    heads = {(line.size, line.bold) for line in lines if _looks_like_heading(line, look)}
    return replace(look, heads=tuple(sorted(heads, reverse=True)))


def _looks_like_heading(line: Line, look: _Look) -> bool:
    larger = line.size >= _LARGER * look.size
    bold = line.bold and line.size >= 0.98 * look.size
    return (
        (larger or bold)
        and len(line.words.split()) <= _LONGEST_HEADING
        and not line.words.endswith((".", ",", ";", ":"))
        and any(character.isalpha() for character in line.words)
        and not is_label(line.words)
    )


def _parts(page: Sequence[Line], look: _Look) -> Iterator[_Part]:
    part: _Part | None = None
    page = with_rows(page)
    lowest_body = min((line.bottom for line in page if line.size > _SMALLER * look.size), default=0.0)
    for line in page:
        if part is not None and _belongs(part, line, look):
            part.lines.append(line)
            continue
        if part is not None:
            yield part
        part = _begun(line, look, at_foot=line.top <= lowest_body)
    if part is not None:
        yield part


def _begun(line: Line, look: _Look, at_foot: bool) -> _Part:
    if line.is_row:
        return _Part(BlockKind.ROW, [line])
    if at_foot and line.size <= _SMALLER * look.size and (note := _NOTE.match(line.words)):
        return _Part(BlockKind.FOOTNOTE, [line], note[1])
    item = _ITEM.match(line.words)
    if _looks_like_heading(line, look) and not (item and item[1]):
        return _Part(BlockKind.HEADING, [line])
    if item:
        return _Part(BlockKind.ITEM, [line], next(found for found in item.groups() if found))
    return _Part(BlockKind.PARAGRAPH, [line])


def _belongs(part: _Part, line: Line, look: _Look) -> bool:
    """Whether a line goes on with the part above it."""
    last = part.last
    if line.is_row or part.kind is BlockKind.ROW:
        return False
    step = last.bottom - line.bottom
    if abs(step) <= 0.3 * last.size and part.kind is not BlockKind.HEADING:
        return True  # the rest of a line that a gap parted
    loose = max(look.spacing * _LOOSE, 0.0) if part.kind is not BlockKind.HEADING else 1.6 * last.size
    if not 0 < step <= max(loose, 1.45 * last.size if last.size > look.size else 0):
        return False
    if part.kind is BlockKind.HEADING:
        same = abs(last.size - line.size) < 0.2 and last.bold == line.bold
        return same and _looks_like_heading(line, look)
    if _looks_like_heading(line, look) or abs(last.size - line.size) > 0.8:
        return False
    if part.kind is BlockKind.FOOTNOTE:
        return _NOTE.match(line.words) is None
    if _ITEM.match(line.words) and (line.left <= part.lines[0].left + 1 or part.kind is BlockKind.PARAGRAPH):
        return False
    if part.kind is BlockKind.ITEM:
        return line.left > part.lines[0].left + 2 or not last.words.endswith(_CLOSED)
    # Set without white between paragraphs: a line that ends early, with a full stop, ends one.
    right = last.edge or look.right
    ends_early = last.right < right - 0.25 * (right - last.left)
    return not (ends_early and last.words.endswith(_CLOSED) and line.words[:1].isupper())


def _goes_on(before: _Part, after: _Part, look: _Look) -> bool:
    """Whether the first part of a page, or of a column, is the rest of the last one of the one before."""
    if after.kind is not BlockKind.PARAGRAPH or before.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
        return False
    end = before.last
    if after.lines[0].words[0].islower():
        return not end.words.endswith((".", "!", "?", ":"))
    right = end.edge or look.right
    full = end.right > right - 0.2 * (right - end.left)
    return full and not end.words.endswith(_CLOSED) and abs(end.size - after.lines[0].size) < 0.5


@dataclass(slots=True)
class _Pages:
    """Notes where each page's first words come to stand."""

    count: int
    starts: dict[int, int] = field(default_factory=dict)

    def map(self, length: int) -> tuple[int, ...]:
        starts: list[int] = []
        following = length
        for page in reversed(range(self.count)):  # a page without words starts where the next one does
            following = min(following, self.starts.get(page, following))
            starts.append(following)
        starts.reverse()
        if starts:
            starts[0] = 0
        return tuple(starts)


def _begins_list(part: _Part, last: Piece | None) -> bool:
    """Whether an item or a row is the first of its list or table."""
    if part.kind not in (BlockKind.ITEM, BlockKind.ROW):
        return False
    again = part.number == "1" and last is not None and last.number.isdigit()
    return last is None or last.kind is not part.kind or again


def _written(
    parts: Sequence[_Part], look: _Look, pages: int, facts: tuple[Fact, ...], notes: tuple[str, ...]
) -> Reading:
    writer = Writer()
    starts = _Pages(pages)
    lists = 0
    for part in parts:
        last = writer.pieces[-1] if writer.pieces else None
        if _begins_list(part, last):
            lists += 1
        level = look.heads.index((part.lines[0].size, part.lines[0].bold)) + 1 if part.kind is BlockKind.HEADING else 0
        name = part.lines[0].lead if part.kind is BlockKind.ITEM else ""
        if part.number and name.startswith(part.number):
            name = name[len(part.number) :]
        words, begins = joined_lines([line.words for line in part.lines])
        writer.add(
            part.kind,
            words,
            level=min(level, 6),
            list_id=lists if part.kind in (BlockKind.ITEM, BlockKind.ROW) else -1,
            number=part.number,
            name=name.strip(" .):–-•"),
        )
        offset = writer.pieces[-1].span.start
        for line, begin in zip(part.lines, begins, strict=True):
            starts.starts.setdefault(line.page, offset + begin)
    reading = writer.reading(facts, notes)
    return replace(reading, pages=starts.map(len(reading.text)))
