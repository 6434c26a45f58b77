"""DOCX -> text: headings by style, lists with the numbers that Word shows, tables as rows, changes resolved.

Tracked changes are read as if accepted: what was inserted stands, what was deleted or moved away is gone.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from docx import Document as open_document
from docx.oxml.ns import qn

from knowledge.document import BlockKind, Fact
from knowledge.errors import UnreadableDocument
from knowledge.readers.bold import is_bold_heading
from knowledge.readers.numbering import Numbering
from knowledge.readers.pieces import Reading, Writer

LARGEST_UNPACKED = 200 * 2**20
"""Bytes that a DOCX may unpack to. A strategy with pictures is far below; a zip bomb far above."""
MOST_PARTS = 10_000

_GONE = {qn(name) for name in ("w:del", "w:moveFrom", "w:instrText", "w:delText", "w:pPr", "w:rPr")}
_MARKS = {
    qn("w:tab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
    qn("w:softHyphen"): "\u00ad",
}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADING = re.compile(r"(?:heading|rubrik)\s*(\d)", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|dokumenttitel|titel|rubrik)", re.IGNORECASE)


def read(content: bytes) -> Reading:
    """Raises UnreadableDocument for what is no DOCX, is encrypted, or unpacks to more than it should."""
    _check_size(content)
    try:
        document = open_document(io.BytesIO(content))
        walk = _Walk(document)
        walk.body(document.element.body)
        walk.footnotes()
        return walk.writer.reading(facts=tuple(_running_heads(document)))
    except UnreadableDocument:
        raise
    except Exception:  # python-docx lets whatever the damage causes through: KeyError, XMLSyntaxError, …
        raise UnreadableDocument("is a damaged DOCX file.", "Open it in Word and save it again.") from None


def _check_size(content: bytes) -> None:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableDocument("is an encrypted or an old Word file.", "Save it as DOCX without a password.")
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except Exception:  # zipfile raises a good many kinds for a damaged file
        raise UnreadableDocument("is not a DOCX file.", "Open it in Word and save it again.") from None
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED or len(parts) > MOST_PARTS:
        limit = LARGEST_UNPACKED // 2**20
        raise UnreadableDocument(f"unpacks to more than {limit} MB.", "Make it smaller, or save its text as Markdown.")


class _Walk:
    """One pass over the body, paragraph by paragraph and table by table."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.numbering = Numbering(document)
        self.writer = Writer()
        self.lists = 0
        self.level = 0
        self.carried = ""  # words of a paragraph whose end mark was deleted: they go on in the next one
        self.notes: list[str] = []

    def body(self, parent: Any) -> None:
        for element in parent:
            if element.tag == qn("w:p"):
                self._paragraph(element)
            elif element.tag == qn("w:tbl"):
                self._table(element)
            elif element.tag == qn("w:sdt"):
                for content in element.iterchildren(qn("w:sdtContent")):
                    self.body(content)
            elif element.tag in (qn("w:ins"), qn("w:moveTo"), qn("w:customXml"), qn("w:smartTag")):
                self.body(element)

    def _paragraph(self, element: Any) -> None:
        for box in _text_boxes(element):
            self.body(box)
        words = self.carried + "".join(self._words(element))
        properties = element.find(qn("w:pPr"))
        mark = properties.find(qn("w:rPr")) if properties is not None else None
        if mark is not None and (mark.find(qn("w:del")) is not None or mark.find(qn("w:moveFrom")) is not None):
            self.carried = words
            return
        self.carried = ""
        if not words.strip():
            return
        if level := self._heading_level(element, words):
            self.level = level
            self.writer.add(BlockKind.HEADING, words, level=level)
        elif (number := self.numbering.label(element)) is not None:
            last = self.writer.pieces[-1] if self.writer.pieces else None
            if last is None or last.kind is not BlockKind.ITEM or self.numbering.starts(element, number):
                self.lists += 1
            bullet = not any(character.isalnum() for character in number)
            printed = words if bullet else f"{number} {words.lstrip()}"
            self.writer.add(
                BlockKind.ITEM, printed, list_id=self.lists, number=number.strip(".()"), name=_leading_bold(element)
            )
        else:
            self.writer.add(BlockKind.PARAGRAPH, words)

    def _heading_level(self, element: Any, words: str) -> int:
        style = self.document.styles.element.get_by_id(element.style) if element.style else None
        for _ in range(10):  # a chain of styles, each based on the next
            if style is None:
                break
            name = style.name_val or ""
            if match := _HEADING.search(name):
                return int(match[1])
            if _TITLE.fullmatch(name):
                return 1
            style = style.base_style
        outline = element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        if outline is not None and (outline.get(qn("w:val")) or "").isdigit() and int(outline.get(qn("w:val"))) < 9:
            return int(outline.get(qn("w:val"))) + 1
        if is_bold_heading(words) and _all_bold(element) and self.numbering.label(element, count=False) is None:
            return self.level + 1 if self.level and self.level < 2 else 2
        return 0

    def _words(self, element: Any) -> Iterator[str]:
        for child in element:
            if child.tag in _GONE or child.tag == _FALLBACK or child.tag == qn("w:txbxContent"):
                continue
            if child.tag == qn("w:t"):
                yield child.text or ""
            elif child.tag in _MARKS:
                yield _MARKS[child.tag]
            elif child.tag == qn("w:footnoteReference"):
                self.notes.append(child.get(qn("w:id")) or "")
            else:
                yield from self._words(child)

    def _table(self, table: Any) -> None:
        self.lists += 1
        rows = [list(self._cells(row)) for row in table.iterchildren(qn("w:tr")) if not _is_deleted_row(row)]
        on_top = not any(piece.kind is BlockKind.HEADING for piece in self.writer.pieces)
        if on_top and sum(map(len, rows)) <= 12:  # the template's address block is a table without lines
            for cell in (cell for row in rows for cell in row):
                self.writer.add(BlockKind.PARAGRAPH, cell)
            return
        for row in rows:
            cells = [" ".join(cell.split()) for cell in row]
            if any(cells):
                self.writer.add(BlockKind.ROW, "\t".join(cells), list_id=self.lists)

    def _cells(self, row: Any) -> Iterator[str]:
        for cell in row.iter(qn("w:tc")):
            if cell.getparent() is row or cell.getparent().getparent().getparent() is row:
                yield "\n".join("".join(self._words(paragraph)) for paragraph in cell.iter(qn("w:p")))

    def footnotes(self) -> None:
        """The notes that the text refers to, after it, in their order."""
        texts = {}
        for relation in self.document.part.rels.values():
            if relation.reltype.endswith("/footnotes"):
                from docx.oxml import parse_xml

                for note in parse_xml(relation.target_part.blob).iterchildren(qn("w:footnote")):
                    texts[note.get(qn("w:id"))] = "".join(self._words(note))
        for number, name in enumerate(self.notes, start=1):
            if texts.get(name, "").strip():
                self.writer.add(BlockKind.FOOTNOTE, f"{number} {texts[name].strip()}", number=str(number))


def _text_boxes(paragraph: Any) -> Iterator[Any]:
    for box in paragraph.iter(qn("w:txbxContent")):
        if not any(ancestor.tag == _FALLBACK for ancestor in box.iterancestors()):
            yield box


def _is_deleted_row(row: Any) -> bool:
    return row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None


def _runs(paragraph: Any) -> Iterator[Any]:
    for run in paragraph.iter(qn("w:r")):
        if any(text.text and text.text.strip() for text in run.iterchildren(qn("w:t"))):
            yield run


def _is_bold(run: Any) -> bool:
    bold = run.find(f"{qn('w:rPr')}/{qn('w:b')}")
    return bold is not None and bold.get(qn("w:val")) not in ("0", "false", "off")


def _all_bold(paragraph: Any) -> bool:
    runs = list(_runs(paragraph))
    return bool(runs) and all(map(_is_bold, runs))


def _leading_bold(paragraph: Any) -> str:
    name = ""
    for run in _runs(paragraph):
        if not _is_bold(run):
            return name.strip(" :.–-")
        name += "".join(text.text or "" for text in run.iterchildren(qn("w:t")))
    return ""


def _running_heads(document: Any) -> Iterator[Fact]:
    seen: set[str] = set()
    for section in document.sections:
        for part in (section.header, section.first_page_header, section.footer, section.first_page_footer):
            for paragraph in [
                *part.paragraphs,
                *(p for t in part.tables for r in t.rows for c in r.cells for p in c.paragraphs),
            ]:
                words = " ".join(paragraph.text.split())
                if words and words not in seen:
                    seen.add(words)
                    yield Fact("running_head", words)
