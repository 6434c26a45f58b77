"""The tour over the real index: every step is answered by a quote, for every role and in both languages."""

from __future__ import annotations

import pytest

from bot.answerer import Answerer
from bot.config import PROJECT
from bot.service import Request
from bot.tour import open_tour
from knowledge.onboarding import Role


@pytest.mark.model
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_step_is_answered_by_quotes(real_answerer: Answerer, language: str) -> None:
    steps = open_tour(PROJECT / "knowledge").steps
    asked = dict.fromkeys(step.asks(role, language) for step in steps for role in (None, *Role))
    answers = real_answerer.answer_many([Request(question, language=language) for question in asked])
    assert [answer.question for answer in answers if not answer.quotes] == []


@pytest.mark.model
def test_the_owner_leads_where_the_tour_asks_for_one(real_answerer: Answerer) -> None:
    steps = {step.id: step for step in open_tour(PROJECT / "knowledge").steps}
    for name in ("owners", "where-to-ask"):
        answer = real_answerer.answer(Request(steps[name].asks(None, "sv")))
        assert answer.responsible is not None
        assert answer.responsible.owner == "kommunstyrelsen"
        assert answer.responsible.quote == 0
