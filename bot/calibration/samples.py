"""Questions with known answers, asked of corpora that hold the answer and of corpora that do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.calibration.corpora import Neighbourhood, draw_corpora, part_of
from bot.evaluation import EvalQuestion
from index.generation import Generation
from index.searcher import HybridSearcher
from index.types import Corpus, EmbeddingModel, Ranking

PASSAGES = 10


@dataclass(frozen=True)
class Sample:
    """A question asked of one corpus."""

    question: EvalQuestion
    corpus: Corpus
    ranking: Ranking
    held: bool  # whether the corpus holds the question's document
    size: int  # passages, about
    near: bool = False  # not held, but of the same field as what is


def draw_samples(
    generation: Generation,
    model: EmbeddingModel,
    questions: Sequence[EvalQuestion],
    sizes: Sequence[int],
    times: int,
    seed: int = 0,
) -> list[Sample]:
    """Each corpus is asked what it answers, and as many questions that it does not, half of them near misses."""
    random = np.random.default_rng(seed)
    neighbourhood = Neighbourhood.of(generation)
    samples: list[Sample] = []
    for size, documents in draw_corpora(generation, sizes, times, seed):
        searcher = HybridSearcher(part_of(generation, documents), model)
        inside = [q for q in questions if q.document in documents]
        if not inside:
            continue
        outside = [q for q in questions if q.document not in documents]
        nearness = {name: n for n, name in enumerate(neighbourhood.nearest_first(inside[0].document or ""))}
        outside.sort(key=lambda q: nearness[q.document or ""])
        few = min(len(outside) // 2, max(2, len(inside) // 2))
        near, far = outside[:few], [outside[n] for n in random.permutation(range(few, len(outside)))[:few]]
        asked = [*inside, *near, *far]
        rankings = searcher.search([q.asked for q in asked], PASSAGES)
        for number, (question, ranking) in enumerate(zip(asked, rankings, strict=True)):
            if ranking.passages:
                is_near = len(inside) <= number < len(inside) + few
                samples.append(Sample(question, searcher.corpus, ranking, number < len(inside), size, is_near))
    return samples
