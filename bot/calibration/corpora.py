"""Parts of an index, as if only some of its documents were held: small corpora, and answers taken out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

import numpy as np

from index.generation import Generation, sentence_offsets
from index.manifest import SearchPlan
from index.training.neighbourhood import Neighbourhood


def part_of(generation: Generation, documents: Collection[str]) -> Generation:
    """The generation as it would be if only these documents had been indexed."""
    corpus = generation.corpus
    rows = [row for row, passage in enumerate(corpus.passages) if passage.document in documents]
    passages = [corpus.passages[row] for row in rows]
    offsets = generation.sentence_offsets
    sentences = [n for row in rows for n in range(offsets[row], offsets[row + 1])]
    held = {name: document for name, document in corpus.documents.items() if name in documents}
    exactly = {"passage_search": SearchPlan(), "sentence_search": SearchPlan()}  # the codes are the whole's
    known = [n for n, question in enumerate(generation.known_questions) if question.document in documents]
    return replace(
        generation,
        manifest=generation.manifest.model_copy(update=exactly),
        corpus=replace(corpus, documents=held, passages=passages),
        passage_vectors=np.asarray(generation.passage_vectors)[rows],
        sentence_vectors=np.asarray(generation.sentence_vectors)[sentences],
        sentence_offsets=sentence_offsets(passages),
        known_questions=tuple(generation.known_questions[n] for n in known),
        known_vectors=np.asarray(generation.known_vectors)[known] if known else None,
        known_weights=None,
    )


def draw_corpora(
    generation: Generation, about: Collection[str], draws: Mapping[int, int], seed: int
) -> Iterator[tuple[int, frozenset[str]]]:
    """(size, documents): corpora of about so many passages, each with one of the documents `about`.

    Every second is of one field, the others of anything. A corpus of one field is what a city has; the questions
    that it does not answer are then near misses.

    Args:
        generation: what the corpora are parts of.
        about: documents that there are questions about.
        draws: for each size, how many corpora.
        seed: of what is drawn.
    """
    random = np.random.default_rng(seed)
    neighbourhood = Neighbourhood.of(generation)
    counts = Counter(passage.document for passage in generation.passages)
    starts = sorted(about)
    for size, times in draws.items():
        for number in range(times):
            first = starts[random.integers(len(starts))]
            others = [str(name) for name in random.permutation(neighbourhood.names)]
            held: list[str] = []
            for name in neighbourhood.nearest_first(first) if number % 2 else dict.fromkeys((first, *others)):
                if held and sum(counts[n] for n in held) + counts[name] > size:
                    break
                held.append(name)
            yield size, frozenset(held)
