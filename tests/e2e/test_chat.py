"""The chat as a person uses it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.chromium import ask
from tests.e2e.library import ATTACK, ATTACK_QUESTION, LIST, OWNER, SIDES, UNKNOWN

pytestmark = pytest.mark.browser


def test_the_owner_leads_then_the_quote_then_one_click_to_the_words(open_page, address: str) -> None:
    page = open_page(address)
    ask(page, OWNER)
    answer = page.locator(".answer")
    expect(answer.locator(".owner .who")).to_have_text("kommunstyrelsen")
    said = answer.locator("blockquote").inner_text()
    assert "kommunstyrelsen ansvarar för stadens uppfattning" in said
    expect(answer.locator(".standing")).to_contain_text("inte ett beslut")
    expect(answer.locator(".standing .badge")).to_contain_text("Nyare text finns")
    expect(answer.locator(".source")).to_contain_text("Förvaltningens synpunkter och förslag")
    order = answer.evaluate("a => [...a.querySelectorAll('.owner, .note, .quote, .sure')].map(e => e.classList[0])")
    assert order == ["owner", "quote", "sure", "note"]
    answer.get_by_role("link", name="Öppna i dokumentet").click()
    mark = page.locator("mark").first
    expect(mark).to_be_in_viewport()
    assert " ".join(page.locator("mark").all_inner_texts()) == said.strip("”")


def test_a_list_is_quoted_whole_with_its_source_once(open_page, address: str) -> None:
    page = open_page(address)
    ask(page, LIST)
    expect(page.locator(".quote")).to_have_count(4)
    assert page.locator(".quote blockquote").first.inner_text().startswith("1. Profiler")
    expect(page.locator(".standing")).to_have_count(1)
    expect(page.locator(".source")).to_have_count(1)
    expect(page.get_by_role("link", name="Öppna i dokumentet")).to_have_count(4)


def test_both_sides_stand_side_by_side_each_with_its_speaker(open_page, address: str) -> None:
    page = open_page(address)
    ask(page, SIDES)
    left, right = page.locator(".quote").all()
    assert left.bounding_box()["y"] == right.bounding_box()["y"]
    assert left.bounding_box()["x"] < right.bounding_box()["x"]
    expect(left.locator(".standing")).to_contain_text("Socialförvaltningens bedömning")
    expect(right.locator(".standing")).to_contain_text("Påhittade miljöförvaltningens bedömning")


def test_not_stated_says_so_and_shows_the_closest_as_no_answer(open_page, address: str) -> None:
    page = open_page(address)
    ask(page, UNKNOWN)
    expect(page.locator(".message")).to_contain_text("framgår inte")
    closest = page.get_by_role("region", name=re.compile("Inte ett svar"))
    expect(closest.locator(".badge")).to_have_text("Inte ett svar")
    expect(closest.locator("blockquote")).to_contain_text("Remisstiden")
    expect(page.locator(".answer > .quotes")).to_have_count(0)


def test_context_opens_and_closes_around_the_quote(open_page, address: str) -> None:
    page = open_page(address)
    ask(page, OWNER)
    button = page.get_by_role("button", name="Visa sammanhanget")
    button.click()
    expect(page.locator(".neighbour")).to_have_count(2)
    hide = page.get_by_role("button", name="Dölj sammanhanget")
    assert hide.get_attribute("aria-expanded") == "true"
    hide.click()
    expect(page.locator(".neighbour")).to_have_count(0)


def test_the_conversation_survives_reading_a_document_and_ends_when_told_to(open_page, address: str) -> None:
    page = open_page(address)
    ask(page, OWNER)
    ask(page, LIST)
    page.get_by_role("link", name="Öppna i dokumentet").first.click()
    page.wait_for_selector("mark")
    page.go_back()
    expect(page.locator(".turn")).to_have_count(2)
    with page.expect_request("**/api/ask") as asked:
        ask(page, UNKNOWN)
    assert asked.value.post_data_json["conversation"] == [OWNER, LIST]
    page.get_by_role("button", name="Ny konversation").click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("#question")).to_be_focused()
    page.reload()
    expect(page.locator(".turn")).to_have_count(0)


def test_an_example_and_a_suggestion_ask(open_page, address: str) -> None:
    page = open_page(address)
    page.wait_for_selector("html[data-ready]")
    page.get_by_role("button", name=OWNER).click()
    expect(page.locator(".asked")).to_contain_text(OWNER)
    page.get_by_role("button", name=LIST).click()
    expect(page.locator(".quote")).to_have_count(5)


def test_useful_or_not_with_a_reason(open_page, address: str) -> None:
    page = open_page(address)
    ask(page, OWNER)
    with page.expect_request("**/api/feedback") as sent:
        page.get_by_role("button", name="Nej").click()
    said = sent.value.post_data_json
    assert said["useful"] is False and said["quote"].startswith("sn-2016-10-25#") and said["question"] == OWNER
    with page.expect_request("**/api/feedback") as again:
        page.get_by_role("button", name="Inaktuellt").click()
    assert again.value.post_data_json["reason"] == "outdated"
    expect(page.get_by_text("Tack, det är noterat.")).to_be_visible()


def test_a_failure_says_so_and_can_be_tried_again(open_page, address: str) -> None:
    page = open_page(address)
    page.wait_for_selector("html[data-ready]")
    page.context.set_offline(True)
    page.locator("#question").fill(OWNER)
    page.keyboard.press("Enter")
    expect(page.locator(".failure")).to_contain_text("Det gick inte att nå servern.")
    page.context.set_offline(False)
    page.get_by_role("button", name="Försök igen").click()
    expect(page.locator(".owner .who")).to_have_text("kommunstyrelsen")
    open_page.errors.clear()  # the browser notes the lost connection


def test_words_from_documents_and_askers_never_run(open_page, address: str) -> None:
    page = open_page(address)
    ask(page, ATTACK_QUESTION)
    expect(page.locator("blockquote").first).to_contain_text(ATTACK)
    expect(page.locator(".asked")).to_contain_text("<img src=x")
    page.reload()
    page.wait_for_selector(".answer")
    page.goto(f"{address}/documents/anfall?start=0&end=60#0-60")
    page.goto(f"{address}/documents")
    page.goto(f"{address}/owners?q=%3Cimg%20src%3Dx%20onerror%3Dwindow.hacked%3D4%3E%22%3E")
    page.goto(f"{address}/?q=%3Cimg%20src%3Dx%20onerror%3Dwindow.hacked%3D5%3E")
    page.wait_for_selector(".turn:nth-of-type(2) .answer")
    assert page.evaluate("window.hacked") is None
    assert page.locator("img[src=x]").count() == 0


def test_english_labels_round_a_swedish_quote(open_page, address: str) -> None:
    page = open_page(address, locale="en-GB")
    expect(page.get_by_role("heading", level=1)).to_have_text("What does the strategy say?")
    assert page.locator("html").get_attribute("lang") == "en"
    ask(page, OWNER)
    assert page.locator("blockquote").first.get_attribute("lang") == "sv"
    page.get_by_role("link", name="På svenska").click()
    expect(page.get_by_role("button", name="Fråga", exact=True)).to_be_visible()
