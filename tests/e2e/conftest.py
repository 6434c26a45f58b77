"""A real server in a thread, and Debian's chromium in front of it."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from aiohttp import web
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from bot.batching import Answering, BatchingService
from bot.config import PROJECT, Settings
from bot.records.store import open_records
from bot.server import create_app
from tests.e2e.library import make_answerer, make_corpus

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
AXE = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if CHROMIUM is None:
        skip = pytest.mark.skip(reason="needs chromium: apt-get install chromium")
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(skip)


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


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """Starts servers, and stops them all at the end: `serve(answerer)` gives the address."""
    running: list[ServerThread] = []

    def start(answerer: Answering, settings: Settings | None = None) -> str:
        running.append(ServerThread(answerer, settings or Settings(data=tmp_path_factory.mktemp("data"))))
        return running[-1].address

    yield start
    for server in running:
        server.stop()


@pytest.fixture(scope="session")
def address(serve, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A server over the real document and two made-up ones, answering by the script."""
    folder: Path = tmp_path_factory.mktemp("knowledge")
    for name in ("responsibilities.yaml", "onboarding.yaml", "glossary.yaml"):
        if (PROJECT / "knowledge" / name).is_file():
            shutil.copy(PROJECT / "knowledge" / name, folder / name)
    corpus = make_corpus(folder)
    settings = Settings(data=tmp_path_factory.mktemp("data"), knowledge=folder)
    return serve(make_answerer(corpus), settings)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """`open_page(url, width=…, height=…, color_scheme=…)`; fails the test on any error in the browser's console."""
    contexts, errors = [], []

    def start(url: str, width: int = 1200, height: int = 860, **options) -> Page:
        defaults = {"locale": "sv-SE", "color_scheme": "light", "reduced_motion": "reduce"}
        context = browser.new_context(viewport={"width": width, "height": height}, **(defaults | options))
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.goto(url)
        return page

    start.errors = errors  # a test that provokes errors clears them
    yield start
    for context in contexts:
        context.close()
    assert not errors


@pytest.fixture
def check_accessibility() -> Callable[[Page], None]:
    """axe-core finds nothing: WCAG 2.2 A and AA, and its best practices."""

    def check(page: Page) -> None:
        results = Axe().run(page, options=AXE)
        assert results.violations_count == 0, results.generate_report()

    return check


def ask(page: Page, question: str) -> None:
    """Asks in the chat and waits for the answer."""
    before = page.locator(".turn").count()
    page.wait_for_selector("html[data-ready]")
    page.locator("#question").fill(question)
    page.keyboard.press("Enter")
    page.wait_for_selector(f".turn:nth-of-type({before + 1}) .answer")
