"""The register from documents, and the curated file that is checked against them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import PROJECT
from knowledge.curated import read_curated
from knowledge.duty_rules import Modality
from knowledge.errors import BadRegister
from knowledge.responsibility import extract_all, merged
from tests.bot.made_up import corpus_of, read_corpus

PAHITTAT = """# Påhittad strategi

## Ansvar

Kommunstyrelsen ansvarar för
EU-frågor. Förvaltningen ska bevaka omvärlden.

## Förslag till beslut

1. Kulturnämnden ska samordna vänortsutbytet.
"""


def test_the_real_document_has_the_owners_that_it_names() -> None:
    corpus = read_corpus(PROJECT / "knowledge")
    found = {
        (e.owner, e.issue) for e in extract_all(corpus.documents, corpus.passages) if e.document == "sn-2016-10-25"
    }
    assert {
        ("kommunstyrelsen", "stadens uppfattning i stadsövergripande internationella- och EU-frågor"),
        ("kommunstyrelsen", "de frågor som berör flera nämnders verksamheter"),
        ("samtliga nämnder", "omvärldsbevaka inom sitt eget verksamhetsområde"),
        ("Sigrún Andersdóttir", "Internationell strategi för Stockholms stad. Svar på remiss från kommunstyrelsen"),
    } <= found


def test_every_entry_lies_in_its_document_and_holds_its_issue() -> None:
    corpus = read_corpus(PROJECT / "knowledge")
    for entry in extract_all(corpus.documents, corpus.passages):
        text = corpus.documents[entry.document].text
        assert entry.span.covers(entry.issue_span)
        if not entry.of_case:
            assert " ".join(entry.issue_span.of(text).split()).lower() == entry.issue.lower()


def test_a_handlaggare_is_never_an_owner_of_an_issue() -> None:
    corpus = read_corpus(PROJECT / "knowledge")
    of_case = [e for e in extract_all(corpus.documents, corpus.passages) if e.of_case]
    assert {e.modality for e in of_case} == {Modality.HANDLAGGER}


def test_the_forvaltning_of_a_document_has_its_name_and_a_draft_decision_is_a_proposal(tmp_path: Path) -> None:
    corpus = corpus_of(
        tmp_path,
        {"a.md": PAHITTAT},
        [
            {
                "id": "a",
                "file": "a.md",
                "type": "tjänsteutlåtande",
                "status": "remissvar",
                "issuer": "Miljöförvaltningen",
            }
        ],
    )
    found = [(e.owner, e.issue, e.modality) for e in extract_all(corpus.documents, corpus.passages)]
    assert found == [
        ("kommunstyrelsen", "EU-frågor", Modality.ANSVARAR),
        ("miljöförvaltningen", "bevaka omvärlden", Modality.SKA),
        ("kulturnämnden", "samordna vänortsutbytet", Modality.FORESLAR),
    ]


def test_the_curated_file_of_the_project_is_right() -> None:
    corpus = read_corpus(PROJECT / "knowledge")
    entries, problems = read_curated(PROJECT / "knowledge", corpus.documents)
    assert problems == ()
    assert len(entries) >= 3


def curate(folder: Path, **changed: str) -> str:
    entry = {
        "owner": "kommunstyrelsen",
        "issue": "EU-frågor",
        "document": "a",
        "words": "Kommunstyrelsen ansvarar för EU-frågor.",
    } | changed
    lines = "".join(f"    {key}: {value}\n" for key, value in entry.items())
    (folder / "responsibilities.yaml").write_text(f"responsibilities:\n  -\n{lines}", encoding="utf-8")
    corpus = corpus_of(folder, {"a.md": PAHITTAT})
    entries, problems = read_curated(folder, corpus.documents)
    assert len(entries) + len(problems) == 1
    return str(problems[0]) if problems else ""


def test_a_curated_entry_is_tied_to_words_whatever_their_line_breaks(tmp_path: Path) -> None:
    assert curate(tmp_path) == ""


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"words": "Kommunstyrelsen ansvarar för hamnen."}, "do not stand in"),
        ({"words": "Kommunstyrelsen ansvarar för EU-frågor"}, "not whole sentences"),
        ({"document": "b"}, "not held"),
        ({"issue": "hamnen"}, "the issue"),
        ({"owner": "kulturnämnden"}, "the owner"),
        ({"modality": "kanske"}, "`modality`"),
        ({"words": "x"}, "`words`"),
    ],
)
def test_a_curated_entry_that_the_document_does_not_bear_out_is_an_error(
    tmp_path: Path, changed: dict[str, str], wrong: str
) -> None:
    problem = curate(tmp_path, **changed)
    assert wrong in problem
    assert problem.startswith("responsibilities.yaml:")


def test_a_curated_file_that_is_no_yaml_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "responsibilities.yaml").write_text("responsibilities:\n  - owner: [\n", encoding="utf-8")
    with pytest.raises(BadRegister, match=r"responsibilities\.yaml:\d"):
        read_curated(tmp_path, {})
    (tmp_path / "responsibilities.yaml").write_text("annat: 1\n", encoding="utf-8")
    with pytest.raises(BadRegister, match="responsibilities"):
        read_curated(tmp_path, {})


def test_a_curated_entry_stands_for_the_extracted_one(tmp_path: Path) -> None:
    curate(tmp_path)
    corpus = read_corpus(tmp_path)
    curated, _ = read_curated(tmp_path, corpus.documents)
    both = merged(curated, extract_all(corpus.documents, corpus.passages))
    assert [(e.owner, e.curated) for e in both if e.issue == "EU-frågor"] == [("kommunstyrelsen", True)]
