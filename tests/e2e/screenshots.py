"""Pictures for the README, from the real bot over the real document and one made-up neighbour.

python -m tests.e2e.screenshots
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bot.assembly import open_answerer, open_models
from bot.config import Settings
from index.builder import build
from tests.e2e.chromium import ARGUMENTS, CHROMIUM, ServerThread, ask
from tests.e2e.library import copy_knowledge

FOLDER = Path(__file__).parent / "screenshots"
DESK, PHONE = (1200, 860), (390, 844)


@dataclass(frozen=True)
class Picture:
    """One file: where to go, what to ask there, and in which dress."""

    name: str
    path: str = "/"
    questions: tuple[str, ...] = ()
    size: tuple[int, int] = DESK
    scheme: str = "light"


PICTURES = (
    Picture("start"),
    Picture("answer", questions=("Vem ansvarar för EU-frågor?",)),
    Picture("answer-dark", questions=("Vem ansvarar för EU-frågor?",), scheme="dark"),
    Picture("answer-phone", questions=("Vem ansvarar för EU-frågor?",), size=PHONE),
    Picture("list", questions=("Vilka är de fyra inriktningarna?",), size=(1200, 1000)),
    Picture("sides", questions=("Vad tycker nämnderna om förslaget?",)),
    Picture("not-stated", questions=("Vad kostar en flygbiljett till Bryssel?",)),
    Picture("document", path="/documents/sn-2016-10-25#7236-7428"),
    Picture("documents", path="/documents"),
    Picture("owners", path="/owners"),
    Picture("tour", path="/tour?step=1&role=stadsdel"),
)


@contextmanager
def serving() -> Iterator[str]:
    """The address of a bot that has read the documents, the made-up one included."""
    with tempfile.TemporaryDirectory() as folder:
        knowledge = Path(folder) / "knowledge"
        copy_knowledge(knowledge)
        settings = Settings(data=Path(folder) / "data", knowledge=knowledge)
        models = open_models(settings)
        build(knowledge, settings.data, models.encoder)
        server = ServerThread(open_answerer(settings, models), settings)
        yield server.address
        server.stop()


def take(browser: Browser, address: str, picture: Picture) -> None:
    width, height = picture.size
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme=picture.scheme,
        locale="sv-SE",
        reduced_motion="reduce",
    )
    page.goto(address + picture.path)
    for question in picture.questions:
        ask(page, question)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=FOLDER / f"{picture.name}.png")
    page.close()


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with serving() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for picture in PICTURES:
            take(browser, address, picture)
            print(FOLDER / f"{picture.name}.png")
        browser.close()


if __name__ == "__main__":
    main()
