"""The real app in Socket Mode against the fake Slack, with real records and a service that answers by hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot import slack
from bot.answer import Answer
from bot.config import RecordSettings, ServerSettings, Settings
from bot.records.store import SqlRecords, open_records
from bot.service import Request, Surroundings
from bot.slack.settings import SlackSettings
from bot.tasks import BackgroundTasks
from knowledge.errors import NotQuotable
from tests.bot.slack.fake import APP_TOKEN, BOT_TOKEN, FakeSlack
from tests.bot.slack.samples import HELLO, LIST, NOT_FOUND, OWNER, RESPONSIBILITY, TWO_SIDES


class HandService:
    """Answers by the question's words. `slow`: seconds that each answer takes; `broken`: raised instead."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.slow = 0.0
        self.broken: Exception | None = None

    async def ask(self, request: Request) -> Answer:
        self.requests.append(request)
        await asyncio.sleep(self.slow)
        if self.broken:
            raise self.broken
        words = request.question.casefold()
        chosen = next((answer for key, answer in BY_WORD.items() if key in words), RESPONSIBILITY)
        return replace(chosen, question=request.question, language=request.language or chosen.language)

    async def surroundings(self, document: str, start: int, end: int, language: str = "sv") -> Surroundings:
        if document != OWNER.document:
            raise NotQuotable("gone")
        return Surroundings("Det står före.", replace(OWNER, start=start, end=end), "Det står efter.")


BY_WORD = {"häst": NOT_FOUND, "hej": HELLO, "inriktning": LIST, "tycker": TWO_SIDES}

Running = Callable[..., AbstractAsyncContextManager[HandService]]


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    async with FakeSlack().serve() as served:
        yield served
        assert served.refused == []  # no test may send what Slack would refuse


@pytest.fixture
def settings(fake: FakeSlack, tmp_path: Path) -> Settings:
    return configured(fake, tmp_path)


def configured(fake: FakeSlack, data: Path, **slack_settings: Any) -> Settings:
    return Settings(
        data=data,
        server=ServerSettings(public_url="https://strategi.example"),
        records=RecordSettings(),
        slack=SlackSettings(
            enabled=True,
            api_url=fake.url,
            bot_token=SecretStr(BOT_TOKEN),
            app_token=SecretStr(APP_TOKEN),
            **slack_settings,
        ),
    )


@asynccontextmanager
async def running(settings: Settings, records: SqlRecords | None = None) -> AsyncIterator[HandService]:
    """The bot as `serve` runs it: started, then cancelled."""
    service = HandService()
    opened = records or await open_records(settings)
    tasks = BackgroundTasks()
    bot = asyncio.create_task(slack.run(settings, service, opened, tasks))
    try:
        yield service
    finally:
        bot.cancel()
        await asyncio.gather(bot, return_exceptions=True)
        if records is None:
            await opened.close()


@pytest.fixture
async def records(settings: Settings) -> AsyncIterator[SqlRecords]:
    opened = await open_records(settings)
    yield opened
    await opened.close()


@pytest.fixture
async def bot(settings: Settings, fake: FakeSlack, records: SqlRecords) -> AsyncIterator[HandService]:
    async with running(settings, records) as service:
        await fake.until(lambda: fake.sockets)
        yield service
