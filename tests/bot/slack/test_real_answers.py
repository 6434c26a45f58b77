"""From a mention to an answer by the real answerer over the real document, through the whole adapter."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot import slack
from bot.batching import BatchingService
from bot.config import Settings
from bot.records.store import SqlRecords
from bot.tasks import BackgroundTasks
from tests.bot.slack.blockkit import buttons, labels, quoted
from tests.bot.slack.fake import BOT, FakeSlack

if TYPE_CHECKING:
    from bot.answerer import Answerer

pytestmark = pytest.mark.model


async def test_an_owner_is_found_quoted_seen_in_context_and_followed_up(
    real_answerer: Answerer, settings: Settings, fake: FakeSlack, records: SqlRecords
) -> None:
    service = BatchingService(real_answerer)
    await service.start()
    bot = asyncio.create_task(slack.run(settings, service, records, BackgroundTasks()))
    asked = await fake.say(f"<@{BOT}> Vem ansvarar för EU-frågor?")
    [answer] = await fake.until(lambda: fake.posted())
    assert answer["blocks"][0]["text"]["text"] == "Ansvarig: Kommunstyrelsen"
    document = real_answerer.searcher.corpus.documents["sn-2016-10-25"]
    whole = " ".join(document.text.split())
    [quote] = quoted(answer["blocks"])
    assert " ".join(quote.split()) in whole
    assert "inte ett beslut" in labels(answer["blocks"])

    await fake.click(buttons(answer["blocks"])["context"], message=answer)
    view = await fake.until(lambda: next((v for v in fake.views.values() if quoted(v["blocks"])), None))
    around = [e["elements"][0]["text"] for b in view["blocks"] if b["type"] == "rich_text" for e in b["elements"]]
    assert " ".join(" ".join(around).split()) in whole

    await fake.say("Och samtliga nämnder då?", thread=asked["ts"])
    more = await fake.until(lambda: fake.posted()[1:])
    assert all(" ".join(words.split()) in whole for words in quoted(more[0]["blocks"]))

    await fake.event({"type": "app_home_opened", "user": "UANNA", "tab": "home"})
    home = await fake.until(lambda: fake.homes.get("UANNA"))
    assert "*Kommunstyrelsen* –" in labels(home["blocks"])

    bot.cancel()
    await asyncio.gather(bot, return_exceptions=True)
    await service.close()
