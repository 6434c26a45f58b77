"""Swedish compounds, split where the corpus itself shows both halves to be words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

from index.swedish import is_content, root

SHORTEST_COMPOUND = 8
_SHORTEST_HEAD = 3
_SHORTEST_TAIL = 4
_ENDINGS = frozenset(
    {
        "ande",
        "anden",
        "aren",
        "arna",
        "else",
        "elser",
        "ende",
        "erna",
        "heten",
        "heter",
        "ning",
        "ningar",
        "ningen",
        "ningens",
        "orna",
        "skap",
        "skapet",
    }
)
"""Tails that make one word out of another; a corpus may hold them on their own by accident of a page break."""


class CompoundSplitter:
    """Splits a compound in two, on the evidence of the words that a corpus uses on their own.

    "omvärldsbevakning" is "omvärld" and "bevakning" where the corpus holds both. Words that the corpus
    has never seen are split just as well, so a question's compound meets a text that spells it out.
    """

    def __init__(self, words: Mapping[str, int]) -> None:
        """
        Args:
            words: how often each word of the corpus occurs.
        """
        self._roots: Counter[str] = Counter()
        for word, count in words.items():
            self._roots[root(word)] += count
        self._beginnings = {known[:_SHORTEST_HEAD] for known in self._roots}
        self._known: dict[str, tuple[str, ...]] = {}

    def split(self, word: str) -> tuple[str, ...]:
        """Head and tail as words, or () when the word is no compound as far as the corpus can tell."""
        if len(word) < SHORTEST_COMPOUND:
            return ()
        if word not in self._known:
            self._known[word] = self._best(word)
        return self._known[word]

    def _best(self, word: str) -> tuple[str, ...]:
        """The split whose halves are the most frequent words, by the product of their (damped) counts."""
        best: tuple[float, tuple[str, ...]] = (0.0, ())
        for cut in range(_SHORTEST_HEAD, len(word) - _SHORTEST_TAIL + 1):
            if not (tails := self._count(word[cut:])):
                continue
            for head in _bare_heads(word[:cut]):
                if heads := self._count(head):
                    best = max(best, (math.log1p(heads) + math.log1p(tails), (head, word[cut:])))
        return best[1]

    def _count(self, half: str) -> int:
        """How often the corpus uses the half, in any form, as a word that names something."""
        # Stemming is slow, and most cuts are wrong: a look at the first letters settles those.
        if half[:_SHORTEST_HEAD] not in self._beginnings or half in _ENDINGS or not is_content(half):
            return 0
        return self._roots[root(half)]


def _bare_heads(head: str) -> list[str]:
    """What a compound's first half is called on its own: also without the binding s."""
    return [head, head[:-1]] if head.endswith("s") and len(head) > _SHORTEST_HEAD else [head]
