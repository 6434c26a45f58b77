"""The day that a question asks about, and the corpus of that day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.as_of import corpus_at, day_in
from tests.bot.made_up import corpus_of


@pytest.mark.parametrize(
    ("question", "day", "rest"),
    [
        ("Vad gällde 2016?", dt.date(2016, 12, 31), "Vad gällde?"),
        ("vilka mål gällde i december 2016", dt.date(2016, 12, 31), "vilka mål gällde"),
        ("Vad gällde för EU-frågor den 1 december 2016?", dt.date(2016, 12, 1), "Vad gällde för EU-frågor?"),
        ("Vad gällde 2016-12-01 om EU?", dt.date(2016, 12, 1), "Vad gällde om EU?"),
        ("Vem ansvarade för EU-frågor 2016?", dt.date(2016, 12, 31), "Vem ansvarade för EU-frågor?"),
        ("What was in force in February 2016?", dt.date(2016, 2, 29), "What was in force?"),
        ("Who was responsible for EU issues in 2016?", dt.date(2016, 12, 31), "Who was responsible for EU issues?"),
        ("Vilka riktlinjer gällde 31 februari 2015", dt.date(2015, 2, 28), "Vilka riktlinjer gällde"),
    ],
)
def test_a_day_is_read_and_taken_out_of_the_question(question: str, day: dt.date, rest: str) -> None:
    assert day_in(question) == (day, rest)


@pytest.mark.parametrize(
    "question",
    ["Vad gäller för EU-frågor?", "Remisstiden 2016?", "Vad är Vision 2040?", "Vad gällde 2016-13-40?",
     "dnr 171-482/2016 gällde", "Vad ska hända 17 oktober 2016?"],
)  # fmt: skip
def test_no_day_is_read_where_none_is_asked_about(question: str) -> None:
    assert day_in(question) is None


def test_the_corpus_of_a_day_holds_what_counted_then(tmp_path: Path) -> None:
    register: list[dict[str, object]] = [
        {"id": "gammal", "file": "a.md", "status": "ersatt", "date": "2010-01-01", "superseded_by": "ny"},
        {"id": "ny", "file": "b.md", "status": "antagen", "date": "2020-01-01"},
    ]
    files = {
        "a.md": "# Påhittad\n\nGammalt.\n",
        "b.md": "# Påhittad\n\nNytt.\n",
        "c.md": "# Påhittad\n\nUtan register.\n",
    }
    corpus = corpus_of(tmp_path, files, register)
    then, now = (corpus_at(corpus, dt.date(year, 6, 1)) for year in (2016, 2021))
    assert set(then.documents) == {"gammal", "c"}
    assert set(now.documents) == {"ny", "c"}
    assert {passage.document for passage in now.passages} == {"ny", "c"}
    assert then.sources == corpus.sources
