"""An answerer that works from a script, so that the web can be tested without a model.

Its quotes are real spans of real documents; only the finding of them is scripted.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.answer import Answer, Intent, Place, Quote, Responsible
from bot.service import Request, Surroundings
from bot.standing import quote_voice, standing_label
from index.types import Corpus, Filters, Ranking
from knowledge.document import Document, Span
from knowledge.errors import NotQuotable
from knowledge.library import load
from knowledge.passages import make_passages


def corpus_of(folder: Path, generation: str = "test-1") -> Corpus:
    """What an index over the folder would hold."""
    library = load(folder)
    passages = [passage for document in library.documents for passage in make_passages(document)]
    return Corpus(generation, {d.id: d for d in library.documents}, passages, library.sources)


def quote_of(document: Document, words: str, corpus: Corpus, also: tuple[Place, ...] = ()) -> Quote:
    """The words, quoted from where they first stand. Fails when they don't."""
    start = document.text.index(words)
    span = Span(start, start + len(words))
    source = document.source
    voice = quote_voice(document, span)
    inside = [section for section in document.sections if section.span.covers(span)]
    return Quote(
        text=words,
        start=span.start,
        end=span.end,
        document=document.id,
        title=source.title or document.title,
        type=source.type,
        status=str(source.status),
        issuer=source.issuer,
        date=source.date.isoformat() if source.date else None,
        dnr=source.dnr or None,
        section=max(inside, key=lambda s: s.span.start).path if inside else (),
        page=document.page_of(span.start),
        score=0.9,
        url=f"/documents/{document.id}#{span.start}-{span.end}",
        also_in=also,
        voice=str(voice),
        standing=standing_label(source, voice, "sv", corpus.sources),
    )


@dataclass
class Only:
    """A searcher that holds a corpus and is never searched."""

    corpus: Corpus

    def search(self, queries: Sequence[str], k: int = 10, filters: Filters | None = None) -> list[Ranking]:
        raise AssertionError("scripted answers are not searched for")


@dataclass
class Scripted:
    """`bot.batching.Answering` by the book.

    Attributes:
        script: question → what to answer with: the words to quote, or a function that makes the answer.
        batches: what `answer_many` was called with.
        gate: clear it to keep the worker busy; set it to let go.
    """

    corpus: Corpus
    script: Mapping[str, Sequence[str] | Callable[[Request], Answer]] = field(default_factory=dict)
    batches: list[list[Request]] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.gate.set()
        self.searcher = Only(self.corpus)

    def answer_many(self, requests: Sequence[Request]) -> list[Answer]:
        self.batches.append(list(requests))
        assert self.gate.wait(10), "nobody let go of the gate"
        return [self._answer(request) for request in requests]

    def _answer(self, request: Request) -> Answer:
        known = self.script.get(request.question, ())
        if callable(known):
            return known(request)
        document = next(iter(self.corpus.documents.values()))
        quotes = tuple(quote_of(document, words, self.corpus) for words in known)
        return Answer(
            question=request.question,
            language=request.language or "sv",
            intent=Intent.OTHER,
            answered=bool(quotes),
            confidence=0.9 if quotes else 0.1,
            quotes=quotes,
            message="" if quotes else "Det framgår inte av dokumenten.",
            generation=self.corpus.generation,
            milliseconds=1.0,
        )

    def surroundings(self, document: str, start: int, end: int, language: str = "sv") -> Surroundings:
        held = self.corpus.documents.get(document)
        if held is None or not 0 <= start < end <= len(held.text):
            raise NotQuotable("Stället finns inte i dokumenten.")
        quote = quote_of(held, held.text[start:end], self.corpus)
        return Surroundings("Meningen före.", quote, "Meningen efter.")


def owner_answer(corpus: Corpus) -> Callable[[Request], Answer]:
    """An answer led by the owner, over the real document."""

    def make(request: Request) -> Answer:
        words = (
            "I förslaget till strategi anges att kommunstyrelsen ansvarar för stadens uppfattning i stadsövergripande "
            "internationella- och EU-frågor, samt i de frågor som berör flera nämnders verksamheter."
        )
        return Answer(
            question=request.question,
            language=request.language or "sv",
            intent=Intent.RESPONSIBILITY,
            answered=True,
            confidence=0.95,
            quotes=(quote_of(corpus.documents["sn-2016-10-25"], words, corpus),),
            responsible=Responsible(
                "kommunstyrelsen",
                "stadens uppfattning i stadsövergripande internationella- och EU-frågor",
                0,
                as_of="2016-10-25",
                certainty="Sägs uttryckligen i ett förslag",
            ),
            notices=("superseded",),
            notes=("Det här handlar om ett förslag från 2016. En reviderad strategi kom 2021; den finns inte här.",),
            suggestions=("Vilka är de fyra inriktningarna?", "Vad är syftet med omvärldsbevakning?"),
            generation=corpus.generation,
        )

    return make
