"""Markdown -> text without markup, with headings, lists and tables told apart.

Real files are converted from PDF and Word, so emphasis is often unbalanced ("1. Profiler** - …"), and a
heading is sometimes only a bold line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.document import BlockKind
from knowledge.readers.bold import is_bold_heading
from knowledge.readers.decoding import decode
from knowledge.readers.pieces import Reading, Writer

_STRAY = re.compile(r"\*\*+|__+")


@cache
def _parser() -> MarkdownIt:
    # Indented code is switched off: in converted documents an indent is layout, and its text is prose.
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).disable("code")


def read(content: bytes) -> Reading:
    """Raises UnreadableDocument when the content is not UTF-8."""
    walk = _Walk(_parser().parse(decode(content)))
    walk.run()
    return walk.writer.reading()


class _Walk:
    """One pass over the tokens."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.writer = Writer()
        self.lists = 0  # lists begun so far; the number of the last one
        self.depth = 0
        self.number = ""
        self.item: list[str] | None = None
        self.name = ""
        self.level = 0
        self.row: list[str] | None = None

    def run(self) -> None:
        for at, token in enumerate(self.tokens):
            match token.type:
                case "bullet_list_open" | "ordered_list_open":
                    self._end_item()
                    if self.depth == 0 and not self._continues(at):
                        self.lists += 1
                    self.depth += 1
                case "bullet_list_close" | "ordered_list_close":
                    self._end_item()
                    self.depth -= 1
                case "list_item_open":
                    self._end_item()
                    self.item, self.name = [], ""
                    self.number = f"{token.info}" if token.info else token.markup
                case "list_item_close":
                    self._end_item()
                case "tr_open":
                    self.row = []
                case "tr_close":
                    self.writer.add(BlockKind.ROW, "\t".join(self.row or []), list_id=self.lists)
                    self.row = None
                case "table_open":
                    self.lists += 1
                case "inline":
                    self._inline(self.tokens[at - 1], token)
                case "fence" | "html_block":
                    words = token.content if token.type == "fence" else _without_tags(token.content)
                    self._text(words)
                case _:
                    pass
        self._end_item()

    def _inline(self, opening: Token, token: Token) -> None:
        words, bold = _plain(token)
        if opening.type == "heading_open":
            self._end_item()
            self.level = int(opening.tag[1:])
            self.writer.add(BlockKind.HEADING, words, level=self.level)
        elif self.row is not None:
            self.row.append(" ".join(words.split()))
        elif self.item is not None:
            if not self.item:
                self.name = bold
            self.item.append(words)
        elif bold == words.strip() and is_bold_heading(words):
            self.writer.add(BlockKind.HEADING, words, level=self.level + 1 if self.level else 2)
        else:
            self._text(words)

    def _text(self, words: str) -> None:
        if self.item is not None:
            self.item.append(words)
        else:
            for part in re.split(r"\n\s*\n", words):
                self.writer.add(BlockKind.PARAGRAPH, part)

    def _end_item(self) -> None:
        if self.item:
            printed = f"{self.number}. " if self.number.isdigit() else ""
            words = printed + "\n".join(part.strip() for part in self.item if part.strip())
            self.writer.add(
                BlockKind.ITEM, words, list_id=self.lists, number=self.number, name=self.name.strip(" :.–-")
            )
        self.item = None

    def _continues(self, at: int) -> bool:
        """Whether this list goes on where the last one stopped: a bullet's "1." and then "2." are one list."""
        last = self.writer.pieces[-1] if self.writer.pieces else None
        if last is None or last.kind is not BlockKind.ITEM or not last.number.isdigit():
            return False
        first = self.tokens[at + 1].info
        return first.isdigit() and int(first) == int(last.number) + 1


def _plain(token: Token) -> tuple[str, str]:
    """The words of an inline token, and those of them that stand in bold at its very beginning."""
    words = ""
    bold = ""
    strong = 0
    for child in token.children or []:
        match child.type:
            case "strong_open":
                strong += 1
                continue
            case "strong_close":
                strong -= 1
                continue
            case "text":
                part, stray = _STRAY.subn("", child.content)
                if stray and not words.strip() and not bold:
                    bold = _before_stray(child.content)
            case "softbreak" | "hardbreak":
                part = "\n"
            case "html_inline":
                part = "\n" if child.content.lower().startswith("<br") else ""
            case "image":
                part = child.content
            case _:
                part = child.content
        if strong and bold == words:
            bold += part
        words += part
    return words, bold


def _before_stray(words: str) -> str:
    """The name in "Profiler** - I takt med …", whose opening stars the conversion lost."""
    before, _, after = words.partition("**")
    return before if before.strip() and re.match(r"\s*[-–:.]", after) else ""


def _without_tags(html: str) -> str:
    return "\n".join(_texts(html))


def _texts(html: str) -> Iterator[str]:
    """What stands between the tags and comments; one that is never closed is text. Each character is seen once."""
    at = 0
    while (opening := html.find("<", at)) >= 0:
        comment = html.startswith("<!--", opening)
        closing = html.find("-->" if comment else ">", opening)
        if closing < 0:
            break
        if between := html[at:opening].strip():
            yield between
        at = closing + (3 if comment else 1)
    if rest := html[at:].strip():
        yield rest
