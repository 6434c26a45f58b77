"""Old rows go while the bot runs, also after a failed turn."""

from __future__ import annotations

import asyncio

from bot.records.retention import keep_tidy
from bot.records.store import SqlRecords
from tests.bot.records.conftest import Clock


async def test_a_turn_that_fails_is_followed_by_another(records: SqlRecords, clock: Clock) -> None:
    class AwayOnce(SqlRecords):
        turns = 0

        async def expire(self) -> int:
            self.turns += 1
            if self.turns == 1:
                raise OSError("the database is away")
            gone = await super().expire()
            done.set()
            return gone

    done = asyncio.Event()
    assert await records.first_seen("slack:Ev1")
    clock.pass_days(8)
    away = AwayOnce(records._engine, b"k" * 32, 90, clock)
    task = asyncio.create_task(keep_tidy(away, seconds=0))
    await asyncio.wait_for(done.wait(), 10)
    task.cancel()
    assert await away.first_seen("slack:Ev1")
