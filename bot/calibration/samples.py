"""Questions with known answers, asked of corpora that hold the answer and of corpora that do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.calibration.corpora import Neighbourhood, draw_corpora, part_of
from bot.draft import Understood
from bot.evaluation import EvalQuestion
from bot.question import intent_of
from bot.quoting import Choice
from index.generation import Generation
from index.searcher import HybridSearcher
from index.types import Corpus, EmbeddingModel, Ranking
from knowledge.document import Span

PASSAGES = 10
TELLING = 12
"""Letters of an answer that does not stand in another document by chance."""


@dataclass(frozen=True)
class Sample:
    """A question asked of one corpus."""

    question: EvalQuestion
    corpus: Corpus
    ranking: Ranking
    held: bool  # whether the corpus holds the answer
    size: int  # passages, about
    near: bool = False  # not held, but of the same field as what is

    @property
    def understood(self) -> Understood:
        asked = self.question.asked
        return Understood(asked, "sv", intent_of(asked), asked)

    def holds_answer(self, document: str, span: Span) -> bool:
        """Whether a candidate sentence has at least a part of the answer."""
        place = self.question.place
        if place is None:
            text = span.of(self.corpus.documents[document].text)
            return self.question.answerable and self.question.has_phrases(text)
        return document == self.question.document and place.overlaps(span)

    def is_right(self, choice: Choice) -> bool | None:
        """Whether the quote answers; None when another document has the same few words, maybe by chance."""
        pick = choice.pick
        quoted = pick.span.of(self.corpus.documents[pick.document].text)
        if self.question.place is None:
            return self.question.answerable and self.question.has_phrases(quoted)
        if self.question.is_covered_by(pick.document, pick.span.start, pick.span.end):
            return True
        answer = self.question.answer or ""
        if not answer or " ".join(answer.split()).casefold() not in " ".join(quoted.split()).casefold():
            return False
        return True if len(answer) >= TELLING else None


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
        inside = [q for q in questions if q.document in documents]
        if not inside:
            continue
        searcher = HybridSearcher(part_of(generation, documents), model)
        outside = [q for q in questions if q.document not in documents]
        nearness = {name: n for n, name in enumerate(neighbourhood.nearest_first(inside[0].document or ""))}
        outside.sort(key=lambda q: nearness[q.document or ""])
        few = min(len(outside) // 2, max(2, len(inside) // 2))
        far = [outside[n] for n in random.permutation(range(few, len(outside)))[:few]]
        asked = [*inside, *outside[:few], *far]
        rankings = searcher.search([q.asked for q in asked], PASSAGES)
        for number, (question, ranking) in enumerate(zip(asked, rankings, strict=True)):
            near = len(inside) <= number < len(inside) + few
            samples.append(Sample(question, searcher.corpus, ranking, number < len(inside), size, near))
    return [sample for sample in samples if sample.ranking.passages]


def ask_all(generation: Generation, model: EmbeddingModel, questions: Sequence[EvalQuestion]) -> list[Sample]:
    """The questions asked of the whole corpus, which is of their own field."""
    searcher = HybridSearcher(generation, model)
    rankings = searcher.search([q.asked for q in questions], PASSAGES)
    size = len(generation.passages)
    return [
        Sample(question, searcher.corpus, ranking, question.answerable, size, near=not question.answerable)
        for question, ranking in zip(questions, rankings, strict=True)
        if ranking.passages
    ]
