"""The tour as a surface uses it: steps, roles, and progress kept in real records."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answer import Answer, Intent
from bot.config import PROJECT, Settings
from bot.records.store import open_records
from bot.service import Request, Surroundings
from bot.tour import Tour, TourProgress, open_tour, read_progress, save_progress, tour_step
from knowledge.onboarding import Role


class EchoService:
    """Answers every question with nothing but the question, in the language that was asked for."""

    async def ask(self, request: Request) -> Answer:
        return Answer(request.question, request.language or "?", Intent.OTHER, answered=False, confidence=0.0)

    async def surroundings(self, document: str, start: int, end: int, language: str = "sv") -> Surroundings:
        raise NotImplementedError


@pytest.fixture
def tour() -> Tour:
    return open_tour(PROJECT / "knowledge")


async def test_a_step_is_its_question_answered(tour: Tour) -> None:
    step = await tour_step(EchoService(), tour, None, 3, "sv")
    assert (step.number, step.of) == (3, len(tour))
    assert step.answer.question == step.question == "Vilka är de fyra inriktningarna?"
    assert step.answer.language == "sv"
    assert step.heading("sv") == f"Steg 3 av {len(tour)}: De fyra inriktningarna"


async def test_a_step_is_asked_in_english_and_as_the_role_would(tour: Tour) -> None:
    number = next(n for n, step in enumerate(tour.steps, 1) if step.id == "your-part")
    plain = await tour_step(EchoService(), tour, "förvaltning", number, "en")
    company = await tour_step(EchoService(), tour, Role.BOLAG, number, "en")
    assert plain.question != company.question
    assert "companies" in company.question
    assert company.answer.language == "en"


async def test_numbers_outside_the_tour_are_the_nearest_step(tour: Tour) -> None:
    first = await tour_step(EchoService(), tour, None, -5, "sv")
    last = await tour_step(EchoService(), tour, None, 99, "sv")
    assert (first.number, first.first, first.last) == (1, True, False)
    assert (last.number, last.first, last.last) == (len(tour), False, True)


async def test_an_unknown_role_and_an_empty_tour_are_refused(tour: Tour) -> None:
    with pytest.raises(ValueError, match="kung"):
        await tour_step(EchoService(), tour, "kung", 1, "sv")
    with pytest.raises(ValueError, match="no steps"):
        await tour_step(EchoService(), Tour(()), None, 1, "sv")


async def test_progress_is_remembered_for_each_asker(tmp_path: Path) -> None:
    records = await open_records(Settings(data=tmp_path))
    try:
        asker, other = records.pseudonym("web", "a"), records.pseudonym("web", "b")
        assert await read_progress(records, asker) is None
        await save_progress(records, asker, TourProgress(Role.BOLAG, 4))
        assert await read_progress(records, asker) == TourProgress(Role.BOLAG, 4)
        assert await read_progress(records, other) is None
        await save_progress(records, asker, TourProgress(None, 5))
        assert await read_progress(records, asker) == TourProgress(None, 5)
        await records.set_setting(asker, "tour", "something older")
        assert await read_progress(records, asker) is None
    finally:
        await records.close()
