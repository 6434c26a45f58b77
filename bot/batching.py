"""The asynchronous face of the answerer: one worker thread, and whoever waits is answered together.

While the worker answers one batch, new questions gather; when it is done it takes all of them as the
next. A lone asker therefore never waits for company, and a crowd shares the model's passes.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from bot.answer import Answer
from bot.incidents import report
from bot.service import Request, Surroundings
from bot.texts import text
from index.types import Corpus, Searcher
from knowledge.errors import StrategibotError

MAX_BATCH = 32
"""Questions answered in one go: the encoder's gain has levelled off by then, and nobody waits long for the rest."""
MAX_WAITING = 256
"""Questions waiting: about eight batches, a few seconds. Past that an honest refusal beats a late answer."""


class Overloaded(StrategibotError):
    """More questions wait than can be answered soon; asking again in a moment helps."""


class NotReady(StrategibotError):
    """No index is loaded (yet), or the service is shutting down."""


class Answering(Protocol):
    """What the service needs of `bot.answerer.Answerer`. Blocking; called from one thread for answers."""

    @property
    def searcher(self) -> Searcher: ...

    def answer_many(self, requests: Sequence[Request]) -> list[Answer]: ...

    def surroundings(self, document: str, start: int, end: int, language: str = "sv") -> Surroundings: ...


@dataclass(frozen=True, slots=True)
class _Waiting:
    request: Request
    answer: asyncio.Future[Answer]


class BatchingService:
    """Implements `bot.service.Service` over an answerer that can be exchanged while questions come in.

    Belongs to the event loop that `start` runs in; every method but the answerer's own work runs there.
    """

    def __init__(self, answerer: Answering | None = None, max_batch: int = MAX_BATCH, max_waiting: int = MAX_WAITING):
        self._answerer = answerer
        self._max_batch = max_batch
        self._max_waiting = max_waiting
        self._queue: deque[_Waiting] = deque()
        self._arrived = asyncio.Event()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="answers")
        self._loop: asyncio.Task[None] | None = None

    @property
    def ready(self) -> bool:
        return self._answerer is not None and self._loop is not None and not self._loop.done()

    @property
    def corpus(self) -> Corpus | None:
        """The documents of the generation that answers now; None before one is loaded."""
        return self._answerer.searcher.corpus if self._answerer else None

    async def start(self) -> None:
        self._loop = asyncio.create_task(self._answer_for_ever(), name="answering")

    def swap(self, answerer: Answering) -> None:
        """Answers with `answerer` from the next batch on; the batch under way finishes with the former one."""
        self._answerer = answerer

    async def ask(self, request: Request) -> Answer:
        """Raises Overloaded, NotReady, or what the answerer says in a StrategibotError."""
        language = request.language or "sv"
        if not self.ready:
            raise NotReady(text("web.not_ready", language), text("web.try_again", language))
        if len(self._queue) >= self._max_waiting:
            raise Overloaded(text("web.overloaded", language), text("web.try_again", language))
        waiting = _Waiting(request, asyncio.get_running_loop().create_future())
        self._queue.append(waiting)
        self._arrived.set()
        return await waiting.answer

    async def surroundings(self, document: str, start: int, end: int, language: str = "sv") -> Surroundings:
        """Needs no model, so it doesn't stand in line. Raises NotQuotable and NotReady."""
        if self._answerer is None:
            raise NotReady(text("web.not_ready", language), text("web.try_again", language))
        return await asyncio.to_thread(self._answerer.surroundings, document, start, end, language)

    async def close(self) -> None:
        """Answers what waits, then stops. A question that comes later is told that it is too late."""
        loop, self._loop = self._loop, None
        if loop is not None:
            self._arrived.set()
            await loop
        self._worker.shutdown(wait=False)

    async def _answer_for_ever(self) -> None:
        """Ends when `close` has been called and nobody waits any more."""
        this = asyncio.current_task()
        while True:
            batch = self._next_batch()
            if batch:
                await self._answer(batch)
            elif self._loop is not this:
                return
            else:
                await self._arrived.wait()
                self._arrived.clear()

    def _next_batch(self) -> list[_Waiting]:
        """Up to `max_batch` questions whose askers have not left."""
        batch: list[_Waiting] = []
        while self._queue and len(batch) < self._max_batch:
            waiting = self._queue.popleft()
            if not waiting.answer.done():
                batch.append(waiting)
        return batch

    async def _answer(self, batch: list[_Waiting]) -> None:
        answerer = self._answerer
        assert answerer is not None  # `ask` lets nobody in before there is one, and `swap` never takes it away
        requests = [waiting.request for waiting in batch]
        outcomes = await asyncio.get_running_loop().run_in_executor(self._worker, _outcomes, answerer, requests)
        for waiting, outcome in zip(batch, outcomes, strict=True):
            if waiting.answer.done():
                continue
            if isinstance(outcome, StrategibotError):
                waiting.answer.set_exception(outcome)
            else:
                waiting.answer.set_result(outcome)


def _outcomes(answerer: Answering, requests: list[Request]) -> list[Answer | StrategibotError]:
    """An answer or an error for each request. When a batch fails, each is asked alone: one bad question fails alone."""
    try:
        answers = answerer.answer_many(requests)
        if len(answers) != len(requests):
            raise RuntimeError("an answer is missing")
        return list(answers)
    except Exception as error:
        if len(requests) > 1:
            return [outcome for request in requests for outcome in _outcomes(answerer, [request])]
        if isinstance(error, StrategibotError):
            return [error]
        language = requests[0].language or "sv"
        return [StrategibotError(text("web.failed", language, number=report(error)), text("web.try_again", language))]
