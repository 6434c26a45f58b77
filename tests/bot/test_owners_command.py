"""`strategibot owners` as a person runs it, and what a build says about the register."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.owners import check_owners, open_owners
from bot.texts import text
from index.builder import build
from index.storage import load_current
from knowledge.duty_rules import Modality
from knowledge.errors import BadConfiguration
from tests.bot.made_up import corpus_of
from tests.fakes import HashingModel

LONG = "lägger fast övergripande mål, inriktning och principer samt övergripande arbetssätt och ansvarsfördelning"
FILES = {
    "a.md": f"# Påhittad strategi\n\nKommunstyrelsen ansvarar för vänorterna. Kommunfullmäktige ska {LONG}.\n",
    "b.md": f"# Påhittat svar\n\nKulturnämnden ansvarar för vänorterna. Kommunfullmäktige ska "
    f"{LONG.replace('arbetssätt', 'arbetsätt')}.\n",
}
REGISTER: list[dict[str, object]] = [
    {"id": "a", "file": "a.md", "type": "strategi", "status": "antagen", "superseded_by": "c"},
    {"id": "b", "file": "b.md", "type": "rapport"},
]


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    corpus_of(tmp_path / "knowledge", FILES, REGISTER)
    build(tmp_path / "knowledge", tmp_path / "data", HashingModel())
    return tmp_path / "knowledge", tmp_path / "data"


def run(folders: tuple[Path, Path], *arguments: str) -> Result:
    knowledge, data = folders
    return CliRunner().invoke(app, ["owners", "--knowledge", str(knowledge), "--data", str(data), *arguments])


def test_the_register_as_json(folders: tuple[Path, Path]) -> None:
    shown = json.loads(run(folders, "--json").output)
    owners = [(row["owner"], row["document"], len(row["also_in"]), row["superseded"]) for row in shown["owners"]]
    assert owners == [
        ("kommunstyrelsen", "a", 0, True),
        ("kommunfullmäktige", "a", 1, True),
        ("kulturnämnden", "b", 0, False),
    ]
    assert shown["report"] == [
        "kommunstyrelsen och kulturnämnden anges båda som ansvariga för ”vänorterna” (a; b).",
        "2 poster bygger på dokument som har ersatts eller gäller ett förslag som har ersatts.",
    ]


def test_the_register_as_a_table(folders: tuple[Path, Path]) -> None:
    shown = run(folders)
    assert shown.exit_code == 0
    assert "Ansvarsregister" in shown.output
    assert "anges båda som ansvariga" in shown.output.replace("\n", " ")


def test_curated_words_that_no_document_holds_are_an_error_of_the_build(folders: tuple[Path, Path]) -> None:
    knowledge, data = folders
    corpus = load_current(data).corpus
    assert check_owners(corpus, knowledge, "sv")[0] == []
    entry = "{owner: nämnden, issue: hamnen, document: a, words: Nämnden ansvarar för hamnen.}"
    (knowledge / "responsibilities.yaml").write_text(f"responsibilities:\n  - {entry}\n", encoding="utf-8")
    (error,), remarks = check_owners(corpus, knowledge, "sv")
    assert error.startswith("responsibilities.yaml:2: the words “Nämnden ansvarar för hamnen.” do not stand in `a`.")
    assert len(remarks) == 2
    assert len(open_owners(corpus, knowledge).rows()) == 3


def test_an_unknown_role_of_the_tour_is_named(folders: tuple[Path, Path]) -> None:
    result = CliRunner().invoke(app, ["tour", "--role", "kung", "--data", str(folders[1])])
    assert isinstance(result.exception, BadConfiguration)
    assert "förvaltning, bolag, stadsdel" in result.exception.message


def test_who_is_proposed_to_do_something_is_not_said_to_propose_it() -> None:
    assert text("owners.modality_föreslår", "sv") == "föreslås"
    for language in ("sv", "en"):
        assert all(text(f"owners.modality_{modality}", language) for modality in Modality)
