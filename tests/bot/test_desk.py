"""Between the routes and the search: who is believed when a route finds nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.answerer import Answerer
from bot.config import Settings
from bot.desk import OVERRULES
from bot.service import Request
from index.builder import build
from index.judge import Asked, Odds
from index.searcher import HybridSearcher
from index.storage import load_current
from tests.fakes import HashingModel

PAHITTAT = """# Påhittat utlåtande om hamnen

## Bryggor

Bryggorna vid kajen lagas av hamnlaget varje vår. Färgen köps in av hamnkontoret.

## Ansvar

Kulturnämnden ansvarar för museet i hamnen.
"""
OWNER_ASKED = "Vem ansvarar för att bryggorna vid kajen lagas?"


class Sure:
    """Finds that a sentence about the asked-for thing answers, as surely as it is told to."""

    def __init__(self, odds: float) -> None:
        self.odds = odds

    def judge(self, asked: Sequence[Asked]) -> list[list[Odds]]:
        return [
            [np.array([self.odds if "lagas" in s else -8.0 for s in p.sentences], np.float32) for p in passages]
            for _, passages in asked
        ]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "hamnen.md").write_text(PAHITTAT, encoding="utf-8")
    build(tmp_path / "knowledge", tmp_path / "data", HashingModel())
    return Settings(knowledge=tmp_path / "knowledge", data=tmp_path / "data")


def answerer(settings: Settings, judge: Sure | None) -> Answerer:
    return Answerer(HybridSearcher(load_current(settings.data), HashingModel(), judge=judge), settings)


def test_a_search_that_is_sure_overrules_a_routes_doubt(settings: Settings) -> None:
    answer = answerer(settings, Sure(9.0)).answer(Request(OWNER_ASKED))
    assert answer.answered and answer.confidence >= OVERRULES
    assert "hamnlaget" in answer.quotes[0].text and answer.responsible is None


@pytest.mark.parametrize("judge", [Sure(0.0), None])
def test_else_the_doubt_stands(settings: Settings, judge: Sure | None) -> None:
    answer = answerer(settings, judge).answer(Request(OWNER_ASKED))
    assert not answer.answered and "no_owner" in answer.notices


def test_a_task_is_refused_however_sure_the_search_is(settings: Settings) -> None:
    answer = answerer(settings, Sure(9.0)).answer(Request("Skriv en text om hur bryggorna vid kajen lagas"))
    assert not answer.answered
