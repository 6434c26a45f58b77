"""A few known questions about two documents, in a space that is easily looked through."""

from __future__ import annotations

import numpy as np

from index.cohort import LANGUAGES, cohort
from index.known import KnownIndex, Likeness
from index.meaning import Mask
from index.types import Vectors
from knowledge.document import Passage, PassageKind, Span
from knowledge.known_questions import KnownQuestion

UNIT = np.eye(4, dtype=np.float32)
SIDE = np.eye(5, dtype=np.float32)[4]
COHORTS = {language: np.tile(np.stack([SIDE, -SIDE]), (len(cohort(language)) // 2, 1)) for language in LANGUAGES}
"""Ordinary questions have nothing in common with those of the tests, and their mean is nothing."""


def small_index(*questions: KnownQuestion, vectors: Vectors = UNIT) -> KnownIndex:
    """Over a document "a" with a passage of two sentences, and a document "b" with one of one."""
    passages = [
        Passage("a", Span(0, 20), PassageKind.PARAGRAPH, (Span(0, 9), Span(10, 20))),
        Passage("b", Span(0, 9), PassageKind.PARAGRAPH, (Span(0, 9),)),
    ]
    return KnownIndex(questions, five(vectors[: len(questions)]), passages, np.array([0, 2, 3]), COHORTS)


def five(vectors: Vectors) -> Vectors:
    """The same vectors, with room for the ordinary questions' side."""
    return np.pad(vectors, ((0, 0), (0, 1)))


def asked(known: KnownIndex, question: str, vector: Vectors = UNIT[0]) -> Likeness:
    [likeness] = known.compare([question], five(vector[None]))
    return likeness


def only(*numbers: int) -> Mask:
    """Of four known questions, these."""
    return np.isin(np.arange(4), numbers)
