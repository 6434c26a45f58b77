"""Which registered issue a question is about: stems, parts of compounds, English words, slips of the finger."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.owners import OwnerRegister
from bot.phrases import phrase, word_set
from bot.terms import Rarity, Term, folded_stem, meeting, naming_words, stems, terms_of
from bot.words import Word, fold, words
from knowledge.bodies import find_bodies
from knowledge.duty_rules import Modality
from knowledge.responsibility import Responsibility

EMPTY = word_set("owners", "empty")
"""Words that ask for an owner, and say nothing about the issue."""
_GENERIC = frozenset(folded_stem(word) for word in EMPTY)

_FORCE = {
    Modality.ANSVARAR: 1.0,
    Modality.BESLUTAR: 0.97,
    Modality.SKA: 0.92,
    Modality.FORESLAR: 0.85,
    Modality.BOR: 0.8,
}
"""Of two sentences about the same issue, the one that says more plainly who owns it is the better answer."""


_BESIDES = re.compile(
    r"\b(?:med (?:\w+ade )?(?:utgångspunkt|stöd|hjälp|resurser|medel|hänsyn)|utifrån|i enlighet med|enligt"
    r"|inom ramen för|i sam(?:råd|verkan|arbete) med|tillsammans med|på uppdrag av)\b",
    re.IGNORECASE,
)
"""What follows says how or with whom: "med utgångspunkt i stadens budget" makes nobody the budget's owner."""
_BESIDE = 0.5
"""What is asked for and said only there is covered by half, which is too little to name an owner."""


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
        self._issues = [stems(f"{entry.issue} {' '.join(entry.asked_as)}") - _GENERIC for entry in self.entries]
        self._owned = [
            stems(f"{_BESIDES.split(entry.issue)[0]} {' '.join(entry.asked_as)}") - _GENERIC for entry in self.entries
        ]
        self._owners = [stems(entry.owner) for entry in self.entries]
        self._vocabulary = {
            fold(word)
            for entry in self.entries
            for word in naming_words(f"{entry.issue} {entry.owner} {' '.join(entry.asked_as)}")
        }
        self._rarity = Rarity(register.corpus)

    def matches(self, question: str) -> list[Match]:
        """All entries that share a word with the question's subject, best first."""
        terms = self.terms(question)
        found: list[Match] = []
        for entry, issue, owned, owner in zip(self.entries, self._issues, self._owned, self._owners, strict=True):
            if not any(meeting(term, issue) for term in terms):
                continue
            hits = [max(meeting(term, issue), 0.8 * meeting(term, owner)) for term in terms]
            covered = self._rarity.covered(terms, hits)
            if owned and not any(meeting(term, owned) for term in terms):
                covered *= _BESIDE
            asked = sum(any(meeting(term, frozenset({one})) for term in terms) for one in issue) / len(issue)
            found.append(Match(entry, covered, covered * _FORCE[entry.modality] * (0.9 + 0.1 * asked)))
        return sorted(found, key=lambda match: match.score, reverse=True)

    def of_owner(self, question: str) -> list[Responsibility] | None:
        """The entries of the body that the question names, when it asks for nothing but that body's issues; else None.

        "Nämnderna" are as good as "samtliga nämnder".
        """
        bodies = find_bodies(question)
        masked = question
        for body in reversed(bodies):
            masked = f"{masked[: body.start]} {masked[body.end :]}"
        if not bodies or self.terms(masked):
            return None
        named = {body.name.casefold() for body in bodies}
        owned = [entry for entry in self.entries if entry.owner.casefold() in named]
        return owned or [entry for entry in self.entries if any(_is_all(entry.owner, name) for name in named)]

    def terms(self, question: str) -> list[Term]:
        """The words of the question's subject; [] when it asks about no issue in particular."""
        return terms_of(question, _subject_words(question), EMPTY, self._vocabulary)


def _is_all(owner: str, body: str) -> bool:
    """Whether "samtliga nämnder" is what "nämnderna" means."""
    quantifier, _, kind = owner.partition(" ")
    plural = body.endswith(("erna", "arna", "bolagen", "kontoren"))
    return plural and fold(quantifier) in ("samtliga", "varje") and folded_stem(kind) == folded_stem(body)


def _subject_words(question: str) -> list[Word]:
    """The question's words without those that ask: "vilken nämnd" asks, and is not what is asked about."""
    asked = words(question)
    said = " ".join(word.folded for word in asked)
    if not (who := phrase("owners", "who").search(said)):
        return asked
    first = said[: who.start()].count(" ")
    return asked[:first] + asked[first + who.group().count(" ") + 1 :]
