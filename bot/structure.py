"""The directions, principles and goals that a corpus sets out, found by its lists and headings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.words import fold
from index.types import Corpus
from knowledge.document import Block, BlockKind, Document, PassageKind, Span, Voice
from knowledge.standing import weight

LONGEST = 320
"""Words of a whole that is quoted in one piece."""


class Kind(StrEnum):
    """What a strategy sets out."""

    DIRECTION = "direction"
    PRINCIPLE = "principle"
    GOAL = "goal"


WORDS = {
    Kind.DIRECTION: ("inriktning", "inriktningar", "inriktningarna", "inriktningen"),
    Kind.PRINCIPLE: ("princip", "principer", "principerna", "principen"),
    Kind.GOAL: ("mål", "målen", "målet", "inriktningsmål", "inriktningsmålen", "målsättning", "målsättningar"),
}
"""The word in a heading, or in the sentence that leads a list, that says what stands there."""


@dataclass(frozen=True, slots=True)
class Part:
    """One direction, principle or goal. `name` is "" when the document gives it none."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Whole:
    """All of a kind that one document sets out, in one place."""

    kind: Kind
    document: str
    span: Span  # the list with the sentence that leads it, or the body of the section
    parts: tuple[Part, ...]
    standing: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A sentence that only says that there are such things."""

    document: str
    span: Span
    standing: int


def find_wholes(corpus: Corpus) -> tuple[Whole, ...]:
    """Highest standing first."""
    sections = (whole for document in corpus.documents.values() for whole in _sections(document))
    found = [*_lists(corpus), *sections]
    return tuple(sorted(found, key=lambda whole: (-whole.standing, whole.document, whole.span)))


def find_mentions(corpus: Corpus, kind: Kind) -> tuple[Mention, ...]:
    """Sentences that name the kind and say where it is laid down, the plainest of the highest standing first."""
    found: list[tuple[int, Mention]] = []
    for passage in corpus.passages:
        if passage.kind not in (PassageKind.PARAGRAPH, PassageKind.LIST):
            continue
        document = corpus.documents[passage.document]
        for span in passage.sentences:
            sentence = fold(span.of(document.text))
            if _names(sentence, kind):
                mention = Mention(document.id, span, weight(document.source, passage.voice))
                found.append((_plainness(sentence, kind), mention))
    return tuple(mention for _, mention in sorted(found, key=lambda pair: (-pair[0], -pair[1].standing, pair[1].span)))


def _plainness(sentence: str, kind: Kind) -> int:
    """How much the sentence is about them, rather than about something that they replace or belong to."""
    words = sentence.split()
    first = next((n for n, word in enumerate(words) if _names(word, kind)), len(words))
    return (
        3 * any(verb in words for verb in ("fastslas", "faststalls", "anges", "presenteras", "aterfinns", "galler"))
        + any(word in words for word in ("antal", "foljande", "fyra", "tre", "fem", "flera"))
        - 3 * ("tidigare" in words)
        - min(first, 20) // 10
    )


def _lists(corpus: Corpus) -> Iterator[Whole]:
    for passage in corpus.passages:
        if passage.kind is not PassageKind.LIST:
            continue
        document = corpus.documents[passage.document]
        span = Span(passage.sentences[0].start, passage.sentences[-1].end)
        blocks = [block for block in document.blocks if span.covers(block.span)]
        items = [block for block in blocks if block.kind is BlockKind.ITEM]
        led = " ".join(block.span.of(document.text) for block in blocks if block.kind is BlockKind.LIST_LEAD)
        kind = _kind(fold(led)) or _kind(fold(passage.section[-1] if passage.section else ""))
        if kind and len(items) > 1:
            parts = tuple(Part(item.name, item.span) for item in items)
            yield Whole(kind, document.id, span, parts, weight(document.source, passage.voice) + 1)


def _sections(document: Document) -> Iterator[Whole]:
    """Sections that are headed "Inriktningar" and the like; their subsections are the parts."""
    for number, section in enumerate(document.sections):
        kind = _kind(fold(section.title))
        children = [child for child in document.sections if child.parent == number]
        if kind is None or not children:
            continue
        parts = [
            Part(child.title, Span(child.heading.start, blocks[-1].span.end))
            for child in children
            if (blocks := _running(document, child.span))
        ]
        if len(parts) > 1:
            span = Span(parts[0].span.start, parts[-1].span.end)
            yield Whole(kind, document.id, span, tuple(parts), weight(document.source, Voice.OWN))


def _running(document: Document, span: Span) -> list[Block]:
    return [block for block in document.blocks if block.kind is not BlockKind.HEADING and span.covers(block.span)]


def _kind(folded: str) -> Kind | None:
    return next((kind for kind in Kind if _names(folded, kind)), None)


def _names(folded: str, kind: Kind) -> bool:
    words = folded.replace(":", " ").replace(",", " ").replace(".", " ").split()
    return any(fold(word) in words for word in WORDS[kind])
