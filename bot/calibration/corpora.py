"""Parts of an index, as if only some of its documents were held: small corpora, and answers taken out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.generation import Generation, sentence_offsets
from index.manifest import SearchPlan
from index.types import EmbeddingModel, Progress, Vectors


class Remembering:
    """An encoder that encodes each question once, however many corpora it is asked of."""

    def __init__(self, model: EmbeddingModel) -> None:
        self._model = model
        self._known: dict[str, Vectors] = {}
        self.name, self.fingerprint = model.name, model.fingerprint
        self.prompts, self.dimensions = model.prompts, model.dimensions

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        for start in range(0, len(new), 64):
            batch = new[start : start + 64]
            self._known.update(zip(batch, self._model.encode_query(batch), strict=True))
        return np.stack([self._known[text] for text in texts])

    def encode_document(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return self._model.encode_document(texts, progress)


def part_of(generation: Generation, documents: Collection[str]) -> Generation:
    """The generation as it would be if only these documents had been indexed."""
    corpus = generation.corpus
    rows = [row for row, passage in enumerate(corpus.passages) if passage.document in documents]
    passages = [corpus.passages[row] for row in rows]
    offsets = generation.sentence_offsets
    sentences = [n for row in rows for n in range(offsets[row], offsets[row + 1])]
    held = {name: document for name, document in corpus.documents.items() if name in documents}
    exactly = {"passage_search": SearchPlan(), "sentence_search": SearchPlan()}  # the codes are the whole's
    return replace(
        generation,
        manifest=generation.manifest.model_copy(update=exactly),
        corpus=replace(corpus, documents=held, passages=passages),
        passage_vectors=np.asarray(generation.passage_vectors)[rows],
        sentence_vectors=np.asarray(generation.sentence_vectors)[sentences],
        sentence_offsets=sentence_offsets(passages),
    )


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


def draw_corpora(
    generation: Generation, sizes: Sequence[int], times: int, seed: int
) -> Iterator[tuple[int, frozenset[str]]]:
    """(size, documents): corpora of about so many passages, half of one field, half of anything.

    A corpus of one field is what a city has; the questions that it does not answer are then near misses.
    """
    random = np.random.default_rng(seed)
    neighbourhood = Neighbourhood.of(generation)
    counts: dict[str, int] = {}
    for passage in generation.passages:
        counts[passage.document] = counts.get(passage.document, 0) + 1
    for size in sizes:
        # Small corpora hold few questions each, so more of them are drawn.
        for number in range(times * max(1, min(8, 400 // size))):
            names = [str(name) for name in random.permutation(neighbourhood.names)]
            order = neighbourhood.nearest_first(names[0]) if number % 2 else names
            held: list[str] = []
            for name in order:
                if held and sum(counts[n] for n in held) + counts[name] > size:
                    break
                held.append(name)
            yield size, frozenset(held)
