"""Which of several things a question asks for, learnt from example questions.

Regression with a Gaussian process: an example is 1 for its own class and 0 for the others, and two questions are as
alike as they are in meaning and in letters together. So a few thousand examples say together what none of them says
alone. What the others would have said of each example is found in closed form, and with it how far to trust them.
C. E. Rasmussen and C. K. I. Williams, Gaussian Processes for Machine Learning (2006), equations 2.25 and 5.12.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.linalg import inv

from index.meaning import Mask, Rows
from index.types import Vectors

Weights = npt.NDArray[np.float32]
Floats = npt.NDArray[np.floating]

LETTERS = (2, 5)
"""Letters of the parts of words that are compared: endings, halves of compounds and misspellings count a little."""
NOISE = 0.1
"""Variance of what the examples say: two that want different things are sometimes nearly the same."""
ROWS = 512
"""Examples whose letters are compared with all others' at once."""
TEMPERATURES = np.geomspace(0.02, 1, 40)
"""Of the softmax: the one is taken under which the examples are the likeliest."""


class QuestionClassifier:
    """Tells of a question how probable each class is. Never changes; safe to share among threads."""

    def __init__(
        self, examples: Sequence[str], vectors: Vectors, classes: Rows, count: int, weights: Weights | None = None
    ) -> None:
        """
        Args:
            examples: k questions, at least one.
            vectors: (k, d), of unit length.
            classes: (k,), the number of each one's class, from 0.
            count: c, how many classes there are. Nothing is learnt of one without an example.
            weights: what was learnt before from these very examples; by default it is learnt now, which takes k² memory
                and k³ time.
        """
        from sklearn.feature_extraction.text import TfidfVectorizer  # half a second, for those who have examples

        self._letters = TfidfVectorizer(analyzer="char_wb", ngram_range=LETTERS, sublinear_tf=True, dtype=np.float32)
        self._parts = self._letters.fit_transform(examples).T.tocsr()
        self._vectors = vectors
        self.weights = self._learnt(examples, classes, count) if weights is None else weights
        """(k, c) float32: a question's likeness to the examples, times these, is what the softmax is taken of."""

    def probabilities(self, question: str, vector: npt.NDArray[np.float32], allowed: Mask) -> npt.NDArray[np.float32]:
        """(c,) in [0, 1] that the question is of each class, given that it is of an allowed one.

        Args:
            question: as it was asked.
            vector: (d,), of unit length.
            allowed: (c,) at least one.
        """
        said = np.where(allowed, self._alike([question], vector[None])[0] @ self.weights, -np.inf)
        odds = np.exp(said - said.max())
        probable: npt.NDArray[np.float32] = (odds / odds.sum()).astype(np.float32)
        return probable

    def _alike(self, questions: Sequence[str], vectors: Vectors) -> npt.NDArray[np.float32]:
        """(q, k) in (0, 1]: the Gaussian kernel on vectors and parts of words, side by side."""
        alike = vectors @ self._vectors.T
        parts = self._letters.transform(questions)
        for start in range(0, len(questions), ROWS):  # a part of a word or two is common to nearly all of them
            alike[start : start + ROWS] += (parts[start : start + ROWS] @ self._parts).toarray()
        alike -= 2
        kernel: npt.NDArray[np.float32] = np.exp(alike, out=alike)
        return kernel

    def _learnt(self, examples: Sequence[str], classes: Rows, count: int) -> Weights:
        own = np.eye(count, dtype=np.float32)[classes]
        weights, by_others = regression(self._alike(examples, self._vectors), own)

        def unlikely(temperature: float) -> float:
            said = by_others / temperature
            most = said.max(axis=1, keepdims=True)
            likely = (said * own).sum(axis=1) - most[:, 0] - np.log(np.exp(said - most).sum(axis=1))
            return -float(likely.mean())

        learnt: Weights = (weights / min(TEMPERATURES, key=unlikely)).astype(np.float32)
        return learnt


def regression(alike: Floats, values: Floats) -> tuple[Floats, Floats]:
    """What the examples say together, and what the others say of each.

    Args:
        alike: (k, k), the kernel of the examples with each other; its memory is used for something else.
        values: (k, c) of the examples.

    Returns:
        (k, c), by which the kernel of a question with the examples is multiplied; and
        (k, c), what that would give for each example if it had been left out.
    """
    alike[np.diag_indices_from(alike)] += NOISE
    inverse = inv(alike.T, overwrite_a=True, assume_a="pos")  # the same turned, and in the order that is overwritten
    weights = inverse @ values
    return weights, values - weights / np.diag(inverse)[:, None]
