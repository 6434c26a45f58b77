"""A real server in a thread, and Debian's chromium in front of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from bot.batching import Answering
from bot.config import Settings
from tests.e2e.chromium import ARGUMENTS, CHROMIUM, ServerThread
from tests.e2e.library import make_answerer, make_corpus

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
