"""From a reader's pieces to a document: headings to sections, broken paragraphs whole, leads and facts found.

The same for every format, so that a tjänsteutlåtande reads alike as Markdown, PDF, DOCX or HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from knowledge import facts
from knowledge.document import Block, BlockKind, Document, Fact, Section, Span
from knowledge.readers.fact_blocks import mark_facts
from knowledge.readers.lists import with_lists
from knowledge.readers.pieces import Piece, Reading
from knowledge.sources import Source

_TEMPLATE = re.compile(
    r"(?:sammanfattning|bakgrund|ärendet|ärendets beredning|bilag(?:a|or)|jämställdhetsanalys|"
    r"konsekvenser|ekonomiska konsekvenser|"
    r"(?:\w*(?:förvaltning|kontor|nämnd)(?:en|et)?s\s+)?"
    r"(?:förslag till beslut|synpunkter(?: och förslag)?|bedömning|analys))",
    re.IGNORECASE,
)
"""The headings of the city's template for tjänsteutlåtanden. They are siblings, whatever the file's markup says."""

_LONGEST_TITLE = 300  # characters


def assemble(source: Source, reading: Reading) -> Document:
    """The document, whose blocks cover what the pieces covered. Its title: the register's, or what the text says."""
    pieces = _aligned(reading.text, reading.pieces)
    pieces = _rejoined(reading.text, pieces)
    pieces = with_lists(reading.text, pieces)
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
