"""Questions against passages and their sentences, by vectors freed of what all of them have in common.

The cosines of an encoder lie close together, since every question is above all a question, in Swedish or
in English, and every passage of a corpus a passage of that corpus. So the mean of ordinary questions of
the same language is taken off a question, and the mean of the passages off a passage. What is left is put
on a scale of its own: the standard deviation that ordinary questions show over the passages of this
corpus. (To take off each score, as well, what ordinary questions reach on that passage, as CSLS does, was
tried and gained nothing.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.types import Vectors

SENTENCE_WEIGHT = 0.8
"""Of a passage's best sentence: it counts nearly as much as the passage, since either may hold the answer best."""
PRIOR_ROWS = 10
"""A corpus' own mean counts as much as the questions' mean at so many rows, so that it is safe in a tiny one."""

Rows = npt.NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class SemanticMatch:
    """A question against everything; all float32."""

    score: Vectors  # (n,) passages with their best sentences, in standard deviations of ordinary questions
    sentences: Vectors  # (m,) sentences alone, on the same scale
    cosine: Vectors  # (n,) plain cosines with the passages
    sentence_cosine: Vectors  # (m,) plain cosines with the sentences


class MeaningIndex:
    """The vectors of a corpus. Never changes after it is made; safe to share among threads."""

    def __init__(self, passages: Vectors, sentences: Vectors, offsets: Rows, cohorts: Mapping[str, Vectors]) -> None:
        """
        Args:
            passages: (n, d), rows of length 1.
            sentences: (m, d), rows of length 1, in the passages' order.
            offsets: (n + 1,) strictly rising: passage i has the sentences `offsets[i]` to `offsets[i + 1]`.
            cohorts: (c, d) a language: ordinary questions, encoded as questions are.
        """
        means = {language: questions.mean(axis=0) for language, questions in cohorts.items()}
        self._passages, self._sentences = _Centred(passages, means), _Centred(sentences, means)
        self._starts = offsets[:-1]
        self._scales = dict.fromkeys(cohorts, 1.0)
        for language, questions in cohorts.items():
            ordinary = self.match(questions, [language] * len(questions))
            self._scales[language] = float(np.mean([match.score.std() for match in ordinary])) or 1.0

    def match(self, questions: Vectors, languages: Sequence[str]) -> list[SemanticMatch]:
        """One match a question; `questions` is (q, d) with rows of length 1, `languages` are the cohorts' names."""
        cosines = self._passages.cosines(questions), self._sentences.cosines(questions)
        return [
            self._match(question, language, passages, sentences)
            for question, language, passages, sentences in zip(questions, languages, *cosines, strict=True)
        ]

    def _match(self, question: Vectors, language: str, passages: Vectors, sentences: Vectors) -> SemanticMatch:
        scale = self._scales[language]
        near = self._sentences.centred(question, language, sentences) / scale
        best: Vectors = np.maximum.reduceat(near, self._starts)
        score = self._passages.centred(question, language, passages) / scale + SENTENCE_WEIGHT * best
        return SemanticMatch(score, near, passages, sentences)


class _Centred:
    """Vectors whose cosines are wanted both as they are and with means taken off, for one product in all.

    With p a row, q a question, and a, b the means that are taken off them,
    (p - a) · (q - b) = p·q - p·b - a·(q - b), of which only p·q is new with each question.
    """

    def __init__(self, rows: Vectors, means: Mapping[str, Vectors]) -> None:
        prior = np.mean(list(means.values()), axis=0)
        self._rows = rows
        self._means = means
        self._mean: Vectors = (rows.sum(axis=0) + PRIOR_ROWS * prior) / (len(rows) + PRIOR_ROWS)
        self._lengths = _length(rows - self._mean)
        self._against = {language: rows @ mean for language, mean in means.items()}

    def cosines(self, questions: Vectors) -> Vectors:
        """(q, rows)"""
        return questions @ self._rows.T

    def centred(self, question: Vectors, language: str, cosines: Vectors) -> Vectors:
        """(rows,) cosines with the means taken off, from `cosines` of the question."""
        moved = question - self._means[language]
        products = cosines - self._against[language] - self._mean @ moved
        centred: Vectors = products / (self._lengths * _length(moved))
        return centred


def _length(rows: Vectors) -> Vectors:
    """Of each row; never 0, so that a row that is its own mean is at right angles to everything."""
    length: Vectors = np.maximum(np.linalg.norm(rows, axis=-1), 1e-9)
    return length
