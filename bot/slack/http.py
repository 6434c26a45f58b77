"""HTTP mode: Slack calls us, at one address, with a signature that is checked."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from urllib.parse import parse_qs

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp

from bot.config import Settings
from bot.records.types import Records
from bot.service import Service
from bot.slack.app import build
from bot.slack.manifest import PATH
from bot.slack.socket import workplace
from bot.tasks import BackgroundTasks
from knowledge.errors import BadConfiguration

log = logging.getLogger(__name__)


def mount(app: web.Application, settings: Settings, service: Service, records: Records, tasks: BackgroundTasks) -> None:
    """Serves POST /slack/events. Raises BadConfiguration when there is no secret to check signatures with."""
    secret = settings.slack.signing_secret.get_secret_value().strip()
    if not secret:
        raise BadConfiguration(
            "Slack: SLACK_SIGNING_SECRET is empty.", "Copy the Signing Secret from Basic Information of the app."
        )
    door = Door()
    app.router.add_post(PATH, door.receive)

    async def lifetime(_: web.Application) -> AsyncIterator[None]:
        entering = asyncio.create_task(door.open(settings, secret, service, records, tasks), name="slack")
        yield
        await door.close(entering)

    app.cleanup_ctx.append(lifetime)


class Door:
    """Receives Slack's requests; until the checks have passed it asks Slack to come again."""

    def __init__(self) -> None:
        self._bolt: AsyncApp | None = None
        self._closing = asyncio.Event()

    async def open(
        self, settings: Settings, secret: str, service: Service, records: Records, tasks: BackgroundTasks
    ) -> None:
        """Open until `close`."""
        try:
            async with workplace(settings, service, records, tasks) as place:
                self._bolt = build(place, secret)
                await self._closing.wait()
                self._bolt = None
        except BadConfiguration as error:
            log.error("Slack is not served: %s %s", error.message, error.remedy)

    async def close(self, entering: asyncio.Task[None]) -> None:
        if self._bolt is None:
            entering.cancel()
        self._closing.set()
        await asyncio.gather(entering, return_exceptions=True)

    async def receive(self, request: web.Request) -> web.Response:
        if self._bolt is None:
            return web.Response(status=503, headers={"Retry-After": "5"})
        if not await is_readable(request):
            return web.Response(status=400)
        if not request.headers.get("X-Slack-Request-Timestamp", "0").isdecimal():
            return web.Response(status=401)  # Bolt would answer 500
        answer = await self._bolt.async_dispatch(await to_bolt_request(request))
        return await to_aiohttp_response(answer)


async def is_readable(request: web.Request) -> bool:
    """Whether the body is what Slack sends: JSON, or a form with JSON in it or with a command's fields.

    Bolt answers 500 to the rest, signed or not; nothing has been believed or done at this point.
    """
    try:
        body = await request.text()
        if request.content_type == "application/x-www-form-urlencoded":
            payload = parse_qs(body).get("payload")
            return payload is None or isinstance(json.loads(payload[0]), dict)
        return isinstance(json.loads(body), dict)
    except (ValueError, LookupError, RecursionError):  # LookupError: a charset that does not exist
        return False
