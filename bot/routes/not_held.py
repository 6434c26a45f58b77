"""Questions for a document that the register knows of and that is not held."""

from __future__ import annotations

from bot.draft import Draft, Understood
from bot.phrases import phrase
from bot.words import flat
from index.types import Ranking, Searcher
from knowledge.sources import Status

_UNLIKELY = 0.02


class NotHeld:
    """ "Framgår inte", when the question asks for what only a document that is not held could tell.

    Its text ("kan jag få läsa strategin?"), its adoption ("när antogs strategin?") or its later revision.
    Tried only where the register has such a document and nothing adopted is held; the answer's notice names it.
    """

    def propose(self, understood: Understood, searcher: Searcher, ranking: Ranking) -> Draft | None:
        corpus = searcher.corpus
        if all(source.held for source in corpus.sources):
            return None
        if any(document.source.status is Status.ANTAGEN for document in corpus.documents.values()):
            return None
        asked = flat(understood.query)
        of_strategy = "strateg" in asked
        if phrase("not_held", "whole").fullmatch(asked) or phrase("not_held", "revision").search(asked):
            return Draft(confidence=_UNLIKELY)
        return Draft(confidence=_UNLIKELY) if of_strategy and phrase("not_held", "adoption").search(asked) else None
