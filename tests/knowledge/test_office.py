"""Made-up documents as a word processor saves them: what is understood is the same in each format.

The files in `office/` were saved with LibreOffice 7.4 from the flat ODT files beside them ("soffice --headless
--convert-to pdf"). The DOCX keeps the tracked changes; the PDF and the HTML are of the text with them accepted.
None of these documents exists: each says so.
"""

import datetime as dt
from pathlib import Path

import pytest

from knowledge.document import BlockKind, Document
from knowledge.mending import search_text
from knowledge.metadata import propose
from knowledge.passages import make_passages
from knowledge.readers import read_bytes
from knowledge.sources import Source, Status
from tests.knowledge.promises import check

OFFICE = Path(__file__).with_name("office")
TITLE = "Påhittad strategi för internationella utbyten"
NOTES = [
    "1 Med verksamheter menas här påhittade museer, bibliotek och kulturskolor. Ingen av dem finns.",
    "2 Jämför den påhittade kommunikationsplanen, antagen av kulturnämnden 2029-05-06.",
]
every_format = pytest.mark.parametrize("name", ["utlatande.pdf", "utlatande.docx", "utlatande.html"])


def read(name: str) -> Document:
    document = read_bytes((OFFICE / name).read_bytes(), Path(name).suffix, Source(id="pahittat"))
    check(document)
    return document


def blocks(document: Document, *kinds: BlockKind) -> list[str]:
    return [block.span.of(document.text) for block in document.blocks if block.kind in kinds]


def quotes(document: Document) -> dict[str, int | None]:
    """Every sentence that can be quoted, and the page that it starts on."""
    return {
        search_text(document.text, sentence): document.page_of(sentence.start)
        for passage in make_passages(document)
        for sentence in passage.sentences
    }


@every_format
def test_the_register_entry_is_proposed_from_the_template(name: str) -> None:
    register = [Source(id="utbyten", title=TITLE, type="strategi", dnr="006-1234/2030")]
    proposed = propose(read(name), register)
    assert proposed.title == TITLE
    assert (proposed.type, proposed.status) == ("tjänsteutlåtande", Status.REMISSVAR)
    assert (proposed.issuer, proposed.addressee) == ("Påhittade kulturförvaltningen", "Kulturnämnden")
    assert proposed.dnr == "KUL 1.1-4711/2031"
    assert proposed.date == dt.date(2031, 3, 4)  # of the document, in the head; 2031-03-20 is the meeting's
    assert proposed.about == "utbyten"


@every_format
def test_an_address_block_in_two_columns_is_read_column_by_column(name: str) -> None:
    facts = {(fact.name, fact.value) for fact in read(name).facts}
    assert facts >= {
        ("handläggare", "Eva Påhittad"),
        ("telefon", "08-123 45 67"),
        ("e-post", "eva@pahittat.example"),
        ("till", "Kulturnämnden"),
        ("signature", "Anna Påhittad"),
    }


@every_format
def test_headings_lists_and_tables(name: str) -> None:
    document = read(name)
    assert [(section.level, section.title) for section in document.sections] == [
        (1, TITLE),
        (2, "Förvaltningens förslag till beslut"),
        (2, "Sammanfattning"),
        (2, "Ärendet"),
        (3, "Beredning"),
        (2, "Förvaltningens synpunkter och förslag"),
        (2, "Kostnader och finansiering"),
        (2, "Två röster om förslaget"),
        (2, "Konsekvenser för jämställdhet"),
        (2, "Uppföljning"),
        (2, "Bilagor"),
    ]
    items = [(block.number, block.name) for block in document.blocks if block.kind is BlockKind.ITEM]
    names = ("Påverkan", "Omvärldsbevakning", "Erfarenhetsutbyte", "Marknadsföring")
    assert items == [*((n, "") for n in "123"), *(("•", bold) for bold in names), ("1", ""), ("2", "")]
    assert blocks(document, BlockKind.ROW) == [
        "Avdelning\tAnsvar\tKostnad 2031",
        "Museiavdelningen\tSamordnar utställningsutbyten\t1 200 000 kr",
        "Biblioteksavdelningen\tDriver läsfrämjande utbyten med nordiska städer\t450 000 kr",
        "Kulturskolan\tDeltar i ungdomsutbyten\t300 000 kr",
    ]


@every_format
def test_running_heads_and_footnotes_are_no_part_of_a_sentence(name: str) -> None:
    document = read(name)
    assert blocks(document, BlockKind.FOOTNOTE) == NOTES
    said = quotes(document)
    assert "Marknadsföring – staden ska göras känd som påhittad kulturstad." in {s.removeprefix("• ") for s in said}
    assert any(sentence.endswith("omfattar samtliga påhittade verksamheter.") for sentence in said)
    assert not any("Sida" in sentence or "registrator" in sentence for sentence in said)
    assert any("registrator" in fact.value for fact in document.facts if fact.name == "running_head")


@every_format
def test_the_same_sentences_can_be_quoted(name: str) -> None:
    """But for where a word processor's page ends: words cut over lines, columns and pages are whole."""
    expected = {
        "Förvaltningen tillstyrker den påhittade strategin med de synpunkter som framgår av detta påhittade "
        "tjänsteutlåtande.",
        "Den internationella enheten ansvarar för samordningen av utbytesprogrammen och för den årliga uppföljningen "
        "av de påhittade samarbetsavtalen.",
        "Museichefen framhåller att utställningsutbytena är en förutsättning för verksamheten.",
        "Utbytena ska enligt museichefen planeras minst två år i förväg.",
        "Biblioteken ska enligt bibliotekschefen välja sina samarbetsstäder själva.",
        "Kostnaderna ryms inom nämndens påhittade budget för år 2031.",
    }
    assert expected <= set(quotes(read(name)))
    assert "avstyrker" not in read(name).text


def test_quotes_of_a_pdf_carry_the_page_that_they_start_on() -> None:
    said = quotes(read("utlatande.pdf"))
    pages = {
        "3. Paragrafen förklaras omedelbart justerad.": 1,
        "Kostnaderna ryms inom nämndens påhittade budget för år 2031.": 2,
        "Museichefen framhåller att utställningsutbytena är en förutsättning för verksamheten.": 2,  # ends on the third
        "Hon menar att det påhittade nätverket av museer har gett goda resultat och att samarbetet bör fördjupas under "
        "kommande år.": 3,
        "Förslaget bedöms inte få några påhittade konsekvenser för jämställdheten.": 3,
        "En påhittad avdelning ansvarar för uppföljningen.": 4,
    }
    assert {sentence: said.get(sentence) for sentence in pages} == pages


def test_a_strategy_with_columns_and_a_table_over_two_pages() -> None:
    document = read("strategi.pdf")
    proposed = propose(document)
    assert (proposed.type, proposed.status, proposed.date) == ("strategi", Status.ANTAGEN, dt.date(2032, 6, 14))
    assert proposed.dnr == "KS 2031/815"
    rows = blocks(document, BlockKind.ROW)
    assert rows[0] == "Roll\tAnsvar"
    assert [row.partition("\t")[0] for row in rows[1:]] == [f"Nämnd {n}" for n in range(1, 16)]
    assert all(row.endswith("om de insatser som har genomförts.") for row in rows[1:])
    assert quotes(document)["Kommunstyrelsen följer upp strategin vartannat år."] == 5
    columns = [b.span.of(document.text) for b in document.blocks if b.span.of(document.text).startswith("Stycke")]
    assert [words.split(".")[0] for words in columns] == [f"Stycke {n}" for n in range(1, 7)]
    assert all(words.endswith("innan de påbörjas.") for words in columns if "Stycke 4" in words)  # over two columns
