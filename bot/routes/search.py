"""The general way: the best sentences of the best passages, with how likely they are to answer."""

from __future__ import annotations

from bot.confidence import confidence
from bot.config import AnswerSettings
from bot.draft import Draft, Pick, Understood
from bot.quoting import choose, further
from index.types import Ranking, Searcher
from knowledge.document import Span

MOST_CLOSEST = 3


class Search:
    def __init__(self, settings: AnswerSettings) -> None:
        self.settings = settings

    def propose(self, understood: Understood, searcher: Searcher, ranking: Ranking) -> Draft:
        choice = choose(understood, searcher.corpus, ranking, self.settings.max_words)
        if choice is None:
            return Draft()
        sure = confidence(ranking, searcher.corpus, choice)
        quotes = (choice.pick, *further(choice, searcher.corpus, self.settings.max_words))
        return Draft(quotes=quotes, confidence=sure, closest=closest(ranking))


def closest(ranking: Ranking) -> list[Pick]:
    """The nearest passages, none inside another, to be shown as "not an answer"."""
    picks: list[Pick] = []
    for ranked in ranking.passages:
        passage = ranked.passage
        whole = Span(passage.sentences[0].start, passage.sentences[-1].end)
        if not any(p.document == passage.document and p.span.overlaps(whole) for p in picks):
            picks.append(Pick(passage.document, whole, ranked.score))
        if len(picks) == MOST_CLOSEST:
            break
    return picks
