"""What was measured with the bundled model stays so: floors a little under the figures in the README."""

from __future__ import annotations

import pytest

from bot.answerer import Answerer
from bot.config import PROJECT
from bot.evaluation import examine, read_questions, report

pytestmark = pytest.mark.model


def test_conversations(real_answerer: Answerer) -> None:
    figures = report(list(examine(real_answerer, read_questions(PROJECT / "tests" / "conversations.jsonl"))))
    assert figures["questions"] >= 40
    assert figures["phrase@1"] >= 0.9
    assert figures["wrongly_answered"] <= 0.15


def test_questions_that_the_weights_were_not_fitted_to(real_answerer: Answerer) -> None:
    every = read_questions(PROJECT / "tests" / "answering.jsonl")
    unseen = [question for question in every if (question.model_extra or {})["half"] == "b"]
    figures = report(list(examine(real_answerer, unseen)))
    assert figures["phrase@1"] >= 0.75
    assert figures["wrongly_answered"] <= 0.2
    others = [question for question in unseen if question.kind == "other"]
    assert report(list(examine(real_answerer, others)))["wrongly_answered"] <= 0.05
