"""How soon Teams gets its 2xx, and a person the answer: `python -m tests.benchmarks.teams [--data DIR] [--rounds N]`.

The real bot, on the real index of `--data` (made in a temporary folder unless given), with token checks and
records, answers a stub connector; all of it in one process, so the figures include the stub's share. The
second table is the same with a service that answers at once: what is left is ours and the SDK's.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from bot.batching import BatchingService
from bot.config import PROJECT, ServerSettings, Settings
from tests.bot.teams.running import running
from tests.bot.teams.world import TEAMS, Issuer, KnownAnswers, World, message

QUESTIONS = (
    "Vem ansvarar för EU-frågor?",
    "Vilka är strategins inriktningar?",
    "Vad tycker förvaltningen om förslaget?",
    "När går remisstiden ut?",
    "Vad är syftet med Påverkan?",
)
CROWD = 30
PERCENTILES = (50, 99)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="a data folder with an index over knowledge/")
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            data=options.data or Path(folder),
            knowledge=PROJECT / "knowledge",
            teams=TEAMS,
            server=ServerSettings(public_url="https://strategi.example"),
        )
        if options.data is None:
            build_index(settings)
        asyncio.run(measure(settings, options.rounds))


def build_index(settings: Settings) -> None:
    from bot.assembly import open_model
    from index.builder import build

    build(settings.knowledge, settings.data, open_model(settings))


async def measure(settings: Settings, rounds: int) -> None:
    from bot.assembly import open_answerer

    service = BatchingService(open_answerer(settings))
    await service.start()
    try:
        print("| service | conversations | 2xx p50 ms | 2xx p99 ms | answer p50 ms | answer p99 ms |")
        print("| --- | ---: | ---: | ---: | ---: | ---: |")
        for name, served in (("real", service), ("immediate", KnownAnswers())):
            async with running(settings, served, Issuer()) as world:
                await crowd(world, CROWD)  # connections, keys and caches
                for size, times in ((1, rounds * CROWD), (CROWD, rounds)):
                    print_row(name, size, [await crowd(world, size) for _ in range(times)])
    finally:
        await service.close()


async def crowd(world: World, size: int) -> list[tuple[float, float]]:
    """So many conversations ask at once; seconds to the 2xx and to the answer of each."""
    world.connector.messages.clear()
    asked: dict[str, float] = {}

    async def ask(number: int) -> float:
        body = message(QUESTIONS[number % len(QUESTIONS)])
        body["conversation"] = body["conversation"] | {"id": f"a:{body['id']}"}
        asked[body["conversation"]["id"]] = began = time.monotonic()
        reply = await world.post(body)
        assert reply.status == 202
        return time.monotonic() - began

    accepted = await asyncio.gather(*(ask(number) for number in range(size)))
    answers = await world.connector.wait_for(size, 60)
    return list(zip(accepted, (sent.at - asked[sent.conversation] for sent in answers), strict=True))


def print_row(name: str, size: int, rounds: list[Any]) -> None:
    times = 1000 * np.array([pair for one in rounds for pair in one])
    figures = [np.percentile(times[:, column], p) for column in (0, 1) for p in PERCENTILES]
    print(f"| {name} | {size} | " + " | ".join(f"{figure:.1f}" for figure in figures) + " |")


if __name__ == "__main__":
    main()
