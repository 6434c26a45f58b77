"""Questions against passages and their sentences, by vectors freed of what all of them have in common.

The cosines of an encoder lie close together, since every question is above all a question, in Swedish or
in English, and every passage of a corpus a passage of that corpus. So the mean of ordinary questions of
the same language is taken off a question, and the mean of the passages off a passage. What is left is put
on a scale of its own: the standard deviation that ordinary questions show over the passages of this
corpus. (To take off each score, as well, what ordinary questions reach on that passage, as CSLS does, was
tried and gained nothing.)

FAISS retrieves by the vectors as they are; the means are taken off what it found, which takes no more than
its inner products.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.types import Vectors
from index.vector_search import VectorIndex

SENTENCE_WEIGHT = 0.4
"""Of a passage's best sentence, against the passage: a sentence alone may hold the answer best, or lack its topic."""
PRIOR_ROWS = 10
"""A corpus' own mean counts as much as the questions' mean at so many rows, so that it is safe in a tiny one."""
WHOLE_UP_TO = 20_000
"""Sentences. In a corpus of no more FAISS returns every row, best first, and so every passage has its score."""
SAMPLED = 2000
"""Passages of a larger corpus over which its scale is measured."""
_AT_ONCE = 4096  # rows copied into memory

Rows = npt.NDArray[np.integer]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class SemanticMatch:
    """A question against everything; all float32."""

    score: Vectors  # (n,) passages with their best sentences, in standard deviations of ordinary questions
    sentences: Vectors  # (m,) sentences alone, on the same scale
    cosine: Vectors  # (n,) plain cosines with the passages
    sentence_cosine: Vectors  # (m,) plain cosines with the sentences


class MeaningIndex:
    """The vectors of a corpus. Never changes after it is made; safe to share among threads."""

    def __init__(
        self, passages: VectorIndex, sentences: VectorIndex, offsets: Rows, cohorts: Mapping[str, Vectors]
    ) -> None:
        """
        Args:
            passages: n rows.
            sentences: m rows, in the passages' order.
            offsets: (n + 1,) strictly rising: passage i has the sentences `offsets[i]` to `offsets[i + 1]`.
            cohorts: (c, d) a language: ordinary questions, encoded as questions are.
        """
        means = {language: questions.mean(axis=0) for language, questions in cohorts.items()}
        self._passages, self._sentences = _Centred(passages, means), _Centred(sentences, means)
        self._starts, self._counts = offsets[:-1], np.diff(offsets)
        self.whole = int(offsets[-1]) <= WHOLE_UP_TO
        """Whether the corpus is small enough for every passage to be scored for every question."""
        self._scales = dict.fromkeys(cohorts, 1.0)
        sample = self._sample()
        for language, questions in cohorts.items():
            only = None if sample is None else [sample] * len(questions)
            ordinary = self.match(questions, [language] * len(questions), only)
            spreads = [match.score[slice(None) if sample is None else sample].std() for match in ordinary]
            self._scales[language] = float(np.mean(spreads)) or 1.0

    def match(
        self, questions: Vectors, languages: Sequence[str], only: Sequence[Mask] | None = None
    ) -> list[SemanticMatch]:
        """One match a question.

        Args:
            questions: (q, d) with rows of length 1.
            languages: the cohorts' names, one a question.
            only: (n,) a question: the passages worth a closer look. The cosines of others, and of their
                sentences, are given as -1, and their scores are made from that.
        """
        cosines: Iterable[tuple[Vectors, Vectors]]
        if only is None:
            cosines = zip(self._passages.cosines(questions), self._sentences.cosines(questions), strict=True)
        else:
            cosines = (
                (
                    self._passages.cosines(question[None], mask)[0],
                    self._sentences.cosines(question[None], np.repeat(mask, self._counts))[0],
                )
                for question, mask in zip(questions, only, strict=True)
            )
        return [
            self._match(question, language, *found)
            for question, language, found in zip(questions, languages, cosines, strict=True)
        ]

    def _match(self, question: Vectors, language: str, passages: Vectors, sentences: Vectors) -> SemanticMatch:
        scale = self._scales[language]
        near = self._sentences.centred(question, language, sentences) / scale
        best: Vectors = np.maximum.reduceat(near, self._starts)
        score = self._passages.centred(question, language, passages) / scale + SENTENCE_WEIGHT * best
        return SemanticMatch(score, near, passages, sentences)

    def _sample(self) -> Mask | None:
        """Passages from all over a large corpus; None for all of a small one."""
        if self.whole:
            return None
        count = len(self._counts)
        sample = np.zeros(count, bool)
        sample[np.linspace(0, count - 1, min(count, SAMPLED)).astype(np.int64)] = True
        return sample


class _Centred:
    """Vectors whose cosines are wanted both as they are and with means taken off, for one search in all.

    With p a row, q a question, and a, b the means that are taken off them,
    (p - a) · (q - b) = p·q - p·b - a·(q - b), of which only p·q is new with each question.
    """

    def __init__(self, index: VectorIndex, means: Mapping[str, Vectors]) -> None:
        prior = np.mean(list(means.values()), axis=0)
        rows = index.vectors
        self._index = index
        self._means = means
        self._mean: Vectors = (rows.sum(axis=0) + PRIOR_ROWS * prior) / (len(rows) + PRIOR_ROWS)
        self._lengths: Vectors = np.concatenate(
            [length(rows[start : start + _AT_ONCE] - self._mean) for start in range(0, len(rows), _AT_ONCE)]
        )
        self._against = {language: rows @ mean for language, mean in means.items()}

    def cosines(self, questions: Vectors, only: Mask | None = None) -> Vectors:
        """(q, rows), as FAISS finds them; -1 for rows that `only` leaves out."""
        cosines = np.full((len(questions), len(self._lengths)), -1, np.float32)
        found = self._index.search(questions, len(self._lengths), None if only is None else np.flatnonzero(only))
        np.put_along_axis(cosines, found.rows, found.scores, axis=1)
        return cosines

    def centred(self, question: Vectors, language: str, cosines: Vectors) -> Vectors:
        """(rows,) cosines with the means taken off, from `cosines` of the question."""
        moved = question - self._means[language]
        products = cosines - self._against[language] - self._mean @ moved
        centred: Vectors = products / (self._lengths * length(moved))
        return centred


def length(rows: Vectors) -> Vectors:
    """Of each row; never 0, so that a row that is its own mean is at right angles to everything."""
    lengths: Vectors = np.maximum(np.linalg.norm(rows, axis=-1), 1e-9)
    return lengths
