"""The words of a corpus that a misspelt one may have been meant to be."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.swedish import fold

_ONE_SLIP, _TWO_SLIPS = 5, 9
"""From how many letters on one slip (a letter wrong, missing, added, or two swapped) is forgiven, and two."""
_MOST = 4


class Spelling:
    """The corpus' words, asked for what is near to an unknown one."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_length: dict[int, list[str]] = {}
        self._unaccented: dict[str, list[str]] = {}
        for word in sorted(words):
            if word.isalpha():
                self._by_length.setdefault(len(word), []).append(word)
                self._unaccented.setdefault(fold(word), []).append(word)

    def unaccented(self, word: str) -> list[str]:
        """Words that differ from `word` in diacritics only: "namnd" was meant to be "nämnd"."""
        return self._unaccented.get(fold(word), [])

    def near(self, word: str) -> list[str]:
        """At most four words that one slip would turn into `word`, or two in words of nine letters, best first."""
        if len(word) < _ONE_SLIP or not word.isalpha():
            return []
        slips = 2 if len(word) >= _TWO_SLIPS else 1
        candidates = [
            near for n in range(len(word) - slips, len(word) + slips + 1) for near in self._by_length.get(n, [])
        ]
        found = process.extract(word, candidates, scorer=OSA.distance, score_cutoff=slips, limit=_MOST)
        return [near for near, _, _ in found if near[0] == word[0] or slips > 1]
