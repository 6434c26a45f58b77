"""Which documents are about the like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.generation import Generation
from index.types import Vectors


@dataclass(frozen=True)
class Neighbourhood:
    """Which documents are about the like, by the mean of their passages' vectors."""

    names: Sequence[str]
    vectors: Vectors  # (documents, d)

    @classmethod
    def of(cls, generation: Generation) -> Neighbourhood:
        rows: dict[str, list[int]] = {}
        for row, passage in enumerate(generation.passages):
            rows.setdefault(passage.document, []).append(row)
        vectors = np.stack([np.asarray(generation.passage_vectors)[held].mean(axis=0) for held in rows.values()])
        vectors -= vectors.mean(axis=0)
        return cls(tuple(rows), vectors / np.linalg.norm(vectors, axis=1, keepdims=True))

    def nearest_first(self, name: str) -> list[str]:
        """All documents, the named one first."""
        order = np.argsort(-(self.vectors @ self.vectors[list(self.names).index(name)]))
        return [name, *(self.names[n] for n in order if self.names[n] != name)]
