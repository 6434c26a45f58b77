"""Plain text -> the text itself, with headings, paragraphs and lists told apart by how lines look.

Plain text marks nothing, so every guess here is a careful one: a line that could be prose is prose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.document import BlockKind, Span
from knowledge.facts import is_address_block, is_signature
from knowledge.readers.decoding import decode
from knowledge.readers.pieces import Piece, Reading

_BULLET = re.compile(r"(?:([•●▪◦○·∙‣*–—-])\s+|(\*)(?=[A-ZÅÄÖ])|(\d{1,2})[.)]\s+|([a-zåäö])\)\s+)(?=\S)")
_CLOSED = '.!?:;,”"'
_LONGEST_HEADING = 14  # words
_ENUMERATES = re.compile(r"(?:,|;|\b(?:och|eller|samt))$")
_SHORT_ITEM = 25  # words: a longer unmarked line under a lead is prose again
_LONGEST_BLOCK = 12  # lines of an address block or of signatures
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
        return self.words[-1] in ".!" or ". " in self.words or self.count > _LONGEST_HEADING

    @property
    def may_be_heading(self) -> bool:
        first = self.words.lstrip("”\"'(# ")[:1]
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
        if count := _block_of_facts(text, lines, at, on_top=first):
            yield Piece(BlockKind.PARAGRAPH, Span(line.span.start, lines[at + count - 1].span.end))
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
            joined.extend(_with_rest(text, group))
        group = [line] if line is not None else []
    return joined


def _merged(text: str, group: Sequence[_Line], goes_on: Callable[[_Line, _Line], bool]) -> Iterator[_Line]:
    """Lines, each with those after it that `goes_on(whole, line)` says belong to it."""
    whole: _Line | None = None
    for line in group:
        if whole is not None and goes_on(whole, line):
            span = Span(whole.span.start, line.span.end)
            whole = replace(whole, span=span, words=span.of(text))
            continue
        if whole is not None:
            yield whole
        whole = line
    if whole is not None:
        yield whole


def _with_rest(text: str, group: Sequence[_Line]) -> Iterator[_Line]:
    """Lines as they are, but for an item whose rest stands on the next line in lower case."""

    def is_rest(item: _Line, line: _Line) -> bool:
        return bool(item.bullet) and line.words[0].islower() and item.words[-1] not in ".!?:;"

    return _merged(text, group, is_rest)


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
    return _merged(text, group, lambda _, line: line.bullet is None)


def _block_of_facts(text: str, lines: Sequence[_Line], at: int, on_top: bool) -> int:
    """How many lines, up to the next empty one, are an address block or a signature."""
    if not lines[at].after_blank:
        return 0
    count = 1
    while count <= _LONGEST_BLOCK and at + count < len(lines) and not lines[at + count].after_blank:
        count += 1
    if count > _LONGEST_BLOCK:
        return 0
    words = Span(lines[at].span.start, lines[at + count - 1].span.end).of(text)
    return count if (on_top and is_address_block(words)) or is_signature(words) else 0


def _items(lines: Sequence[_Line], at: int) -> int:
    """How many lines from here on are the items of a list."""
    count = 0
    while at + count < len(lines) and lines[at + count].bullet:
        count += 1
    if count:
        alone = count == 1 and lines[at].words[0].isdigit()  # "1. Inledning" may as well be a heading
        return 0 if alone else count
    if at == 0 or not lines[at - 1].promises:
        return 0
    return _unmarked_items(lines, at)


def _unmarked_items(lines: Sequence[_Line], at: int) -> int:
    """Items without bullets, under a lead: what goes on in lower case, or short lines under a colon."""
    colon = lines[at - 1].words[-1] == ":"
    first = int(colon and lines[at].words[-1] not in ".!?")  # the first item alone may begin with a capital
    lower = first + _run(lines, at + first, lambda line: line.words[0].islower(), over_blank=True)
    if lower >= 2 + first:
        # An item among them may begin with a name; a long line in upper case is prose again.
        mixed = _run(lines, at, lambda line: line.words[0].islower() or line.count <= _SHORT_ITEM)
        return max(lower, mixed) if lines[at].after_blank and lower >= 0.6 * mixed else lower
    if not colon:
        return 0
    longest = _SHORT_ITEM if lines[at].after_blank else _LONGEST_HEADING
    short = _run(lines, at, lambda line: line.count <= longest and (lines[at].after_blank or not line.prose))
    return short if short >= 2 else 0


def _run(lines: Sequence[_Line], at: int, fits: Callable[[_Line], bool], over_blank: bool = False) -> int:
    """How many lines fit, up to an empty line; it is stepped over only in mid-enumeration ("…, " or "… och")."""
    count = 0
    while at + count < len(lines) and fits(lines[at + count]):
        last = lines[at + count - 1].words
        if count and lines[at + count].after_blank and not (over_blank and _ENUMERATES.search(last)):
            break
        count += 1
    return count


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
    if following.prose or following.bullet or following.words[-1] == ":":
        return True
    if at + 2 < len(lines) and _items(lines, at + 2) and not lines[at + 2].bullet:
        return True  # the line below leads a list
    # A heading over a heading: the one after them is prose.
    return following.may_be_heading and at + 2 < len(lines) and lines[at + 2].prose
