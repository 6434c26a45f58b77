"""FAISS over the vectors of passages and of sentences."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from index.generation import Generation
from index.types import Vectors

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest rows of each query, best first; where there are fewer than k, row -1 and score -inf."""

    scores: npt.NDArray[np.float32]  # (queries, k) cosine
    rows: Rows  # (queries, k)


class VectorIndex:
    """Inner product over one set of unit vectors. Thread-safe; never changes after it is made.

    Args:
        index: FAISS, holding the vectors in the order of their rows.
        parameters: makes FAISS' search parameters from a selector of rows (None: all rows).
    """

    def __init__(self, index: Any, parameters: Any = faiss.SearchParameters) -> None:
        self._index = index
        self._parameters = parameters

    @classmethod
    def exact(cls, vectors: Vectors) -> VectorIndex:
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors))
        return cls(index)

    def search(self, queries: Vectors, k: int, only: Rows | None = None) -> Nearest:
        """The k nearest rows of each query.

        Args:
            queries: (q, d) float32, rows of length 1.
            k: at least 1; more than there are rows is allowed.
            only: if given, no other rows are found.
        """
        k = max(1, min(k, self._index.ntotal if only is None else len(only)))
        selector = None if only is None else faiss.IDSelectorBatch(np.ascontiguousarray(only, np.int64))
        parameters = self._parameters(sel=selector)
        scores, rows = self._index.search(np.ascontiguousarray(queries, np.float32), k, params=parameters)
        return Nearest(np.where(rows < 0, -np.inf, scores).astype(np.float32), rows)


@dataclass(frozen=True)
class DenseIndex:
    """A generation's vectors, searchable."""

    generation: Generation

    @cached_property
    def passages(self) -> VectorIndex:
        return VectorIndex.exact(self.generation.passage_vectors)

    @cached_property
    def sentences(self) -> VectorIndex:
        """Exact. A sentence's row is its place in `Generation.sentence_vectors`."""
        return VectorIndex.exact(self.generation.sentence_vectors)

    def passages_of(self, sentence_rows: Rows) -> Rows:
        """The passage row that each sentence row belongs to."""
        return np.searchsorted(self.generation.sentence_offsets, sentence_rows, side="right") - 1
