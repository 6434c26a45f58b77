"""The words of a question's subject, and how well they meet the words of a text."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from bot.words import Word, fold, nearest
from index.dictionary import swedish_for
from index.swedish import is_english, stem, stop_words, words
from index.types import Corpus

Term = frozenset[str]
"""A word of the question: its folded stem, and those of the Swedish words that it may stand for."""


def naming_words(text: str) -> list[str]:
    """The words that name something, in lower case."""
    return [word for word in words(text) if word not in stop_words() and (len(word) > 1 or word.isdigit())]


def stems(text: str) -> frozenset[str]:
    """The folded stems of the words that name something."""
    return frozenset(folded_stem(word) for word in naming_words(text))


@lru_cache(maxsize=50_000)
def folded_stem(word: str) -> str:
    return fold(stem(word))


def terms_of(question: str, asked: Iterable[Word], idle: frozenset[str], vocabulary: Collection[str]) -> list[Term]:
    """The terms among the asked words: those that name something, and are not `idle`.

    Args:
        question: decides the language: an English word also stands for its Swedish ones.
        asked: the words of the question to look at.
        idle: folded words that say nothing about the subject.
        vocabulary: folded words that a misspelt one may be meant to be.
    """
    english = is_english(question)
    naming = {fold(word) for word in naming_words(question)}
    found: dict[Term, None] = {}
    for word in asked:
        for part in word.text.lower().replace("'s", "").replace("’s", "").split("-"):
            folded = fold(part)
            if folded not in naming or folded in idle:
                continue
            meant = folded if folded in vocabulary else nearest(folded, idle | set(vocabulary)) or folded
            if meant in idle:
                continue
            readings = {folded_stem(meant), folded_stem(part)}
            if english:
                readings |= {folded_stem(swedish) for swedish in swedish_for(part)}
            found[frozenset(readings)] = None
    return list(found)


def meeting(term: Term, said: frozenset[str]) -> float:
    """How well the best of the term's readings meets any of the stems: 1 for the same word."""
    if term & said:
        return 1.0
    return max((_overlap(one, other) for one in term for other in said), default=0.0)


@lru_cache(maxsize=100_000)
def _overlap(asked: str, said: str) -> float:
    """1 for one word in two forms, less for a compound and its part, 0 otherwise."""
    short, long = sorted((asked, said), key=len)
    if len(short) < 4:
        return 0.0
    if long.startswith(short):
        if long[len(short) :] in ("sk", "isk"):
            return 0.5  # a "strategiskt" engagemang is not the "strategi"
        return 0.95 if len(long) - len(short) <= 3 else 0.7
    if not long.endswith(short) or len(long) - len(short) < 3:
        return 0.0
    # "bevakning" may well mean the "omvärldsbevakning", but "klimatarbete" is not just any "arbete".
    return 0.7 if long == said else 0.2


class Rarity:
    """How much a term tells in a corpus: log(1 + passages / (1 + passages that hold it))."""

    def __init__(self, corpus: Corpus) -> None:
        texts = (passage.span.of(corpus.documents[passage.document].text) for passage in corpus.passages)
        self._frequency = Counter(one for text in texts for one in stems(text))
        self._passages = max(1, len(corpus.passages))

    def __call__(self, term: Term) -> float:
        return math.log(1 + self._passages / (1 + max(self._frequency[one] for one in term)))

    def covered(self, terms: Sequence[Term], hits: Sequence[float]) -> float:
        """The share of the terms that is met, weighed by rarity; 0 without terms."""
        weights = [self(term) for term in terms]
        return sum(w * hit for w, hit in zip(weights, hits, strict=True)) / sum(weights) if terms else 0.0
