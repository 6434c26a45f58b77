""" "Vad tycker nämnderna om …?": one quote a speaker, both sides; and what a board is proposed to decide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from bot.answer import Intent
from bot.asking import ASKING
from bot.body_names import SwedishNames
from bot.draft import Draft, Pick, Understood
from bot.leaning import leans_back
from bot.opinions import Opinion, Stance, find_opinions, named_bodies, speaks_for
from bot.phrases import phrase, word_set
from bot.question import mended
from bot.terms import Rarity, meeting, terms_of
from bot.terms import Term as Asked
from bot.texts import text
from bot.words import Word, flat, words
from index.types import Corpus, Ranking, Searcher
from knowledge.bodies import find_bodies
from knowledge.document import Document, PassageKind, Span, Voice
from knowledge.glossary import Term
from knowledge.standing import weight

ENOUGH = 0.5
"""Share of what is asked about that an opinion must be about."""
SURE = 0.9
MINUTES = ("protokoll", "protokollsutdrag", "beslut")
MOST_SPEAKERS = 20
"""More quotes than that are no answer but a pile; the notice says how many were left out."""


class OpinionsRoute:
    """Constructed once a generation: `OpinionsRoute(searcher.corpus, read_glossary(settings.knowledge))`.

    Quotes only sentences in which the authors themselves speak, never what they retell. A body that is
    named and has no document here gets no answer: another body's opinion is not its.
    """

    def __init__(self, corpus: Corpus, glossary: Sequence[Term] = ()) -> None:
        self.corpus = corpus
        self._in_swedish = SwedishNames(glossary)
        self.opinions = find_opinions(corpus)
        self._rarity = Rarity(corpus)
        self._vocabulary = {
            word.folded for own in self.opinions.values() for opinion in own for word in words(opinion.words)
        }

    def propose(self, understood: Understood, searcher: Searcher, ranking: Ranking) -> Draft | None:
        question = self._in_swedish(mended(understood.query, word_set("opinions", "keywords")))
        asked = flat(question)
        speakers = _speakers(question)
        if phrase("opinions", "decided").search(asked):
            return self._decided(speakers, understood.language)
        if phrase("opinions", "decision").search(asked):
            return self._decisions(speakers)
        if not phrase("opinions", "asks").search(asked) or phrase("opinions", "sent").search(asked):
            return None
        if phrase("opinions", "counts").search(asked):
            return None  # "hur många": what one body thinks says nothing of how many there are
        if not speakers and not phrase("opinions", "speakers").search(asked):
            return None
        heard = {name: own for name, own in self.opinions.items() if self._speaks(name, speakers)}
        if not heard:
            return Draft(intent=Intent.DECISION, doubtful=True) if speakers else None
        terms = self._terms(question)
        stressed = bool(phrase("opinions", "stress").search(asked))
        best = [opinion for own in heard.values() if (opinion := self._best(own, terms, stressed))]
        if (side := _side(asked)) is not None:
            of_side = [o for o in best if o.stance is side or (o.stance is Stance.NEITHER and not _only(asked))]
            if not of_side:
                return Draft(closest=[self._pick(opinion) for opinion in best[:2]], intent=Intent.DECISION)
            return self._answer(of_side, understood.language)
        return self._answer(best, understood.language) if best else None

    def _speaks(self, document: str, speakers: Sequence[str]) -> bool:
        return not speakers or speaks_for(self.corpus.documents[document].source, speakers)

    def _terms(self, question: str) -> list[Asked]:
        """What the opinion is to be about; [] for an opinion of the whole."""
        idle = ASKING | word_set("opinions", "idle") | word_set("structure", "idle")
        return terms_of(question, _without_names(question), idle, self._vocabulary)

    def _best(self, opinions: Sequence[Opinion], terms: Sequence[Asked], stressed: bool) -> Opinion | None:
        """The speaker's opinion on the subject; on the whole, the first sentence that takes a stand."""
        if not terms:
            emphatic = [o for o in opinions if stressed and re.match(r"(?i)framför\s?allt|särskilt|främst", o.words)]
            return next(iter(emphatic or [o for o in opinions if o.stance]), None)
        covered = [self._rarity.covered(terms, [meeting(term, o.stems) for term in terms]) for o in opinions]
        best = max(range(len(opinions)), key=lambda n: (covered[n], opinions[n].stance != Stance.NEITHER))
        return opinions[best] if covered[best] >= ENOUGH else None

    def _answer(self, opinions: Sequence[Opinion], language: str) -> Draft:
        """Weightiest first, and the two sides in turn, so that both stand at the top; a refusal without any."""
        ordered = sorted(opinions, key=lambda o: -weight(self.corpus.documents[o.document].source, Voice.OPINION))
        against = [o for o in ordered if o.stance is Stance.AGAINST]
        others = [o for o in ordered if o.stance is not Stance.AGAINST]
        turns = [o for pair in zip_longest(others, against) for o in pair if o]
        notices = []
        if against and any(o.stance is Stance.FOR for o in others):
            notices.append(("disagree", text("opinions.disagree", language)))
        if len(turns) > MOST_SPEAKERS:
            left = len(turns) - MOST_SPEAKERS
            notices.append(("more_opinions", text("opinions.more", language, count=left)))
        return Draft(
            quotes=[self._pick(opinion) for opinion in turns[:MOST_SPEAKERS]],
            confidence=SURE if turns else 0.0,
            notices=notices,
            intent=Intent.DECISION,
            keep_apart=len(turns) > 1,
        )

    def _pick(self, opinion: Opinion) -> Pick:
        span = opinion.span
        if leans_back(opinion.words):
            own = self.opinions[opinion.document]
            place = own.index(opinion)
            if place and own[place - 1].span.end <= span.start <= own[place - 1].span.end + 2:
                span = Span(own[place - 1].span.start, span.end)
        return Pick(opinion.document, span, SURE)

    def _decisions(self, speakers: Sequence[str]) -> Draft | None:
        """What a board is proposed to decide, whole, one quote a document."""
        picks = self._proposed(speakers)
        if not picks:
            return Draft(intent=Intent.DECISION, doubtful=True) if speakers else None
        return Draft(quotes=picks, confidence=SURE, intent=Intent.DECISION, keep_apart=len(picks) > 1)

    def _decided(self, speakers: Sequence[str], language: str) -> Draft | None:
        """A proposal is no decision: without minutes, what was decided is not known, and the proposal is only close."""
        if any(document.source.type.lower() in MINUTES for document in self.corpus.documents.values()):
            return None
        picks = self._proposed(speakers)
        notices = [("only_proposed", text("opinions.only_proposed", language))] if picks else []
        return Draft(closest=picks[:2], notices=notices, intent=Intent.DECISION) if picks or speakers else None

    def _proposed(self, speakers: Sequence[str]) -> list[Pick]:
        return [
            Pick(document.id, span, SURE)
            for document in self.corpus.documents.values()
            if self._speaks(document.id, speakers) and (span := self._draft_decision(document))
        ][:MOST_SPEAKERS]

    def _draft_decision(self, document: Document) -> Span | None:
        own = [p for p in self.corpus.passages if p.document == document.id and p.voice is Voice.DRAFT_DECISION]
        lists = [p for p in own if p.kind is PassageKind.LIST] or [p for p in own if p.kind is PassageKind.PARAGRAPH]
        return Span(lists[0].sentences[0].start, lists[0].sentences[-1].end) if lists else None


def _only(asked: str) -> bool:
    return phrase("opinions", "only").search(asked) is not None


def _side(asked: str) -> Stance | None:
    """The side that alone is asked for ("Vilka nämnder avstyrker?"), or taken for granted ("Varför avstyrkte …?")."""
    if not _only(asked) and not phrase("opinions", "presumes").search(asked):
        return None
    against = phrase("opinions", "only_against").search(asked)
    favour = phrase("opinions", "only_for").search(asked)
    if bool(against) == bool(favour):
        return None
    denied = phrase("opinions", "denied").search(asked)
    return Stance.AGAINST if bool(against) != bool(denied) else Stance.FOR


def _speakers(question: str) -> list[str]:
    """The bodies whose opinion is asked for: not those that it is about ("vad anser nämnden om kontorets förslag?")."""
    topic = re.search(r"\b(?:om|till|kring|angående|about|on|regarding|towards)\b", question, re.IGNORECASE)
    before = question[: topic.start()] if topic else question
    asked_for = named_bodies(before)
    return asked_for if asked_for or phrase("opinions", "speakers").search(flat(before)) else named_bodies(question)


def _without_names(question: str) -> list[Word]:
    bodies = find_bodies(question)
    return [w for w in words(question) if not any(body.start <= w.start < body.end for body in bodies)]
