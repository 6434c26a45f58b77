"""A searcher whose scores can be worked out by hand: the share of the question's stems that a text holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.terms import stems
from index.types import Corpus, Filters, RankedPassage, RankedSentence, Ranking
from knowledge.library import load
from knowledge.passages import make_passages


def corpus_of(folder: Path) -> Corpus:
    library = load(folder)
    documents = {document.id: document for document in library.documents}
    passages = [passage for document in library.documents for passage in make_passages(document)]
    return Corpus("test", documents, passages, library.sources)


class SharedWords:
    """Implements index.types.Searcher without a model."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus

    def search(self, queries: Sequence[str], k: int = 10, filters: Filters | None = None) -> list[Ranking]:
        return [self._rank(query, k) for query in queries]

    def _rank(self, query: str, k: int) -> Ranking:
        asked = stems(query)
        ranked = []
        for row, passage in enumerate(self.corpus.passages):
            text = self.corpus.documents[passage.document].text
            score = _share(asked, passage.span.of(text))
            sentences = tuple(RankedSentence(s, _share(asked, s.of(text))) for s in passage.sentences)
            ranked.append(RankedPassage(row, passage, score, score, score, sentences))
        ranked.sort(key=lambda found: -found.score)
        return Ranking(query, tuple(found for found in ranked[:k] if found.score > 0))


def _share(asked: frozenset[str], text: str) -> float:
    return len(asked & stems(text)) / len(asked) if asked else 0.0
