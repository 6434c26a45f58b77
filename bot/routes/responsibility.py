""" "Vem ansvarar för …?": the owner first, then the sentence that says so, then how firmly and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answer import Intent
from bot.body_names import SwedishNames
from bot.draft import Draft, OwnerPick, Pick, Understood
from bot.evidence import judged
from bot.leaning import leans_back, restricts
from bot.matching import IssueMatcher, Match
from bot.owners import OwnerRegister
from bot.phrases import phrase
from bot.texts import text
from bot.words import flat, fold
from index.types import Ranking, Searcher
from knowledge.document import Span
from knowledge.duty_rules import Modality
from knowledge.glossary import Term
from knowledge.responsibility import Responsibility

ENOUGH = 0.55
"""Share of the subject that an issue must cover: more than half, so that one rare word too many is a refusal."""
SOME, CLEAR = 0.25, 3.0
"""Share of the subject that is enough where the judge reads the very sentence as the answer, at such log odds."""
MOST_OWNERS = 6
"""Quotes of "vem ansvarar för vad?"."""


class ResponsibilityRoute:
    """Constructed once a generation: `ResponsibilityRoute(open_owners(searcher.corpus, settings.knowledge), glossary)`.

    Proposes for questions that ask for an owner, and refuses them when no document names one. Who handles
    a case (handläggare) is a fact of that document, and none of this route's business.
    """

    def __init__(self, register: OwnerRegister, glossary: Sequence[Term] = ()) -> None:
        self.register = register
        self._in_swedish = SwedishNames(glossary)
        self.matcher = IssueMatcher(register)

    def propose(self, understood: Understood, searcher: Searcher, ranking: Ranking) -> Draft | None:
        if not _asks_for_owner(understood):
            return None
        own = self.matcher.of_owner(self._in_swedish(understood.query))
        if own:
            return self._listed(own, understood.language)
        if own is not None and (of_others := self._stated_in(ranking)):
            return replace(self._not_stated(of_others, understood.language), doubtful=False)  # it was read: not its
        if not self.matcher.terms(understood.query):
            return self._listed(self._plainest(), understood.language) if _asks_for_all(understood.query) else None
        matches = self._ordered(understood, ranking)
        if matches and matches[0].covered >= ENOUGH:
            return self._answer(matches, understood)
        if read := self._judged(matches, ranking):
            return self._answer([read], understood)
        if self._said_elsewhere(understood, ranking):
            return None
        return self._not_stated([match.entry for match in matches], understood.language)

    def _stated_in(self, ranking: Ranking) -> list[Responsibility]:
        """What the passage that was found first says of anybody's responsibility."""
        first = [(ranked.passage.document, ranked.passage.span) for ranked in ranking.passages[:1]]
        return [e for e in self.matcher.entries if any(e.document == d and span.covers(e.span) for d, span in first)]

    def _not_stated(self, entries: Sequence[Responsibility], language: str) -> Draft:
        return Draft(
            closest=[self._pick(entry, 0.0) for entry in entries[:2]],
            intent=Intent.RESPONSIBILITY,
            notices=[("no_owner", text("owners.not_stated", language))],
            doubtful=True,
        )

    def _ordered(self, understood: Understood, ranking: Ranking) -> list[Match]:
        """Matches; between equals standing and the search decide, and deciders come first when that is asked."""
        places = {
            (ranked.passage.document, sentence.span): 1 / (1 + place) * sentence.score
            for place, ranked in enumerate(ranking.passages)
            for sentence in ranked.sentences
        }
        decides = bool(phrase("owners", "decides").search(flat(understood.query)))

        def order(match: Match) -> float:
            entry = match.entry
            decided = 0.1 if decides and entry.modality is Modality.BESLUTAR else 0.0
            found = 0.02 * min(1.0, places.get((entry.document, entry.span), 0.0))
            return match.score + decided + found + self.register.weight(entry) / 1000

        return sorted(self.matcher.matches(understood.query), key=order, reverse=True)

    def _judged(self, matches: Sequence[Match], ranking: Ranking) -> Match | None:
        """The entry, in other words than the question, whose sentence the judge reads as the answer."""
        document, span, odds = max(judged(ranking), key=lambda read: read[2], default=("", None, 0.0))
        if odds < CLEAR:
            return None
        said = (match for match in matches if (match.entry.document, match.entry.span) == (document, span))
        return next((match for match in said if match.covered >= SOME), None)

    def _answer(self, matches: Sequence[Match], understood: Understood) -> Draft:
        best = matches[0]
        rivals = [match.entry for match in matches[1:] if self._contradicts(best.entry, match.entry)]
        picks = [self._pick(best.entry, best.score), *(self._pick(entry, best.score) for entry in rivals)]
        notices = []
        if rivals:
            owners = ", ".join(dict.fromkeys([best.entry.owner, *(entry.owner for entry in rivals)]))
            notices = [("owners_disagree", text("owners.disagree", understood.language, owners=owners))]
        return Draft(
            quotes=picks,
            confidence=min(0.97, 0.5 + 0.47 * best.covered),
            responsible=self._owner(best.entry, understood.language),
            notices=notices,
            intent=Intent.RESPONSIBILITY,
            keep_apart=bool(rivals),
        )

    def _listed(self, entries: Sequence[Responsibility], language: str) -> Draft:
        """Several responsibilities, each with its quote; a sentence that states two is quoted once."""
        first = {(entry.document, entry.span): entry for entry in reversed(entries)}
        chosen = list(reversed(first.values()))[:MOST_OWNERS]
        return Draft(
            quotes=[self._pick(entry, 1.0) for entry in chosen],
            confidence=0.9,
            responsible=self._owner(chosen[0], language),
            intent=Intent.RESPONSIBILITY,
        )

    def _plainest(self) -> list[Responsibility]:
        return sorted(self.matcher.entries, key=lambda entry: entry.modality is not Modality.ANSVARAR)

    def _contradicts(self, one: Responsibility, other: Responsibility) -> bool:
        return any({one, other} == set(pair) for pair in self.register.contradictions())

    def _owner(self, entry: Responsibility, language: str) -> OwnerPick:
        certainty = self.register.certainty(entry, language)
        return OwnerPick(entry.owner, entry.issue, str(entry.modality), quote=0, certainty=certainty)

    def _pick(self, entry: Responsibility, score: float) -> Pick:
        """The sentence that names the owner, with the one before it that it leans on and the one that restricts it."""
        said = self.register.corpus.documents[entry.document].text
        span = entry.span
        for passage in self.register.corpus.passages:
            if passage.document != entry.document or span not in passage.sentences:
                continue
            place = passage.sentences.index(span)
            first, last = place, place
            if place and leans_back(span.of(said)):
                first -= 1
            if place + 1 < len(passage.sentences) and restricts(passage.sentences[place + 1].of(said)):
                last += 1
            if last > first:
                span = Span(passage.sentences[first].start, passage.sentences[last].end)
                break
        return Pick(entry.document, span, min(1.0, score))

    def _said_elsewhere(self, understood: Understood, ranking: Ranking) -> bool:
        """Whether the best passage speaks of the subject and of responsibility, in words that no rule reads."""
        terms = self.matcher.terms(understood.query)
        for ranked in ranking.passages[:1]:
            words = ranked.passage.span.of(self.register.corpus.documents[ranked.passage.document].text)
            said = fold(words)
            if "ansvar" in said and sum(any(one in said for one in term) for term in terms) >= 0.8 * len(terms):
                return True
        return False


def _asks_for_owner(understood: Understood) -> bool:
    asked = flat(understood.query)
    if phrase("owners", "not_owner").search(asked):
        return False
    if understood.as_of is None and phrase("owners", "earlier").search(asked):
        return False
    who = phrase("owners", "who").search(asked)
    return understood.intent is Intent.RESPONSIBILITY or bool(who and phrase("owners", "asks").search(asked))


def _asks_for_all(query: str) -> bool:
    return bool(phrase("owners", "all").search(flat(query)))
