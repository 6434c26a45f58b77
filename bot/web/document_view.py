"""A document as a page sees it: headings, paragraphs, lists, facts, with the quoted span marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from knowledge.document import Block, BlockKind, Document, Span

NAME_WITHIN = 12  # characters: an item's name follows its number or bullet, "(iii) " and the like


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look. Only the first marked run of a page has an id, which the address points at."""

    text: str
    marked: bool = False
    strong: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One block, or what holds several (`parts`)."""

    kind: str  # a BlockKind; "items" or "rows", which hold them; "cell"; "page"
    runs: tuple[Run, ...] = ()
    level: int = 0  # of a heading: 2 is the highest on the page
    anchor: str = ""  # of a heading, for the table of contents
    number: str = ""  # of a page; or printed before an item whose own words don't begin with it
    parts: list[Part] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Contents:
    """An entry of the table of contents."""

    title: str
    level: int
    anchor: str


def parts_of(document: Document, mark: Span | None = None) -> list[Part]:
    """The whole text in reading order; what no block covers is shown as paragraphs, so that nothing is lost.

    Where a new page of a paged document begins, a part of the kind "page" says so.
    """
    parts: list[Part] = []
    open_list, page = -1, 1
    for block in _with_gaps(document):
        if (here := document.page_of(block.span.start) or 1) > page:
            parts.append(Part("page", number=str(here)))
            page = here
        part = _part(document, block, mark)
        if block.kind in (BlockKind.ITEM, BlockKind.ROW):
            if not (parts and parts[-1].kind == f"{block.kind}s" and block.list_id == open_list):
                parts.append(Part(f"{block.kind}s"))
            parts[-1].parts.append(part)
            open_list = block.list_id
        else:
            parts.append(part)
    return parts


def contents_of(document: Document) -> list[Contents]:
    """The sections that have a title, with the anchors that `parts_of` gives their headings."""
    top = min((s.level for s in document.sections), default=1)
    return [Contents(s.title, s.level - top, anchor_of(s.heading)) for s in document.sections if s.title.strip()]


def anchor_of(heading: Span) -> str:
    return f"h{heading.start}"


def marked_span(document: Document, start: int, end: int) -> Span | None:
    """The span to highlight; None when it is not one of this document's, or holds no words."""
    return Span(start, end) if 0 <= start < end <= len(document.text) and document.text[start:end].strip() else None


def _with_gaps(document: Document) -> Iterator[Block]:
    blocks = sorted(document.blocks, key=lambda b: b.span)
    edges = [Span(0, 0), *(b.span for b in blocks), Span(len(document.text), len(document.text))]
    gaps = [
        Block(BlockKind.PARAGRAPH, Span(before.end, after.start), -1)
        for before, after in pairwise(edges)
        if before.end < after.start and document.text[before.end : after.start].strip()
    ]
    yield from sorted([*blocks, *gaps], key=lambda b: b.span)


def _part(document: Document, block: Block, mark: Span | None) -> Part:
    if block.kind is BlockKind.ROW:
        nowhere = Span(block.span.end, block.span.end)
        cells = [tuple(_runs(document.text, cell, mark, nowhere)) for cell in _cells(document.text, block.span)]
        return Part("row", parts=[Part("cell", runs) for runs in cells])
    words = block.span.of(document.text)
    name = words.find(block.name, 0, len(block.name) + NAME_WITHIN) if block.name else -1
    strong = Span(block.span.start + max(name, 0), block.span.start + (name + len(block.name) if name >= 0 else 0))
    return Part(
        kind=str(block.kind),
        runs=tuple(_runs(document.text, block.span, mark, strong)),
        level=_level(document, block) if block.kind is BlockKind.HEADING else 0,
        anchor=anchor_of(block.span) if block.kind is BlockKind.HEADING else "",
        number="" if not block.number or words.lstrip().startswith(block.number) else block.number,
    )


def _cells(text: str, row: Span) -> Iterator[Span]:
    """A row's cells are parted by tabs."""
    start = row.start
    for cell in row.of(text).split("\t"):
        yield Span(start, start + len(cell))
        start += len(cell) + 1


def _level(document: Document, block: Block) -> int:
    """Headings on the page start at 2: the page's own title is the 1."""
    top = min((s.level for s in document.sections), default=1)
    level = document.sections[block.section].level if 0 <= block.section < len(document.sections) else top
    return min(6, level - top + 2)


def _runs(text: str, span: Span, mark: Span | None, strong: Span) -> Iterator[Run]:
    cuts = {span.start, span.end, strong.start, strong.end}
    if mark is not None:
        cuts |= {mark.start, mark.end}
    inside = sorted(c for c in cuts if span.start <= c <= span.end)
    for start, end in pairwise(inside):
        here = Span(start, end)
        marked = mark is not None and mark.covers(here)
        first = marked and mark is not None and (start == mark.start or not text[mark.start : start].strip())
        yield Run(
            here.of(text), marked, strong.covers(here), f"{mark.start}-{mark.end}" if first and mark is not None else ""
        )
