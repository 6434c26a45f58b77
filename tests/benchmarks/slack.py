"""How soon Slack gets its receipt, and a person the answer.

`python -m tests.benchmarks.slack [--data DIR] [--rounds N]`

Mentions come over Socket Mode from a fake Slack in the same process, as `app_mention` and `message`, to the whole
adapter (records, dedupe, thread, reaction) and to a bare Bolt app that only asks and says. First with a service that
answers at once, so that what is left is ours and the SDK's; then, with `--data`, with the real answerer on the index
in that folder. The figures include the fake's share.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp, AsyncSay
from slack_sdk.web.async_client import AsyncWebClient

from bot import slack
from bot.batching import BatchingService
from bot.config import PROJECT, Settings
from bot.records.store import open_records
from bot.service import Request, Service
from bot.tasks import BackgroundTasks
from tests.bot.slack.conftest import HandService, configured
from tests.bot.slack.fake import APP_TOKEN, BOT, BOT_TOKEN, FakeSlack

QUESTION = f"<@{BOT}> Vem ansvarar för EU-frågor?"
CROWDS = (1, 30)
PERCENTILES = (50, 99)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="a data folder with an index over knowledge/")
    parser.add_argument("--rounds", type=int, default=20, help="of 30 askers; ten times as many of one")
    options = parser.parse_args()
    asyncio.run(measure(options.data, options.rounds))


async def measure(data: Path | None, rounds: int) -> None:
    print("milliseconds from the event   receipt p50    p99   answer p50    p99")
    await compare("answers at once", HandService(), rounds)
    if data is not None:
        from bot.assembly import open_answerer

        settings = Settings(data=data, knowledge=PROJECT / "knowledge")
        service = BatchingService(open_answerer(settings))
        await service.start()
        await compare("real answers", service, rounds)
        await service.close()


async def compare(name: str, service: Service, rounds: int) -> None:
    for crowd in CROWDS:
        for kind, app in (("ours", ours), ("bare Bolt", bare)):
            times = rounds if crowd > 1 else rounds * 10
            async with FakeSlack().serve() as fake, app(fake, service):
                fake.strict = False
                await fake.until(lambda fake=fake: fake.sockets)
                await ask(fake, crowd, 2)  # what is loaded once is loaded now
                figures = await ask(fake, crowd, times)
            print(f"{name}, {crowd:2} asking, {kind:9}" + "".join(f"{figure:10.1f}" for figure in figures))


async def ask(fake: FakeSlack, crowd: int, rounds: int) -> list[float]:
    """Percentiles over all rounds: of the receipt of each event, then of each answer."""
    receipts, answers = [], []
    for _ in range(rounds):
        fake.calls.clear()
        fake.acknowledged.clear()
        fake.sent_at.clear()
        messages = [fake.write(QUESTION, user=f"U{n}") for n in range(crowd)]
        events = [message | {"type": kind} for message in messages for kind in ("app_mention", "message")]
        names = await asyncio.gather(*(fake.event(event) for event in events))
        await fake.until(lambda names=names: fake.acknowledged.keys() >= set(names))
        await fake.until(lambda: len(fake.called("chat.postMessage")) >= crowd)
        receipts += [fake.seconds_to_receipt(name) for name in names]
        asked = {message["ts"]: fake.sent_at[name] for message, name in zip(messages, names[::2], strict=True)}
        posts = [call for call in fake.calls if call.method == "chat.postMessage"]
        answers += [call.at - asked[call.args["thread_ts"]] for call in posts]
        fake.sent.clear()
    return [float(np.percentile(times, p)) * 1000 for times in (receipts, answers) for p in PERCENTILES]


@asynccontextmanager
async def ours(fake: FakeSlack, service: Service) -> AsyncIterator[None]:
    with tempfile.TemporaryDirectory() as folder:
        settings = configured(fake, Path(folder))
        records = await open_records(settings)
        bot = asyncio.create_task(slack.run(settings, service, records, BackgroundTasks()))
        yield
        bot.cancel()
        await asyncio.gather(bot, return_exceptions=True)
        await records.close()


@asynccontextmanager
async def bare(fake: FakeSlack, service: Service) -> AsyncIterator[None]:
    """What Bolt's first example does, with our answer's first quote."""
    app = AsyncApp(client=AsyncWebClient(BOT_TOKEN, base_url=fake.url))

    async def answer(event: dict[str, str], say: AsyncSay) -> None:
        found = await service.ask(Request(event["text"].partition("> ")[2]))
        await say(text=found.quotes[0].text, thread_ts=event["ts"])

    async def nothing() -> None:
        """A mention's other event."""

    app.event("app_mention")(answer)
    app.event("message")(nothing)
    handler = AsyncSocketModeHandler(app, APP_TOKEN)
    await handler.connect_async()
    yield
    await handler.close_async()


if __name__ == "__main__":
    main()
