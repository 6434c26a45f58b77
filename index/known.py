"""Known questions beside a new one: what answers the one is likely to answer the other.

Two questions that want the same are much more alike than a question and its answer, whatever words they use.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from index.cohort import language_of
from index.judge import Odds
from index.lexical import Scores
from index.meaning import Mask, Rows, length
from index.types import LOWEST_ODDS, Vectors
from knowledge.document import Passage, Span
from knowledge.known_questions import KnownQuestion

ALIKE_FROM = 0.5
"""Cosine from which two questions may want the same; many pairs that want different things have as much in common."""
READ_FROM = 0.25
"""Cosine from which it is worth reading the two: few that want the same have less in common."""
MOST_READ = 8
"""Known questions that are read with a new one. In the made-up documents of the calibration, 88 % of those that have
a known one that wants the same have it among the first eight, 60 % as the very first."""
NEIGHBOURS = 32
"""Known questions that are asked what a new one is about: where many are known, one alone may be alike by chance."""
TEMPERATURE = 0.08
ELSE = 0.5
"""What wants something else altogether counts as a known question with this cosine. Lower, or with a higher
temperature, many that are a little alike outweigh it together; higher, where few are known they say nothing."""
TRIED = 600
"""Known questions that are asked of the others, at most, to find out how far their word can be taken."""
STEPS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Between which shares are taken together when that is found out."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like a question is to known ones."""

    cosines: Scores  # (k,): to each of them, the mean of ordinary questions of its language taken off each
    sentences: Scores  # (m,) in [0, 1]: to those that a sentence answers
    passages: Scores  # (n,) in [0, 1]: to those that a sentence of a passage does


class Shares(NamedTuple):
    """How the known questions nearest to a question divide among what answers them; each in [0, 1].

    A share is the sum of exp(cosine / TEMPERATURE) over those that the sentence answers, or that the document does
    not, over that of all of them; what wants something else altogether counts as one with the cosine ELSE.
    """

    sentences: Scores  # (m,)
    documents: Mapping[str, float]  # by name: of those that it does not answer


class Place(NamedTuple):
    """A sentence that answers a known question."""

    sentence: int  # its row
    passage: int  # its passage's


@dataclass(frozen=True, slots=True)
class PassedOn:
    """What the judge found of known questions, passed on to what they are about; log odds against "none of them"."""

    sentences: Mapping[int, float]  # by row: that the question asks for what the sentence answers
    documents: Mapping[str, float]  # that it asks for what the document does not answer
    passages: frozenset[int]  # rows of those that hold the sentences

    def odds(self, first: int, read: Odds) -> Odds:
        """The odds of sentences, from row `first` on, with what is passed on to them."""
        told = np.array([self.sentences.get(first + n, -np.inf) for n in range(len(read))])
        odds: Odds = np.maximum(np.logaddexp(read, told), LOWEST_ODDS).astype(np.float32)
        return odds


class KnownIndex:
    """The known questions of a corpus. Never changes; safe to share among threads."""

    def __init__(
        self,
        questions: Sequence[KnownQuestion],
        vectors: Vectors,
        passages: Sequence[Passage],
        offsets: Rows,
        cohorts: Mapping[str, Vectors],
    ) -> None:
        """
        Args:
            questions: k of them, at least one.
            vectors: (k, d), encoded as questions are.
            passages: of the corpus.
            offsets: (n + 1,): passage i has the sentences `offsets[i]` to `offsets[i + 1]`.
            cohorts: ordinary questions of each language.
        """
        self.questions = questions
        self._means = {language: encoded.mean(axis=0) for language, encoded in cohorts.items()}
        self._vectors = self._centred(vectors, [language_of(one.question) for one in questions])
        self._sizes = int(offsets[-1]), len(passages)
        self._worded: dict[str, list[int]] = defaultdict(list)
        places: dict[tuple[str, Span], set[Place]] = {}  # of each span once: many are asked for in many ways
        for number, known in enumerate(questions):
            self._worded[known.question].append(number)
            if known.span:
                places[known.document, known.span] = set()
        of_document: dict[str, list[Span]] = defaultdict(list)
        for document, span in places:
            of_document[document].append(span)
        for row, passage in enumerate(passages):
            for span in of_document[passage.document]:
                places[passage.document, span] |= {
                    Place(int(offsets[row]) + place, row)
                    for place, sentence in enumerate(passage.sentences)
                    if sentence.covers(span)
                }
        self.places = [places[known.document, known.span] if known.span else set() for known in questions]
        """Of each question."""
        rows = [(number, *place) for number, places in enumerate(self.places) for place in places]
        self._rows: Rows = np.array(rows, np.int64).reshape(-1, 3)
        held = {name: number for number, name in enumerate(dict.fromkeys(p.document for p in passages))}
        self._document_of_passage = np.array([held[passage.document] for passage in passages])
        self._document = np.array([held.get(known.document, -1) for known in questions])  # -1: it has no passage

    def compare(self, questions: Vectors, languages: Sequence[str]) -> list[Likeness]:
        """How like each question is to the known ones; for a sentence, or a passage, the most alike counts.

        About 1 for the same words; 0 where the cosine is below ALIKE_FROM, and where no known question is answered.
        """
        cosines = self._centred(questions, languages) @ self._vectors.T
        numbers, *places = self._rows.T
        found = []
        for row in cosines:
            alike = np.clip((row - ALIKE_FROM) / (1 - ALIKE_FROM), 0, 1)[numbers]
            found.append(
                Likeness(row, *(_highest(alike, at, size) for at, size in zip(places, self._sizes, strict=True)))
            )
        return found

    def among(self, passages: Mask) -> Mask:
        """(k,): which are about a document of which something is among these passages, of (n,)."""
        return np.isin(self._document, self._document_of_passage[passages])

    def trusted(self, shares: Scores) -> Scores:
        """(m,) in [0, 1]: how often a sentence answers whose share is the largest and such, over all documents.

        By the known questions' own example: where many are known of each answer, a share is more often right.
        """
        probable: Scores = np.interp(shares, *self._trust).astype(np.float32)
        return probable

    @cached_property
    def _trust(self) -> tuple[Scores, Scores]:
        """Shares, from 0 on, and how often the sentence with the largest share, being that, answered a known question
        that was asked of the others; two more were right as often as the share says: few prove little."""
        shares, right = [], []
        for wording in list(self._worded)[:: -(-len(self._worded) // TRIED) or 1]:
            numbers = self._worded[wording]
            others = np.ones(len(self.questions), bool)
            others[numbers] = False
            found = self.shares(self._vectors @ self._vectors[numbers[0]], others).sentences
            best = int(found.argmax())
            if found[best]:
                shares.append(found[best])
                right.append(any(best == place.sentence for number in numbers for place in self.places[number]))
        step = np.digitize(np.array(shares, np.float32), STEPS[1:-1])
        middles = np.convolve(STEPS, (0.5, 0.5), "valid")
        counted, held = (np.bincount(step, each, len(middles)) for each in (None, np.array(right, np.float32)))
        often = (held + 2 * middles) / (counted + 2)
        never_falling = np.minimum.accumulate(often[::-1])[::-1]  # no share is trusted more than a larger one
        return np.append(0, middles).astype(np.float32), np.append(0, never_falling).astype(np.float32)

    def shares(self, cosines: Scores, among: Mask) -> Shares:
        """How the nearest of the known questions divide.

        Args:
            cosines: (k,) of the new question with each.
            among: (k,) which may be asked. Of them the NEIGHBOURS nearest wordings are; one that several places answer
                counts once, and for each of them.
        """
        weights: dict[str, float] = {}
        for number in self._nearest_first(cosines, among):
            if len(weights) == NEIGHBOURS:
                break
            weight = float(np.exp((cosines[number] - ELSE) / TEMPERATURE))
            weights.setdefault(self.questions[number].question, weight)
        total = 1 + sum(weights.values())
        sentences = np.zeros(self._sizes[0], np.float32)
        documents: dict[str, float] = defaultdict(float)
        for wording, weight in weights.items():
            places, unanswered = self._about(wording, among)
            sentences[list({place.sentence for place in places})] += weight / total
            for document in unanswered:
                documents[document] += weight / total
        return Shares(sentences, dict(documents))

    def _nearest_first(self, cosines: Scores, among: Mask) -> list[int]:
        """The numbers of those that may be asked and have READ_FROM in common with the new question."""
        near = np.flatnonzero(among & (cosines >= READ_FROM))
        order: list[int] = near[np.argsort(-cosines[near], kind="stable")].tolist()
        return order

    def _about(self, wording: str, among: Mask) -> tuple[set[Place], set[str]]:
        """The places that answer a wording, and the documents that do not answer it."""
        known = [(self.questions[number], self.places[number]) for number in self._worded[wording] if among[number]]
        return set().union(*(places for _, places in known)), {one.document for one, _ in known if one.span is None}

    def nearest(self, likeness: Likeness, among: Mask) -> list[str]:
        """The wordings that are worth reading with the new question, best first.

        Args:
            likeness: of the new question.
            among: (k,) which of the known questions may be read.
        """
        found: dict[str, None] = {}  # each once: several documents may be asked the same
        for number in self._nearest_first(likeness.cosines, among):
            if len(found) == MOST_READ:
                break
            found[self.questions[number].question] = None
        return list(found)

    def passed_on(self, wordings: Sequence[str], odds: Odds, among: Mask) -> PassedOn:
        """What the judge found of known questions.

        Args:
            wordings: as they were read.
            odds: of each.
            among: (k,) which of the known questions may be spoken for.
        """
        sentences: dict[int, float] = {}
        documents: dict[str, float] = {}
        passages: set[int] = set()
        for wording, one in zip(wordings, odds.tolist(), strict=True):
            places, unanswered = self._about(wording, among)
            for row in {place.sentence for place in places}:
                sentences[row] = float(np.logaddexp(sentences.get(row, -np.inf), one))
            for document in unanswered:
                documents[document] = float(np.logaddexp(documents.get(document, -np.inf), one))
            passages |= {place.passage for place in places}
        return PassedOn(sentences, documents, frozenset(passages))

    def _centred(self, vectors: Vectors, languages: Sequence[str]) -> Vectors:
        moved = vectors - np.stack([self._means[language] for language in languages])
        centred: Vectors = moved / length(moved)[:, None]
        return centred


def _highest(values: Scores, places: Rows, size: int) -> Scores:
    """(size,): at each place the highest of its values, and 0 where there is none."""
    highest = np.zeros(size, np.float32)
    np.maximum.at(highest, places, values)
    return highest
