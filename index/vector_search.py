"""Searching vectors with FAISS: exactly, or through small codes where there are very many.

Exact search reads every vector for every question: 1.5 KB each, which no processor keeps up with beyond
some ten thousand. `compressed` reads 4 bits for every two dimensions instead (product quantisation, André
et al., 2017: the codes are compared in registers), and computes the cosines of the best so found exactly.
It looks at every row, so its recall doesn't hang on how the vectors cluster; it is measured when a
generation is built, and exact search stays where it is not good enough.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import faiss
import numpy as np
import numpy.typing as npt

from index.manifest import SearchPlan, damaged
from index.types import Vectors

log = logging.getLogger(__name__)

Rows = npt.NDArray[np.int64]

EXACT_UP_TO = 50_000
"""Vectors. Beyond, an exact search alone takes as long as the encoder takes for the question."""
LEAST_RECALL = 0.995
"""Of the ten nearest, measured when the index is built: half of the 1 % that may be lost, as a margin."""
RESCORED = (100, 200, 500, 1000, 2000, 5000)
"""How many of the best by code are computed exactly: the first number that gives the recall is taken."""
TRAINING = 50_000
SAMPLES = 300
_SAME = 1e-5  # cosines that differ by less are of the same words; FAISS and NumPy round differently
NEARNESS = (0.9, 0.6, 0.3)
"""Cosines of the sample questions with a passage: as a question lies to its answer, and ones that lie near to none."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """The k nearest rows of each query, best first; fewer where there are not so many."""

    scores: Vectors  # (queries, k) cosine
    rows: Rows  # (queries, k)


class VectorIndex(Protocol):
    """Unit vectors, searchable by inner product. Thread-safe; never changes after it is made."""

    @property
    def vectors(self) -> Vectors:
        """(n, d): what it was made from; may be mapped from a file."""
        ...

    def search(self, queries: Vectors, k: int, only: Rows | None = None) -> Nearest:
        """The k nearest rows of each query, with exact cosines.

        Args:
            queries: (q, d) float32, rows of length 1.
            k: at least 1; more than there are rows is allowed.
            only: if given, no other rows are found. Rising.
        """
        ...


class ExactIndex:
    """FAISS' flat index: every vector against every query."""

    def __init__(self, vectors: Vectors) -> None:
        self.vectors = vectors
        self._index = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(np.ascontiguousarray(vectors))

    def search(self, queries: Vectors, k: int, only: Rows | None = None) -> Nearest:
        k = min(k, self._index.ntotal if only is None else len(only))
        if k == 0:
            return _nothing(len(queries))
        selector = None if only is None else faiss.IDSelectorBatch(np.ascontiguousarray(only, np.int64))
        parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]  # FAISS adds it at run time
        with _one_thread():
            scores, rows = self._index.search(np.ascontiguousarray(queries, np.float32), k, params=parameters)
        return Nearest(scores, rows)


class CompressedIndex:
    """Codes of 4 bits for two dimensions, and the vectors themselves for the best of them.

    Args:
        codes: a trained FAISS index with a code for each row.
        vectors: (n, d); may be mapped from a file, since few rows are read for a query.
        rescored: how many rows are computed exactly for the ten nearest.
    """

    def __init__(self, codes: Any, vectors: Vectors, rescored: int) -> None:
        self._codes = codes
        self.vectors = vectors
        self._rescored = rescored

    def search(self, queries: Vectors, k: int, only: Rows | None = None) -> Nearest:
        total = len(self.vectors)
        k = min(k, total if only is None else len(only))
        if k == 0:
            return _nothing(len(queries))
        wanted = max(self._rescored, k * self._rescored // 10)
        fetched = wanted if only is None else wanted * total // len(only) * 5 // 4
        scores, rows = np.empty((len(queries), k), np.float32), np.empty((len(queries), k), np.int64)
        exhaustive = fetched >= total or (only is not None and fetched > total // 10)
        everything = np.arange(total) if only is None else only
        with _one_thread():
            found = None if exhaustive else self._codes.search(np.ascontiguousarray(queries, np.float32), fetched)[1]
        for place, query in enumerate(queries):
            candidates = everything if found is None else found[place]
            if found is not None and only is not None:
                candidates = candidates[np.isin(candidates, only)]
                if len(candidates) < min(wanted, len(only)):  # the others lie nearer to just this question
                    candidates = only
            cosines = self.vectors[candidates] @ query
            best = np.argsort(-cosines, kind="stable")[:k]
            scores[place], rows[place] = cosines[best], candidates[best]
        return Nearest(scores, rows)


def prepare(vectors: Vectors, file: Path, name: str) -> SearchPlan:
    """Decides how the vectors are searched, and writes the codes where exact search is too slow.

    Args:
        vectors: (n, d) float32 of length 1.
        file: where the codes go, if they are made.
        name: for the log.

    Raises OSError.
    """
    if len(vectors) <= EXACT_UP_TO:
        return SearchPlan()
    codes = _codes(vectors)
    plan = _measured(codes, vectors)
    if plan.kind == "exact":
        log.warning(
            "%d %s: searched exactly, and slowly: the codes found no more than %.1f %% of the ten nearest",
            len(vectors), name, 100 * plan.recall,
        )  # fmt: skip
        return SearchPlan()
    log.info(
        "%d %s, more than %d: searched through codes, the best %d computed exactly; %.1f %% of the ten nearest found",
        len(vectors), name, EXACT_UP_TO, plan.rescored, 100 * plan.recall,
    )  # fmt: skip
    with file.open("wb") as stream:  # rather than faiss.write_index(file), which doesn't notice a full disk
        stream.write(faiss.serialize_index(codes).data)
    return plan


def open_index(vectors: Vectors, plan: SearchPlan, file: Path) -> VectorIndex:
    """Raises IndexProblem when the codes cannot be read or are of other vectors."""
    if plan.kind == "exact":
        return ExactIndex(vectors)
    try:
        codes = faiss.read_index(str(file))
    except RuntimeError as error:
        raise damaged(file, type(error).__name__) from None
    if (codes.ntotal, codes.d) != vectors.shape:
        raise damaged(file, f"it holds {codes.ntotal} codes")
    return CompressedIndex(codes, vectors, plan.rescored)


def _codes(vectors: Vectors) -> Any:
    dimensions = vectors.shape[1]
    codes = faiss.IndexPQFastScan(dimensions, dimensions // 2, 4, faiss.METRIC_INNER_PRODUCT)
    chance = np.random.default_rng(0)
    codes.train(vectors[np.sort(chance.choice(len(vectors), min(len(vectors), TRAINING), replace=False))])
    for start in range(0, len(vectors), TRAINING):
        codes.add(np.ascontiguousarray(vectors[start : start + TRAINING]))
    return codes


def _measured(codes: Any, vectors: Vectors) -> SearchPlan:
    """The fewest rescored rows that find enough of the ten nearest for each kind of question; "exact" where none do."""
    chance = np.random.default_rng(1)
    near = vectors[np.sort(chance.choice(len(vectors), SAMPLES))]
    away = _unit(chance.standard_normal(near.shape, dtype=np.float32))
    nearness = np.resize(np.array(NEARNESS, np.float32), (SAMPLES, 1))
    questions = _unit(near * nearness + away * np.sqrt(1 - nearness**2))
    truth = faiss.knn(questions, vectors, 10, metric=faiss.METRIC_INNER_PRODUCT)[0]
    recall = 0.0
    for rescored in RESCORED:
        found = CompressedIndex(codes, vectors, rescored).search(questions, 10).scores
        # By cosine, not by row: a sentence that stands in many documents is as near in each of them.
        shares = (found >= truth[:, -1:] - _SAME).mean(axis=1)
        recall = min(float(np.mean(shares[kind :: len(NEARNESS)])) for kind in range(len(NEARNESS)))
        if recall >= LEAST_RECALL:
            return SearchPlan(kind="compressed", rescored=rescored, recall=recall)
    return SearchPlan(kind="exact", recall=recall)


def _unit(vectors: Vectors) -> Vectors:
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


@contextmanager
def _one_thread() -> Iterator[None]:
    """A search is over before a second thread has woken up: 1 ms alone and 14 ms together, where cores are busy."""
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


def _nothing(queries: int) -> Nearest:
    return Nearest(np.empty((queries, 0), np.float32), np.empty((queries, 0), np.int64))
