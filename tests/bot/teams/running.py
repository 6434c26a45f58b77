"""Starts a bot with everything round it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import jwt
from aiohttp import web
from aiohttp.test_utils import TestClient

from bot.config import Settings
from bot.records.store import open_records
from bot.tasks import BackgroundTasks
from bot.teams.app import mount
from bot.teams.connection import connections
from tests.bot.teams.world import Issuer, OwnToken, StubClients, StubConnector, World, serve, serve_keys


@asynccontextmanager
async def running(settings: Settings, service: Any, issuer: Issuer, address: str = "") -> AsyncIterator[World]:
    """A bot with that service. `address`: another connector than the stub."""
    async with AsyncExitStack() as closing:
        connector, keys = StubConnector(), await serve_keys(issuer)
        stub = await serve(connector.app())
        clients = StubClients(connections(settings.teams, OwnToken), address or str(stub.make_url("/")))
        records, tasks, app = await open_records(settings), BackgroundTasks(), web.Application()
        mount(app, settings, service, records, tasks, jwt.PyJWKClient(str(keys.make_url("/keys"))), clients)
        client = TestClient(await serve(app))
        for close in (records.close, stub.close, keys.close, client.close, lambda: tasks.drain(5)):
            closing.push_async_callback(close)
        yield World(client, issuer, connector, clients, service, records, tasks)
