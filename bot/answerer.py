"""The only thing that a surface asks: from a question to a checked answer."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from bot.answer import Answer
from bot.as_of import corpus_at, day_in
from bot.config import Settings
from bot.conversation import resolve
from bot.desk import CorpusView, Desk
from bot.draft import Pick, Understood
from bot.language import detect_language
from bot.question import intent_of, normalise, subject_of
from bot.service import Request, Surroundings
from bot.texts import text
from index.types import Filters, Ranking, Searcher
from knowledge.document import Span

MOST_DESKS = 8
"""Days, as far as they differ in what counted, whose routes are kept ready."""
PASSAGES = 10
"""Passages asked for: what `strategibot eval` looks at, and more than any answer quotes."""


class Answerer:
    """Answers over one generation of the index. Thread-safe; keeps nothing of what is asked."""

    def __init__(self, searcher: Searcher, settings: Settings) -> None:
        self.searcher = searcher
        self.settings = settings
        self.desk = Desk(searcher, settings)
        self._earlier: dict[frozenset[str], Desk] = {}

    def answer(self, request: Request) -> Answer:
        """Never raises for what a question says."""
        return self.answer_many([request])[0]

    def answer_many(self, requests: Sequence[Request]) -> list[Answer]:
        """One answer a request, in their order; all are searched for as one batch."""
        return [answer for answer, _ in self.examine(requests)]

    def examine(self, requests: Sequence[Request]) -> list[tuple[Answer, Ranking]]:
        """The answers, each with the ranking that it was made from."""
        started = time.perf_counter()
        understood = [self.understand(request) for request in requests]
        rankings = self._search(understood)
        answers = [self._answer(u, ranking) for u, ranking in zip(understood, rankings, strict=True)]
        milliseconds = round((time.perf_counter() - started) * 1000, 1)
        return [(replace(a, milliseconds=milliseconds), r) for a, r in zip(answers, rankings, strict=True)]

    def understand(self, request: Request) -> Understood:
        """Reads the question, and puts a follow-up on its own feet."""
        question = normalise(request.question)
        resolved = resolve(question, request.conversation, self._listed)
        otherwise = detect_language(" ".join(request.conversation), self.settings.language)
        day, query = day_in(resolved.query) or (None, resolved.query)
        return Understood(
            question=question,
            language=request.language or detect_language(question, otherwise),
            intent=intent_of(query),
            query=query,
            conversation=request.conversation,
            follow_up=resolved.follow_up,
            subject=subject_of(query),
            as_of=request.as_of or day,
        )

    def surroundings(self, document: str, start: int, end: int, language: str = "sv") -> Surroundings:
        """The quote with its neighbouring sentences. Raises NotQuotable."""
        quote = self.desk.composer.quote(Pick(document, Span(max(0, start), max(0, start, end))), language)
        around = self.desk.composer.verifier.neighbours(document, Span(quote.start, quote.end))
        before, after = (self.desk.composer.quote(Pick(document, s), language).text if s else "" for s in around)
        return Surroundings(before, quote, after)

    def warm_up(self) -> None:
        """Does what a first user would wait for: loads the weights, and tries the example questions."""
        self.suggestions  # noqa: B018 (kept once it is known)

    @cached_property
    def suggestions(self) -> dict[str, tuple[str, ...]]:
        """For each language, the example questions that this corpus answers."""
        examples = {language: text("answer.examples", language).splitlines() for language in ("sv", "en")}
        asked = [(language, question) for language, questions in examples.items() for question in questions]
        answers = self._plain([Understood(q, lang, intent_of(q), q, subject=subject_of(q)) for lang, q in asked])
        answered = [pair for pair, answer in zip(asked, answers, strict=True) if answer.answered]
        return {language: tuple(q for lang, q in answered if lang == language) for language in examples}

    def _plain(self, understood: Sequence[Understood]) -> list[Answer]:
        rankings = self._search(understood)
        return [self._desk(u.as_of).answer(u, r) for u, r in zip(understood, rankings, strict=True)]

    def _answer(self, understood: Understood, ranking: Ranking) -> Answer:
        desk = self._desk(understood.as_of)
        answer = desk.answer(understood, ranking)
        if understood.as_of:
            day, language = understood.as_of.isoformat(), answer.language
            said = text("standing.as_of", language, date=day)
            answer = replace(answer, notices=("as_of", *answer.notices), notes=(said, *answer.notes))
            if not answer.answered and not desk.searcher.corpus.documents:
                answer = replace(answer, message=text("standing.nothing_then", language, date=day))
        if answer.suggestions or (answer.answered and answer.quotes):
            return answer
        return replace(answer, suggestions=self.suggestions[answer.language][:4])

    def _desk(self, day: date | None) -> Desk:
        """The desk over the documents that counted on the day; over all when no day is asked about."""
        if day is None:
            return self.desk
        corpus = corpus_at(self.searcher.corpus, day)
        held = frozenset(corpus.documents)
        if held == frozenset(self.searcher.corpus.documents):
            return self.desk
        if held not in self._earlier:
            if len(self._earlier) >= MOST_DESKS:
                self._earlier.clear()  # few days are asked about; a crowd of them is somebody's script
            self._earlier[held] = Desk(CorpusView(self.searcher, corpus), self.settings)
        return self._earlier[held]

    def _search(self, understood: Sequence[Understood]) -> list[Ranking]:
        """One batch for each date that is asked about: nearly always one."""
        by_date: dict[date | None, list[int]] = defaultdict(list)
        for number, one in enumerate(understood):
            by_date[one.as_of].append(number)
        found: dict[int, Ranking] = {}
        for as_of, numbers in by_date.items():
            filters = Filters(as_of=as_of) if as_of else None
            rankings = self.searcher.search([understood[n].query for n in numbers], PASSAGES, filters)
            found.update(zip(numbers, rankings, strict=True))
        return [found[number] for number in range(len(understood))]

    def _listed(self, question: str) -> tuple[str, ...]:
        """The names of the items that a question is answered with."""
        understood = Understood(question, "sv", intent_of(question), question, subject=subject_of(question))
        answer = self._plain([understood])[0]
        names = tuple(quote.name for quote in answer.quotes if quote.name)
        if len(names) > 1 or not answer.quotes:
            return names
        quote = answer.quotes[0]
        blocks = self.searcher.corpus.documents[quote.document].blocks
        return tuple(b.name for b in blocks if b.name and quote.start <= b.span.start and b.span.end <= quote.end)
