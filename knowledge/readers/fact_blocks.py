"""Which pieces of a document are facts about it: the address block on top and the signatures.

Some files hold a block as one paragraph of several lines, others as a paragraph, or even a heading, for
each line. Here they become alike: one piece for "Handläggare" and all that is said of her.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge import facts
from knowledge.document import BlockKind, Fact, Span
from knowledge.readers.pieces import Piece

_MOST_VALUES = 4  # paragraphs that one label speaks of: a name, an office, a telephone, an address
_LONGEST_VALUE = 8  # words


def mark_facts(text: str, pieces: Sequence[Piece]) -> tuple[list[Piece], list[Fact]]:
    """The pieces, with address blocks and signatures as FACT, and the facts that they state."""
    marked: list[Piece] = []
    found: list[Fact] = []
    on_top = True
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        words = piece.span.of(text)
        count = 0
        if on_top and _may_hold_facts(piece, words):
            count = _address_block(text, pieces, at)
            if count:
                piece = _merged(pieces[at : at + count])
                found.extend(facts.address_facts(text, piece.span))
        if not count and piece.kind is BlockKind.PARAGRAPH:
            count = _signature(text, pieces, at)
            if count:
                piece = _merged(pieces[at : at + count])
                found.extend(facts.signature_facts(text, piece.span))
        on_top = on_top and (count > 0 or piece.kind is not BlockKind.HEADING)
        marked.append(piece)
        at += max(1, count)
    return marked, found


def _may_hold_facts(piece: Piece, words: str) -> bool:
    return piece.kind in (BlockKind.PARAGRAPH, BlockKind.ROW) or (
        piece.kind is BlockKind.HEADING and facts.is_label(words)
    )


def _address_block(text: str, pieces: Sequence[Piece], at: int) -> int:
    """How many pieces from here on are one block of the address: a label and its values."""
    words = pieces[at].span.of(text)
    if not facts.is_address_block(words):
        return 0
    if "\n" in words or not facts.is_label(words):
        return 1
    count = 1
    while at + count < len(pieces) and count <= _MOST_VALUES:
        value = pieces[at + count].span.of(text)
        if pieces[at + count].kind is not BlockKind.PARAGRAPH or facts.is_label(value) or not _is_value(value):
            break
        count += 1
        if facts.is_date(value):  # the date ends the block; what follows is the title
            break
    return count


def _is_value(words: str) -> bool:
    lines = words.splitlines()
    return len(lines) <= _MOST_VALUES and all(
        len(line.split()) <= _LONGEST_VALUE and not line.rstrip().endswith((".", ":")) for line in lines
    )


def _signature(text: str, pieces: Sequence[Piece], at: int) -> int:
    """How many pieces from here on are a name with its office, on lines or in paragraphs of their own."""
    if facts.is_signature(pieces[at].span.of(text)):
        return 1
    if at + 1 < len(pieces) and pieces[at + 1].kind is BlockKind.PARAGRAPH:
        both = f"{pieces[at].span.of(text)}\n{pieces[at + 1].span.of(text)}"
        if both.count("\n") == 1 and facts.is_signature(both):
            return 2
    return 0


def _merged(pieces: Sequence[Piece]) -> Piece:
    span = Span(pieces[0].span.start, pieces[-1].span.end)
    return replace(pieces[0], kind=BlockKind.FACT, span=span, level=0)
