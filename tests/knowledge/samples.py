"""A made-up (påhittat) tjänsteutlåtande as PDF, DOCX and HTML. No such document exists."""

from __future__ import annotations

import io
from typing import Any

from docx import Document as new_document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

DNR = "KUL 1.1-4711/2031"
TITLE = "Påhittad strategi för internationella utbyten"
BROKEN_SENTENCE = (
    "Förvaltningen anser att utbytena ska planeras långsiktigt och att varje avdelning ska utse en kontaktperson "
    "som följer omvärldsbevakningen i nätverket."
)
PAGE_OF = {
    "Förvaltningen föreslår att nämnden godkänner den påhittade strategin.": 1,
    "Den påhittade strategin har tre inriktningar:": 1,
    BROKEN_SENTENCE: 1,
    "Kostnaderna ryms inom budgeten för år 2031.": 2,
    "En påhittad avdelning ansvarar för uppföljningen.": 3,
}
"""Sentences, and the page of the PDF where each one starts."""

_BODY, _BOLD = ("Times-Roman", 11), ("Times-Bold", 11)
_SMALL, _HEAD, _TITLE = ("Times-Roman", 8), ("Times-Bold", 13), ("Times-Bold", 18)

_PAGES: list[list[tuple[str, tuple[str, int], float]]] = [
    # words, font, white above them
    [
        ("Handläggare", _BOLD, 0),
        ("Eva Påhittad", _BODY, 0),
        ("Telefon: 08-123 45 67", _BODY, 0),
        ("Till", _BOLD, 10),
        ("Kulturnämnden", _BODY, 0),
        ("2031-03-04", _BODY, 0),
        (TITLE, _TITLE, 20),
        ("Svar på remiss från kommunstyrelsen", _BODY, 8),
        ("Förvaltningens förslag till beslut", _HEAD, 14),
        ("1. Nämnden godkänner tjänsteutlåtandet som svar på den påhittade", _BODY, 4),
        ("    remissen.", _BODY, 0),
        ("2. Nämnden överlämnar ärendet till kommunstyrelsen.", _BODY, 0),
        ("Sammanfattning", _HEAD, 14),
        ("Förvaltningen föreslår att nämnden godkänner den påhittade strategin. Den ersätter", _BODY, 4),
        ("tidigare påhittade riktlinjer (dnr 006-1234/2030). Strategin gäller bl.a. kultur-", _BODY, 0),
        ("och fritidsfrågor samt all internationell sam-", _BODY, 0),
        ("verkan.1", _BODY, 0),
        ("Ärendet", _HEAD, 14),
        ("Den påhittade strategin har tre inriktningar:", _BODY, 4),
        ("•  Utbyten med andra städer", _BODY, 4),
        ("•  Gemensamma projekt", _BODY, 0),
        ("•  Lärande", _BODY, 0),
        ("Förvaltningens synpunkter och förslag", _HEAD, 14),
        ("Förvaltningen anser att utbytena ska planeras långsiktigt och att varje avdelning ska utse", _BODY, 4),
        ("en kontaktperson som följer omvärlds-", _BODY, 0),
        ("1 Med samverkan menas här påhittade möten.", _SMALL, 60),
    ],
    [
        ("bevakningen i nätverket. Kontaktpersonen rapporterar till nämnden en gång om året och", _BODY, 0),
        ("deltar i stadens påhittade nätverk.", _BODY, 0),
        ("Kostnaderna ryms inom budgeten för år 2031.", _BODY, 10),
        ("Konsekvenser", _HEAD, 14),
        ("Förslaget får inga påhittade konsekvenser för jämställdheten.", _BODY, 4),
    ],
    [
        ("Uppföljning", _HEAD, 0),
        ("En påhittad avdelning ansvarar för uppföljningen.", _BODY, 4),
        ("Anna Påhittad", _BODY, 20),
        ("Kulturdirektör", _BODY, 0),
        ("Bilagor", _HEAD, 20),
        ("1. Den påhittade strategin", _BODY, 4),
    ],
]


def pdf() -> bytes:
    """Three pages with running heads and feet, a footnote, and a sentence cut by the first page break."""
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=A4, invariant=True)
    for number, lines in enumerate(_PAGES, start=1):
        canvas.setFont(*_SMALL)
        canvas.drawString(70, 800, f"Dnr {DNR}")
        canvas.drawString(470, 800, f"Sida {number} ({len(_PAGES)})")
        canvas.drawString(70, 40, "Påhittade förvaltningen, Box 1, 100 00 Stockholm")
        height = 760.0
        for words, font, above in lines:
            height -= 1.25 * font[1] + above
            canvas.setFont(*font)
            canvas.drawString(70 + 4 * (len(words) - len(words.lstrip())), height, words.strip())
        canvas.showPage()
    canvas.save()
    return content.getvalue()


def _paragraph(document: Any, words: str, style: str | None = None, bold: bool = False) -> Any:
    paragraph = document.add_paragraph(style=style)
    paragraph.add_run(words).bold = bold
    return paragraph


def docx() -> bytes:
    """The same kind of document in Word, with tracked changes, a table and Word's own list numbers."""
    document = new_document()
    document.sections[0].header.paragraphs[0].text = f"Tjänsteutlåtande\tDnr {DNR}"
    _paragraph(document, "Handläggare", bold=True)
    document.add_paragraph("Eva Påhittad")
    document.add_paragraph("Telefon: 08-123 45 67")
    _paragraph(document, "Till", bold=True)
    document.add_paragraph("Kulturnämnden")
    document.add_paragraph("2031-03-04")
    document.add_heading(TITLE, 1)
    document.add_paragraph("Svar på remiss från kommunstyrelsen")
    document.add_heading("Förvaltningens förslag till beslut", 2)
    for words in ("Nämnden godkänner tjänsteutlåtandet.", "Nämnden överlämnar ärendet till kommunstyrelsen."):
        document.add_paragraph(words, style="List Number")
    document.add_paragraph("Anna Påhittad")
    document.add_paragraph("Kulturdirektör")
    document.add_heading("Sammanfattning", 2)
    changed = document.add_paragraph("Förvaltningen ")
    _tracked(changed, "w:del", "avstyrker")
    _tracked(changed, "w:ins", "tillstyrker")
    changed.add_run(" den påhittade strategin.")
    document.add_heading("Ärendet", 2)
    document.add_paragraph("Den påhittade strategin har tre inriktningar:")
    for words in ("Utbyten", "Projekt", "Lärande"):
        item = document.add_paragraph(style="List Bullet")
        item.add_run(words).bold = True
        item.add_run(f" – en påhittad inriktning om {words.lower()}.")
    table = document.add_table(rows=2, cols=2)
    for at, words in enumerate(("Nämnd", "Ansvar", "Kulturnämnden", "Påhittade utbyten")):
        table.cell(at // 2, at % 2).text = words
    document.styles["Normal"].font.size = Pt(11)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _tracked(paragraph: Any, kind: str, words: str) -> None:
    change = OxmlElement(kind)
    change.set(qn("w:id"), "1")
    change.set(qn("w:author"), "Påhittad")
    run = OxmlElement("w:r")
    text = OxmlElement("w:delText" if kind == "w:del" else "w:t")
    text.text = words
    run.append(text)
    change.append(run)
    paragraph._p.append(change)


HTML = f"""<!DOCTYPE html><html lang="sv"><head><title>{TITLE} - Påhittad stad</title><style>p{{}}</style></head><body>
<header><a href="/">Påhittad stad</a></header><nav><ul><li>Meny ett</li></ul></nav>
<div class="cookie-banner"><p>Vi använder kakor.</p></div>
<main><p><strong>Handläggare</strong><br>Eva Påhittad<br>Telefon: 08-123 45 67</p>
<h1>{TITLE}</h1><p>Förvaltningen   tillstyrker
den <em>påhittade</em> strategin&nbsp;2031.</p>
<h2>Ärendet</h2><p>Den påhittade strategin har två inriktningar:</p>
<ul><li><b>Utbyten</b> – med andra städer</li><li><b>Lärande</b> – av andra<ul><li>även digitalt</li></ul></li></ul>
<table><tr><th>Nämnd</th><th>Ansvar</th></tr><tr><td>Kulturnämnden</td><td>Utbyten</td></tr></table>
<script>var x = "aldrig";</script><p hidden>Dold.</p></main>
<footer><p>Kontakta oss</p></footer></body></html>""".encode()
