"""`strategibot index` as a person runs it, with a tiny model and small made-up documents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

from bot.cli import app
from index import vector_search
from index.layout import IndexFolder
from index.storage import current_name
from knowledge.errors import IndexProblem
from tests.index.knowledge_folder import made_up
from tests.index.tiny_model import tiny_model


@pytest.fixture
def configuration(tmp_path: Path) -> Path:
    made_up(tmp_path / "knowledge")
    file = tmp_path / "strategibot.yaml"
    settings = {
        "model": str(tiny_model(tmp_path / "tiny")),
        "knowledge": str(tmp_path / "knowledge"),
        "data": str(tmp_path / "data"),
    }
    file.write_text(yaml.safe_dump(settings), encoding="utf-8")
    return file


def run(configuration: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["--config", str(configuration), "index", *arguments])


def test_build_status_and_rollback(configuration: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    built = run(configuration, "build")
    assert built.exit_code == 0, built.output
    assert "3 dokument" in built.output
    first = current_name(data)
    assert first
    assert first in built.output

    again = run(configuration, "build")
    assert "Inget har ändrats" in again.output
    assert current_name(data) == first

    (tmp_path / "knowledge" / "trasig.md").write_bytes(b"\xff\xfe\x80")
    made_up(tmp_path / "knowledge", version=2)
    assert "trasig.md" in run(configuration, "build").output
    second = current_name(data)
    assert second != first

    status = json.loads(run(configuration, "status", "--json").output)
    assert (status["generation"], status["generations"]) == (second, [first, second])
    assert (status["documents"], status["passages"], status["notices"]) == (3, 24, [])
    assert status["model"]["prompts"] == {"query": "query: ", "document": "passage: "}

    assert first in run(configuration, "rollback").output
    assert current_name(data) == first
    shown = run(configuration, "status")
    assert shown.exit_code == 0
    assert first in shown.output


def test_the_switch_to_codes_is_told(configuration: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "genom koder" not in run(configuration, "build").output
    assert "exakt" in run(configuration, "status").output
    monkeypatch.setattr(vector_search, "EXACT_UP_TO", 5)
    told = "genom koder; de 100 bästa räknas exakt, 100.0 % av de tio närmaste hittas"
    assert f"Sökning bland stycken: {told}" in run(configuration, "build", "--full").output
    assert told in " ".join(run(configuration, "status").output.split())


def test_full_embeds_everything_again(configuration: Path, tmp_path: Path) -> None:
    run(configuration, "build")
    first = current_name(tmp_path / "data")
    full = run(configuration, "build", "--full")
    assert "0 fanns redan" in full.output
    assert current_name(tmp_path / "data") != first


def test_status_says_loudly_that_an_earlier_generation_is_used(configuration: Path, tmp_path: Path) -> None:
    run(configuration, "build")
    made_up(tmp_path / "knowledge", version=2)
    run(configuration, "build")
    folder = IndexFolder(tmp_path / "data")
    first, second = folder.names()
    folder.generation(second).passages.write_bytes(b"")
    status = run(configuration, "status")
    assert status.exit_code == 1
    assert "passages.jsonl" in status.output
    assert f"En tidigare generation ({first})" in status.output


def test_another_model_is_told_apart(configuration: Path, tmp_path: Path) -> None:
    run(configuration, "build")
    first = json.loads(run(configuration, "status", "--json").output)["model"]["fingerprint"]
    settings = yaml.safe_load(configuration.read_text(encoding="utf-8"))
    settings["model"] = str(tiny_model(tmp_path / "other", seed=1))
    configuration.write_text(yaml.safe_dump(settings), encoding="utf-8")
    assert "0 fanns redan" in run(configuration, "build").output
    assert json.loads(run(configuration, "status", "--json").output)["model"]["fingerprint"] != first


def test_no_index_is_an_error_with_its_remedy(configuration: Path) -> None:
    status = run(configuration, "status")
    assert isinstance(status.exception, IndexProblem)
    assert "index build" in status.exception.remedy
