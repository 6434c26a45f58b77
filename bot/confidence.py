"""How likely it is that the first quote answers the question."""

from __future__ import annotations

from collections.abc import Sequence

from bot.draft import Pick, Understood
from index.swedish import content_words, stem
from index.types import Corpus, Ranking


class Confidence:
    def __call__(self, understood: Understood, corpus: Corpus, ranking: Ranking, picks: Sequence[Pick]) -> float:
        if not picks:
            return 0.0
        quoted = {stem(w) for p in picks for w in content_words(p.span.of(corpus.documents[p.document].text))}
        asked = [stem(word) for word in content_words(understood.query)]
        return sum(word in quoted for word in asked) / len(asked) if asked else 0.0
