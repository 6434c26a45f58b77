"""Documents and owners in the browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_bare_fragment_is_enough_to_find_the_words(open_page, address: str) -> None:
    """The address that Slack, Teams and the API give."""
    page = open_page(f"{address}/documents/sn-2016-10-25#7236-7428")
    mark = page.locator("mark").first
    expect(mark).to_be_in_viewport()
    assert mark.inner_text().startswith("I förslaget till strategi anges att kommunstyrelsen")
    page.evaluate("location.hash = '#334-368'")
    expect(page.locator("mark").first).to_have_text("3. Paragrafen justeras omedelbart.")


def test_a_fragment_that_is_not_in_the_document_ends_quietly(open_page, address: str) -> None:
    page = open_page(f"{address}/documents/sn-2016-10-25#999990-999999")
    page.wait_for_url("**start=999990**")
    assert page.locator("mark").count() == 0
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_table_of_owners_narrows_while_one_types_and_opens_the_quote(open_page, address: str) -> None:
    page = open_page(f"{address}/owners")
    total = page.locator("tbody tr").count()
    page.get_by_label("Sök ansvarig eller fråga").fill("omvärldsbevaka nämnder")
    visible = page.locator("tbody tr:visible")
    expect(visible).to_have_count(1)
    expect(page.get_by_role("status")).to_have_text(f"1 av {total} visas")
    visible.get_by_role("link").first.click()
    expect(page.locator("mark").first).to_contain_text("samtliga nämnder ansvarar för att omvärldsbevaka")


def test_who_handles_a_case_is_no_owner(open_page, address: str) -> None:
    page = open_page(f"{address}/owners")
    cases = page.get_by_role("table", name="Handläggare av ärenden")
    expect(cases).to_contain_text("Sigrún Andersdóttir")
    expect(page.get_by_role("table", name="Ansvar för frågor")).not_to_contain_text("Sigrún")
