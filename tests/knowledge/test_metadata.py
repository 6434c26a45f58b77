"""What a document says about itself, proposed for the register."""

import datetime as dt
from dataclasses import replace

import pytest

from knowledge.document import Document
from knowledge.library import Library
from knowledge.metadata import propose
from knowledge.readers import read_bytes
from knowledge.sources import Source, Status
from tests.knowledge import samples

FARSTA = ("Farsta stadsdelsförvaltning", "FA 2031/7")


def unregistered(content: bytes, ending: str) -> Document:
    return read_bytes(content, ending, Source(id="påhittat"))


def test_the_real_document_proposes_what_its_register_entry_says(real: Document, shipped: Library) -> None:
    entry = real.source
    bare = replace(real, source=Source(id=entry.id), title="Internationell strategi för Stockholms stad")
    proposed = propose(bare, shipped.sources)
    for field in ("type", "status", "addressee", "date", "about"):
        assert getattr(proposed, field) == getattr(entry, field), field
    assert proposed.issuer == ""  # the text names no sender, so none is proposed
    assert proposed.dnr == ""  # 006-1137/2007 is another document's number


@pytest.mark.parametrize(("content", "ending"), [(samples.pdf(), ".pdf"), (samples.docx(), ".docx")])
def test_a_made_up_document(content: bytes, ending: str) -> None:
    proposed = propose(unregistered(content, ending))
    assert proposed.title == samples.TITLE
    assert (proposed.type, proposed.status) == ("tjänsteutlåtande", Status.REMISSVAR)
    assert (proposed.addressee, proposed.date) == ("Kulturnämnden", dt.date(2031, 3, 4))
    assert proposed.dnr == samples.DNR


def test_what_the_register_says_wins() -> None:
    document = unregistered(samples.pdf(), ".pdf")
    source = Source(id="a", title="Egen titel", type="rapport", status=Status.ERSATT, dnr="1/2031")
    proposed = propose(replace(document, source=source))
    assert (proposed.title, proposed.type, proposed.status, proposed.dnr) == (
        "Egen titel",
        "rapport",
        "ersatt",
        "1/2031",
    )


@pytest.mark.parametrize(
    ("text", "kind", "status", "date"),
    [
        (
            "# Påhittad strategi\n\nAntagen av kommunfullmäktige den 3 maj 2031.\n",
            "strategi",
            Status.ANTAGEN,
            dt.date(2031, 5, 3),
        ),
        ("# Förslag till påhittad policy\n\nText.\n", "policy", Status.FORSLAG, None),
        ("# Påhittade minnen\n\nText om en strategi.\n", "dokument", Status.OKAND, None),
        ("Datum: 2031-02-30\n\n# Påhittat program\n\nText.\n", "program", Status.OKAND, None),
    ],
)
def test_kind_status_and_date(text: str, kind: str, status: Status, date: dt.date | None) -> None:
    proposed = propose(unregistered(text.encode(), ".md"))
    assert (proposed.type, proposed.status, proposed.date) == (kind, status, date)


def test_the_issuer_is_who_stands_in_the_head() -> None:
    text = "Kulturförvaltningen\n\nHandläggare\nEva Påhittad\n\n# Rubrik\n\nStadsledningskontoret föreslår något.\n"
    assert propose(unregistered(text.encode(), ".md")).issuer == "Kulturförvaltningen"


def test_of_two_strategies_with_one_title_the_nearest_in_time_is_meant() -> None:
    title = "Påhittad strategi för internationella utbyten"
    register = [
        Source(id="gammal", title=title, type="strategi", date=dt.date(2020, 1, 1)),
        Source(id="ny", title=title, type="strategi", date=dt.date(2031, 1, 1)),
    ]
    assert propose(unregistered(samples.pdf(), ".pdf"), register).about == "ny"
    numbered = [*register, Source(id="med-nummer", title="Annan", type="riktlinjer", dnr="006-1234/2030")]
    assert propose(unregistered(samples.pdf(), ".pdf"), numbered).about == "med-nummer"


@pytest.mark.parametrize(
    ("text", "issuer", "dnr"),
    [
        ("Farsta stadsdelsförvaltning\nInternationella enheten Dnr FA 2031/7\n\n# Påhittat\n\nText.\n", *FARSTA),
        ("Farsta stadsdelsförvaltning\n\n# Påhittat\n\nDnr FA 2031/7\n\nText.\n", *FARSTA),
        ("Farsta stadsdelsförvaltning\n\n# Påhittat\n\nTexten svarar på dnr KS 2030/1.\n", FARSTA[0], ""),
        ("Stockholms stads kulturförvaltning\n\n# Påhittat\n\nText.\n", "Stockholms stads kulturförvaltning", ""),
        ("Hägersten-Älvsjö stadsdelsförvaltning\n\n# Påhittat\n\nText.\n", "Hägersten-Älvsjö stadsdelsförvaltning", ""),
    ],
)
def test_issuer_and_diary_number(text: str, issuer: str, dnr: str) -> None:
    proposed = propose(unregistered(text.encode(), ".md"))
    assert (proposed.issuer, proposed.dnr) == (issuer, dnr)
