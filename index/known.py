"""Known questions beside a new one: what answers the one is likely to answer the other.

Two questions that want the same are much more alike than a question and its answer, whatever words they use.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Likeness:
    """A question, and how like it is to known ones."""

    question: str
    vector: Vectors  # (d,), of unit length, the mean of ordinary questions of its language taken off
    cosines: Scores  # (k,): to each of them, the mean of ordinary questions of its language taken off each
    sentences: Scores  # (m,) in [0, 1]: to those that a sentence answers
    passages: Scores  # (n,) in [0, 1]: to those that a sentence of a passage does


class Place(NamedTuple):
    """A sentence that answers a known question."""

    document: str
    sentence: int  # its row
    passage: int  # its passage's


class Want(NamedTuple):
    """What somebody who asks a known question wants."""

    places: frozenset[Place]  # that answer; any of them does
    documents: frozenset[str]  # that do not answer


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
        self.sentences = int(offsets[-1])
        """How many there are: m."""
        self._means = {language: encoded.mean(axis=0) for language, encoded in cohorts.items()}
        self.vectors = self.centred(vectors, [language_of(one.question) for one in questions])
        """(k, d), each of unit length, the mean of ordinary questions taken off."""
        self._sizes = self.sentences, len(passages)
        self.worded: Mapping[str, list[int]] = _worded(questions)
        """The numbers of those of each wording: several places, or documents, may answer one."""
        places: dict[tuple[str, Span], set[Place]] = {}  # of each span once: many are asked for in many ways
        for known in questions:
            if known.span:
                places[known.document, known.span] = set()
        of_document: dict[str, list[Span]] = defaultdict(list)
        for document, span in places:
            of_document[document].append(span)
        for row, passage in enumerate(passages):
            for span in of_document[passage.document]:
                places[passage.document, span] |= {
                    Place(passage.document, int(offsets[row]) + place, row)
                    for place, sentence in enumerate(passage.sentences)
                    if sentence.covers(span)
                }
        self.places = [places[known.document, known.span] if known.span else set() for known in questions]
        """Of each question."""
        rows = [(number, at.sentence, at.passage) for number, places in enumerate(self.places) for at in places]
        self._rows: Rows = np.array(rows, np.int64).reshape(-1, 3)
        held = {name: number for number, name in enumerate(dict.fromkeys(p.document for p in passages))}
        self._names = tuple(held)
        self._document_of_passage = np.array([held[passage.document] for passage in passages])
        self._document = np.array([held.get(known.document, -1) for known in questions])  # -1: it has no passage

    def compare(self, questions: Sequence[str], vectors: Vectors) -> list[Likeness]:
        """How like each question is to the known ones; for a sentence, or a passage, the most alike counts.

        About 1 for the same words; 0 where the cosine is below ALIKE_FROM, and where no known question is answered.

        Args:
            questions: as they were asked.
            vectors: (q, d), encoded as questions are.
        """
        centred = self.centred(vectors, [language_of(question) for question in questions])
        numbers, *places = self._rows.T
        found = []
        for question, vector, row in zip(questions, centred, centred @ self.vectors.T, strict=True):
            alike = np.clip((row - ALIKE_FROM) / (1 - ALIKE_FROM), 0, 1)[numbers]
            highest = (_highest(alike, at, size) for at, size in zip(places, self._sizes, strict=True))
            found.append(Likeness(question, vector, row, *highest))
        return found

    def among(self, passages: Mask) -> Mask:
        """(k,): which are about a document of which something is among these passages, of (n,)."""
        return np.isin(self._document, self._document_of_passage[passages])

    def documents(self, among: Mask) -> set[str]:
        """The names of the documents that these known questions, of (k,), are about."""
        return {self._names[number] for number in np.unique(self._document[among]).tolist() if number >= 0}

    def want(self, numbers: Sequence[int]) -> Want:
        """What somebody wants who asks these known questions, which are worded alike."""
        places = frozenset(place for number in numbers for place in self.places[number])
        asked = (self.questions[number] for number in numbers)
        return Want(places, frozenset(known.document for known in asked if known.span is None))

    def nearest(self, likeness: Likeness, among: Mask) -> list[str]:
        """The wordings that are worth reading with the new question, best first.

        Args:
            likeness: of the new question.
            among: (k,) which of the known questions may be read.
        """
        near = np.flatnonzero(among & (likeness.cosines >= READ_FROM))
        found: dict[str, None] = {}  # each once: several documents may be asked the same
        for number in near[np.argsort(-likeness.cosines[near], kind="stable")].tolist():
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
            places, unanswered = self.want([number for number in self.worded[wording] if among[number]])
            for row in {place.sentence for place in places}:
                sentences[row] = float(np.logaddexp(sentences.get(row, -np.inf), one))
            for document in unanswered:
                documents[document] = float(np.logaddexp(documents.get(document, -np.inf), one))
            passages |= {place.passage for place in places}
        return PassedOn(sentences, documents, frozenset(passages))

    def centred(self, vectors: Vectors, languages: Sequence[str]) -> Vectors:
        """(q, d) questions' vectors of unit length, the mean of ordinary questions of its language taken off each."""
        moved = vectors - np.stack([self._means[language] for language in languages])
        centred: Vectors = moved / length(moved)[:, None]
        return centred


def _worded(questions: Sequence[KnownQuestion]) -> Mapping[str, list[int]]:
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, known in enumerate(questions):
        numbers[known.question].append(number)
    return dict(numbers)


def _highest(values: Scores, places: Rows, size: int) -> Scores:
    """(size,): at each place the highest of its values, and 0 where there is none."""
    highest = np.zeros(size, np.float32)
    np.maximum.at(highest, places, values)
    return highest
