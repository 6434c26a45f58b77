"""Plain text -> the text itself, with headings, paragraphs and lists told apart by how lines look.

Plain text marks nothing, so every guess here is a careful one: a line that could be prose is prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.document import BlockKind, Span
from knowledge.facts import is_address_block, is_signature
from knowledge.readers.decoding import decode
from knowledge.readers.pieces import Piece, Reading

_BULLET = re.compile(r"(?:([•●▪◦○·∙‣*–—-])\s+|(\d{1,2})[.)]\s+|([a-zåäö])\)\s+)(?=\S)")
_CLOSED = '.!?:;,”"'
_LONGEST_HEADING = 14  # words
_SHORT_ITEM = 25  # words: a longer unmarked line under a lead is prose again
_WRAPPED = range(40, 121)  # characters of a line that a program wrapped


@dataclass(frozen=True, slots=True)
class _Line:
    span: Span
    words: str
    after_blank: bool  # an empty line stands before it

    @property
    def count(self) -> int:
        return len(self.words.split())

    @property
    def bullet(self) -> re.Match[str] | None:
        return _BULLET.match(self.words)

    @property
    def prose(self) -> bool:
        """Whether it reads as running text: a whole sentence, or too long for a heading."""
        return self.words[-1] in ".!" or self.count > _LONGEST_HEADING

    @property
    def may_be_heading(self) -> bool:
        first = self.words.lstrip("”\"'(")[:1]
        if self.count > _LONGEST_HEADING:
            return False
        if self.words[-1] == "?":
            return first.isupper()
        return self.words[-1] not in _CLOSED and (first.isupper() or first.isdigit() or first == "§")

    @property
    def promises(self) -> bool:
        """Whether it leads to a list: "… ska du ha", "Det gäller:"."""
        if self.words[-1] == ":":
            return True
        return self.words[-1].isalnum() and self.count >= 4


def read(content: bytes) -> Reading:
    """Raises UnreadableDocument when the content is not UTF-8."""
    text = decode(content)
    return Reading(text, tuple(pieces(text)))


def pieces(text: str) -> Iterator[Piece]:
    """The pieces of a plain text, which cover all of it but white space."""
    lists = 0
    first = True
    lines = _joined(text, list(_lines(text)))
    at = 0
    while at < len(lines):
        line = lines[at]
        rest = lines[at:]
        if count := _block_of_facts(text, rest, on_top=first):
            yield Piece(BlockKind.PARAGRAPH, Span(line.span.start, rest[count - 1].span.end))
            at += count
            continue
        if count := _items(lines, at):
            lists += 1
            for item in lines[at : at + count]:
                yield _item(item, lists)
            at += count
        elif _is_heading(lines, at, first):
            yield Piece(BlockKind.HEADING, line.span, level=1 if first else 2)
            at += 1
        else:
            yield Piece(BlockKind.PARAGRAPH, line.span)
            at += 1
        first = False


def _lines(text: str) -> Iterator[_Line]:
    blank = True
    for match in re.finditer(r"[^\n]*\n?", text):
        words = match.group().strip()
        if not words:
            blank = True
            continue
        start = match.start() + match.group().index(words[0])
        yield _Line(Span(start, start + len(words)), words, blank)
        blank = False


def _joined(text: str, lines: Sequence[_Line]) -> list[_Line]:
    """Lines that a program wrapped at a width, put together again: one line a paragraph or item."""
    joined: list[_Line] = []
    group: list[_Line] = []
    for line in [*lines, None]:
        if line is not None and not (line.after_blank and group):
            group.append(line)
            continue
        if _is_wrapped(group):
            joined.extend(_unwrapped(text, group))
        else:
            joined.extend(group)
        group = [line] if line is not None else []
    return joined


def _is_wrapped(group: Sequence[_Line]) -> bool:
    full = [len(line.words) for line in group[:-1] if line.bullet is None]
    if not full or max(len(line.words) for line in group) >= _WRAPPED.stop:
        return False
    open_ended = sum(line.words[-1] not in ".!?:" for line in group[:-1])
    goes_on = sum(line.words[0].islower() for line in group[1:])
    return (
        sum(length in _WRAPPED for length in full) >= 0.8 * len(full)
        and open_ended >= 0.6 * (len(group) - 1)
        and max(full) - min(full) <= 30
        and (goes_on > 0 or len(group) > 3)
        and group[0].words[0].isupper() | bool(group[0].bullet)
    )


def _unwrapped(text: str, group: Sequence[_Line]) -> Iterator[_Line]:
    whole: _Line | None = None
    for line in group:
        if whole is not None and line.bullet is None:
            span = Span(whole.span.start, line.span.end)
            whole = replace(whole, span=span, words=span.of(text))
            continue
        if whole is not None:
            yield whole
        whole = line
    if whole is not None:
        yield whole


def _block_of_facts(text: str, lines: Sequence[_Line], on_top: bool) -> int:
    """How many lines, up to the next empty one, are an address block or a signature."""
    if not lines[0].after_blank:
        return 0
    count = 1
    while count < len(lines) and not lines[count].after_blank:
        count += 1
    if count > 12:
        return 0
    words = Span(lines[0].span.start, lines[count - 1].span.end).of(text)
    return count if (on_top and is_address_block(words)) or is_signature(words) else 0


def _items(lines: Sequence[_Line], at: int) -> int:
    """How many lines from here on are the items of a list."""
    if lines[at].bullet:
        count = 1
        while at + count < len(lines) and lines[at + count].bullet:
            count += 1
        numbered = lines[at].bullet[1] is None  # type: ignore[index]  # asked for just above
        return count if count > 1 or not numbered else 0
    if at == 0 or not lines[at - 1].promises:
        return 0
    return _unmarked_items(lines, at)


def _unmarked_items(lines: Sequence[_Line], at: int) -> int:
    """Items without bullets: the lines up to an empty one, or as long as they go on in lower case."""
    group = 1
    while at + group < len(lines) and not lines[at + group].after_blank:
        group += 1
    run = lines[at : at + group]
    lower = 0
    while lower < len(run) and run[lower].words[0].islower():
        lower += 1
    if lower >= 2:
        return group if lower == group or (lower >= 0.6 * group and lines[at].after_blank) else lower
    colon = lines[at - 1].words[-1] == ":"
    short = all(line.count <= _SHORT_ITEM for line in run)
    return group if colon and lines[at].after_blank and group >= 2 and short else 0


def _item(line: _Line, list_id: int) -> Piece:
    bullet = line.bullet
    number = next((found for found in bullet.groups() if found), "") if bullet else ""
    return Piece(BlockKind.ITEM, line.span, list_id=list_id, number=number)


def _is_heading(lines: Sequence[_Line], at: int, first: bool) -> bool:
    line = lines[at]
    if at + 1 >= len(lines):
        return False
    if not line.may_be_heading:
        return False
    following = lines[at + 1]
    if first:
        return True
    if following.words[0].islower() and not following.bullet:
        return False
    if following.prose or following.words[-1] == ":":
        return True
    # A heading over a heading: the one after them is prose.
    return following.may_be_heading and at + 2 < len(lines) and lines[at + 2].prose
