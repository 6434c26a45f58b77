"""Microsoft Teams: an adapter. It translates, and decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiohttp import web

    from bot.config import Settings
    from bot.records.types import Records
    from bot.service import Service
    from bot.tasks import BackgroundTasks


def mount(app: web.Application, settings: Settings, service: Service, records: Records, tasks: BackgroundTasks) -> None:
    """Serves POST /api/messages on the application. Raises BadConfiguration where Teams could not be trusted."""
    from bot.teams.app import mount as mount_messages  # the SDK is heavy, and Teams is often off

    mount_messages(app, settings, service, records, tasks)
