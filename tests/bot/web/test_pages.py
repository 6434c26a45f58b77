"""The pages as the server makes them."""

from __future__ import annotations

from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from lxml import html

from bot.batching import BatchingService
from bot.server import create_app
from bot.texts import text
from tests.bot.web.scripted import Scripted, corpus_of
from tests.knowledge.mutations import OFFICE

ATTACK = "<script>alert(1)</script><img src=x onerror=alert(2)>"
REGISTER = """\
documents:
  - id: anfall
    title: "{attack}"
    type: tjänsteutlåtande
    status: antagen
    issuer: "{attack}"
    url: "javascript:alert(3)"
    file: anfall.txt
    superseded_by: ["{attack}"]
  - id: saknas
    title: Påhittad plan
    type: plan
    status: förslag
    dnr: 1-2/3456
"""


async def page(client: TestClient, path: str, status: int = 200, **headers: str):
    response = await client.get(path, headers={"Accept": "text/html", **headers})
    assert response.status == status, path
    return html.fromstring(await response.text())


async def test_the_quoted_words_are_marked_without_a_script(client: TestClient, corpus) -> None:
    tree = await page(client, "/documents/sn-2016-10-25?start=3952&end=4463")
    assert " ".join("".join(m.text_content() for m in tree.iter("mark")).split()) == " ".join(
        corpus.documents["sn-2016-10-25"].text[3952:4463].split()
    )
    assert [m.get("id") for m in tree.iter("mark") if m.get("id")] == ["3952-4463"]
    assert tree.xpath("//a[@href='#3952-4463']")


@pytest.mark.parametrize("query", ["", "?start=1", "?start=5&end=4", "?start=x&end=y", "?start=0&end=99999999999"])
async def test_a_link_gone_wrong_shows_the_document_unmarked(client: TestClient, query: str) -> None:
    tree = await page(client, f"/documents/sn-2016-10-25{query}")
    assert not list(tree.iter("mark"))
    assert "Socialnämnden hänvisar till tjänsteutlåtandet" in tree.text_content()


async def test_the_card_and_the_facts(client: TestClient) -> None:
    tree = await page(client, "/documents/sn-2016-10-25")
    card = {row[0].text_content().strip(): row[1].text_content().strip() for row in tree.xpath("//dl/div")}
    assert card["Utfärdat av"] == "Socialförvaltningen" and card["Datum"] == "2016-10-25"
    assert card["Status"] == "Remissvar" and card["Handläggare"] == "Sigrún Andersdóttir"
    assert card["Handlar om"] == "Internationell strategi för Stockholms stad"


async def test_a_document_that_is_not_held_says_so_and_names_what_replaced_it(client: TestClient) -> None:
    tree = await page(client, "/documents/internationell-strategi-2016")
    said = tree.text_content()
    assert text("web.not_held_text", "sv") in said and "171-482/2016" in said
    assert tree.xpath("//a[@href='/documents/internationell-strategi-2021']")


async def test_an_unknown_document_is_404(client: TestClient) -> None:
    assert "Sidan finns inte." in (await page(client, "/documents/finns-inte", 404)).text_content()


async def test_the_shelf_lists_what_is_held_and_what_is_only_known_of(client: TestClient) -> None:
    tree = await page(client, "/documents")
    held, known = (
        [a.get("href") for a in tree.xpath(f"//section[@aria-labelledby='{name}']//h3/a")]
        for name in ("held", "not_held")
    )
    assert held == ["/documents/sn-2016-10-25"]
    assert set(known) == {"/documents/internationell-strategi-2016", "/documents/internationell-strategi-2021"}
    assert "Ärendets beredning" in tree.text_content()


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("sv", {"1 avsnitt, 1 stycke", "11 avsnitt, 35 stycken, 4 sidor"}),
        ("en", {"1 section, 1 passage", "11 sections, 35 passages, 4 pages"}),
    ],
)
async def test_the_shelf_says_how_much_each_document_holds(
    settings, records, tmp_path: Path, language: str, says: set[str]
) -> None:
    (tmp_path / "kort.md").write_text("# Påhittat\n\nEn påhittad mening.\n", encoding="utf-8")
    (tmp_path / "utlatande.pdf").write_bytes((OFFICE / "utlatande.pdf").read_bytes())
    app = create_app(settings, BatchingService(Scripted(corpus_of(tmp_path))), records)
    async with TestClient(TestServer(app)) as client:
        tree = await page(client, f"/documents?language={language}")
    assert {summary.text_content().partition(": ")[2] for summary in tree.iter("summary")} == says


async def test_the_language_is_the_reader_s_choice_then_the_browser_s(client: TestClient) -> None:
    assert (await page(client, "/")).get("lang") == "sv"
    assert (await page(client, "/", **{"Accept-Language": "fi, en;q=0.8, sv;q=0.5"})).get("lang") == "en"
    assert (await page(client, "/?language=en")).get("lang") == "en"
    assert (await page(client, "/documents")).get("lang") == "en"  # remembered
    assert (await page(client, "/documents?language=sv")).get("lang") == "sv"


async def test_no_page_has_a_script_or_a_style_of_its_own(client: TestClient) -> None:
    for path in (
        "/",
        "/documents",
        "/documents/sn-2016-10-25?start=1&end=9",
        "/documents/internationell-strategi-2021",
    ):
        tree = await page(client, path)
        assert all(s.get("src", "").startswith("/static/") and not s.text for s in tree.iter("script"))
        assert not list(tree.iter("style")) and not tree.xpath("//@style")
        assert not tree.xpath("//@*[starts-with(name(), 'on')]")


async def test_words_of_documents_and_registers_never_become_markup(settings, records, tmp_path: Path) -> None:
    folder = tmp_path / "knowledge"
    (folder / "documents").mkdir(parents=True)
    (folder / "sources.yaml").write_text(REGISTER.format(attack=ATTACK), encoding="utf-8")
    (folder / "documents" / "anfall.txt").write_text(f"Påhittat {ATTACK}\n\n1. {ATTACK}\n", encoding="utf-8")
    app = create_app(settings, BatchingService(Scripted(corpus_of(folder))), records)
    async with TestClient(TestServer(app)) as client:
        for path in ("/documents", "/documents/anfall?start=0&end=40", "/documents/saknas"):
            tree = await page(client, path)
            assert not tree.xpath("//img[@src='x']") and not tree.xpath("//script[not(@src)]"), path
            assert not tree.xpath("//a[starts-with(@href, 'javascript')]"), path
        assert ATTACK in (await page(client, "/documents/anfall")).text_content()
