"""Slack: an adapter. It translates, and decides nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiohttp import web

    from bot.config import Settings
    from bot.records.types import Records
    from bot.service import Service
    from bot.tasks import BackgroundTasks

log = logging.getLogger(__name__)


def mount(app: web.Application, settings: Settings, service: Service, records: Records, tasks: BackgroundTasks) -> None:
    """Brings Slack to the server in the configured mode, for as long as the application runs.

    What Slack needs is checked at start: a configuration that cannot work is logged with its remedy, and the
    rest of the server goes on. Raises BadConfiguration for a signing secret that is empty in HTTP mode.
    """
    if settings.slack.mode == "http":
        from bot.slack.http import mount as mount_http  # the SDK is heavy, and Slack is often off

        mount_http(app, settings, service, records, tasks)
        return

    async def lifetime(_: web.Application) -> AsyncIterator[None]:
        connected = asyncio.create_task(_run(settings, service, records, tasks), name="slack")
        yield
        connected.cancel()
        await asyncio.gather(connected, return_exceptions=True)

    app.cleanup_ctx.append(lifetime)


async def run(settings: Settings, service: Service, records: Records, tasks: BackgroundTasks) -> None:
    """Socket Mode until it is cancelled. Raises BadConfiguration when the configuration cannot work."""
    from bot.slack.socket import run as run_socket

    await run_socket(settings, service, records, tasks)


async def _run(settings: Settings, service: Service, records: Records, tasks: BackgroundTasks) -> None:
    from knowledge.errors import BadConfiguration

    try:
        await run(settings, service, records, tasks)
    except BadConfiguration as error:
        log.error("Slack is not served: %s %s", error.message, error.remedy)
