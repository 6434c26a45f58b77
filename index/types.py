"""The seams of the index: what a model, an index and a ranking promise."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

import numpy as np
import numpy.typing as npt

from knowledge.document import Document, Passage, Span
from knowledge.sources import Source

Vectors = npt.NDArray[np.float32]
Progress = Callable[[str, int, int], None]
"""Called as `progress(stage, done, total)`; it must be cheap and must not raise."""


class EmbeddingModel(Protocol):
    """A thin wrapper round `sentence_transformers.SentenceTransformer`."""

    @property
    def name(self) -> str:
        """What the configuration called it: "bundled", a hub name or a folder."""
        ...

    @property
    def fingerprint(self) -> str:
        """A hash of weights, tokenizer and prompts: an index is searched only with the model that made it."""
        ...

    @property
    def prompts(self) -> Mapping[str, str]:
        """What stands before a "query" and before a "document" when they are encoded."""
        ...

    @property
    def dimensions(self) -> int: ...

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """(n, dimensions) float32, rows of length 1."""
        ...

    def encode_document(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """(n, dimensions) float32, rows of length 1, in the order of `texts`."""
        ...


@dataclass(frozen=True, slots=True)
class Filters:
    """Restricts a search. Empty means no restriction."""

    documents: frozenset[str] = frozenset()
    as_of: date | None = None


LOWEST_ODDS = -8.0
"""Log odds to answer; less is not told apart, and what was not read has no more."""


@dataclass(frozen=True, slots=True)
class RankedSentence:
    span: Span
    score: float  # comparable within one ranking only
    meaning: float = 0.0  # the part of the score that is not words, in standard deviations of ordinary questions
    cosine: float = 0.0  # plain, with the question
    holds: tuple[float, ...] = ()  # how much of each of Ranking.words it holds, in [0, 1]
    # Log odds to answer, against that none does; None where no judge read and no known question tells.
    odds: float | None = None
    asked: float = 0.0  # how like the question is to a known one that it answers, in [0, 1]
    sought: float = 0.0  # how probable it is, by the example of known questions, that it is what is asked for


@dataclass(frozen=True, slots=True)
class QuestionWord:
    """A word of content of the question, and what it is worth in this corpus."""

    word: str
    rarity: float  # idf
    known: bool  # whether the corpus holds it under any name


@dataclass(frozen=True, slots=True)
class RankedPassage:
    row: int  # position in Corpus.passages
    passage: Passage
    score: float  # in [0, 1], falling; comparable within one ranking only
    dense: float  # cosine with the question
    lexical: float  # BM25
    sentences: tuple[RankedSentence, ...] = ()  # in reading order
    holds: tuple[float, ...] = ()  # how much of each of Ranking.words it or its headings hold, in [0, 1]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best passages for one question, best first, and what was learnt about the question."""

    query: str
    passages: tuple[RankedPassage, ...]
    signals: Mapping[str, float] = field(default_factory=dict)
    """Named evidence for the confidence (coverage, margins, cohort-normalised scores, ...)."""
    words: tuple[QuestionWord, ...] = ()


@dataclass(frozen=True)
class Corpus:
    """What a generation of the index holds, loaded: documents and their passages."""

    generation: str
    documents: Mapping[str, Document]
    passages: Sequence[Passage]
    sources: Sequence[Source] = ()  # the whole register, also what is known of but not held


class Searcher(Protocol):
    """A loaded generation that can be asked. Thread-safe; never changes after loading."""

    @property
    def corpus(self) -> Corpus: ...

    def search(self, queries: Sequence[str], k: int = 10, filters: Filters | None = None) -> list[Ranking]:
        """One ranking a query, in their order; the queries are encoded as one batch."""
        ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage worth a closer look."""

    row: int  # position in Corpus.passages
    dense: float  # cosine with the question
    lexical: float  # BM25: the sum of what the question's terms are worth in it


class PassageIndex(Protocol):
    """Where candidates come from: FAISS and BM25 in this process, or a server that a fleet shares. Thread-safe."""

    def search(
        self, query_vector: Vectors, query_terms: Mapping[str, float], k: int, filters: Filters
    ) -> list[Candidate]:
        """The passages worth a closer look, each once and with both scores, in reading order.

        They are the k nearest by meaning, those that hold the k sentences nearest by meaning, and the k
        best by words.

        Args:
            query_vector: (d,) of length 1.
            query_terms: terms of the index and what each is worth (weight times idf); others match nothing.
            k: at least 1, of each kind. A passage that holds no term is never among the best by words.
            filters: nothing but what they allow is found.
        """
        ...
