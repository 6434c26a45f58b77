"""`strategibot serve` as a process: it starts, follows the index, and ends without dropping anybody."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.assembly import open_model
from bot.config import PROJECT, Settings
from index.builder import build

pytestmark = pytest.mark.model

QUESTION = {"question": "Vem ansvarar för EU-frågor?"}
MADE_UP = "Påhittat yttrande\n\nPåhittade nämnden ansvarar för stadens påhittade vänortsutbyte med Atlantis.\n"


@pytest.fixture(scope="module")
def settings(real_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A data directory and a knowledge folder of our own to change."""
    folder = tmp_path_factory.mktemp("serving")
    shutil.copytree(real_settings.data, folder / "data")
    shutil.copytree(PROJECT / "knowledge", folder / "knowledge", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return Settings(data=folder / "data", knowledge=folder / "knowledge")


@pytest.fixture(scope="module")
def served(settings: Settings) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-m", "bot", "serve", "--port", "0", "--data", str(settings.data)]
    environment = os.environ | {"COLUMNS": "200"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=PROJECT, env=environment
    ) as process:
        assert process.stdout is not None
        said = next((line for line in process.stdout if "http://" in line), "")
        assert said, process.stderr.read() if process.stderr else ""
        yield process, next(word for word in said.split() if word.startswith("http://")).rstrip(".")
        process.kill()


async def ask(session: aiohttp.ClientSession, question: str = QUESTION["question"]) -> dict:
    async with session.post("/api/ask", json={"question": question}) as response:
        assert response.status == 200, await response.text()
        return await response.json()


def alone(work: Coroutine[Any, Any, None]) -> None:
    """Runs in a thread of its own: playwright's loop, which other tests here keep open, holds this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


def test_a_new_generation_answers_and_no_question_is_dropped(served, settings: Settings) -> None:
    alone(_a_new_generation_answers(served[1], settings))


async def _a_new_generation_answers(address: str, settings: Settings) -> None:
    (settings.knowledge / "documents" / "pahittat.txt").write_text(MADE_UP, encoding="utf-8")
    async with aiohttp.ClientSession(address) as session:
        first = (await ask(session))["generation"]
        building = asyncio.create_task(
            asyncio.to_thread(lambda: build(settings.knowledge, settings.data, open_model(settings)))
        )
        seen = [first]
        deadline = time.monotonic() + 60
        while seen[-1] == first and time.monotonic() < deadline:
            seen += [answer["generation"] for answer in await asyncio.gather(*(ask(session) for _ in range(4)))]
        built = (await building).generation
        assert seen[-1] == built != first
        assert set(seen) == {first, built}
        assert seen == sorted(seen, key=[first, built].index)  # never back to the old one
        answer = await ask(session, "Vem ansvarar för vänortsutbytet med Atlantis?")
        assert answer["generation"] == built
        assert "pahittat" in {quote["document"] for quote in (*answer["quotes"], *answer["closest"])}
        async with session.get("/documents/pahittat") as page:
            assert "Atlantis" in await page.text()


def test_a_taken_port_and_a_missing_index_are_said_plainly(served, settings: Settings, tmp_path: Path) -> None:
    _, address = served
    port = address.rsplit(":", 1)[1]
    for wanted, data, said in ((port, settings.data, port), ("0", tmp_path, "index build")):
        command = [sys.executable, "-m", "bot", "serve", "--port", wanted, "--data", str(data)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, timeout=60)
        assert done.returncode == 1
        assert said in done.stderr and "Traceback" not in done.stderr


def test_sigterm_answers_what_was_asked_and_ends_well(served) -> None:
    """Last: it ends the server that the tests of this file share."""
    alone(_sigterm_answers_what_was_asked(*served))


async def _sigterm_answers_what_was_asked(process: subprocess.Popen[str], address: str) -> None:
    async with aiohttp.ClientSession(address) as session:
        await ask(session)
        asked = [asyncio.create_task(ask(session, f"Vad är syftet med profiler? {n}")) for n in range(40)]
        async with asyncio.timeout(20):
            await next(asyncio.as_completed(asked))
        process.send_signal(signal.SIGTERM)
        answers = await asyncio.gather(*asked)
    assert len(answers) == 40
    assert await asyncio.to_thread(process.wait, 20) == 0
    assert process.stderr is not None and "Traceback" not in process.stderr.read()
