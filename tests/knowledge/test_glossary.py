"""The glossary: the shipped one, and what is said of one that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import BadRegister
from knowledge.glossary import GLOSSARY, read_glossary


def written(folder: Path, text: str) -> Path:
    (folder / GLOSSARY).write_text(text, encoding="utf-8")
    return folder


def test_the_shipped_glossary_knows_the_boards_by_all_names() -> None:
    terms = {term.term: term for term in read_glossary()}
    assert terms["kommunstyrelsen"].names[:3] == ("kommunstyrelsen", "KS", "City Executive Board")
    assert "SLK" in terms["stadsledningskontoret"].abbreviations


def test_no_name_stands_for_two_terms_of_the_shipped_glossary() -> None:
    owners: dict[str, set[str]] = {}
    for term in read_glossary():
        for name in (term.term, *term.abbreviations):
            owners.setdefault(name.casefold(), set()).add(term.term)
    assert [name for name, terms in owners.items() if len(terms) > 1] == []


def test_a_folder_without_a_glossary_has_no_terms(tmp_path: Path) -> None:
    assert read_glossary(tmp_path) == ()
    assert read_glossary(written(tmp_path, "# tom\n")) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- term: nämnd\n  abbreviations: [N\n", r"glossary\.yaml:\d+: not valid YAML"),
        ("- abbreviations: [KS]\n", r"entry 1\.term"),
        ("- term: nämnd\n- term: mål\n  engelska: [goal]\n", r"entry 2\.engelska"),
    ],
)
def test_a_wrong_glossary_is_told_by_its_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(BadRegister, match=message):
        read_glossary(written(tmp_path, text))
