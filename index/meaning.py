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
    """The vectors of a corpus, centred. Never changes after it is made; safe to share among threads."""

    def __init__(self, passages: Vectors, sentences: Vectors, offsets: Rows, cohorts: Mapping[str, Vectors]) -> None:
        """
        Args:
            passages: (n, d), rows of length 1.
            sentences: (m, d), rows of length 1, in the passages' order.
            offsets: (n + 1,) strictly rising: passage i has the sentences `offsets[i]` to `offsets[i + 1]`.
            cohorts: (c, d) a language: ordinary questions, encoded as questions are.
        """
        self._plain, self._plain_sentences = passages, sentences
        self._starts = offsets[:-1]
        self._means = {language: questions.mean(axis=0) for language, questions in cohorts.items()}
        prior = np.mean(list(self._means.values()), axis=0)
        self._passages = _centred(passages, _mean(passages, prior))
        self._sentences = _centred(sentences, _mean(sentences, prior))
        centred = {language: _centred(questions, self._means[language]) for language, questions in cohorts.items()}
        self._scales = {language: self._spread(questions) for language, questions in centred.items()}

    def match(self, questions: Vectors, languages: Sequence[str]) -> list[SemanticMatch]:
        """One match a question; `questions` is (q, d) with rows of length 1, `languages` are the cohorts' names."""
        return [self._match(question, language) for question, language in zip(questions, languages, strict=True)]

    def _match(self, question: Vectors, language: str) -> SemanticMatch:
        passages, sentences = self._scores(_centred(question, self._means[language]))
        scale = self._scales[language]
        return SemanticMatch(
            passages / scale, sentences / scale, self._plain @ question, self._plain_sentences @ question
        )

    def _scores(self, centred: Vectors) -> tuple[Vectors, Vectors]:
        sentences: Vectors = self._sentences @ centred
        best: Vectors = np.maximum.reduceat(sentences, self._starts)
        passages: Vectors = self._passages @ centred + SENTENCE_WEIGHT * best
        return passages, sentences

    def _spread(self, questions: Vectors) -> float:
        return float(np.mean([self._scores(question)[0].std() for question in questions])) or 1.0


def _mean(rows: Vectors, prior: Vectors) -> Vectors:
    mean: Vectors = (rows.sum(axis=0) + PRIOR_ROWS * prior) / (len(rows) + PRIOR_ROWS)
    return mean


def _centred(rows: Vectors, mean: Vectors) -> Vectors:
    moved = rows - mean
    length = np.linalg.norm(moved, axis=-1, keepdims=True)
    centred: Vectors = (moved / np.maximum(length, 1e-9)).astype(np.float32)
    return centred
