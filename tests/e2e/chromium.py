"""A server in a thread and a browser in front of it: for the tests, and for the pictures."""

from __future__ import annotations

import asyncio
import shutil
import threading

from aiohttp import web
from playwright.sync_api import Page

from bot.batching import Answering, BatchingService
from bot.config import Settings
from bot.records.store import open_records
from bot.server import create_app

CHROMIUM = shutil.which("chromium")
ARGUMENTS = (  # no sandbox inside containers; nothing that calls home
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class ServerThread:
    """The application on a free port, in a thread with an event loop of its own."""

    def __init__(self, answerer: Answering, settings: Settings) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.service = BatchingService(answerer)
        self.address = self._run(self._start(settings))

    def _run(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _start(self, settings: Settings) -> str:
        app = create_app(settings, self.service, await open_records(settings))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return "http://{}:{}".format(*self._runner.addresses[0])

    def stop(self) -> None:
        self._run(self._runner.cleanup())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)


def ask(page: Page, question: str) -> None:
    """Asks in the chat and waits for the answer."""
    before = page.locator(".turn").count()
    page.wait_for_selector("html[data-ready]")
    page.locator("#question").fill(question)
    page.keyboard.press("Enter")
    page.wait_for_selector(f".turn:nth-of-type({before + 1}) .answer")
