"""What a reader hands over: text, and pieces of it in reading order, before they are understood as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field

from knowledge.document import BlockKind, Fact, Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text as the format marks it. Same fields as a Block, but for the section."""

    kind: BlockKind
    span: Span
    level: int = 0  # a heading's
    list_id: int = -1
    number: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a reader found. The pieces cover every character of `text` but white space."""

    text: str
    pieces: tuple[Piece, ...]
    facts: tuple[Fact, ...] = ()  # those that the format itself states: running heads, properties
    pages: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass
class Writer:
    """Builds the text of a format that has none of its own (Markdown, DOCX, HTML), piece by piece."""

    parts: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    length: int = 0

    def add(
        self, kind: BlockKind, words: str, level: int = 0, list_id: int = -1, number: str = "", name: str = ""
    ) -> None:
        """Appends a piece; an empty one leaves no trace. Items and rows follow on the next line."""
        words = words.strip()
        if not words:
            return
        if self.parts:
            last = self.pieces[-1]
            close = kind in (BlockKind.ITEM, BlockKind.ROW) and last.kind is kind and last.list_id == list_id
            self._append("\n" if close else "\n\n")
        start = self.length
        self._append(words)
        self.pieces.append(Piece(kind, Span(start, self.length), level, list_id, number, name))

    def _append(self, words: str) -> None:
        self.parts.append(words)
        self.length += len(words)

    def reading(self, facts: tuple[Fact, ...] = (), notes: tuple[str, ...] = ()) -> Reading:
        return Reading("".join(self.parts), tuple(self.pieces), facts, notes=notes)
