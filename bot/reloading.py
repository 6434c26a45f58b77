"""Notices a new generation of the index, loads it beside the running one, and lets it take over."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from bot.batching import Answering, BatchingService
from knowledge.errors import StrategibotError

T = TypeVar("T")

log = logging.getLogger(__name__)

SECONDS = 5.0
"""Between two looks at CURRENT. A look is one read of a tiny file; a keeper expects new words within a minute."""
RETRY_SECONDS = 60.0
"""Before a generation that could not be loaded is tried again: the reason may have been a full memory."""


async def in_own_thread(work: Callable[[], T]) -> T:
    """What `work` returns, or raises, from a thread that ends with it.

    OpenMP keeps a team of threads for each thread that has computed. While there are more of them than cores they
    don't look again before they sleep (`index`), and every question takes half as long again.
    """
    thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="loading")
    try:
        return await asyncio.get_running_loop().run_in_executor(thread, work)
    finally:
        thread.shutdown(wait=False)


class Reloader:
    """Follows the name of the current generation.

    Args:
        service: gets each new answerer by `swap`; what it answers meanwhile is not disturbed.
        current_name: reads the name of the generation that should answer; None when there is none.
        load: makes an answerer of the current generation; may take long and runs in a thread of its own.
        loaded: the name that the service answers from now.
        clock: seconds, for trying again.
    """

    def __init__(
        self,
        service: BatchingService,
        current_name: Callable[[], str | None],
        load: Callable[[], Answering],
        loaded: str | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._service = service
        self._current_name = current_name
        self._load = load
        self._answering = loaded
        self._clock = clock
        self._bad: str | None = None
        self._retry_at = 0.0

    async def check(self) -> bool:
        """Loads and swaps when the name has changed; True when it did. A bad generation leaves the old one in place."""
        try:
            name = await asyncio.to_thread(self._current_name)
        except (StrategibotError, OSError) as error:
            log.warning("the current generation cannot be read: %s", error)
            return False
        if name is None or name == self._answering or (name == self._bad and self._clock() < self._retry_at):
            return False
        try:
            answerer = await in_own_thread(self._load)
        except Exception as error:
            reason = str(error) if isinstance(error, StrategibotError) else type(error).__name__
            self._bad, self._retry_at = name, self._clock() + RETRY_SECONDS
            log.error("generation %s is not used, the one before answers on: %s", name, reason)
            return False
        self._service.swap(answerer)
        self._answering = name
        log.info("generation %s answers from now on", answerer.searcher.corpus.generation)
        return True

    async def run(self, seconds: float = SECONDS) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(seconds)
            await self.check()
