"""A generation's vectors, searchable: passages and sentences."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from index.generation import Generation
from index.vector_search import Rows, VectorIndex, open_index


@dataclass(frozen=True)
class DenseIndex:
    """FAISS over a generation. Each index is opened when it is first searched."""

    generation: Generation

    @cached_property
    def passages(self) -> VectorIndex:
        """A row is a passage's. Raises IndexProblem when its codes cannot be read."""
        generation = self.generation
        return open_index(
            generation.passage_vectors, generation.manifest.passage_search, generation.files.passage_codes
        )

    @cached_property
    def sentences(self) -> VectorIndex:
        """A row is a sentence's, as in `Generation.sentence_vectors`. Raises IndexProblem, as above."""
        generation = self.generation
        return open_index(
            generation.sentence_vectors, generation.manifest.sentence_search, generation.files.sentence_codes
        )

    def passages_of(self, sentence_rows: Rows) -> Rows:
        """The row of the passage that each sentence row belongs to."""
        return np.searchsorted(self.generation.sentence_offsets, sentence_rows, side="right").astype(np.int64) - 1

    def sentences_of(self, passage_rows: Rows) -> Rows:
        """The rows of all sentences of these passages, which are rising; so are they."""
        offsets = self.generation.sentence_offsets
        chosen = np.zeros(len(offsets) - 1, bool)
        chosen[passage_rows] = True
        return np.flatnonzero(np.repeat(chosen, np.diff(offsets))).astype(np.int64)
