"""Document -> passages: whole sentences of one section, whole lists and their items, rows, facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from knowledge.document import Block, BlockKind, Document, Passage, PassageKind, Span, Voice
from knowledge.mending import search_text
from knowledge.sentences import split_sentences
from knowledge.voices import voice_of

__all__ = ["LONGEST", "make_passages", "search_text"]

LONGEST = 90
"""Words of a passage. Room for a question's whole context, well inside the encoder's 512 pieces."""


def make_passages(document: Document) -> tuple[Passage, ...]:
    """The document's passages in reading order; a LIST stands just before its ITEMs.

    Every character of the text but white space lies in at least one passage: the first passage of a
    section starts at its heading, and a heading with nothing under it is a passage of its own, quoted as
    it stands.
    """
    return tuple(_Cutter(document).passages())


class _Cutter:
    """One pass over a document's blocks."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.made: list[Passage] = []
        self.heading: Block | None = None  # the first heading that no passage holds yet
        self.last_heading: Block | None = None

    def passages(self) -> list[Passage]:
        for (kind, section, list_id), group in groupby(self.document.blocks, _group):
            blocks = list(group)
            match kind:
                case BlockKind.HEADING:
                    self.heading = self.heading or blocks[0]
                    self.last_heading = blocks[-1]
                case BlockKind.ITEM if list_id >= 0:
                    self._list(blocks)
                case BlockKind.FACT:
                    self._add(PassageKind.FACTS, tuple(block.span for block in blocks), section)
                case BlockKind.ROW:
                    for block in blocks:
                        self._add(PassageKind.ROW, (block.span,), section)
                case BlockKind.FOOTNOTE:
                    for block in blocks:  # each by itself, since the next one is about something else
                        for sentences in _packed(self.text, [self._sentences(block)]):
                            self._add(PassageKind.PARAGRAPH, sentences, section)
                case _:
                    for sentences in _packed(self.text, [self._sentences(block) for block in blocks]):
                        self._add(PassageKind.PARAGRAPH, sentences, section)
        if self.heading is not None and self.last_heading is not None:
            self._add(PassageKind.PARAGRAPH, (self.last_heading.span,), self.last_heading.section)
        return self.made

    def _sentences(self, block: Block) -> tuple[Span, ...]:
        return split_sentences(self.text, block.span)

    def _list(self, blocks: Sequence[Block]) -> None:
        parent = len(self.made)
        every = tuple(sentence for block in blocks for sentence in self._sentences(block))
        self._add(PassageKind.LIST, every, blocks[0].section)
        for block in blocks:
            if block.kind is BlockKind.ITEM:
                self._add(PassageKind.ITEM, self._sentences(block), block.section, parent)

    def _add(self, kind: PassageKind, sentences: tuple[Span, ...], section: int, parent: int = -1) -> None:
        start = sentences[0].start
        if self.heading is not None:
            start, self.heading = self.heading.span.start, None
        span = Span(start, sentences[-1].end)
        path = self.document.sections[section].path if section >= 0 else ()
        words = Span(sentences[0].start, span.end).of(self.text)
        voice = Voice.FACTS if kind is PassageKind.FACTS else voice_of(self.document.source, path, words)
        page = self.document.page_of(sentences[0].start)
        self.made.append(Passage(self.document.id, span, kind, sentences, path, voice, parent, page))


def _group(block: Block) -> tuple[BlockKind, int, int]:
    """Neighbours with the same key are cut together: a list with its lead, the paragraphs of a section."""
    if block.list_id >= 0 and block.kind in (BlockKind.ITEM, BlockKind.LIST_LEAD):
        return BlockKind.ITEM, block.section, block.list_id
    section = -1 if block.kind is BlockKind.HEADING else block.section
    return block.kind, section, block.list_id if block.kind is BlockKind.ROW else -1


def _packed(text: str, paragraphs: Sequence[tuple[Span, ...]]) -> Iterator[tuple[Span, ...]]:
    """Sentences gathered up to LONGEST words, preferably whole paragraphs; a lone longer sentence stays whole."""
    gathered: tuple[Span, ...] = ()
    words = 0
    for sentences in paragraphs:
        length = sum(_words(text, sentence) for sentence in sentences)
        if gathered and words + length > LONGEST:
            yield gathered
            gathered, words = (), 0
        if length > LONGEST:
            yield from _cut(text, sentences, length)
        else:
            gathered += sentences
            words += length
    if gathered:
        yield gathered


def _cut(text: str, sentences: tuple[Span, ...], length: int) -> Iterator[tuple[Span, ...]]:
    """A long paragraph in parts of about the same length, so that none is a meagre rest."""
    target = length / -(-length // LONGEST)
    gathered: tuple[Span, ...] = ()
    words = 0
    for sentence in sentences:
        more = _words(text, sentence)
        if gathered and (words + more > LONGEST or words + more / 2 > target):
            yield gathered
            gathered, words = (), 0
        gathered += (sentence,)
        words += more
    yield gathered


def _words(text: str, span: Span) -> int:
    return len(span.of(text).split())
