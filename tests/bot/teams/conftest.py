from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from bot.config import ServerSettings, Settings
from bot.teams.settings import TeamsSettings
from tests.bot.teams.running import running
from tests.bot.teams.world import TEAMS, Issuer, KnownAnswers, World

MakeWorld = Callable[..., Awaitable[World]]

SERVER = ServerSettings(public_url="https://strategi.example")


@pytest.fixture(scope="session")
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture
async def make_world(issuer: Issuer, tmp_path: Path) -> AsyncIterator[MakeWorld]:
    """Starts a bot with other settings, another service or another connector than `world` has."""
    async with AsyncExitStack() as closing:

        async def make(teams: TeamsSettings = TEAMS, service: Any = None, address: str = "", **other: Any) -> World:
            settings = Settings(data=tmp_path, teams=teams, server=SERVER, **other)
            return await closing.enter_async_context(running(settings, service or KnownAnswers(), issuer, address))

        yield make


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world()
