"""What a question asks for, by the example of known ones."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from index.classifier import QuestionClassifier, Weights
from index.cohort import cohort
from index.known import KnownIndex, Likeness, Want
from index.lexical import Scores
from index.meaning import Mask, Rows
from index.types import Vectors

log = logging.getLogger(__name__)

LEARNT_FROM = 8000
"""Known wordings that are learnt from, at most; of more, those that want what few want come first. What it takes grows
with the second power of their number in memory, and with the third in time: 6,000 take 150 MB and 3 s on two cores."""
SOMETHING_ELSE = Want(frozenset(), frozenset())
"""What ordinary questions about anything are taken to want."""


class Sought(NamedTuple):
    """What a question asks for; each in [0, 1], together at most 1 but for sentences that either answer."""

    sentences: Scores  # (m,) how probable it is that it asks for what the sentence answers
    documents: Mapping[str, float]  # by name: that it asks for what the document does not answer


class Wants:
    """Everything that is asked for by known questions. Never changes; safe to share among threads."""

    def __init__(self, known: KnownIndex, cohorts: Mapping[str, Vectors], weights: Weights | None = None) -> None:
        """
        Args:
            known: the known questions.
            cohorts: ordinary questions of each language: the vectors of all that `index.cohort` has.
            weights: what was learnt before from the very same; what does not fit is learnt again.
        """
        self._known = known
        wordings = list(known.worded.values())  # of each, the numbers of the known questions
        numbers = {SOMETHING_ELSE: 0}
        wanted = [numbers.setdefault(known.want(alike), len(numbers)) for alike in wordings]
        self._wants = tuple(numbers)
        self._want_of: Rows = np.zeros(len(known.questions), np.int64)  # of each known question, by number
        for want, alike in zip(wanted, wordings, strict=True):
            self._want_of[alike] = want
        taken = _fairly(wanted, LEARNT_FROM)
        first = [wordings[place][0] for place in taken]
        ordinary = [(question, language) for language in cohorts for question in cohort(language)]
        encoded = known.centred(np.concatenate(list(cohorts.values())), [language for _, language in ordinary])
        classes = np.array([*(wanted[place] for place in taken), *(0 for _ in ordinary)])
        self._has_example = np.bincount(classes, minlength=len(self._wants)) > 0
        if weights is not None and weights.shape != (len(classes), len(self._wants)):
            log.warning("what was learnt from known questions does not fit them: it is learnt again")
            weights = None
        self._classifier = QuestionClassifier(
            [*(known.questions[number].question for number in first), *(question for question, _ in ordinary)],
            np.concatenate([known.vectors[first], encoded]),
            classes,
            len(self._wants),
            weights,
        )

    @property
    def weights(self) -> Weights:
        """(examples, wants) float32. Raise `index.manifest.FORMAT` when either is put in another order, or when what
        `QuestionClassifier` does with them changes: an index holds them."""
        return self._classifier.weights

    def sought(self, likeness: Likeness, among: Mask) -> Sought:
        """What the question asks for.

        Args:
            likeness: of the question.
            among: (k,) which of the known questions it may ask for the same as; all those about some documents.
        """
        sentences = np.zeros(self._known.sentences, np.float32)
        documents: dict[str, float] = defaultdict(float)
        allowed = np.zeros(len(self._wants), bool)
        allowed[self._want_of[among]] = True
        allowed &= self._has_example
        allowed[0] = True
        probable = self._classifier.probabilities(likeness.question, likeness.vector, allowed)
        held = self._known.documents(among)
        for number in np.flatnonzero(allowed):
            want = self._wants[number]
            sentences[list({place.sentence for place in want.places if place.document in held})] += probable[number]
            for document in want.documents & held:
                documents[document] += float(probable[number])
        return Sought(sentences, dict(documents))


def _fairly(wants: Sequence[int], most: int) -> list[int]:
    """Places of at most so many, in their order: the first one that wants each thing, then the second, and so on."""
    met: Counter[int] = Counter()
    turns = []
    for want in wants:
        turns.append(met[want])
        met[want] += 1
    return sorted(sorted(range(len(wants)), key=lambda place: turns[place])[:most])
