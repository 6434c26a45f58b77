"""`strategibot unanswered`: what the keeper of the known questions starts from."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from typer.testing import CliRunner

from bot.cli import app
from bot.config import Settings
from bot.records.store import open_records
from bot.texts import text


def asked(data: Path, *questions: str) -> None:
    async def add() -> None:
        records = await open_records(Settings(data=data))
        for question in questions:
            await records.add_unanswered(question, "sv")
        await records.close()

    asyncio.run(add())


def run(data: Path, *arguments: str) -> str:
    result = CliRunner().invoke(app, ["unanswered", "--data", str(data), *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_most_asked_comes_first(tmp_path: Path) -> None:
    asked(tmp_path, "vem sköter [hamnen]?", "Vad kostar bussen?", "vad kostar  bussen?")
    assert json.loads(run(tmp_path, "--json")) == [
        {"question": "Vad kostar bussen?", "language": "sv", "count": 2},
        {"question": "vem sköter [hamnen]?", "language": "sv", "count": 1},
    ]
    shown = run(tmp_path)
    assert shown.index("Vad kostar bussen?") < shown.index("vem sköter [hamnen]?")
    assert "questions.yaml" in shown
    assert len(json.loads(run(tmp_path, "--json", "--limit", "1"))) == 1


def test_personal_data_is_not_shown(tmp_path: Path) -> None:
    asked(tmp_path, "gäller det 19121212-1212?")
    assert "1212-1212" not in run(tmp_path)


def test_nothing_unanswered_is_said(tmp_path: Path) -> None:
    assert text("unanswered.none", "sv") in run(tmp_path)
    assert run(tmp_path, "--json").strip() == "[]"
