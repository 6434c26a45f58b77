"""What each type of document is expected to hold."""

from __future__ import annotations

from pathlib import Path

from bot.config import PROJECT
from knowledge.parts import EXPECTED, Lack, Place, lacking, lacking_in_register
from knowledge.sources import Source, Status
from tests.bot.made_up import corpus_of, read_corpus


def test_the_real_tjansteutlatande_lacks_nothing() -> None:
    (document,) = read_corpus(PROJECT / "knowledge").documents.values()
    assert lacking(document) == ()
    assert lacking_in_register(document.source) == ()


def test_what_a_tjansteutlatande_lacks_is_named(tmp_path: Path) -> None:
    text = "# Påhittat tjänsteutlåtande\n\n## Bakgrund\n\nEtt förslag finns.\n"
    register: list[dict[str, object]] = [{"id": "a", "file": "a.md", "type": "tjänsteutlåtande", "title": "Påhittat"}]
    (document,) = corpus_of(tmp_path, {"a.md": text}, register).documents.values()
    assert lacking(document) == (
        Lack("a", Place.SECTION, "Förslag till beslut"),
        Lack("a", Place.SECTION, "Förvaltningens synpunkter och förslag"),
        Lack("a", Place.FACT, "handläggare"),
        Lack("a", Place.FACT, "datum"),
    )
    assert [lack.name for lack in lacking_in_register(document.source)] == [
        "issuer",
        "addressee",
        "date",
        "about",
        "status",
    ]


def test_an_entry_of_a_document_that_is_not_held_is_checked_too() -> None:
    entry = Source("s", title="Strategi", type="Strategi", status=Status.ANTAGEN, issuer="Kommunfullmäktige")
    assert [lack.name for lack in lacking_in_register(entry)] == ["date", "dnr"]


def test_an_unknown_type_has_no_expected_parts() -> None:
    assert lacking_in_register(Source("x", type="protokoll")) == ()


def test_every_expected_field_is_one_of_the_register() -> None:
    known = set(Source.__dataclass_fields__)
    assert all(set(expected.fields) <= known for expected in EXPECTED.values())
