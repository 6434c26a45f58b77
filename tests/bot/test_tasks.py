"""Work under way survives until shutdown, and is bounded."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.tasks import BackgroundTasks


async def test_drain_waits_for_what_is_under_way() -> None:
    tasks, done = BackgroundTasks(), []

    async def work() -> None:
        await asyncio.sleep(0.01)
        done.append(1)

    tasks.start(work(), "work")
    await tasks.drain()
    assert done == [1]
    assert len(tasks) == 0


async def test_drain_cancels_what_is_late() -> None:
    tasks = BackgroundTasks()
    task = tasks.start(asyncio.sleep(60), "late")
    await tasks.drain(seconds=0.01)
    assert task.cancelled()


async def test_a_failure_is_logged_by_type_and_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    tasks = BackgroundTasks()

    async def work() -> None:
        raise ValueError("what a user wrote")

    with caplog.at_level(logging.ERROR):
        tasks.start(work(), "broken")
        await tasks.drain()
        await asyncio.sleep(0)
    assert "broken" in caplog.text
    assert "ValueError" in caplog.text
    assert "what a user wrote" not in caplog.text
