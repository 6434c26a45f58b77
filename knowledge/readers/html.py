"""HTML -> the text of the page's main content: no menus, banners, forms, cookie notices or footers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import lxml.html

from knowledge.document import BlockKind, Fact
from knowledge.errors import UnreadableDocument
from knowledge.readers.bold import is_bold_heading
from knowledge.readers.pieces import Reading, Writer

_NEVER = {
    *("script", "style", "noscript", "template", "nav", "aside", "form", "button", "select", "iframe", "svg"),
    *("object", "video", "audio", "canvas", "dialog", "input", "textarea", "head"),
}
_NEVER_ROLES = {"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog", "menu"}
_NEVER_NAMES = re.compile(
    r"(?:^|[-_\s])(?:cookie|cookies|breadcrumbs?|menu|meny|navbar|nav|sidebar|share|social|footer|sidfot|banner|"
    r"skip|skiplink|pagination|visually-hidden|sr-only)(?:$|[-_\s])",
    re.IGNORECASE,
)
_BLOCKS = {
    *("address", "article", "blockquote", "body", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption"),
    *("figure", "footer", "header", "hr", "li", "main", "ol", "p", "pre", "section", "summary", "table", "ul"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "html"),
}
_NOTE_MARK = re.compile(r"#(?:sdfootnote|_ftn)(?:ref)?\d+(?:sym|anc)?")
_NOTE = re.compile(r"(?:sdfootnote|ftn)(\d+)")
"""How a word processor's page (LibreOffice, Word) links a footnote's number, and names the footnote."""
_ADDRESS_CELLS = 12  # a table above the first heading with no more is an address block, not a table
_DEEPEST = 200  # a page nested deeper was not made for reading


def read(content: bytes) -> Reading:
    """Raises UnreadableDocument for what cannot be parsed as HTML."""
    try:
        root = lxml.html.document_fromstring(content, parser=lxml.html.HTMLParser(encoding=_encoding(content)))
    except Exception:  # lxml raises several kinds for input without any element
        raise UnreadableDocument("is not an HTML page.", "Save the page anew, or as text.") from None
    walk = _Walk()
    main = _main(root)
    title = next(root.iter("h1"), None)
    if title is not None and main is not title and not any(True for _ in main.iter("h1")):
        walk.block(title)
    walk.block(main)
    walk.flush()
    return walk.writer.reading(facts=tuple(Fact("running_head", words) for words in walk.heads))


def _encoding(content: bytes) -> str:
    """UTF-8 where the bytes are, else what the page says, else what Swedish pages of old used."""
    try:
        content.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        named = re.search(rb"charset\s*=\s*[\"']?\s*([\w-]+)", content[:2048], re.IGNORECASE)
    name = named[1].decode().lower() if named else ""
    return name if name in ("iso-8859-1", "iso-8859-15", "utf-16") else "windows-1252"


def _main(root: Any) -> Any:
    """The element that holds the page's own words."""
    for path in ("//main", "//*[@role='main']", "//article"):
        found = [element for element in root.xpath(path) if not _is_left_out(element)]
        if len(found) == 1:
            return found[0]
    body = root.find("body")
    return body if body is not None else root


def _is_left_out(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag in _NEVER:
        return True
    if element.get("role", "").lower() in _NEVER_ROLES or element.get("aria-hidden") == "true":
        return True
    if element.get("hidden") is not None or re.search(r"display\s*:\s*none", element.get("style", "")):
        return True
    if element.tag in ("header", "footer"):  # the page's own; an article's header holds its title
        return not any(parent.tag in ("main", "article") for parent in element.iterancestors())
    if element.tag in ("html", "body", "main", "article", "p", "h1", "h2", "h3", "h4", "h5", "h6", "td", "li"):
        return False
    return bool(_NEVER_NAMES.search(f"{element.get('class', '')} {element.get('id', '')}"))


class _Walk:
    """One pass over the elements; loose text gathers into paragraphs."""

    def __init__(self) -> None:
        self.writer = Writer()
        self.loose: list[str] = []
        self.heads: dict[str, None] = {}
        self.lists = 0
        self.level = 0

    def block(self, element: Any, depth: int = 0) -> None:
        tag = element.tag
        if depth > _DEEPEST:
            return
        if tag == "div" and element.get("title") in ("header", "footer"):  # as LibreOffice saves them
            self.heads |= dict.fromkeys(line for line in map(_line, _inline(element).split("\0")) if line)
        elif tag == "div" and (note := _NOTE.fullmatch(element.get("id", ""))):
            self.flush()
            self.writer.add(BlockKind.FOOTNOTE, f"{note[1]} {_line(_inline(element))}", number=note[1])
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.flush()
            self.level = int(tag[1])
            self.writer.add(BlockKind.HEADING, _line(_inline(element)), level=self.level)
        elif tag in ("ul", "ol"):
            self.flush()
            self._list(element, depth)
        elif tag == "table":
            self.flush()
            self._table(element)
        elif tag == "pre":
            self.flush()
            self.writer.add(BlockKind.PARAGRAPH, element.text_content())
        elif any(child.tag in _BLOCKS for child in element if not _is_left_out(child)):
            self._mixed(element, depth)
        else:
            self.flush()
            words = _inline(element)
            if is_bold_heading(words) and _all_bold(element):
                self.writer.add(BlockKind.HEADING, _line(words), level=self.level + 1 if self.level else 2)
            else:
                self.loose.append(words)
            self.flush()

    def _mixed(self, element: Any, depth: int) -> None:
        self.loose.append(element.text or "")
        for child in element:
            if not _is_left_out(child):
                if child.tag in _BLOCKS:
                    self.flush()
                    self.block(child, depth + 1)
                else:
                    self.loose.append("\0" if child.tag == "br" else _inline(child))
            self.loose.append(child.tail or "")
        self.flush()

    def flush(self) -> None:
        """Ends the paragraph that loose text has gathered into."""
        self.writer.add(BlockKind.PARAGRAPH, _lines("".join(self.loose)))
        self.loose = []

    def _list(self, element: Any, depth: int, nested: bool = False) -> None:
        if not nested:
            self.lists += 1
        first = element.get("start", "1")
        number = int(first) if first.isdigit() else 1
        for item in element:
            if item.tag != "li" or _is_left_out(item):
                continue
            words = _lines(_inline(item, without=("ul", "ol")))
            if words:
                printed = f"{number}. " if element.tag == "ol" else ""
                name = _leading_bold(item)
                self.writer.add(
                    BlockKind.ITEM,
                    printed + words,
                    list_id=self.lists,
                    number=str(number) if printed else "•",
                    name=name,
                )
                number += 1
            for inner in item.iter("ul", "ol"):
                if _nearest_list(inner) is element and depth < _DEEPEST:
                    self._list(inner, depth + 1, nested=True)

    def _table(self, element: Any) -> None:
        self.lists += 1
        rows = [
            [_inline(cell) for cell in row if cell.tag in ("td", "th") and not _is_left_out(cell)]
            for row in element.iter("tr")
        ]
        on_top = not any(piece.kind is BlockKind.HEADING for piece in self.writer.pieces)
        if on_top and sum(map(len, rows)) <= _ADDRESS_CELLS and not any(True for _ in element.iter("th")):
            for cell in (cell for row in rows for cell in row):
                self.writer.add(BlockKind.PARAGRAPH, _lines(cell))
            return
        for row in rows:
            cells = [_line(cell) for cell in row]
            if any(cells):
                self.writer.add(BlockKind.ROW, "\t".join(cells), list_id=self.lists)


def _nearest_list(element: Any) -> Any:
    return next((parent for parent in element.iterancestors() if parent.tag in ("ul", "ol")), None)


def _inline(element: Any, without: tuple[str, ...] = ()) -> str:
    return "".join(_words(element, without, 0))


def _words(element: Any, without: tuple[str, ...], depth: int) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == "br":
            yield "\0"
        elif child.tag == "a" and _NOTE_MARK.fullmatch(child.get("href", "")):
            pass  # a footnote's number is no part of the sentence
        elif not _is_left_out(child) and child.tag not in without and depth < _DEEPEST:
            apart = "\0" if child.tag in _BLOCKS else ""
            yield apart
            yield from _words(child, without, depth + 1)
            yield apart
        yield child.tail or ""


def _lines(words: str) -> str:
    """White space as a browser shows it; a NUL stands for a line break."""
    lines = (" ".join(line.split()) for line in words.replace("\n", " ").split("\0"))
    return "\n".join(line for line in lines if line)


def _line(words: str) -> str:
    return " ".join(words.replace("\0", " ").split())


def _all_bold(element: Any) -> bool:
    bold = [child for child in element if child.tag in ("b", "strong")]
    return bool(bold) and _line(_inline(element)) == _line(" ".join(_inline(child) for child in bold))


def _leading_bold(item: Any) -> str:
    first = next(iter(item), None)
    if first is not None and first.tag == "p":
        item, first = first, next(iter(first), None)
    if first is None or first.tag not in ("b", "strong") or (item.text or "").strip():
        return ""
    return _line(_inline(first)).strip(" :.–-")
