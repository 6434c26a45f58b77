"""Our ranking beside BM25, dense vectors and reciprocal rank fusion, over the same passages and vectors.

    python -m tests.benchmarks.ranking --data DIR NAME=DOCUMENTS,QUESTIONS[,SPLIT] ...

See `QuestionSet` for what to name. quote@1 is what our quoting makes of each ranking. Where a set has no
unanswerable questions, each question whose answer stands in one document only is asked a second time with that
document left out of the search; AUROC tells how well the first passage's score (ours: the confidence) tells the two
apart, and "wrong at 95 %" how many of the unanswerable ones are answered when 95 % of the others are. "ms" is the
ranking of one question after another, without the encoding, which costs the same for all but BM25.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import bm25s
import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table

from bot.answerer import Answerer
from bot.config import Settings
from bot.evaluation import EvalQuestion, auroc, examine, report
from index.evidence import Mask, Scored
from index.generation import Generation
from index.grains import passage_text
from index.judge import AdaptedJudge
from index.model import bundled_encoder
from index.remembering import Remembering
from index.searcher import HybridSearcher
from index.swedish import is_content, stem, words
from index.types import EmbeddingModel, Filters, Ranking, Vectors
from tests.benchmarks.question_sets import QuestionSet

Scores = npt.NDArray[np.floating]
Ranker = Callable[[str, Vectors, Mask], Scores]
"""A question, its vector, and (n,) which passages are searched -> (n,) scores; of the others they say nothing."""
RRF_K = 60
"""Of reciprocal rank fusion, as in Cormack, Clarke and Büttcher (2009)."""
COLUMNS = ("mrr@10", "hit@1", "hit@5", "quote@1", "auroc", "wrong at 95 %", "ms")


def rankers(generation: Generation) -> dict[str, Ranker]:
    """What everybody has: BM25 over Swedish stems with bm25s' defaults, cosines, and the fusion of their ranks."""
    documents = generation.corpus.documents
    tokens = [_stems(passage_text(documents[passage.document], passage)) for passage in generation.passages]
    index = bm25s.BM25()
    index.index(tokens, show_progress=False)

    def lexical(question: str, vector: Vectors, among: Mask) -> Scores:
        return index.get_scores(_stems(question)) if _stems(question) else np.zeros(len(tokens), np.float32)

    def dense(question: str, vector: Vectors, among: Mask) -> Scores:
        return generation.passage_vectors @ vector

    def fused(question: str, vector: Vectors, among: Mask) -> Scores:
        ranked = (np.where(among, ranker(question, vector, among), -np.inf) for ranker in (lexical, dense))
        return sum(1 / (RRF_K + _ranks(scores)) for scores in ranked)

    return {"BM25": lexical, "dense": dense, "reciprocal rank fusion": fused}


def _stems(text: str) -> list[str]:
    return [stem(word) for word in words(text) if is_content(word)]


def _ranks(scores: Scores) -> Scores:
    ranks = np.empty(len(scores))
    ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return ranks


class Reranked(HybridSearcher):
    """Our search with another's ranking of the passages."""

    def __init__(self, generation: Generation, model: EmbeddingModel, ranker: Ranker) -> None:
        self._ranker: Ranker | None = None  # ordinary questions set the scale of our own scores
        super().__init__(generation, model)
        self._ranker = ranker

    def _score(self, queries: Sequence[str], vectors: Vectors, masks: Sequence[Mask]) -> list[Scored]:
        scored = super()._score(queries, vectors, masks)
        if self._ranker is None:
            return scored
        return [
            replace(one, fused=self._ranker(query, vector, mask).astype(np.float32))
            for one, query, vector, mask in zip(scored, queries, vectors, masks, strict=True)
        ]


class LeavingOut:
    """Searches, for each question, all documents but the one that holds its answer."""

    def __init__(self, searcher: HybridSearcher, left_out: Mapping[str, str]) -> None:
        self.corpus = searcher.corpus
        self._searcher = searcher
        self._left_out = left_out

    def search(self, queries: Sequence[str], k: int = 10, filters: Filters | None = None) -> list[Ranking]:
        held = frozenset(self.corpus.documents)
        return [self._searcher.search([q], k, Filters(held - {self._left_out.get(q, "")}))[0] for q in queries]


def measure(asked: QuestionSet, data: Path) -> Table:
    settings = Settings(data=data)
    encoder = bundled_encoder(data)
    generation = asked.indexed(data, encoder).without_known_questions()  # they would help every ranking
    questions = [question.asked for question in (*asked.placed, *asked.unanswerable)]
    adapted, plain = Remembering(encoder), Remembering(bundled_encoder(data, adapter=None))
    plain.fingerprint = adapted.fingerprint  # passages are encoded the same by both, so one index serves both
    for model in (adapted, plain):
        model.encode_query(questions)  # once: what is timed below is the ranking
    as_it_came = replace(generation, cohort_vectors=None)  # ordinary questions are encoded anew
    title = f"{asked.name}: {len(asked.placed)} questions, {len(generation.passages)} passages"
    table = Table("ranking", *COLUMNS, title=title)
    everywhere = np.ones(len(generation.passages), bool)
    twice = asked.answered_once(generation)
    for name, ranker in rankers(generation).items():
        figures = report(list(examine(Answerer(Reranked(as_it_came, plain, ranker), settings), asked.placed)))
        milliseconds = timed(
            lambda text, ranker=ranker: ranker(text, plain.encode_query([text])[0], everywhere), questions
        )
        scores = lambda q, without, ranker=ranker: _top(ranker, q, plain, generation, without)  # noqa: E731
        table.add_row(name, *cells(figures, *apart(asked, twice, scores), milliseconds))
    judge = AdaptedJudge(encoder)
    ours = {
        "ours, no adapter": HybridSearcher(as_it_came, plain),
        "ours, questions' adapter": HybridSearcher(generation, adapted),
        "ours, and the judge": HybridSearcher(generation, adapted, judge=judge),
    }
    for name, searcher in ours.items():
        figures = report(list(examine(Answerer(searcher, settings), asked.placed)))
        milliseconds = timed(lambda text, searcher=searcher: searcher.search([text]), questions)
        table.add_row(name, *cells(figures, *confidences(asked, twice, searcher, settings), milliseconds))
    return table


def apart(
    asked: QuestionSet, twice: Sequence[EvalQuestion], score: Callable[[EvalQuestion, str], float]
) -> tuple[list[float], list[float]]:
    """Scores of answerable and of unanswerable questions; `score(question, document left out)`."""
    if asked.unanswerable:
        return [score(question, "") for question in asked.placed], [score(q, "") for q in asked.unanswerable]
    return [score(question, "") for question in twice], [score(q, q.document or "") for q in twice]


def _top(ranker: Ranker, question: EvalQuestion, model: EmbeddingModel, generation: Generation, without: str) -> float:
    among = np.array([passage.document != without for passage in generation.passages])
    return float(ranker(question.asked, model.encode_query([question.asked])[0], among)[among].max())


def confidences(
    asked: QuestionSet, twice: Sequence[EvalQuestion], ours: HybridSearcher, settings: Settings
) -> tuple[list[float], list[float]]:
    def of(questions: Sequence[EvalQuestion], searcher: HybridSearcher | LeavingOut) -> list[float]:
        return [outcome.answer.confidence for outcome in examine(Answerer(searcher, settings), questions)]

    if asked.unanswerable:
        return of(asked.placed, ours), of(asked.unanswerable, ours)
    left_out = {question.asked: question.document or "" for question in twice}
    return of(twice, ours), of(twice, LeavingOut(ours, left_out))


def timed(rank: Callable[[str], object], questions: Sequence[str]) -> float:
    """Milliseconds a question, the median."""
    taken = []
    for question in questions:
        began = time.perf_counter()
        rank(question)
        taken.append(time.perf_counter() - began)
    return float(np.median(taken)) * 1000


def cells(figures: Mapping[str, float], met: list[float], unmet: list[float], milliseconds: float) -> list[str]:
    wrong = np.mean(np.array(unmet) >= np.quantile(met, 0.05))
    shares = [*(figures[name] for name in COLUMNS[:4]), auroc(met, unmet), float(wrong)]
    return [*(f"{share:.3f}" for share in shares), f"{milliseconds:.1f}"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", metavar="NAME=DOCUMENTS,QUESTIONS[,SPLIT]")
    parser.add_argument("--data", type=Path, required=True, help="where models and indexes are kept")
    arguments = parser.parse_args()
    for argument in arguments.sets:
        asked = QuestionSet.parse(argument)
        Console(width=120).print(measure(asked, arguments.data))


if __name__ == "__main__":
    main()
