"""The documents as a reader meets them: what each is, what it holds, what came before and after it."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from bot.batching import NotReady
from bot.texts import text
from bot.web.keys import SERVICE
from bot.web.language import language_of
from index.types import Corpus
from knowledge.document import Document
from knowledge.sources import Source, Status


@dataclass(frozen=True, slots=True)
class Link:
    """Another document, by its title; without an address when the register does not know it."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of the register, held or not."""

    source: Source
    title: str
    document: Document | None
    passages: int
    about: Link | None
    supersedes: tuple[Link, ...]
    superseded_by: tuple[Link, ...]

    @property
    def url(self) -> str:
        return f"/documents/{self.source.id}"

    @property
    def sections(self) -> list[str]:
        return [s.title for s in self.document.sections if s.title.strip()] if self.document else []

    @property
    def tone(self) -> str:
        """The class of the status badge. The words say the same: colour is never alone."""
        return {
            Status.ANTAGEN: "adopted",
            Status.FORSLAG: "proposed",
            Status.REMISSVAR: "opinion",
            Status.ERSATT: "past",
            Status.UPPHAVD: "past",
        }.get(self.source.status, "unknown")


class Shelf:
    """A generation's documents and register entries."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        held = {id: document.source for id, document in corpus.documents.items()}
        self._sources = {source.id: source for source in corpus.sources} | held

    def entries(self) -> list[Entry]:
        """Held first, newest first."""
        counts: dict[str, int] = {}
        for passage in self.corpus.passages:
            counts[passage.document] = counts.get(passage.document, 0) + 1
        entries = [self._make(source, counts.get(source.id, 0)) for source in self._sources.values()]
        entries.sort(key=lambda e: e.title.casefold())
        entries.sort(key=lambda e: str(e.source.date or ""), reverse=True)
        return sorted(entries, key=lambda e: e.document is None)

    def entry(self, id: str) -> Entry | None:
        source = self._sources.get(id)
        return self._make(source, sum(p.document == id for p in self.corpus.passages)) if source else None

    def _make(self, source: Source, passages: int) -> Entry:
        document = self.corpus.documents.get(source.id)
        return Entry(
            source=source,
            title=source.title or (document.title if document else source.id),
            document=document,
            passages=passages,
            about=self._link(source.about) if source.about else None,
            supersedes=tuple(map(self._link, source.supersedes)),
            superseded_by=tuple(map(self._link, source.superseded_by)),
        )

    def _link(self, reference: str) -> Link:
        """A register refers to another document by its id, or by a dnr that may be of one it knows."""
        for source in self._sources.values():
            if reference in (source.id, source.dnr):
                return Link(source.title or source.id, f"/documents/{source.id}")
        return Link(reference)


def shelf_of(request: web.Request) -> Shelf:
    """The documents that answers come from now. Raises NotReady before there are any."""
    corpus = request.app[SERVICE].corpus
    if corpus is None:
        language = language_of(request)
        raise NotReady(text("web.not_ready", language), text("web.try_again", language))
    return Shelf(corpus)
