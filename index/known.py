"""Known questions beside a new one: what answers the one is likely to answer the other.

Two questions that want the same are much more alike than a question and its answer, whatever words they use.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.cohort import language_of
from index.lexical import Scores
from index.meaning import Rows, length
from index.types import Vectors
from knowledge.document import Passage
from knowledge.known_questions import KnownQuestion

ALIKE_FROM = 0.5
"""Cosine from which two questions may want the same: many that do not have that much in common."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like a question is to known ones, in [0, 1]."""

    sentences: Scores  # (m,): to those that a sentence answers
    passages: Scores  # (n,): to those that a sentence of a passage does


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
        self._means = {language: encoded.mean(axis=0) for language, encoded in cohorts.items()}
        self._vectors = self._centred(vectors, [language_of(one.question) for one in questions])
        self._sizes = int(offsets[-1]), len(passages)
        answering: dict[str, list[tuple[int, KnownQuestion]]] = {}
        for number, known in enumerate(questions):
            answering.setdefault(known.document, []).append((number, known))
        places = [
            (number, int(offsets[row]) + place, row)
            for row, passage in enumerate(passages)
            for number, known in answering.get(passage.document, ())
            for place, sentence in enumerate(passage.sentences)
            if sentence.covers(known.span)
        ]
        self._places: Rows = np.array(places, np.int64).reshape(-1, 3)

    def alike(self, questions: Vectors, languages: Sequence[str]) -> list[Likeness]:
        """How like each question is to the most alike of the known ones that a sentence, or a passage, answers.

        About 1 for the same words; 0 where the cosine, when the mean of ordinary questions of the same language is
        taken off both, is below ALIKE_FROM, and where no known question is answered.
        """
        cosines = self._centred(questions, languages) @ self._vectors.T
        cosines = np.clip((cosines - ALIKE_FROM) / (1 - ALIKE_FROM), 0, 1)
        numbers, *places = self._places.T
        return [
            Likeness(*(_highest(row[numbers], at, size) for at, size in zip(places, self._sizes, strict=True)))
            for row in cosines
        ]

    def _centred(self, vectors: Vectors, languages: Sequence[str]) -> Vectors:
        moved = vectors - np.stack([self._means[language] for language in languages])
        centred: Vectors = moved / length(moved)[:, None]
        return centred


def _highest(values: Scores, places: Rows, size: int) -> Scores:
    """(size,): at each place the highest of its values, and 0 where there is none."""
    highest = np.zeros(size, np.float32)
    np.maximum.at(highest, places, values)
    return highest
