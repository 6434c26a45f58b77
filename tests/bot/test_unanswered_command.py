"""`strategibot unanswered` and `not-useful`: what the keeper of the known questions starts from."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from typer.testing import CliRunner

from bot.cli import app
from bot.config import Settings
from bot.records.store import open_records
from bot.records.types import Feedback
from bot.texts import text


def asked(data: Path, *questions: str) -> None:
    async def add() -> None:
        records = await open_records(Settings(data=data))
        for question in questions:
            await records.add_unanswered(question, "sv")
        await records.close()

    asyncio.run(add())


def run(data: Path, *arguments: str, command: str = "unanswered") -> str:
    result = CliRunner().invoke(app, [command, "--data", str(data), *arguments])
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


def test_what_was_of_no_use_is_shown_with_what_was_said(tmp_path: Path) -> None:
    async def say() -> None:
        records = await open_records(Settings(data=tmp_path))
        await records.add_feedback(Feedback("web", "anna", "vad kostar [bussen]?", False, "fel sak", "plan#3-9"))
        await records.close()

    assert text("not_useful.none", "sv") in run(tmp_path, command="not-useful")
    asyncio.run(say())
    assert json.loads(run(tmp_path, "--json", command="not-useful")) == [
        {"question": "vad kostar [bussen]?", "quote": "plan#3-9", "count": 1, "reasons": ["fel sak"]}
    ]
    shown = run(tmp_path, command="not-useful")
    assert all(words in shown for words in ("[bussen]", "plan#3-9", "fel sak", "not_answered"))
