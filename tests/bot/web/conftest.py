"""A server over the real document and a scripted answerer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.batching import BatchingService
from bot.config import PROJECT, Settings
from bot.records.store import SqlRecords, open_records
from bot.server import create_app
from tests.bot.web.scripted import Scripted, corpus_of, owner_answer


@pytest.fixture(scope="session")
def corpus():
    return corpus_of(PROJECT / "knowledge")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path)


@pytest.fixture
async def records(settings: Settings) -> SqlRecords:
    """Closed by the application that it is given to."""
    return await open_records(settings)


@pytest.fixture
def scripted(corpus) -> Scripted:
    return Scripted(
        corpus,
        {
            "Vem ansvarar för EU-frågor?": owner_answer(corpus),
            "När ska paragrafen justeras?": ["Paragrafen justeras omedelbart."],
        },
    )


@pytest.fixture
async def client(settings, records, scripted) -> AsyncIterator[TestClient]:
    app = create_app(settings, BatchingService(scripted), records)
    async with TestClient(TestServer(app)) as client:
        yield client
