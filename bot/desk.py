"""The routes and the composer over the documents of one day, or over all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answer import Answer
from bot.compose import Composer
from bot.config import Settings
from bot.draft import Draft, Route, Understood
from bot.evidence import is_judged
from bot.owners import open_owners
from bot.routes.definition import DefinitionRoute
from bot.routes.facts import Facts
from bot.routes.not_held import NotHeld
from bot.routes.opinions import OpinionsRoute
from bot.routes.requests import Requests
from bot.routes.responsibility import ResponsibilityRoute
from bot.routes.search import Search, closest
from bot.routes.small_talk import SmallTalk
from bot.routes.structure import StructureRoute
from index.types import Corpus, Filters, Ranking, Searcher
from knowledge.glossary import read_glossary

OVERRULES = 0.7
"""Confidence from which the search is believed rather than a route's doubt. Of 83 doubts about the made-up documents
of the calibration it then answers 47 rightly and 2 wrongly; from 0.85 on 37 and 1."""


@dataclass(frozen=True)
class CorpusView:
    """A searcher as it looks over some of its documents. The rankings it is given are filtered already."""

    searcher: Searcher
    corpus: Corpus

    def search(self, queries: Sequence[str], k: int = 10, filters: Filters | None = None) -> list[Ranking]:
        return self.searcher.search(queries, k, filters)


class Desk:
    """Answers from one corpus. Thread-safe; keeps nothing of what is asked."""

    def __init__(self, searcher: Searcher, settings: Settings) -> None:
        self.searcher = searcher
        self.least = settings.answer.min_confidence
        self.composer = Composer(searcher.corpus)
        self.search = Search(settings.answer)
        glossary = read_glossary(settings.knowledge) or read_glossary()
        self.routes: tuple[Route, ...] = (
            SmallTalk(),
            Requests(),
            DefinitionRoute(glossary),
            Facts(glossary),
            NotHeld(),
            ResponsibilityRoute(open_owners(searcher.corpus, settings.knowledge), glossary),
            OpinionsRoute(searcher.corpus, glossary),
            StructureRoute(searcher.corpus, glossary),
            self.search,
        )

    def answer(self, understood: Understood, ranking: Ranking) -> Answer:
        return self.composer.answer(understood, self._draft(understood, ranking))

    def _draft(self, understood: Understood, ranking: Ranking) -> Draft:
        """The first route's proposal; below the least confidence it becomes a refusal with what is nearest."""
        drafts = (route.propose(understood, self.searcher, ranking) for route in self.routes)
        draft = next((draft for draft in drafts if draft is not None), Draft())
        if draft.doubtful and is_judged(ranking):
            found = self.search.propose(understood, self.searcher, ranking)
            draft = found if found.confidence >= max(OVERRULES, self.least) else draft
        if draft.quotes and draft.confidence >= self.least:
            return draft
        if draft.message and not draft.quotes:
            return draft
        return replace(draft, quotes=(), message="", responsible=None, closest=draft.closest or closest(ranking))
