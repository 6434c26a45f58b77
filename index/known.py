"""Known questions beside a new one: what answers the one is likely to answer the other.

Two questions that want the same are much more alike than a question and its answer, whatever words they use.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from index.cohort import ENGLISH, SWEDISH
from index.lexical import Scores
from index.meaning import Rows
from index.swedish import is_english
from index.types import Vectors
from knowledge.document import Passage
from knowledge.known_questions import KnownQuestion

ALIKE_FROM = 0.5
"""Cosine from which two questions may want the same: many that do not have that much in common."""


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
            questions: k of them.
            vectors: (k, d), encoded as questions are.
            passages: of the corpus.
            offsets: (n + 1,): passage i has the sentences `offsets[i]` to `offsets[i + 1]`.
            cohorts: ordinary questions of each language.
        """
        self._means = {language: encoded.mean(axis=0) for language, encoded in cohorts.items()}
        self._vectors = self._centred(vectors, [ENGLISH if is_english(one.question) else SWEDISH for one in questions])
        self._sentences = int(offsets[-1])
        answering: dict[str, list[tuple[int, KnownQuestion]]] = {}
        for number, known in enumerate(questions):
            answering.setdefault(known.document, []).append((number, known))
        pairs = [
            (number, int(offsets[row]) + place)
            for row, passage in enumerate(passages)
            for number, known in answering.get(passage.document, ())
            for place, sentence in enumerate(passage.sentences)
            if sentence.covers(known.span)
        ]
        self._pairs: Rows = np.array(pairs, np.int64).reshape(-1, 2)

    def alike(self, questions: Vectors, languages: Sequence[str]) -> list[Scores]:
        """For each question (m,) float32: how like it is to the most alike of those that a sentence answers, in [0, 1].

        About 1 for the same words; 0 where the cosine, when the mean of ordinary questions of the same language is
        taken off both, is below ALIKE_FROM, and for a sentence that no known question asks for.
        """
        cosines = self._centred(questions, languages) @ self._vectors.T
        cosines = np.clip((cosines - ALIKE_FROM) / (1 - ALIKE_FROM), 0, 1)
        numbers, sentences = self._pairs.T
        found = []
        for row in cosines:
            alike = np.zeros(self._sentences, np.float32)
            np.maximum.at(alike, sentences, row[numbers])
            found.append(alike)
        return found

    def _centred(self, vectors: Vectors, languages: Sequence[str]) -> Vectors:
        if not len(vectors):
            return vectors
        moved = vectors - np.stack([self._means[language] for language in languages])
        centred: Vectors = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
        return centred
