"""The command line as a user types it, on the real document."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.config import Settings
from bot.evaluation import read_questions

pytestmark = pytest.mark.model
GOLDEN = Path(__file__).parents[1] / "golden.jsonl"


def run(settings: Settings, *arguments: str, typed: str | None = None) -> Result:
    done = CliRunner().invoke(app, [*arguments, "--data", str(settings.data)], input=typed)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def test_ask_prints_the_owner_the_words_and_the_source(real_settings: Settings) -> None:
    shown = " ".join(run(real_settings, "ask", "Vem ansvarar för EU-frågor?").output.replace("│", " ").split())
    assert "Ansvarig: kommunstyrelsen" in shown
    assert (
        "kommunstyrelsen ansvarar för stadens uppfattning i stadsövergripande internationella- och EU-frågor" in shown
    )
    assert "sn-2016-10-25" in shown
    assert "inte ett beslut" in shown


def test_ask_json_is_the_one_shape(real_settings: Settings, real_document_file: Path) -> None:
    answer = json.loads(run(real_settings, "ask", "Vilka är de fyra inriktningarna?", "--json").stdout)
    assert answer["answered"] is True
    assert (answer["language"], answer["intent"]) == ("sv", "direction")
    quote = answer["quotes"][0]
    for name in ("Profiler", "Omvärldsbevakning", "Samverkan", "Påverkan"):
        assert name in quote["text"]
    assert quote["url"] == f"/documents/sn-2016-10-25#{quote['start']}-{quote['end']}"
    assert quote["text"].split()[0] in real_document_file.read_text(encoding="utf-8")


def test_what_the_documents_do_not_answer_is_refused(real_settings: Settings) -> None:
    answer = json.loads(run(real_settings, "ask", "Vad kostar ett SL-kort?", "--json").stdout)
    assert (answer["answered"], answer["quotes"]) == (False, [])
    assert answer["closest"]
    assert "framgår inte" in answer["message"]


def test_search_lists_passages_with_their_places(real_settings: Settings) -> None:
    found = json.loads(run(real_settings, "search", "omvärldsbevakning", "-k", "3", "--json").stdout)
    assert len(found) == 3
    assert [hit["score"] for hit in found] == sorted((hit["score"] for hit in found), reverse=True)
    assert "mvärldsbevak" in found[0]["text"]
    assert "sn-2016-10-25" in run(real_settings, "search", "omvärldsbevakning").output


def test_chat_understands_a_follow_up(real_settings: Settings) -> None:
    typed = "Vad är syftet med Profiler?\n\nOch Påverkan då?\n"
    shown = " ".join(run(real_settings, "chat", typed=typed).output.replace("│", " ").split())
    assert "Syftet med profiler är att stärka Stockholms attraktionskraft" in shown
    assert "Syftet med inriktningen är att påverka processer, initiativ och lagförslag" in shown


def test_eval_reports_and_writes_a_line_a_question(real_settings: Settings, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    lines = GOLDEN.read_text(encoding="utf-8").splitlines()
    questions.write_text("\n".join([lines[0], lines[-1]]) + "\n", encoding="utf-8")
    details = tmp_path / "details.jsonl"
    done = run(real_settings, "eval", str(questions), "--json", "--details", str(details))
    figures = json.loads(done.stdout)
    assert figures["questions"] == 2
    assert {"hit@1", "hit@3", "hit@5", "hit@10", "mrr@10", "quote@1", "auroc", "wrongly_refused"} <= figures.keys()
    written = [json.loads(line) for line in details.read_text(encoding="utf-8").splitlines()]
    assert [line["question"] for line in written] == [
        json.loads(lines[0])["question"],
        json.loads(lines[-1])["question"],
    ]
    assert len(written[1]["passages"]) == 10


def test_every_golden_question_can_be_read_and_points_into_the_document(real_settings: Settings) -> None:
    from index.storage import load_current

    documents = load_current(real_settings.data).corpus.documents
    questions = read_questions(GOLDEN)
    assert len(questions) >= 100
    for question in questions:
        if question.place is not None and question.document is not None:
            assert question.place.of(documents[question.document].text) == question.answer


def test_doctor_finds_all_well_and_names_what_is_not(real_settings: Settings, tmp_path: Path) -> None:
    well = run(real_settings, "doctor")
    assert "✗ Index" not in well.output
    ill = CliRunner().invoke(app, ["doctor", "--data", str(tmp_path / "empty")])
    assert ill.exit_code == 1
    assert "✗ Index" in ill.output
    assert "index build" in ill.output


def test_an_error_is_a_message_with_its_remedy_and_no_stack_trace(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "ask", "hej", "--data", str(tmp_path / "empty")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "index build" in done.stderr


@pytest.mark.parametrize("heavy", ["torch", "sentence_transformers", "faiss", "aiohttp", "slack_bolt", "sqlalchemy"])
def test_help_imports_nothing_heavy(heavy: str) -> None:
    script = f"import sys, bot.cli; sys.exit({heavy!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], timeout=60).returncode == 0
