"""Databases to run the suite against: another one costs one more entry here."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.config import RecordSettings, Settings
from bot.records.database import open_database
from bot.records.keys import load_key
from bot.records.store import SqlRecords


class Clock:
    """Seconds since 1970, moved by hand."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now

    def pass_days(self, days: float) -> None:
        self.now += days * 86_400


@pytest.fixture
def clock() -> Clock:
    return Clock()


SERVER = os.environ.get("TEST_POSTGRESQL", "")
"""The URL of an empty PostgreSQL database of the tests' own, where there is one."""


@pytest.fixture(params=["sqlite", "postgresql"] if SERVER else ["sqlite"])
async def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings that name an empty database of each kind."""
    data = tmp_path / "data"
    if request.param == "sqlite":
        return Settings(data=data)
    settings = Settings(data=data, records=RecordSettings(database=SERVER))
    engine = await open_database(settings)
    async with engine.begin() as connection:
        await connection.execute(text("drop schema public cascade"))
        await connection.execute(text("create schema public"))
    await engine.dispose()
    return settings


@pytest.fixture
async def records(settings: Settings, clock: Clock) -> AsyncIterator[SqlRecords]:
    opened = SqlRecords(await open_database(settings_with_folder(settings)), load_key(settings.data), 90, clock)
    yield opened
    await opened.close()


def settings_with_folder(settings: Settings) -> Settings:
    settings.data.mkdir(parents=True, exist_ok=True)
    return settings
