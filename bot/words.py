"""Words of a question, as people type them: with and without å, ä and ö, and with slips of the finger."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from rapidfuzz.distance import OSA

_WORD = re.compile(r"[^\W_]+(?:[-'’:./][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question, where it stands, and its form for comparing."""

    text: str
    start: int
    end: int
    folded: str


def words(text: str) -> list[Word]:
    """The words in reading order; "EU-frågor", "bl.a" and "006-1137/2007" are one word each."""
    return [Word(m.group(), m.start(), m.end(), fold(m.group())) for m in _WORD.finditer(text)]


class _Plain(dict[int, int]):
    """Letter -> the same without its diacritic, worked out when it is first met."""

    def __missing__(self, code: int) -> int:
        plain = [c for c in unicodedata.normalize("NFD", chr(code)) if not unicodedata.combining(c)]
        self[code] = ord(plain[0]) if len(plain) == 1 else code
        return self[code]


_PLAIN = _Plain()


def fold(text: str) -> str:
    """Lower case without diacritics: "Påverkan" and "paverkan" are one word to somebody in a hurry."""
    return without_diacritics(text.casefold().replace("’", "'"))


def without_diacritics(text: str) -> str:
    """The text with å, ä, ö, é and the like as plain letters, as long as it was."""
    return text if text.isascii() else text.translate(_PLAIN)


def flat(text: str) -> str:
    """The folded words of a text, joined by single spaces: what phrases are looked for in."""
    return " ".join(word.folded for word in words(text))


def nearest(word: str, known: Collection[str]) -> str | None:
    """The known word that a misspelt one was meant to be, or None.

    Both are folded. One slip (a letter wrong, missing, added, or two swapped) is forgiven in words of
    five letters or more, two in words of nine or more; the first letter must be right in short ones.
    """
    if word in known:
        return word
    if len(word) < 5:
        return None
    slips = 2 if len(word) >= 9 else 1
    best: tuple[int, str] | None = None
    for candidate in known:
        if abs(len(candidate) - len(word)) > slips or len(candidate) < 4:
            continue
        if len(word) < 9 and candidate[0] != word[0]:
            continue
        distance = OSA.distance(word, candidate, score_cutoff=slips)
        if distance <= slips and (best is None or (distance, candidate) < best):
            best = (distance, candidate)
    return best[1] if best else None
