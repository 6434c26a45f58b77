"""The general way: the best sentences of the best passages, if they are likely to answer."""

from __future__ import annotations

from bot.confidence import Confidence
from bot.config import AnswerSettings
from bot.draft import Draft, Pick, Understood
from bot.quoting import choose
from index.types import Ranking, Searcher
from knowledge.document import Span

MOST_CLOSEST = 3


class Search:
    def __init__(self, settings: AnswerSettings) -> None:
        self.settings = settings
        self.confidence = Confidence()

    def propose(self, understood: Understood, searcher: Searcher, ranking: Ranking) -> Draft:
        if not ranking.passages:
            return Draft()
        picks = choose(understood, searcher.corpus, ranking, self.settings.max_words)
        confidence = self.confidence(understood, searcher.corpus, ranking, picks)
        return Draft(quotes=picks, confidence=confidence, closest=closest(ranking))


def closest(ranking: Ranking) -> list[Pick]:
    """The nearest passages, none inside another, to be shown as "not an answer"."""
    picks: list[Pick] = []
    for ranked in ranking.passages:
        passage = ranked.passage
        whole = Span(passage.sentences[0].start, passage.sentences[-1].end)
        quotable = Pick(passage.document, whole, ranked.score)
        if not any(p.document == quotable.document and p.span.overlaps(quotable.span) for p in picks):
            picks.append(quotable)
        if len(picks) == MOST_CLOSEST:
            break
    return picks
