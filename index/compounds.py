"""Swedish compounds, split where the corpus itself shows both halves to be words."""

from __future__ import annotations

import math
from collections.abc import Mapping

from index.swedish import stem

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

    def __init__(self, words: Mapping[str, int], stems: Mapping[str, int]) -> None:
        """
        Args:
            words: how often each word of the corpus occurs.
            stems: the same for their stems.
        """
        self._words = words
        self._stems = stems
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
            tail = word[cut:]
            if tail in _ENDINGS:
                continue
            tails = max(self._words.get(tail, 0), self._stems.get(stem(tail), 0))
            if not tails:
                continue
            for head in _bare_heads(word[:cut]):
                if heads := self._words.get(head, 0):
                    best = max(best, (math.log1p(heads) + math.log1p(tails), (head, tail)))
        return best[1]


def _bare_heads(head: str) -> list[str]:
    """What a compound's first half is called on its own: without the binding s, or with the vowel it lost."""
    forms = [head, head + "a", head + "e"]
    if head.endswith("s") and len(head) > _SHORTEST_TAIL:
        forms.append(head[:-1])
    return [form for form in forms if len(form) >= _SHORTEST_HEAD]
