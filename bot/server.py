"""One server: the web chat, the API, and Slack and Teams where they are configured."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from functools import partial
from importlib.resources import files
from pathlib import Path

from aiohttp import web

from bot.answerer import Answerer
from bot.assembly import Models, open_answerer, open_models
from bot.batching import BatchingService
from bot.config import Settings
from bot.records.retention import keep_tidy
from bot.records.store import open_records
from bot.records.types import Records
from bot.reloading import Reloader, in_own_thread
from bot.service import Service
from bot.tasks import BackgroundTasks
from bot.tour import open_tour
from bot.web import api, owners, pages, tour
from bot.web.bodies import MAX_BODY
from bot.web.conversations import Conversations
from bot.web.guard import add_headers, guard
from bot.web.keys import CONVERSATIONS, RECORDS, SERVICE, SETTINGS, TASKS
from knowledge.errors import BadConfiguration, StrategibotError

log = logging.getLogger(__name__)

SHUTDOWN_SECONDS = 20.0
"""What is being answered gets this long; a container is usually given 30 seconds before it is killed."""

Mount = Callable[[web.Application, Settings, Service, Records, BackgroundTasks], None]
"""Adds a platform's routes to the application."""


def create_app(
    settings: Settings,
    service: BatchingService,
    records: Records,
    tasks: BackgroundTasks | None = None,
    mounts: Sequence[Mount] = (),
) -> web.Application:
    """The whole application. It starts and closes `service`, drains `tasks`, and closes `records`."""
    app = web.Application(middlewares=[guard], client_max_size=MAX_BODY)
    app[SETTINGS] = settings
    app[SERVICE] = service
    app[RECORDS] = records
    app[TASKS] = tasks or BackgroundTasks()
    app[CONVERSATIONS] = Conversations()
    app.on_response_prepare.append(add_headers)
    app[owners.OWNERS] = owners.Owners(settings.knowledge)
    app[tour.TOUR] = open_tour(settings.knowledge)
    for part in (api, pages, owners, tour):
        app.add_routes(part.routes)
    app.router.add_static("/static", Path(str(files("bot.web") / "static")))
    app.cleanup_ctx.append(_lifetime)
    for mount in mounts:
        mount(app, settings, service, records, app[TASKS])
    return app


async def _lifetime(app: web.Application) -> AsyncIterator[None]:
    await app[SERVICE].start()
    yield
    # In this order: background work still asks the service and writes to the records.
    await app[TASKS].drain(SHUTDOWN_SECONDS)
    await app[SERVICE].close()
    await app[RECORDS].close()


def serve(settings: Settings, ready: Callable[[str], None] | None = None) -> None:
    """Serves until SIGINT or SIGTERM, then finishes what is under way. `ready` gets the address once it answers.

    Raises StrategibotError when the port is taken, or no model or index can be loaded.
    """
    _log_to_stderr()
    asyncio.run(_serve(settings, ready))


def _log_to_stderr() -> None:
    """Our own packages from INFO on; of libraries, Python shows what is a warning or worse."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    for package in ("bot", "index", "knowledge"):
        logger = logging.getLogger(package)
        logger.setLevel(logging.INFO)
        logger.handlers, logger.propagate = [handler], False


async def _serve(settings: Settings, ready: Callable[[str], None] | None) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    service = BatchingService()
    app = create_app(settings, service, await open_records(settings), mounts=_platforms(settings))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)  # the guard writes our own log
    await runner.setup()
    try:
        address = await _listen(runner, settings)  # before the model is loaded: probes see a live, unready process
        reloader = await _load(settings, service)
        if ready is not None:
            ready(address)
        upkeep = [
            asyncio.create_task(reloader.run(), name="reloading"),
            asyncio.create_task(keep_tidy(app[RECORDS]), name="retention"),
        ]
        await stop.wait()
        for task in upkeep:
            task.cancel()
    finally:
        await runner.cleanup()


async def _load(settings: Settings, service: BatchingService) -> Reloader:
    """The first generation; the one model then serves every generation after it."""
    from index.storage import current_name

    def current() -> str | None:
        return current_name(settings.data)

    name = await asyncio.to_thread(current)
    # Without an index there is no need to load a model before saying so.
    models = await asyncio.to_thread(open_models, settings) if name else None
    load = partial(_warm, settings, models)
    service.swap(await in_own_thread(load))
    return Reloader(service, current, load, name)


def _warm(settings: Settings, models: Models | None) -> Answerer:
    """An answerer whose first question need not wait. Raises IndexProblem and ModelError."""
    answerer = open_answerer(settings, models)
    try:
        answerer.warm_up()
    except StrategibotError:
        raise
    except Exception as error:  # an example question that cannot be answered is no reason to answer none
        log.error("the example questions could not be tried: %s", type(error).__name__)
    return answerer


async def _listen(runner: web.AppRunner, settings: Settings) -> str:
    site = web.TCPSite(runner, settings.server.host, settings.server.port)
    try:
        await site.start()
    except OSError as error:
        raise BadConfiguration(
            f"{settings.server.host}:{settings.server.port} cannot be used ({os.strerror(error.errno or 0)}).",
            "Stop what listens there, or choose another port with --port.",
        ) from None
    host, port = runner.addresses[0][:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _platforms(settings: Settings) -> list[Mount]:
    """Those that are configured. Their libraries are heavy, so only theirs are imported."""
    mounts: list[Mount] = []
    if settings.teams.enabled:
        from bot import teams

        mounts.append(teams.mount)
    if settings.slack.enabled:
        from bot import slack

        mounts.append(slack.mount)
    return mounts
