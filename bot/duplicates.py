"""Sentences that say the same in nearly the same words, within a document and between documents.

A tjänsteutlåtande says things twice ("Sammanfattning" and "Ärendet"), and every remissvar repeats the
proposal's summary, with "arbetsätt" for "arbetssätt". One quote is enough, from the source of highest
standing; the other places are listed with it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import islice, takewhile

from rapidfuzz.fuzz import ratio

from bot.draft import Pick
from bot.standing import quote_voice
from bot.terms import folded_stem, naming_words
from index.types import Corpus
from knowledge.bodies import find_bodies
from knowledge.document import PassageKind, Span, Voice
from knowledge.standing import weight

ALIKE = 85.0
"""Least likeness of two sentences, in per cent of their letters (rapidfuzz's normalised indel ratio)."""
SHORTEST = 6
"""Words. "Paragrafen justeras omedelbart." is the same everywhere and means another paragraph each time."""
FARTHEST = 120
"""Characters between two sentences that follow one another: room for an item's number or a short sentence."""
RARE = 6
"""Words of a sentence, its rarest, that a look-alike must share at least one of."""

_DECISIVE = re.compile(
    r"\b(?:inte|ej|icke|aldrig|ingen|inget|inga|utan|varken|ska|skall|bör|kan|får|måste|positivt?|positiva|negativt?|negativa"
    r"|tillstyrker|avstyrker|alla|samtliga|vissa|några|endast|bara|\d[\d/]*)\b"
)
"""Words that change what a sentence says, however alike the rest is."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    document: str
    span: Span
    letters: str  # lower case, without punctuation and broken numbers
    words: str


class Duplicates:
    """All sentences of a corpus that are long enough to be recognised. Made once a generation; thread-safe."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._sentences: list[_Sentence] = []
        self._of_document: dict[str, list[int]] = defaultdict(list)  # in their order
        self._holding: dict[str, list[int]] = defaultdict(list)
        seen: set[tuple[str, Span]] = set()
        for passage in corpus.passages:
            if passage.kind is PassageKind.FACTS:
                continue
            text = corpus.documents[passage.document].text
            for span in passage.sentences:
                if (passage.document, span) not in seen:  # an item's sentences are its list's too
                    seen.add((passage.document, span))
                    self._add(passage.document, span, span.of(text))
        for numbers in self._of_document.values():
            numbers.sort(key=lambda n: self._sentences[n].span)

    def places(self, pick: Pick) -> list[Pick]:
        """Where else the same is said, those of highest standing first; not the pick itself.

        A pick of several sentences is elsewhere where all of them follow one another.
        """
        own = self._within(pick)
        if not own:
            return []
        found = [Pick(self._sentences[n].document, self._sentences[n].span) for n in self._alike(own[0])]
        for following in own[1:]:
            nexts = [self._sentences[n] for n in self._alike(following)]
            found = [
                Pick(place.document, Span(place.span.start, after.span.end))
                for place in found
                for after in nexts
                if after.document == place.document and 0 <= after.span.start - place.span.end <= FARTHEST
            ]
        whole = _letters(self._words(pick))
        alike = [place for place in found if ratio(whole, _letters(self._words(place))) >= ALIKE]
        return sorted(alike, key=self._order)

    def best(self, pick: Pick) -> Pick:
        """The same words where they have the highest standing: the pick itself, unless another place has a higher."""
        voice, issuer = self._speaker(pick)
        for other in self.places(pick):
            # "Förvaltningen anser …" in another förvaltning's document is another förvaltning's opinion.
            if voice is Voice.OPINION and self._speaker(other)[1] != issuer:
                continue
            if self._weight(other) > self._weight(pick):
                return Pick(other.document, other.span, pick.score, pick.name)
        return pick

    def same(self, one: Pick, other: Pick) -> bool:
        """Whether the two say the same in nearly the same words."""
        return any((place.document, place.span) == (other.document, other.span) for place in self.places(one))

    def _within(self, pick: Pick) -> list[int]:
        """The sentences of a pick, in their order. Looks at no others of its document, which may have thousands."""
        numbers = self._of_document.get(pick.document, [])
        first = bisect_left(numbers, pick.span.start, key=lambda n: self._sentences[n].span.start)
        near = takewhile(lambda n: self._sentences[n].span.start < pick.span.end, islice(numbers, first, None))
        return [n for n in near if pick.span.covers(self._sentences[n].span)]

    def _add(self, document: str, span: Span, words: str) -> None:
        letters = _letters(words)
        if len(letters.split()) < SHORTEST:
            return
        self._of_document[document].append(len(self._sentences))
        for one in {folded_stem(word) for word in naming_words(letters)}:
            self._holding[one].append(len(self._sentences))
        self._sentences.append(_Sentence(document, span, letters, words))

    def _alike(self, number: int) -> list[int]:
        sentence = self._sentences[number]
        rarest = sorted(
            {folded_stem(word) for word in naming_words(sentence.letters)}, key=lambda s: len(self._holding[s])
        )
        candidates = {n for one in rarest[:RARE] for n in self._holding[one]} - {number}
        return [n for n in sorted(candidates) if _say_the_same(sentence, self._sentences[n])]

    def _words(self, pick: Pick) -> str:
        return pick.span.of(self.corpus.documents[pick.document].text)

    def _order(self, pick: Pick) -> tuple[int, str, Span]:
        return -self._weight(pick), pick.document, pick.span

    def _weight(self, pick: Pick) -> int:
        return weight(self.corpus.documents[pick.document].source, self._speaker(pick)[0])

    def _speaker(self, pick: Pick) -> tuple[Voice, str]:
        document = self.corpus.documents[pick.document]
        return quote_voice(document, pick.span), document.source.issuer


def _say_the_same(one: _Sentence, other: _Sentence) -> bool:
    if ratio(one.letters, other.letters, score_cutoff=ALIKE) == 0:
        return False
    if Counter(_DECISIVE.findall(one.letters)) != Counter(_DECISIVE.findall(other.letters)):
        return False
    here, there = _bodies(one.words), _bodies(other.words)
    return here <= there or there <= here


def _bodies(words: str) -> frozenset[str]:
    return frozenset(body.name.casefold() for body in find_bodies(words))


def _letters(words: str) -> str:
    joined = re.sub(r"(?<=[\d/-])\s+(?=\d)", "", words.lower())  # "006- 1137/2007"
    joined = re.sub(r"(?<=\d)-(?=\d)", "", joined)
    joined = re.sub(r"(?<=[a-zåäö])-(?:\s+)?(?=[a-zåäö])", "", joined)  # "företags-etableringar"
    return " ".join(re.findall(r"[\w/]+", joined))
