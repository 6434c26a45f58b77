from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import jwt
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from bot.config import ServerSettings, Settings
from bot.records.store import open_records
from bot.tasks import BackgroundTasks
from bot.teams.app import mount
from bot.teams.connection import connections
from bot.teams.settings import TeamsSettings
from tests.bot.teams.world import (
    TEAMS,
    Issuer,
    KnownAnswers,
    OwnToken,
    StubClients,
    StubConnector,
    World,
    serve,
    serve_keys,
)

MakeWorld = Callable[..., Awaitable[World]]


@pytest.fixture(scope="session")
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture
async def make_world(issuer: Issuer, tmp_path: Path) -> AsyncIterator[MakeWorld]:
    """Starts a bot with other settings, another service or another connector than `world` has."""
    closing: list[Callable[[], Awaitable[None]]] = []

    async def make(teams: TeamsSettings = TEAMS, service: Any = None, address: str = "", **other: Any) -> World:
        server = ServerSettings(public_url="https://strategi.example")
        settings = Settings(data=tmp_path, teams=teams, server=server, **other)
        connector, keys = StubConnector(), await serve_keys(issuer)
        stub = await serve(connector.app())
        clients = StubClients(connections(teams, OwnToken), address or str(stub.make_url("/")))
        records, tasks, service = await open_records(settings), BackgroundTasks(), service or KnownAnswers()
        app = web.Application()
        mount(app, settings, service, records, tasks, jwt.PyJWKClient(str(keys.make_url("/keys"))), clients)
        client = TestClient(await serve(app))
        closing.extend([lambda: tasks.drain(5), client.close, keys.close, stub.close, records.close])
        return World(client, issuer, connector, clients, service, records, tasks)

    yield make
    for close in closing:
        await close()


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world()
