"""Questions with known answers, asked of corpora that hold the answer and of corpora that do not."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.calibration.corpora import draw_corpora, part_of
from bot.draft import Understood
from bot.evaluation import EvalQuestion, plain
from bot.question import intent_of
from bot.quoting import Choice
from index.generation import Generation
from index.judge import Judge
from index.searcher import HybridSearcher
from index.training.neighbourhood import Neighbourhood
from index.training.questions import OTHER
from index.types import Corpus, EmbeddingModel, Ranking
from knowledge.document import Span

PASSAGES = 10
MOST = 150
"""Questions about its documents that a corpus is asked."""
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
        return bool(self._holds(document, span, in_part=True))

    def is_right(self, choice: Choice) -> bool | None:
        """Whether the quote answers; None when another document has the same few words, maybe by chance."""
        return self._holds(choice.pick.document, choice.pick.span, in_part=False)

    def _holds(self, document: str, span: Span, in_part: bool) -> bool | None:
        question = self.question
        if not question.answerable:
            return False
        words = span.of(self.corpus.documents[document].text)
        if question.any or question.all:
            return question.has_phrases(words)
        if document == question.document:
            place = question.place
            if place is None or (
                place.overlaps(span) if in_part else question.is_covered_by(document, span.start, span.end)
            ):
                return True
        answer = plain(question.answer or "")
        if in_part or not answer or answer not in plain(words):
            return False
        return True if len(answer) >= TELLING else None


@dataclass(frozen=True)
class Asker:
    """What questions are asked with."""

    model: EmbeddingModel
    judge: Judge | None

    def ask(
        self, generation: Generation, questions: Sequence[EvalQuestion], size: int, near: Collection[str] = ()
    ) -> list[Sample]:
        """The questions, asked of the whole generation.

        Args:
            generation: the corpus.
            questions: with or without an answer in it.
            size: noted in the samples.
            near: documents that are about the like as the corpus, though not in it.
        """
        searcher = HybridSearcher(generation, self.model, judge=self.judge)
        rankings = searcher.search([q.asked for q in questions], PASSAGES)
        documents = generation.corpus.documents
        return [
            Sample(
                q,
                searcher.corpus,
                ranking,
                q.answerable and q.document in documents,
                size,
                _is_near(q, documents, near),
            )
            for q, ranking in zip(questions, rankings, strict=True)
            if ranking.passages
        ]


def _is_near(question: EvalQuestion, documents: Collection[str], near: Collection[str]) -> bool:
    """Of an unanswered question: whether its topic is the corpus' own, so that it is a near miss."""
    return question.kind != OTHER and (question.document in documents or question.document in near)


def draw_samples(
    generation: Generation,
    asker: Asker,
    questions: Sequence[EvalQuestion],
    draws: Mapping[int, int],
    seed: int = 0,
) -> list[Sample]:
    """Each corpus is asked what is about it, and half as many questions about other documents, near and far ones."""
    random = np.random.default_rng(seed)
    neighbourhood = Neighbourhood.of(generation)
    about = {q.document for q in questions if q.document} & set(generation.corpus.documents)
    samples: list[Sample] = []
    for size, documents in draw_corpora(generation, about, draws, seed):
        order = [questions[n] for n in random.permutation(len(questions))]
        inside = [q for q in order if q.document in documents][:MOST]
        outside = [q for q in order if q.document not in documents and q.answerable]
        nearest = neighbourhood.nearest_first(inside[0].document or "")
        place = {name: number for number, name in enumerate(nearest)}
        outside.sort(key=lambda q: place[q.document or ""])
        few = min(len(outside) // 2, max(1, len(inside) // 4))
        far = [outside[n] for n in random.permutation(range(few, len(outside)))[:few]]
        near = {q.document or "" for q in outside[:few]}
        samples += asker.ask(part_of(generation, documents), [*inside, *outside[:few], *far], size, near)
    return samples
