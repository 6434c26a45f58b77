"""Deletes what is too old, for as long as the bot runs."""

from __future__ import annotations

import asyncio
import logging

from bot.records.types import Records

log = logging.getLogger(__name__)
HOURS = 6  # often enough that "90 days" is true to the day


async def keep_tidy(records: Records, seconds: float = HOURS * 3600) -> None:
    """Runs until it is cancelled; start it once a process, as a background task."""
    while True:
        try:
            gone = await records.expire()
        except Exception as error:  # a database that is away now is back at the next turn
            log.warning("old records could not be deleted: %s", type(error).__name__)
        else:
            log.info("%d old records deleted", gone)
        await asyncio.sleep(seconds)
