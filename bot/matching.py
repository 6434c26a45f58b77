"""Which registered issue a question is about: stems, parts of compounds, English words, slips of the finger."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from bot.owners import OwnerRegister, issue_words
from bot.phrases import phrase, word_set
from bot.words import Word, fold, nearest, words
from index.dictionary import swedish_for
from index.swedish import is_english, stem
from knowledge.bodies import find_bodies
from knowledge.duty_rules import Modality
from knowledge.responsibility import Responsibility

EMPTY = word_set("owners", "empty")
"""Words that ask for an owner, and say nothing about the issue."""

_FORCE = {
    Modality.ANSVARAR: 1.0,
    Modality.BESLUTAR: 0.97,
    Modality.SKA: 0.92,
    Modality.FORESLAR: 0.85,
    Modality.BOR: 0.8,
}
"""Of two sentences about the same issue, the one that says more plainly who owns it is the better answer."""

Term = frozenset[str]
"""A word of the question: its folded stem, and those of the Swedish words that it may stand for."""


@dataclass(frozen=True, slots=True)
class Match:
    """`covered` is the share of the question's subject that the issue answers to, weighed by rarity."""

    entry: Responsibility
    covered: float
    score: float  # for the order only: covered, how plainly it is said, how much of the issue was asked for


class IssueMatcher:
    """Finds the entries of a register that a question asks about."""

    def __init__(self, register: OwnerRegister) -> None:
        self.entries = [group[0] for group in register.groups if not group[0].of_case]
        self._stems = [_stems(f"{entry.issue} {' '.join(entry.asked_as)}") - _GENERIC for entry in self.entries]
        self._owners = [_stems(entry.owner) for entry in self.entries]
        self._vocabulary = {
            fold(word)
            for entry in self.entries
            for word in issue_words(f"{entry.issue} {entry.owner} {' '.join(entry.asked_as)}")
        }
        corpus = register.corpus
        texts = (passage.span.of(corpus.documents[passage.document].text) for passage in corpus.passages)
        self._frequency = Counter(term for text in texts for term in _stems(text))
        self._size = max(1, len(corpus.passages))

    def matches(self, question: str) -> list[Match]:
        """All entries that share a word with the question's subject, best first."""
        terms = self.terms(question)
        weights = [self._rarity(term) for term in terms]
        total = sum(weights)
        found: list[Match] = []
        for entry, issue, owner in zip(self.entries, self._stems, self._owners, strict=True):
            hits = [max(_meeting(term, issue), 0.8 * _meeting(term, owner)) for term in terms]
            covered = sum(w * hit for w, hit in zip(weights, hits, strict=True)) / total if total else 0.0
            if covered and any(_meeting(term, issue) for term in terms):
                asked = sum(any(_meeting(term, frozenset({one})) for term in terms) for one in issue) / len(issue)
                found.append(Match(entry, covered, covered * _FORCE[entry.modality] * (0.9 + 0.1 * asked)))
        return sorted(found, key=lambda match: match.score, reverse=True)

    def of_owner(self, question: str) -> list[Responsibility]:
        """The entries of the body that the question names, when it asks for nothing but that body's issues."""
        named = {body.name.casefold() for body in find_bodies(question)}
        masked = question
        for body in reversed(find_bodies(question)):
            masked = f"{masked[: body.start]} {masked[body.end :]}"
        if not named or self.terms(masked):
            return []
        return [entry for entry in self.entries if entry.owner.casefold() in named]

    def terms(self, question: str) -> list[Term]:
        """The words of the question's subject; [] when it asks about no issue in particular."""
        english = is_english(question)
        content = {fold(word) for word in issue_words(question)}
        found: dict[Term, None] = {}
        for word in _subject_words(question):
            for part in word.text.lower().replace("'s", "").replace("’s", "").split("-"):
                folded = fold(part)
                if folded not in content or folded in EMPTY:
                    continue
                meant = folded if folded in self._vocabulary else nearest(folded, EMPTY | self._vocabulary) or folded
                if meant in EMPTY:
                    continue
                alternatives = {_stem(meant), _stem(part)}
                if english:
                    alternatives |= {_stem(swedish) for swedish in swedish_for(part)}
                found[frozenset(alternatives)] = None
        return list(found)

    def _rarity(self, term: Term) -> float:
        frequency = max(self._frequency[one] for one in term)
        return math.log(1 + self._size / (1 + frequency))


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return fold(stem(word))


def _stems(text: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in issue_words(text))


_GENERIC = frozenset(_stem(word) for word in EMPTY)


def _meeting(term: Term, stems: frozenset[str]) -> float:
    """How well the best of the term's readings meets any of the stems: 1 for the same word."""
    if term & stems:
        return 1.0
    return max((_overlap(one, other) for one in term for other in stems), default=0.0)


@lru_cache(maxsize=100_000)
def _overlap(asked: str, said: str) -> float:
    """1 for one word in two forms, less for a compound and its part, 0 otherwise."""
    short, long = sorted((asked, said), key=len)
    if len(short) < 4:
        return 0.0
    if long.startswith(short):
        return 0.95 if len(long) - len(short) <= 3 else 0.7
    if not long.endswith(short) or len(long) - len(short) < 3:
        return 0.0
    # "bevakning" may well mean the "omvärldsbevakning", but "klimatarbete" is not just any "arbete".
    return 0.7 if long == said else 0.2


def _subject_words(question: str) -> list[Word]:
    """The question's words without those that ask: "vilken nämnd" asks, and is not what is asked about."""
    asked = words(question)
    said = " ".join(word.folded for word in asked)
    if not (who := phrase("owners", "who").search(said)):
        return asked
    first = said[: who.start()].count(" ")
    return asked[:first] + asked[first + who.group().count(" ") + 1 :]
