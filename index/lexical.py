"""BM25 over Swedish words, and how much of a question's content a passage holds.

bm25s computes the matrix of scores, a column a term. Its columns are read here rather than through its own
`retrieve`, because a question's word is looked for under several names at once (its stem, the halves of a
compound, a translation, the nearest word to a misspelt one), of which the best match counts, with a weight.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import bm25s
import numpy as np
import numpy.typing as npt

from index.compounds import CompoundSplitter
from index.swedish import is_content, root, stem, words

Scores = npt.NDArray[np.float32]
Rows = npt.NDArray[np.integer]

K1, B = 1.0, 0.4
"""Passages are short and alike in length: repetition and length say less than in whole documents."""
PART = "+"
"""Marks a term of the second vocabulary: stems also of the halves of compounds."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """One name under which a question's word may be found: its terms, and what each is worth (weighted idf)."""

    terms: tuple[tuple[str, float], ...]

    @property
    def worth(self) -> float:
        return sum(worth for _, worth in self.terms)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word of the question, the names under which it may be found, and what finding it is worth.

    `rarity` is the word's idf in this corpus; a word that no passage holds is as rare as can be.
    """

    word: str
    alternatives: tuple[Alternative, ...]
    rarity: float
    near: tuple[Alternative, ...] = ()  # names of something like it: they add to a score, and cover nothing

    @property
    def known(self) -> bool:
        """Whether the corpus holds the word under any name."""
        return bool(self.alternatives)


@dataclass(frozen=True, slots=True)
class LexicalMatch:
    """A question against every passage."""

    bm25: Scores  # (n,), from 0 up
    share: Scores  # (n,) in [0, 1): BM25 over the bound that no passage can pass for these words
    coverage: Scores  # (n,) in [0, 1]: idf of the question's words that the passage holds, over that of all
    holds: Scores  # (words, n) in [0, 1]: the same for each word by itself


def terms_of(wanted: Sequence[Wanted]) -> dict[str, float]:
    """Every term under which any of the words may be found, and the most that it is worth."""
    terms: dict[str, float] = {}
    for word in wanted:
        for name in (*word.alternatives, *word.near):
            for term, worth in name.terms:
                terms[term] = max(worth, terms.get(term, 0.0))
    return terms


class LexicalIndex:
    """The words of a corpus' passages. Never changes after it is made; safe to share among threads."""

    def __init__(self, texts: Sequence[str]) -> None:
        """
        Args:
            texts: the search text of each passage, in the corpus' order.
        """
        passages = [[word for word in words(text) if is_content(word)] for text in texts]
        self.size = len(passages)
        self.words = Counter(word for passage in passages for word in passage)
        self.compounds = CompoundSplitter(self.words)
        terms = {word: (stem(word), *self._parts(word)) for word in self.words}
        ids: dict[str, int] = {}
        coded = {word: [ids.setdefault(term, len(ids)) for term in names] for word, names in terms.items()}
        self._ids = ids
        self._saturation, self._rows, self._starts = _columns(
            [[term for word in passage for term in coded[word]] for passage in passages], ids
        )

    def _parts(self, word: str) -> list[str]:
        """The word among the parts: a text's "bevakning" meets a question's "omvärldsbevakning"."""
        return [PART + root(part) for part in dict.fromkeys((word, *self.compounds.split(word)))]

    def __contains__(self, term: str) -> bool:
        return term in self._ids

    @property
    def rarest(self) -> float:
        """The idf of a word that no passage holds."""
        return float(_idf(self.size, np.int64(0)))

    def idf(self, term: str) -> float:
        """What meeting the term is worth; `rarest` for a term that no passage holds."""
        if term not in self._ids:
            return self.rarest
        column = self._ids[term]
        return float(_idf(self.size, self._starts[column + 1] - self._starts[column]))

    def match(self, wanted: Sequence[Wanted]) -> LexicalMatch:
        """Scores every passage. A word counts once, under the name that the passage matches best."""
        bm25, held = np.zeros(self.size, np.float32), np.zeros((len(wanted), self.size), np.float32)
        for row, word in enumerate(wanted):
            best, presence = np.zeros(self.size, np.float32), np.zeros(self.size, np.float32)
            for name in word.alternatives:
                score, worth = self._score(name)
                np.maximum(best, score, out=best)
                np.maximum(presence, worth, out=presence)
            for name in word.near:
                np.maximum(best, self._score(name)[0], out=best)
            bm25 += best
            held[row] = np.minimum(presence, word.rarity)
        rarity: Scores = np.array([word.rarity for word in wanted], np.float32)
        bound = float(rarity.sum()) or 1.0
        holds: Scores = (held / np.maximum(rarity, 1e-9)[:, None]).astype(np.float32)
        return LexicalMatch(bm25, np.minimum(bm25 / bound, 1.0), held.sum(axis=0) / bound, holds)

    def _score(self, name: Alternative) -> tuple[Scores, Scores]:
        score, presence = np.zeros(self.size, np.float32), np.zeros(self.size, np.float32)
        for term, worth in name.terms:
            if (column := self._ids.get(term)) is not None:
                span = slice(self._starts[column], self._starts[column + 1])
                score[self._rows[span]] += worth * self._saturation[span]
                presence[self._rows[span]] += worth
        return score, presence


def _columns(passages: list[list[int]], ids: dict[str, int]) -> tuple[Scores, Rows, Rows]:
    """BM25 by columns: each term's scores without their idf, the passages that have them, where columns start."""
    if not ids:
        return np.empty(0, np.float32), np.empty(0, np.int64), np.zeros(1, np.int64)
    index = bm25s.BM25(method="lucene", k1=K1, b=B)
    index.index((passages, ids), create_empty_token=False, show_progress=False)
    data, rows, starts = (index.scores[name] for name in ("data", "indices", "indptr"))
    frequency = np.diff(starts)
    return data / np.repeat(_idf(len(passages), frequency), frequency), rows, starts


def _idf(passages: int, frequency: Rows | np.integer) -> Scores:
    """Lucene's: log(1 + (n - df + 0.5) / (df + 0.5))."""
    idf: Scores = np.log(1 + (passages - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
    return idf
