"""The passage index of one process: FAISS for meaning, BM25 for words."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from index.dense import DenseIndex
from index.lexical import Alternative, LexicalIndex, Wanted
from index.types import Candidate, Corpus, Filters, Vectors
from index.vector_search import Rows
from knowledge.standing import in_force


class LocalPassageIndex:
    """Implements `index.types.PassageIndex` over one generation.

    Args:
        dense: the generation's vectors.
        lexical: the words of its passages, in the same order.
    """

    def __init__(self, dense: DenseIndex, lexical: LexicalIndex) -> None:
        self._dense = dense
        self._lexical = lexical
        self._corpus = dense.generation.corpus

    def search(
        self, query_vector: Vectors, query_terms: Mapping[str, float], k: int, filters: Filters
    ) -> list[Candidate]:
        only = allowed_rows(self._corpus, filters)
        wanted = [Wanted(term, (Alternative(((term, worth),)),), worth) for term, worth in query_terms.items()]
        lexical = self._lexical.match(wanted).bm25
        holding = np.flatnonzero(lexical > 0)
        if only is not None:
            holding = np.intersect1d(holding, only, assume_unique=True)
        by_words = holding[np.argsort(-lexical[holding], kind="stable")[:k]]
        by_meaning = self._dense.passages.search(query_vector[None], k, only).rows[0]
        sentences = None if only is None else self._dense.sentences_of(only)
        by_sentence = self._dense.passages_of(self._dense.sentences.search(query_vector[None], k, sentences).rows[0])
        rows = np.unique(np.concatenate([by_words, by_meaning, by_sentence]))
        cosines = self._dense.generation.passage_vectors[rows] @ query_vector
        return [
            Candidate(int(row), float(cosine), float(lexical[row])) for row, cosine in zip(rows, cosines, strict=True)
        ]


def allowed_rows(corpus: Corpus, filters: Filters) -> Rows | None:
    """The passages of the documents that the filters allow, rising; None for all of them."""
    if not filters.documents and filters.as_of is None:
        return None
    documents = set(filters.documents) or set(corpus.documents)
    if filters.as_of is not None:
        documents &= in_force(corpus.sources, filters.as_of)
    return np.flatnonzero([passage.document in documents for passage in corpus.passages]).astype(np.int64)
