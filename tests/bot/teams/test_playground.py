"""Ask, look closer and complain, with a browser in the Agents Playground.

`KEEP_PICTURES=1` writes the pictures of the README anew.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import Locator, Page, async_playwright, expect

from bot.batching import BatchingService
from bot.service import Request
from tests.bot.teams.conftest import MakeWorld
from tests.bot.teams.playground import free_port, install, playground
from tests.bot.teams.test_actions import feedback
from tests.bot.teams.world import TEAMS, Issuer, KnownAnswers, World
from tests.npm import Missing

if TYPE_CHECKING:
    from bot.answerer import Answerer

pytestmark = pytest.mark.browser

CHROMIUM = "/usr/bin/chromium"
PICTURES = Path(__file__).parent / "pictures"
ARGUMENTS = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]
PATIENCE = 30_000  # milliseconds, for each step of the browser's
WINDOW = {"width": 1000, "height": 2000}  # high enough for a whole card


@pytest.fixture(scope="module", autouse=True)
def installed() -> None:
    """What the test needs is there; in CI it has to be."""
    try:
        install()
        if not Path(CHROMIUM).is_file():
            raise Missing(f"{CHROMIUM} is not installed (Debian: apt-get install chromium)")
    except Missing as reason:
        if os.environ.get("CI") == "true":
            pytest.fail(str(reason))
        pytest.skip(str(reason))


@asynccontextmanager
async def chat(make_world: MakeWorld, issuer: Issuer, service: Any) -> AsyncIterator[tuple[World, Page]]:
    """A bot with that service, in the Playground, in a browser, with the welcome card shown."""
    port = free_port()
    world = await make_world(TEAMS, service, address=f"http://127.0.0.1:{port}/_connector/")
    bot = str(world.client.make_url("/api/messages"))
    async with playground(port, bot, issuer) as address, async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = await browser.new_page(viewport=WINDOW)
        page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        await page.goto(address)
        await expect(page.get_by_text("Jag är Strategiboten")).to_be_visible()
        await page.get_by_title("Hide log panel").click()
        yield world, page
        await browser.close()


async def ask(page: Page, question: str) -> Locator:
    """Types the question; returns the card that answers it."""
    cards = page.locator(".ac-adaptiveCard")
    before = await cards.count()
    box = page.locator("[role=textbox][contenteditable=true]")
    await box.click()
    await page.keyboard.type(question)
    await page.keyboard.press("Enter")
    await expect(cards).to_have_count(before + 1)
    return cards.nth(before)


async def picture(card: Locator, name: str) -> None:
    """A picture of the card, kept when asked for."""
    image = await card.screenshot()
    assert len(image) < 300_000
    if os.environ.get("KEEP_PICTURES"):
        PICTURES.mkdir(exist_ok=True)
        (PICTURES / f"{name}.png").write_bytes(image)


async def test_ask_look_closer_and_complain(make_world: MakeWorld, issuer: Issuer) -> None:
    async with chat(make_world, issuer, KnownAnswers()) as (world, page):
        card = await ask(page, "Vad ska nämnderna göra?")
        await expect(card).to_contain_text("Alla nämnder ska påhittat samverka.")
        await card.get_by_role("button", name="Mer sammanhang").click()
        await expect(card).to_contain_text("Meningen före.")
        await card.get_by_role("button", name="Inte till hjälp").click()
        await card.get_by_label("Uppgiften är inaktuell").check()
        await card.get_by_role("textbox").fill("Det finns en nyare.")
        await card.get_by_role("button", name="Skicka", exact=True).click()
        await expect(card).to_contain_text("Tack!")
        await expect(card).to_contain_text("Meningen före.")  # still open
        assert await feedback(world) == [
            ("teams", False, "outdated: Det finns en nyare.", "pahittad-2016#100-135", "g1")
        ]


async def test_a_suggestion_is_asked_by_a_click(make_world: MakeWorld, issuer: Issuer) -> None:
    async with chat(make_world, issuer, KnownAnswers()) as (world, page):
        cards = page.locator(".ac-adaptiveCard")
        await cards.first.get_by_role("button", name="Vem ansvarar för EU-frågor?").click()
        await expect(cards).to_have_count(2)
        assert [request.question for request in world.service.asked] == ["Vem ansvarar för EU-frågor?"]


async def test_markdown_in_a_quote_is_shown_as_it_is_written(make_world: MakeWorld, issuer: Issuer) -> None:
    from tests.bot.teams.test_cards import NASTY
    from tests.bot.teams.world import answer, quote

    nasty = [text for text in NASTY if "\u0000" not in text]  # a browser shows no NUL
    known = {"Allt?": answer("Allt?", *(quote(text, start=n) for n, text in enumerate(nasty)))}
    async with chat(make_world, issuer, KnownAnswers(known)) as (_, page):
        card = await ask(page, "Allt?")
        for text in nasty:
            await expect(card).to_contain_text(text)
        assert await card.locator("script, em, strong, ol, li, a[href*=evil]").count() == 0


@pytest.mark.model
async def test_a_real_answer(make_world: MakeWorld, issuer: Issuer, real_answerer: Answerer) -> None:
    """The real document, asked in Teams: every quote on the card is in it, word for word."""
    service = BatchingService(real_answerer)
    await service.start()
    try:
        async with chat(make_world, issuer, service) as (_, page):
            await picture(page.locator(".ac-adaptiveCard").first, "welcome")
            card = await ask(page, "Vem ansvarar för EU-frågor?")
            answered = await service.ask(Request("Vem ansvarar för EU-frågor?"))
            assert answered.answered
            for quote in answered.quotes:
                source = real_answerer.searcher.corpus.documents[quote.document].text
                assert " ".join(quote.text.split()) in " ".join(source.split())
                await expect(card).to_contain_text(quote.text)  # runs of white space count as one
            await picture(card, "answer")
            await card.get_by_role("button", name="Mer sammanhang").first.click()
            await expect(card.get_by_role("button", name="Mindre sammanhang")).to_be_visible()
            await picture(card, "context")
            await page.emulate_media(color_scheme="dark", forced_colors="active")
            await picture(card, "high-contrast")
            await page.emulate_media(color_scheme="light", forced_colors="none")
            await card.get_by_role("button", name="Inte till hjälp").click()
            await expect(card.get_by_label("Något fattas")).to_be_visible()
            await picture(card, "feedback")
            await card.get_by_role("button", name="Till hjälp", exact=True).click()
            await expect(card).to_contain_text("Tack!")
            await picture(await ask(page, "Vilka är strategins inriktningar?"), "directions")
            nothing = await ask(page, "Vad kostar ett parkeringstillstånd i Göteborg?")
            await picture(nothing, "not-found")
            tour = await ask(page, "introduktion")
            await tour.get_by_role("button", name="Fackförvaltning").click()
            await expect(tour).to_contain_text("Steg 1 av")
            await picture(tour, "tour")
            await tour.get_by_role("button", name="Nästa").click()
            await expect(tour).to_contain_text("Steg 2 av")
    finally:
        await service.close()
