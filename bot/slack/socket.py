"""Socket Mode: Slack is called, never calls; no public address is needed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import ClientSession
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

from bot.config import Settings
from bot.records.types import Records
from bot.service import Service
from bot.slack.app import build
from bot.slack.doctor import Unreachable, enter
from bot.slack.register import Register
from bot.slack.workplace import Workplace, web_client
from bot.tasks import BackgroundTasks
from bot.tour import Tour, open_tour
from knowledge.errors import BadRegister

log = logging.getLogger(__name__)

PING = 5
"""Seconds between signs of life; a connection that has vanished without a word is replaced after about as long."""
AGAIN = 15.0
"""Seconds until the next attempt when Slack does not answer at start."""


@asynccontextmanager
async def workplace(
    settings: Settings, service: Service, records: Records, tasks: BackgroundTasks
) -> AsyncIterator[Workplace]:
    """The workspace, checked and entered; at the end what is under way is sent before the door closes.

    Waits for as long as Slack cannot be reached. Raises BadConfiguration for what waiting won't mend.
    """
    me = None
    while me is None:
        try:
            me = await enter(settings)
        except Unreachable as error:
            log.warning("Slack cannot be reached (%s); trying again in %.0f s", error, AGAIN)
            await asyncio.sleep(AGAIN)
    async with ClientSession() as session:
        try:
            client = web_client(settings.slack, session)
            register = Register(settings.knowledge)
            yield Workplace(settings, service, records, tasks, client, me, _tour(settings), register)
        finally:
            await tasks.drain()


def _tour(settings: Settings) -> Tour:
    """A tour that can't be read is a tour that isn't offered; `knowledge check` says why."""
    try:
        return open_tour(settings.knowledge)
    except BadRegister as error:
        log.warning("the tour is left out: %s", error.message)
        return Tour(())


async def run(settings: Settings, service: Service, records: Records, tasks: BackgroundTasks) -> None:
    """Answers until it is cancelled. Raises BadConfiguration when the configuration cannot work."""
    async with workplace(settings, service, records, tasks) as place:
        handler = AsyncSocketModeHandler(
            build(place), settings.slack.app_token.get_secret_value(), logger=place.client.logger, ping_interval=PING
        )
        try:
            await handler.connect_async()  # type: ignore[no-untyped-call]  # the SDK leaves it bare
            log.info("connected to Slack")
            await asyncio.Event().wait()
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]  # the SDK leaves it bare
