"""The sign that the bot is at work, gone again whatever happens."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

from bot.slack.incoming import Incoming
from bot.slack.limits import cut
from bot.slack.workplace import Workplace
from bot.texts import text

log = logging.getLogger(__name__)

SIGN = "mag"  # a magnifying glass


TITLE = 60  # of a conversation in the panel's history


@asynccontextmanager
async def working(place: Workplace, incoming: Incoming, language: str) -> AsyncIterator[None]:
    """A reaction on the question, or a status in the Assistant panel, for as long as the block runs.

    It is set beside the work, which never waits for it; a sign that fails is no reason not to answer.
    """
    setting = asyncio.create_task(_set(place, incoming, text("slack.status", language)))
    try:
        yield
    finally:
        await setting
        await _clear(place, incoming)


async def entitle(place: Workplace, incoming: Incoming) -> None:
    """Gives a conversation in the Assistant panel its first question as title, so that it can be found again."""
    await quietly(
        place.client.assistant_threads_setTitle(
            channel_id=incoming.channel, thread_ts=incoming.reply_to, title=cut(incoming.text, TITLE)
        )
    )


async def _set(place: Workplace, incoming: Incoming, status: str) -> None:
    if incoming.panel:
        await _status(place, incoming, status)
    else:
        await quietly(place.client.reactions_add(channel=incoming.channel, timestamp=incoming.ts, name=SIGN))


async def _clear(place: Workplace, incoming: Incoming) -> None:
    if incoming.panel:
        await _status(place, incoming, "")
    else:
        await quietly(place.client.reactions_remove(channel=incoming.channel, timestamp=incoming.ts, name=SIGN))


async def _status(place: Workplace, incoming: Incoming, status: str) -> None:
    await quietly(
        place.client.assistant_threads_setStatus(
            channel_id=incoming.channel, thread_ts=incoming.reply_to, status=status
        )
    )


async def quietly(call: Awaitable[object]) -> None:
    """Awaits a call that the answer does not depend on; a failure is logged."""
    try:
        await call
    except (SlackApiError, ClientError, TimeoutError) as error:
        log.info("a sign of work could not be shown or taken away: %s", type(error).__name__)
