"""Answers from what was in force on a day, through the real search over made-up strategies (påhittade)."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.answerer import Answerer
from bot.config import Settings
from bot.service import Request
from index.builder import build
from index.searcher import HybridSearcher
from index.storage import load_current
from tests.bot.made_up import corpus_of
from tests.fakes import HashingModel

FILES = {
    "gammal.md": "# Påhittad gammal strategi\n\nHamnnämnden ansvarar för stadens färjor.\n",
    "ny.md": "# Påhittad ny strategi\n\nTrafiknämnden ansvarar för stadens färjor.\n",
}
REGISTER: list[dict[str, object]] = [
    {"id": "gammal", "title": "Gamla strategin", "file": "gammal.md", "type": "strategi", "status": "ersatt",
     "date": "2010-05-01", "superseded_by": "ny"},
    {"id": "ny", "title": "Nya strategin", "file": "ny.md", "type": "strategi", "status": "antagen",
     "date": "2020-05-01"},
]  # fmt: skip


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    folder = tmp_path_factory.mktemp("tider")
    corpus_of(folder / "knowledge", FILES, REGISTER)
    build(folder / "knowledge", folder / "data", HashingModel())
    searcher = HybridSearcher(load_current(folder / "data"), HashingModel())
    return Answerer(searcher, Settings(knowledge=folder / "knowledge", data=folder / "data"))


@pytest.mark.parametrize(
    ("question", "as_of", "owner"),
    [
        ("Vem ansvarade för färjorna 2016?", None, "hamnnämnden"),
        ("Vem ansvarar för färjorna?", dt.date(2016, 12, 1), "hamnnämnden"),
        ("Vem ansvarar för färjorna?", dt.date(2020, 4, 30), "hamnnämnden"),
        ("Vem ansvarar för färjorna?", dt.date(2020, 5, 1), "trafiknämnden"),
        ("Vem ansvarade för färjorna i maj 2021?", None, "trafiknämnden"),
    ],
)
def test_the_owner_of_that_day_is_named(answerer: Answerer, question: str, as_of: dt.date | None, owner: str) -> None:
    answer = answerer.answer(Request(question, as_of=as_of))
    assert answer.responsible is not None
    assert answer.responsible.owner == owner
    assert len(answer.quotes) == 1
    assert answer.notices[0] == "as_of"


def test_what_came_later_is_said_with_it(answerer: Answerer) -> None:
    answer = answerer.answer(Request("Vem ansvarade för färjorna 2016?"))
    assert answer.notices == ("as_of", "superseded_later")
    assert answer.notes[1] == "Gamla strategin (2010-05-01) har senare ersatts av Nya strategin (2020-05-01)."


def test_today_the_one_in_force_is_quoted_first(answerer: Answerer) -> None:
    answer = answerer.answer(Request("Vem ansvarar för färjorna?"))
    assert answer.responsible is not None
    assert answer.responsible.owner == "trafiknämnden"
    assert answer.quotes[0].document == "ny"


def test_before_any_document_nothing_was_in_force(answerer: Answerer) -> None:
    answer = answerer.answer(Request("Vem ansvarade för färjorna 2001?"))
    assert not answer.answered
    assert answer.message == "Inget av dokumenten som jag har gällde eller fanns 2001-12-31."
