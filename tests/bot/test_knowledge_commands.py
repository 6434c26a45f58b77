"""`strategibot knowledge …`, as it is typed."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from knowledge.errors import StrategibotError
from knowledge.library import load
from tests.knowledge import samples


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "kunskap" / "documents").mkdir(parents=True)
    (tmp_path / "påhittat.pdf").write_bytes(samples.pdf())
    return tmp_path / "kunskap"


def run(folder: Path, *arguments: str, answer: str = "") -> Result:
    return CliRunner().invoke(app, ["knowledge", *arguments, "--knowledge", str(folder)], input=answer)


def add(folder: Path, *more: str, answer: str = "") -> Result:
    return run(folder, "add", str(folder.parent / "påhittat.pdf"), "--id", "a", *more, answer=answer)


def test_adding_shows_what_was_understood_and_asks(folder: Path) -> None:
    result = add(folder, answer="n\n")
    facts = ("Handläggare: Eva Påhittad", "Sidor: 3", f"Sidhuvud eller sidfot: Dnr {samples.DNR}")
    for shown in (samples.TITLE, *facts, "Sammanfattning [s. 1]", "1 del: Förvaltningen", "status: remissvar"):
        assert shown in result.output
    assert "running_head" not in result.output
    assert load(folder).documents == ()
    assert add(folder, answer="j\n").exit_code == 0
    assert [document.id for document in load(folder).documents] == ["a"]


def test_fields_are_set_and_checked(folder: Path) -> None:
    assert add(folder, "--yes", "--set", "status=antagen", "--set", "issuer=Kulturförvaltningen").exit_code == 0
    (source,) = load(folder).sources
    assert (source.status, source.issuer) == ("antagen", "Kulturförvaltningen")
    result = add(folder, "--yes", "--replace", "--set", "status=klar")
    assert result.exit_code == 1
    assert "unknown status" in result.output
    result = add(folder, "--yes", "--replace", "--set", "sha256=1", "--set", "url=x")
    assert "`sha256` is “1”, but must be 64 characters" in result.output
    assert "`url` is “x”, but must be an address that begins with http" in result.output


def test_a_document_is_not_replaced_by_yes_alone(folder: Path) -> None:
    add(folder, "--yes")
    (folder.parent / "påhittat.pdf").write_bytes(samples.pdf() + b"\n")
    assert "--replace" in add(folder, "--yes").output
    assert load(folder).problems == ()
    before = load(folder).sources[0].sha256
    add(folder, "--replace")
    assert load(folder).sources[0].sha256 != before


def test_what_cannot_be_added_is_told_and_the_rest_is_added(folder: Path) -> None:
    (folder.parent / "trasig.pdf").write_bytes(b"%PDF-1")
    places = [str(folder.parent / name) for name in ("trasig.pdf", "saknas.md", "påhittat.pdf")]
    result = run(folder, "add", *places, str(folder), "ftp://example.com/a.pdf", "file:///etc/hosts", "--yes")
    assert result.exit_code == 1
    assert "damaged PDF" in result.output
    assert "does not exist" in result.output
    assert "is a folder. Name the files in it." in result.output
    assert result.output.count("not a web address that is fetched from") == 2
    assert [document.id for document in load(folder).documents] == ["pahittat"]


def test_list_and_show(folder: Path) -> None:
    add(folder, "--yes")
    register = folder / "sources.yaml"
    entry = "  - id: b\n    title: Känd men inte här\n"
    register.write_text(register.read_text(encoding="utf-8") + entry, encoding="utf-8")
    assert "finns inte här" in run(folder, "list").output
    rows = json.loads(run(folder, "list", "--json").output)
    assert [(row["id"], row["held"], row["passages"] > 0) for row in rows] == [("a", True, True), ("b", False, False)]
    assert "Ärendet [s. 1]" in run(folder, "show", "a").output
    assert samples.TITLE in run(folder, "show", "a", "--passages").output
    assert "känt men finns inte här" in run(folder, "show", "b").output
    assert isinstance(run(folder, "show", "c").exception, StrategibotError)


def test_check_names_what_is_wrong(folder: Path) -> None:
    add(folder, "--yes")
    (folder / "documents" / "lös.md").write_text("# Lös\n\nText.\n", encoding="utf-8")
    result = run(folder, "check")
    assert result.exit_code == 0
    assert "lös" in result.output
    (folder / "documents" / "trasig.md").write_bytes(b"\xff")
    result = run(folder, "check")
    assert result.exit_code == 1
    assert "documents/trasig.md:1: not UTF-8" in result.output


def test_remove(folder: Path) -> None:
    add(folder, "--yes")
    assert run(folder, "remove", "a", answer="n\n").exit_code == 1
    assert run(folder, "remove", "a", "--yes").exit_code == 0
    assert load(folder).documents == ()


def test_fetch_refuses_a_private_address_and_says_so(folder: Path) -> None:
    (folder / "sources.yaml").write_text("documents:\n  - id: a\n    url: http://127.0.0.1:9/a.pdf\n", encoding="utf-8")
    result = run(folder, "fetch")
    assert result.exit_code == 1
    assert "private address" in result.output
    assert "1 misslyckade" in result.output
