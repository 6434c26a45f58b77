"""The numbers that Word shows before list items. They are not in the text of a DOCX: they are counted."""

from __future__ import annotations

import re
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

_ROMAN = {
    **{1000: "m", 900: "cm", 500: "d", 400: "cd", 100: "c", 90: "xc"},
    **{50: "l", 40: "xl", 10: "x", 9: "ix", 5: "v", 4: "iv", 1: "i"},
}


class Numbering:
    """Counts the items of a document's lists, in reading order."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.levels: dict[tuple[str, int], tuple[str, str, int]] = {}  # (numId, level) -> format, text, first
        self.counts: dict[str, dict[int, int]] = {}
        for relation in document.part.rels.values():
            if relation.reltype.endswith("/numbering"):
                self._read(parse_xml(relation.target_part.blob))

    def label(self, paragraph: Any, count: bool = True) -> str | None:
        """The printed number or bullet of a paragraph: "1.", "a)", "•". None for one that is no item.

        Args:
            paragraph: a `w:p` element.
            count: whether the list goes on from here; asking alone doesn't move it.
        """
        place = self._place(paragraph)
        if place is None:
            return None
        number, level = place
        kind, text, _ = self.levels.get((number, level), ("bullet", "•", 1))
        if kind == "bullet":
            return "•"
        if not count:
            return text
        counts = self.counts.setdefault(number, {})
        first = self.levels[number, level][2]
        counts[level] = counts.get(level, first - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]

        def value(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            at_kind, _, at_first = self.levels.get((number, at), ("decimal", "", 1))
            return _written(counts.get(at, at_first), at_kind)

        return re.sub(r"%(\d)", value, text)

    def starts(self, paragraph: Any, label: str) -> bool:
        """Whether the paragraph, with this label, is the first item of a numbered list that is no list in a list."""
        place = self._place(paragraph)
        if place is None or place[1] > 0:
            return False
        kind, text, first = self.levels.get(place, ("bullet", "•", 1))
        return kind != "bullet" and label == re.sub(r"%\d", _written(first, kind), text)

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        found = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        style = self.document.styles.element.get_by_id(paragraph.style) if paragraph.style else None
        for _ in range(10):
            if found is not None or style is None:
                break
            found = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            style = style.base_style
        if found is None:
            return None
        number = found.find(qn("w:numId"))
        level = found.find(qn("w:ilvl"))
        value = number.get(qn("w:val")) if number is not None else None
        if value in (None, "0"):  # 0 takes a paragraph out of its style's list
            return None
        return value, int(level.get(qn("w:val"))) if level is not None else 0

    def _read(self, numbering: Any) -> None:
        abstract: dict[str, dict[int, tuple[str, str, int]]] = {}
        for definition in numbering.iterchildren(qn("w:abstractNum")):
            levels = {int(level.get(qn("w:ilvl"))): _level(level) for level in definition.iterchildren(qn("w:lvl"))}
            abstract[definition.get(qn("w:abstractNumId"))] = levels
        for number in numbering.iterchildren(qn("w:num")):
            name = number.get(qn("w:numId"))
            reference = number.find(qn("w:abstractNumId"))
            for level, found in abstract.get(reference.get(qn("w:val")) if reference is not None else "", {}).items():
                self.levels[name, level] = found


def _level(level: Any) -> tuple[str, str, int]:
    def value(tag: str, default: str) -> str:
        found = level.find(qn(tag))
        return str(found.get(qn("w:val"), default)) if found is not None else default

    return value("w:numFmt", "decimal"), value("w:lvlText", "%1."), int(value("w:start", "1"))


def _written(number: int, kind: str) -> str:
    match kind:
        case "lowerLetter" | "upperLetter":
            letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
            return letter if kind == "lowerLetter" else letter.upper()
        case "lowerRoman" | "upperRoman":
            roman, rest = "", number
            for value, sign in _ROMAN.items():
                roman += sign * (rest // value)
                rest %= value
            return roman if kind == "lowerRoman" else roman.upper()
        case _:
            return str(number)
