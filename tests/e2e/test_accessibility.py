"""WCAG 2.2 AA: what axe-core can see, and what it can't: keyboard, announcements, small screens, motion."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.chromium import ask
from tests.e2e.library import LIST, OWNER, SIDES, UNKNOWN

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/documents",
    "/documents/sn-2016-10-25?start=3198&end=3496#3198-3496",
    "/documents/internationell-strategi-2016",
    "/owners",
    "/tour",
    "/nothing-here",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_chat(open_page, address: str, check_accessibility, scheme: str) -> None:
    page = open_page(address, color_scheme=scheme)
    page.wait_for_selector("html[data-ready]")
    check_accessibility(page)
    for question in (OWNER, LIST, SIDES, UNKNOWN):
        ask(page, question)
    page.get_by_role("button", name="Visa sammanhanget").first.click()
    page.wait_for_selector(".neighbour")
    page.get_by_role("button", name="Nej").first.click()
    check_accessibility(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_any_page(open_page, address: str, check_accessibility, path: str, scheme: str) -> None:
    page = open_page(address + path, color_scheme=scheme)
    for summary in page.locator("summary").all():
        summary.click()
    check_accessibility(page)
    if "nothing" in path:
        open_page.errors.clear()  # the browser notes the 404


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_never_scrolls_sideways(open_page, address: str, path: str, width: int) -> None:
    """320 CSS pixels are also what 400 % zoom leaves of 1280 (WCAG 1.4.10)."""
    page = open_page(address + path, width=width, height=700)
    if path == "/":
        for question in (OWNER, LIST, SIDES, UNKNOWN):
            ask(page, question)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    open_page.errors.clear()


def test_the_whole_way_by_keyboard_alone(open_page, address: str) -> None:
    page = open_page(address)
    page.wait_for_selector("html[data-ready]")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Hoppa till innehållet")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#question")).to_be_focused()
    page.keyboard.type("rad ett")
    page.keyboard.press("Shift+Enter")
    assert page.locator("#question").input_value() == "rad ett\n"
    page.locator("#question").fill("")
    page.keyboard.type(OWNER)
    page.keyboard.press("Enter")
    page.wait_for_selector(".answer")
    expect(page.locator("#question")).to_be_focused()
    for _ in range(12):  # back through the answer to its link
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.classList.contains('open')"):
            break
    focus = "(s => `${s.outlineStyle} ${s.outlineWidth}`)(getComputedStyle(document.activeElement))"
    assert page.evaluate(focus) == "solid 3px"
    page.keyboard.press("Enter")
    page.wait_for_selector("mark")
    expect(page.locator("mark").first).to_be_focused()


def test_the_answer_is_announced_with_its_owner_and_speaker(open_page, address: str) -> None:
    page = open_page(address)
    ask(page, OWNER)
    status = page.locator("#announcer")
    assert status.get_attribute("role") == "status"
    expect(status).to_contain_text("Ansvarig: kommunstyrelsen")
    expect(status).to_contain_text("inte ett beslut")


def test_what_has_focus_is_never_hidden_under_the_composer(open_page, address: str) -> None:
    """WCAG 2.4.11: each control of a long answer stands clear of the sticky form when it is tabbed to."""
    page = open_page(address, width=390, height=700)
    ask(page, LIST)
    page.locator("#content").focus()
    hidden = """() => {
      const e = document.activeElement, form = document.querySelector('#ask');
      if (form.contains(e) || e === document.body) return null;
      const [b, f] = [e, form].map(one => one.getBoundingClientRect());
      return b.top >= f.bottom - 1 || b.bottom <= f.top + 1 ? "" : e.textContent;
    }"""
    seen = []
    for _ in range(20):
        page.keyboard.press("Tab")
        if (found := page.evaluate(hidden)) is None:
            break
        seen.append(found)
    assert len(seen) >= 8 and not any(seen)


def test_nothing_moves_for_who_asked_for_stillness(open_page, address: str) -> None:
    page = open_page(address)
    ask(page, OWNER)
    assert page.evaluate("document.getAnimations().length") == 0


def test_the_documents_can_be_read_without_javascript(open_page, address: str) -> None:
    page = open_page(f"{address}/documents/sn-2016-10-25?start=7236&end=7428#7236-7428", java_script_enabled=False)
    expect(page.locator("mark")).to_be_in_viewport()
    page.goto(f"{address}/owners?q=omvärldsbevaka+nämnder")
    expect(page.locator("tbody tr")).to_have_count(1)
