"""The whole way through: browser, server, model, index and the real document."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from bot.answerer import Answerer
from bot.config import Settings
from bot.texts import LANGUAGES, text
from bot.web.pages import EXAMPLES
from tests.e2e.chromium import ask

pytestmark = [pytest.mark.browser, pytest.mark.model]


@pytest.fixture(scope="module")
def real(serve, real_answerer: Answerer, real_settings: Settings) -> str:
    return serve(real_answerer, real_settings)


def test_a_newcomer_asks_who_owns_eu_matters_and_reads_the_words_in_place(open_page, real: str) -> None:
    page = open_page(real)
    ask(page, "Vem ansvarar för EU-frågor?")
    expect(page.locator(".owner .who")).to_have_text("kommunstyrelsen")
    said = page.locator("blockquote").first.inner_text().strip("”")
    assert "kommunstyrelsen ansvarar för stadens uppfattning" in said
    page.get_by_role("link", name="Öppna i dokumentet").first.click()
    page.wait_for_selector("mark")
    assert " ".join(" ".join(page.locator("mark").all_inner_texts()).split()) == " ".join(said.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_is_answered(open_page, real: str, language: str) -> None:
    """What the page tells a newcomer to ask must not end in "framgår inte"."""
    page = open_page(f"{real}/?language={language}")
    page.wait_for_selector("html[data-ready]")
    for n, example in enumerate(EXAMPLES, 1):
        ask(page, text(f"web.{example}", language))
        turn = page.locator(f".turn:nth-of-type({n})")
        assert turn.locator(".closest").count() == 0, text(f"web.{example}", language)


def test_a_follow_up_is_understood(open_page, real: str) -> None:
    page = open_page(real)
    ask(page, "Vad är syftet med profiler?")
    ask(page, "Och Påverkan då?")
    expect(page.locator(".turn:nth-of-type(2) blockquote").first).to_contain_text("påverka processer, initiativ")


def test_the_context_comes_from_the_document(open_page, real: str) -> None:
    page = open_page(real)
    ask(page, "Vem ansvarar för EU-frågor?")
    page.get_by_role("button", name="Visa sammanhanget").first.click()
    expect(page.locator(".neighbour").last).to_contain_text("Förvaltningen har ett gott samarbete")


def test_the_tour_from_the_first_step_to_the_last(open_page, real: str) -> None:
    page = open_page(f"{real}/tour")
    page.get_by_role("link", name="Stadsdelsförvaltning").click()
    steps = page.locator(".steps li").count()
    for _ in range(steps):
        page.wait_for_selector("html[data-ready]")
        expect(page.locator(".answer")).to_be_visible()
        page.locator("a[rel=next]").click()
    expect(page.get_by_role("link", name="Börja om")).to_be_visible()


def test_the_tour_remembers_how_far_one_came(open_page, real: str, check_accessibility) -> None:
    page = open_page(f"{real}/tour?step=3&role=bolag")
    page.wait_for_selector(".answer")
    check_accessibility(page)
    page.goto(f"{real}/tour")
    check_accessibility(page)
    page.get_by_role("link", name="Fortsätt från steg 3").click()
    page.wait_for_url("**/tour?step=3&role=bolag")
