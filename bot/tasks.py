"""One registry of background tasks, so that an answer under way survives until it is sent."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

log = logging.getLogger(__name__)


class BackgroundTasks:
    """Holds a reference to each task (the event loop holds only weak ones) and drains them at shutdown."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return task

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            # The type only: an exception's text may hold what a user wrote.
            log.error("background task %s failed: %s", task.get_name(), type(error).__name__)

    async def drain(self, seconds: float = 20.0) -> None:
        """Waits for what is under way, the caller excepted; cancels what has not finished in time."""
        waited_for = {task for task in self._tasks if task is not asyncio.current_task()}
        if not waited_for:
            return
        _, late = await asyncio.wait(waited_for, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def __len__(self) -> int:
        return len(self._tasks)
