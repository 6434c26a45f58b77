"""Questions about the same document, which are read with a question as if they were known."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from rapidfuzz.fuzz import ratio

from index.cohort import by_language, encode_cohorts
from index.generation import Generation
from index.judge import Reading
from index.known import KnownIndex
from index.training.questions import OTHER, TrainingQuestion
from index.types import EmbeddingModel
from knowledge.known_questions import KnownQuestion

FEWEST = 0.2
"""Of a document's other questions, how many are known, at least: an editor has seldom thought of everything."""
SAME_WORDS = 85
"""From 0 to 100: answers so alike that either answers. A tjänsteutlåtande says things twice."""


class Siblings:
    """Draws, for a question, known ones that are most like it, and tells which of them ask for the same."""

    def __init__(
        self, generation: Generation, model: EmbeddingModel, questions: Sequence[TrainingQuestion], seed: int
    ) -> None:
        """
        Args:
            generation: an index over the questions' documents.
            model: the encoder.
            questions: with places, where they are answered. Those about another topic nobody would write down: they
                are not among what is drawn. At least one is none of them.
            seed: of what is drawn.
        """
        self._questions = [question for question in questions if question.kind != OTHER]
        asked = [question.question for question in self._questions]
        self._known = KnownIndex(
            [KnownQuestion(question.question, question.document, question.place) for question in self._questions],
            model.encode_query(asked),
            generation.passages,
            generation.sentence_offsets,
            by_language(encode_cohorts(model)),
        )
        self._model = model
        self._random = random.Random(seed)  # noqa: S311 (nothing secret is drawn)
        self._of_document: dict[str, dict[str, int]] = defaultdict(dict)
        for number, question in enumerate(self._questions):
            self._of_document[question.document][question.question] = number

    def draw(self, question: TrainingQuestion) -> tuple[Reading, tuple[bool, ...]] | None:
        """Known questions as they are read, and which ask for the same as this one; None where none is like it."""
        share = self._random.uniform(FEWEST, 1)
        others = [n for asked, n in self._of_document[question.document].items() if asked != question.question]
        known = np.zeros(len(self._questions), bool)
        known[[number for number in others if self._random.random() < share]] = True
        [likeness] = self._known.compare([question.question], self._model.encode_query([question.question]))
        nearest = self._known.nearest(likeness, known)
        if not nearest:
            return None
        right = (
            self._alike(question, self._questions[self._of_document[question.document][words]]) for words in nearest
        )
        return Reading.of_questions(nearest), tuple(right)

    def _alike(self, one: TrainingQuestion, other: TrainingQuestion) -> bool:
        """Whether who asks the one is content with the answer to the other."""
        if not one.answerable or not other.answerable:
            return one.answerable == other.answerable and one.want == other.want != ""
        same_words = one.quote and ratio(one.quote, other.quote) >= SAME_WORDS
        return bool(same_words or self._sentences(one) & self._sentences(other))

    def _sentences(self, question: TrainingQuestion) -> set[int]:
        number = self._of_document[question.document][question.question]
        return {place.sentence for place in self._known.places[number]}
