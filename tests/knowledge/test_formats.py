"""PDF, DOCX and HTML of a made-up tjänsteutlåtande: the same document, whatever the file."""

import io
import zipfile

import pytest
from docx import Document as new_document
from docx.oxml import OxmlElement
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from knowledge.document import BlockKind, Document
from knowledge.errors import ScannedDocument, UnreadableDocument
from knowledge.mending import search_text
from knowledge.passages import make_passages
from knowledge.readers import read_bytes
from knowledge.sources import Source
from tests.knowledge import samples
from tests.knowledge.promises import check

SOURCE = Source(id="påhittat", type="tjänsteutlåtande")


def read(content: bytes, ending: str) -> Document:
    document = read_bytes(content, ending, SOURCE)
    check(document)
    return document


def blocks(document: Document, kind: BlockKind) -> list[str]:
    return [block.span.of(document.text) for block in document.blocks if block.kind is kind]


@pytest.fixture(scope="module")
def pdf() -> Document:
    return read(samples.pdf(), ".pdf")


@pytest.fixture(scope="module")
def docx() -> Document:
    return read(samples.docx(), ".docx")


@pytest.fixture(scope="module")
def html() -> Document:
    return read(samples.HTML, ".html")


@pytest.mark.parametrize(("sentence", "page"), samples.PAGE_OF.items())
def test_quotes_of_a_pdf_carry_the_right_page(pdf: Document, sentence: str, page: int) -> None:
    pages = [
        pdf.page_of(quote.start)
        for passage in make_passages(pdf)
        for quote in passage.sentences
        if search_text(pdf.text, quote) == sentence
    ]
    assert set(pages) == {page}


def test_running_heads_leave_the_text_of_a_pdf_and_stay_as_facts(pdf: Document) -> None:
    heads = [fact.value for fact in pdf.facts if fact.name == "running_head"]
    assert heads == [f"Dnr {samples.DNR}", "Sida 1 (3)", "Påhittade förvaltningen, Box 1, 100 00 Stockholm"]
    assert "Sida" not in pdf.text
    assert [fact.value for fact in pdf.facts if fact.name == "dnr"] == [samples.DNR, "006-1234/2030"]
    assert [fact.value for fact in pdf.facts if fact.name == "page_count"] == ["3"]


def test_headings_of_a_pdf_come_from_size_and_weight(pdf: Document) -> None:
    assert pdf.title == samples.TITLE
    assert blocks(pdf, BlockKind.HEADING) == [
        samples.TITLE,
        "Förvaltningens förslag till beslut",
        "Sammanfattning",
        "Ärendet",
        "Förvaltningens synpunkter och förslag",
        "Konsekvenser",
        "Uppföljning",
        "Bilagor",
    ]


def test_lists_and_footnotes_of_a_pdf(pdf: Document) -> None:
    assert [" ".join(item.split()) for item in blocks(pdf, BlockKind.ITEM)] == [
        "1. Nämnden godkänner tjänsteutlåtandet som svar på den påhittade remissen.",
        "2. Nämnden överlämnar ärendet till kommunstyrelsen.",
        "• Utbyten med andra städer",
        "• Gemensamma projekt",
        "• Lärande",
        "1. Den påhittade strategin",
    ]
    assert blocks(pdf, BlockKind.FOOTNOTE) == ["1 Med samverkan menas här påhittade möten."]


def test_words_broken_over_lines_and_pages_are_whole(pdf: Document) -> None:
    assert "omvärldsbevakningen i nätverket" in pdf.text
    assert "internationell samverkan" in pdf.text
    assert "kultur-\noch fritidsfrågor" in pdf.text
    assert pdf.text[pdf.pages[1] :].startswith("bevakningen i nätverket")


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_address_block_and_signature(kind: str, request: pytest.FixtureRequest) -> None:
    document: Document = request.getfixturevalue(kind)
    facts = {(fact.name, fact.value, fact.label) for fact in document.facts if fact.span is not None}
    assert facts >= {
        ("handläggare", "Eva Påhittad", ""),
        ("telefon", "08-123 45 67", ""),
        ("till", "Kulturnämnden", ""),
        ("datum", "2031-03-04", ""),
        ("signature", "Anna Påhittad", "Kulturdirektör"),
    }


def test_tracked_changes_are_read_as_accepted(docx: Document) -> None:
    assert "Förvaltningen tillstyrker den påhittade strategin." in docx.text
    assert "avstyrker" not in docx.text


def test_lists_of_a_docx_carry_words_own_numbers(docx: Document) -> None:
    items = [(block.number, block.name) for block in docx.blocks if block.kind is BlockKind.ITEM]
    assert items == [("1", ""), ("2", ""), ("•", "Utbyten"), ("•", "Projekt"), ("•", "Lärande")]
    assert "2. Nämnden överlämnar ärendet till kommunstyrelsen." in docx.text


def test_tables_are_rows(docx: Document, html: Document) -> None:
    assert blocks(docx, BlockKind.ROW) == ["Nämnd\tAnsvar", "Kulturnämnden\tPåhittade utbyten"]
    assert blocks(html, BlockKind.ROW) == ["Nämnd\tAnsvar", "Kulturnämnden\tUtbyten"]


def test_typed_numbers_are_a_list_where_they_count_up() -> None:
    document = new_document()
    for words in ("Nämnden beslutar:", "1. Att godkänna påhittet.", "2. Att lägga det till handlingarna.", "3 påhitt."):
        document.add_paragraph(words)
    content = io.BytesIO()
    document.save(content)
    kinds = [block.kind for block in read(content.getvalue(), ".docx").blocks]
    assert kinds == [BlockKind.LIST_LEAD, BlockKind.ITEM, BlockKind.ITEM, BlockKind.PARAGRAPH]


def test_headings_of_a_docx_are_a_tree_under_its_title(docx: Document) -> None:
    assert docx.title == samples.TITLE
    assert docx.sections[1].path == (samples.TITLE, "Förvaltningens förslag till beslut")


def test_a_deleted_paragraph_mark_joins_two_paragraphs_of_a_docx() -> None:
    document = new_document()
    first = document.add_paragraph("En påhittad mening som ")
    mark = OxmlElement("w:rPr")
    mark.append(OxmlElement("w:del"))
    first._p.get_or_add_pPr().append(mark)
    document.add_paragraph("fortsätter här.")
    content = io.BytesIO()
    document.save(content)
    assert read(content.getvalue(), ".docx").text == "En påhittad mening som fortsätter här."


def test_only_the_main_content_of_a_page_is_read(html: Document) -> None:
    assert html.title == samples.TITLE
    assert "Förvaltningen tillstyrker den påhittade strategin 2031." in html.text
    for left_out in ("Meny", "kakor", "aldrig", "Dold", "Kontakta", "p{}", "Påhittad stad"):
        assert left_out not in html.text
    items = [block.span.of(html.text) for block in html.blocks if block.kind is BlockKind.ITEM]
    assert items == ["Utbyten – med andra städer", "Lärande – av andra", "även digitalt"]


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "utf-8"])
def test_a_page_in_an_old_encoding(charset: str) -> None:
    page = f'<html><head><meta charset="{charset}"></head><body><p>Påhittad ärlighet.</p></body></html>'
    assert read(page.encode(charset), ".html").text == "Påhittad ärlighet."


def test_two_columns_are_read_one_after_the_other() -> None:
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=A4)
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(60, 780, "Påhittad rubrik över två spalter")
    canvas.setFont("Helvetica", 10)
    for row in range(12):  # drawn row by row, so that the order of the content is the wrong one
        canvas.drawString(60, 740 - 14 * row, f"Vänster rad nummer {row} i den första spalten")
        canvas.drawString(320, 740 - 14 * row, f"Höger rad nummer {row} i den andra spalten")
    canvas.save()
    text = read(content.getvalue(), ".pdf").text
    assert text.index("Vänster rad nummer 11") < text.index("Höger rad nummer 0")
    assert text.startswith("Påhittad rubrik över två spalter")


def test_a_table_of_a_pdf_is_rows() -> None:
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=A4)
    canvas.drawString(60, 780, "Så här är det påhittade ansvaret fördelat mellan nämnderna i staden.")
    table = [
        ("Nämnd", "Ansvar", "År"),
        ("Kulturnämnden", "Påhittade utbyten", "2031"),
        ("Socialnämnden", "Möten", "2032"),
    ]
    for row, cells in enumerate(table):
        for column, words in enumerate(cells):
            canvas.drawString(60 + 150 * column, 740 - 16 * row, words)
    canvas.drawString(60, 660, "Texten fortsätter efter den påhittade tabellen.")
    canvas.save()
    document = read(content.getvalue(), ".pdf")
    assert blocks(document, BlockKind.ROW) == ["\t".join(cells) for cells in table]
    assert blocks(document, BlockKind.PARAGRAPH)[-1] == "Texten fortsätter efter den påhittade tabellen."


def test_an_address_block_in_two_columns() -> None:
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=A4)
    for row, cells in enumerate(
        [("Handläggare", "Eva Påhittad"), ("Telefon", "08-123 45 67"), ("Datum", "2031-03-04")]
    ):
        for column, words in enumerate(cells):
            canvas.drawString(60 + 150 * column, 780 - 16 * row, words)
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(60, 680, "Påhittad rubrik")
    canvas.setFont("Helvetica", 12)
    for row in range(5):
        canvas.drawString(60, 640 - 16 * row, "Påhittad brödtext som fyller en hel rad på sidan.")
    canvas.save()
    facts = {(fact.name, fact.value) for fact in read(content.getvalue(), ".pdf").facts}
    assert facts >= {("handläggare", "Eva Påhittad"), ("telefon", "08-123 45 67"), ("datum", "2031-03-04")}


def picture_pdf() -> bytes:
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=A4)
    for _ in range(2):
        canvas.rect(100, 100, 300, 300, fill=1)
        canvas.showPage()
    canvas.save()
    return content.getvalue()


def test_a_pdf_of_pictures_says_that_it_needs_ocr() -> None:
    with pytest.raises(ScannedDocument, match="ingen text, behöver OCR"):
        read_bytes(picture_pdf(), ".pdf", SOURCE)


def encrypted_pdf() -> bytes:
    content = io.BytesIO()
    canvas = Canvas(content, encrypt=StandardEncryption("hemligt", ownerPassword="ägare"))
    canvas.drawString(100, 100, "Påhittat.")
    canvas.save()
    return content.getvalue()


def zip_of(**files: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, part in files.items():
            archive.writestr(name, part)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "ending", "says"),
    [
        (encrypted_pdf(), ".pdf", "is encrypted"),
        (b"%PDF-1.7 inget mer", ".pdf", "damaged PDF"),
        (samples.pdf()[:800], ".pdf", "damaged PDF"),
        (b"PK inget mer", ".docx", "not a DOCX"),
        (zip_of(annat=b"x"), ".docx", "damaged DOCX"),
        (samples.docx()[:9000], ".docx", "not a DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".docx", "encrypted or an old Word file"),
        (b"<html><body><nav>Meny</nav></body></html>", ".html", "holds no text"),
        (b"\xff\xfe\x00", ".txt", "not UTF-8"),
        (b"\n \n", ".md", "empty"),
        (b"text", ".xyz", "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(content: bytes, ending: str, says: str) -> None:
    with pytest.raises(UnreadableDocument, match=says) as refusal:
        read_bytes(content, ending, SOURCE)
    assert refusal.value.remedy


def drawn(*words: tuple[float, float, str, float]) -> Document:
    """A page with words at places (left, height) in a size."""
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=A4)
    for left, height, said, size in words:
        canvas.setFont("Helvetica", size)
        canvas.drawString(left, height, said)
    canvas.save()
    return read(content.getvalue(), ".pdf")


def test_a_raised_note_number_leaves_the_sentence_and_a_square_metre_stays() -> None:
    document = drawn(
        (70, 700, "Den påhittade hallen är 500 m", 11),
        (219.5, 704, "2", 6),
        (223, 700, " stor och byggs av nämnden.", 11),
        (358.5, 704, "2", 6),
        (70, 686, "Den påhittade nämnden betalar den.", 11),
        (70, 60, "2", 8),
        (80, 60, "Påhittad not om hallen.", 8),
    )
    assert "500 m2 stor och byggs av nämnden.\nDen påhittade" in document.text.replace("m 2", "m2")
    assert blocks(document, BlockKind.FOOTNOTE) == ["2 Påhittad not om hallen."]


def test_a_heading_below_two_columns_comes_after_both() -> None:
    left = [(70.0, 700 - 13.0 * n, f"Den vänstra påhittade spaltens rad {n} har ord", 10.0) for n in range(6)]
    right = [(320.0, 700 - 13.0 * n, f"Den högra påhittade spaltens rad {n} har ord", 10.0) for n in range(4)]
    document = drawn(*left, *right, (70, 600, "Påhittad rubrik", 10), (70, 586, "Text under rubriken.", 10))
    order = [document.text.index(words) for words in ("vänstra", "högra", "Påhittad rubrik", "Text under")]
    assert order == sorted(order)


def test_prose_with_wide_gaps_is_no_table() -> None:
    lines = [
        "Nämnden   vill   att   staden   är",
        "påhittad   och   att   den   finns",
        "bara   i   prov   av   läsarna.",
    ]
    document = drawn(*((70.0, 700 - 13.0 * n, words, 11.0) for n, words in enumerate(lines)))
    assert [block.kind for block in document.blocks] == [BlockKind.PARAGRAPH]


def test_a_long_footnote_is_cut_like_any_paragraph() -> None:
    note = "Noten är påhittad och säger mycket om lite. " * 40
    content = f'<h1>Påhittat</h1><p>Text.</p><div id="sdfootnote1"><p>{note}</p></div><div id="ftn2"><p>Kort.</p></div>'
    document = read(content.encode(), ".html")  # which checks how long passages are
    assert [words.split()[0] for words in blocks(document, BlockKind.FOOTNOTE)] == ["1", "2"]
    assert len(make_passages(document)) > 4
    assert make_passages(document)[-1].span.of(document.text) == "2 Kort."
