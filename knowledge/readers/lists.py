"""Lists as the text shows them, beyond what the format marks: typed numbers, leads, and the names of items."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from knowledge.document import BlockKind, Span
from knowledge.readers.pieces import Piece
from knowledge.sentences import split_sentences

_LONGEST_LEAD = 60  # words of a paragraph that introduces a list as a whole; of a longer one, its last sentence does
_TYPED = re.compile(r"(\d{1,2})[.)]\s+(?=\S)|([•●▪◦○·∙‣–])\s+(?=\S)")
_NAME = re.compile(r"(?:\d{1,2}[.)]\s+|[a-zåäö]\)\s+|\W*)([A-ZÅÄÖ][\w-]+(?: [\w-]+){0,3})(?: [–-] |: )")
"""The name of an item, at most four words: "2. Omvärldsbevakning – …"."""


def with_lists(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, with typed lists, leads and names told apart."""
    return _named(text, _with_leads(text, _with_typed_items(text, pieces)))


def _with_typed_items(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Paragraphs one after another that begin with 1., 2., … or with bullets, as the items that they are."""
    result = list(pieces)
    lists = max((piece.list_id for piece in pieces), default=0)
    run: list[tuple[int, str]] = []

    def end_run() -> None:
        nonlocal lists
        if len(run) > 1:
            lists += 1
            for at, number in run:
                result[at] = replace(result[at], kind=BlockKind.ITEM, list_id=lists, number=number)
        run.clear()

    for at, piece in enumerate(pieces):
        match = _TYPED.match(text, piece.span.start) if piece.kind is BlockKind.PARAGRAPH else None
        number = match[1] or match[2] if match else ""
        if run and not (number and _follows(run[-1][1], number)):
            end_run()
        if number:
            run.append((at, number))
    end_run()
    return result


def _follows(before: str, number: str) -> bool:
    if before.isdigit() and number.isdigit():
        return int(number) == int(before) + 1
    return before == number


def _with_leads(text: str, pieces: Sequence[Piece]) -> list[Piece]:
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
