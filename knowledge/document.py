"""A document as read: its text, which never changes, and spans into it.

Everything that points into a document is a half-open span `[start, end)` of code points of
`Document.text`. Cleaning, stemming and mending of broken words make *search text* beside a span,
never instead of it.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from knowledge.sources import Source


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """`[start, end)` in a document's text; `0 <= start <= end`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


class BlockKind(StrEnum):
    """What a block of text is, as the reader understood it."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_LEAD = "list_lead"  # the sentence that introduces a list
    ITEM = "item"
    ROW = "row"  # a table's row
    FACT = "fact"  # address block, signature: asked for, but never running text
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the text of one kind. Blocks never overlap and stand in reading order.

    A paragraph that a page break cut in two is one block, whose span covers the break.
    """

    kind: BlockKind
    span: Span
    section: int  # index into Document.sections; -1 before the first heading
    list_id: int = -1  # items (and lead) of one list share a number; -1 outside lists
    number: str = ""  # an item's printed number or bullet, as written: "1", "a", "–"
    name: str = ""  # an item's leading name, as written: "Profiler"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and all that stands under it, subsections included."""

    title: str
    level: int  # 1 is the highest
    path: tuple[str, ...]  # the titles from the top down to this one, this one included
    heading: Span
    span: Span  # from the heading's start to the end of the section
    parent: int = -1


@dataclass(frozen=True, slots=True)
class Fact:
    """Something stated about the document rather than in its running text.

    Names: handläggare, telefon, e-post, till, datum, dnr, signature, bilaga, running_head, page_count.
    """

    name: str
    value: str
    span: Span | None = None  # None when the text does not hold it (running heads)
    label: str = ""  # a signature's title: "Förvaltningschef"


class Voice(StrEnum):
    """Who is speaking in a passage."""

    OWN = "own"  # the document itself: an adopted strategy, a web page
    REPORTED = "reported"  # a tjänsteutlåtande retelling somebody else's proposal
    OPINION = "opinion"  # the förvaltning's own assessment
    DRAFT_DECISION = "draft_decision"  # proposed to the board, not decided
    PROCESS = "process"  # how the matter was prepared: remisstid, beredning
    FACTS = "facts"  # address block and signatures


class PassageKind(StrEnum):
    PARAGRAPH = "paragraph"
    LIST = "list"  # a whole list with its lead: the parent of its items
    ITEM = "item"
    ROW = "row"
    FACTS = "facts"


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole sentences of one section, up to about 90 words; or a list, whole; or one of its items.

    Passages of the same kind do not overlap; a LIST covers its ITEMs. `span` starts at the section's
    heading when the passage is the first of its section, so that nothing of the text is lost;
    `sentences` holds what may be quoted, without headings.
    """

    document: str
    span: Span
    kind: PassageKind
    sentences: tuple[Span, ...]
    section: tuple[str, ...] = ()  # the section's path; () before the first heading
    voice: Voice = Voice.OWN
    parent: int = -1  # an ITEM's LIST: index into the document's passages
    page: int | None = None  # the page where the first sentence starts, from 1


@dataclass(frozen=True)
class Document:
    """A document, read. `text` is exactly what the reader extracted."""

    source: Source
    text: str
    title: str
    sections: tuple[Section, ...] = ()
    blocks: tuple[Block, ...] = ()
    facts: tuple[Fact, ...] = ()
    pages: tuple[int, ...] = ()  # offset where each page starts; () when the format has no pages
    notes: tuple[str, ...] = field(default=())  # what the reader wants the keeper to know

    @property
    def id(self) -> str:
        return self.source.id

    @cached_property
    def sha256(self) -> str:
        """Of `text` in UTF-8: a quote is checked against the document with this hash."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def page_of(self, offset: int) -> int | None:
        """The page, from 1, that holds the offset; None when the format has no pages."""
        if not self.pages:
            return None
        return max(1, bisect_right(self.pages, offset))
