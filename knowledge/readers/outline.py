"""From a reader's pieces to a document: headings to sections, broken paragraphs whole, leads and facts found.

The same for every format, so that a tjänsteutlåtande reads alike as Markdown, PDF, DOCX or HTML.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge import facts
from knowledge.document import Block, BlockKind, Document, Fact, Section, Span
from knowledge.readers.fact_blocks import mark_facts
from knowledge.readers.pieces import Piece, Reading
from knowledge.sentences import split_sentences
from knowledge.sources import Source

_TEMPLATE = re.compile(
    r"(?:sammanfattning|bakgrund|ärendet|ärendets beredning|bilag(?:a|or)|jämställdhetsanalys|"
    r"konsekvenser|ekonomiska konsekvenser|"
    r"(?:\w*(?:förvaltning|kontor|nämnd)(?:en|et)?s\s+)?"
    r"(?:förslag till beslut|synpunkter(?: och förslag)?|bedömning|analys))",
    re.IGNORECASE,
)
"""The headings of the city's template for tjänsteutlåtanden. They are siblings, whatever the file's markup says."""

_LONGEST_LEAD = 60  # words of a paragraph that introduces a list as a whole; of a longer one, its last sentence does
_LONGEST_TITLE = 300  # characters
_NAME = re.compile(r"(?:\d{1,2}[.)]\s+|[a-zåäö]\)\s+|\W*)([A-ZÅÄÖ][\w-]+(?: [\w-]+){0,3})(?: [–-] |: )")
"""The name of an item, at most four words: "2. Omvärldsbevakning – …"."""


def assemble(source: Source, reading: Reading) -> Document:
    """The document, whose blocks cover what the pieces covered. Its title: the register's, or what the text says."""
    pieces = _aligned(reading.text, reading.pieces)
    pieces = _rejoined(reading.text, pieces)
    pieces = _named(reading.text, _with_leads(reading.text, pieces))
    pieces, found = mark_facts(reading.text, pieces)
    sections, blocks = _sections(reading.text, pieces)
    title = source.title or _title(reading.text, pieces)
    found = _with_diary_numbers(reading, found)
    return Document(
        source=source if source.title else replace(source, title=title),
        text=reading.text,
        title=title,
        sections=sections,
        blocks=blocks,
        facts=(*reading.facts, *found),
        pages=reading.pages,
        notes=reading.notes,
    )


def _with_diary_numbers(reading: Reading, found: list[Fact]) -> list[Fact]:
    """The facts, and the diary numbers of the running heads (the document's own) and then of the text, each once."""
    heads = [fact.value for fact in reading.facts if fact.name == "running_head"]
    own = [replace(fact, span=None) for head in heads for fact in facts.diary_facts(head)]
    numbers = {fact.value: fact for fact in reversed([*own, *facts.diary_facts(reading.text)])}
    known = {fact.value for fact in found if fact.name == "dnr"}
    return [*found, *(fact for value, fact in reversed(numbers.items()) if value not in known)]


def _title(text: str, pieces: Iterable[Piece]) -> str:
    pieces = list(pieces)
    heading = next((piece for piece in pieces if piece.kind is BlockKind.HEADING), None)
    words = heading.span.of(text) if heading else text.strip().partition("\n")[0]
    return _line(words)[:_LONGEST_TITLE]


def _line(words: str) -> str:
    return " ".join(words.split()).lstrip("# ")


def _aligned(text: str, pieces: Iterable[Piece]) -> list[Piece]:
    """Headings of the template moved to the highest level that any of them has."""
    pieces = list(pieces)

    def is_template(piece: Piece) -> bool:
        return piece.kind is BlockKind.HEADING and bool(_TEMPLATE.fullmatch(" ".join(piece.span.of(text).split())))

    known = [piece.level for piece in pieces if is_template(piece)]
    if len(known) < 2:
        return pieces
    highest = min(known)
    return [replace(piece, level=highest) if is_template(piece) else piece for piece in pieces]


def _rejoined(text: str, pieces: Iterable[Piece]) -> list[Piece]:
    """Paragraphs that a page break cut in the middle of a sentence, as one."""
    whole: list[Piece] = []
    for piece in pieces:
        last = whole[-1] if whole else None
        if last is not None and last.kind is piece.kind is BlockKind.PARAGRAPH and _cut(text, last.span, piece.span):
            whole[-1] = replace(last, span=Span(last.span.start, piece.span.end))
        else:
            whole.append(piece)
    return whole


def _cut(text: str, before: Span, after: Span) -> bool:
    end = text[max(before.start, before.end - 80) : before.end].rstrip()  # a long paragraph is not gone through again
    return (end[-1] in ",-\u00ad" or end[-1].isalnum()) and text[after.start].islower() and len(end.split()) > 3


def _with_leads(text: str, pieces: Iterable[Piece]) -> list[Piece]:
    """A paragraph just before a list that promises it ("… separata delar:", "… ska du ha") becomes its lead."""
    led: list[Piece] = []
    for piece in pieces:
        last = led[-1] if led else None
        if piece.kind is BlockKind.ITEM and last is not None and last.kind is BlockKind.PARAGRAPH:
            words = last.span.of(text).rstrip()
            if words[-1] == ":" or words[-1].isalnum() or words[-1] in ",–-":
                led[-1:] = _lead(text, last, piece.list_id)
        led.append(piece)
    return led


def _named(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Items whose name no bold type marks, but a dash or a colon does in two items of the list at least."""
    names = {
        at: match[1]
        for at, piece in enumerate(pieces)
        if piece.kind is BlockKind.ITEM and not piece.name and (match := _NAME.match(piece.span.of(text)[:80]))
    }
    many = Counter(pieces[at].list_id for at in names)
    return [
        replace(piece, name=names[at]) if at in names and many[piece.list_id] > 1 else piece
        for at, piece in enumerate(pieces)
    ]


def _lead(text: str, paragraph: Piece, list_id: int) -> list[Piece]:
    sentences = split_sentences(text, paragraph.span)
    if len(paragraph.span.of(text).split()) <= _LONGEST_LEAD or len(sentences) < 2:
        return [replace(paragraph, kind=BlockKind.LIST_LEAD, list_id=list_id)]
    return [
        replace(paragraph, span=Span(paragraph.span.start, sentences[-2].end)),
        Piece(BlockKind.LIST_LEAD, Span(sentences[-1].start, paragraph.span.end), list_id=list_id),
    ]


def _sections(text: str, pieces: list[Piece]) -> tuple[tuple[Section, ...], tuple[Block, ...]]:
    sections: list[Section] = []
    blocks: list[Block] = []
    open_ones: list[int] = []

    def close(level: int, end: int) -> None:
        while open_ones and sections[open_ones[-1]].level >= level:
            at = open_ones.pop()
            sections[at] = replace(sections[at], span=Span(sections[at].span.start, end))

    for piece in pieces:
        if piece.kind is BlockKind.HEADING:
            close(piece.level, piece.span.start)
            parent = open_ones[-1] if open_ones else -1
            title = _line(piece.span.of(text))
            path = (*(sections[parent].path if open_ones else ()), title)
            open_ones.append(len(sections))
            sections.append(Section(title, piece.level, path, piece.span, piece.span, parent))
        section = open_ones[-1] if open_ones else -1
        blocks.append(Block(piece.kind, piece.span, section, piece.list_id, piece.number, piece.name))
    close(0, len(text))
    return tuple(sections), tuple(blocks)
