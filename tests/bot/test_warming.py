"""What the server does before it says that it is ready, and what may go wrong there."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bot import server
from bot.answerer import Answerer
from bot.assembly import Models
from bot.config import Settings
from index.builder import build
from knowledge.errors import IndexProblem, ModelError
from tests.fakes import HashingModel
from tests.index.knowledge_folder import made_up


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    build(made_up(tmp_path / "knowledge"), tmp_path / "data", HashingModel())
    return Settings(data=tmp_path / "data", knowledge=tmp_path / "knowledge")


def test_the_example_questions_have_been_tried(settings: Settings) -> None:
    answerer = server._warm(settings, Models(HashingModel()))
    assert "suggestions" in vars(answerer)


def test_an_example_that_fails_does_not_keep_the_server_from_answering(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(_: Answerer) -> None:
        raise ValueError("19121212-1212")

    monkeypatch.setattr(Answerer, "warm_up", failing)
    with caplog.at_level(logging.ERROR):
        assert server._warm(settings, Models(HashingModel())).searcher.corpus.documents
    assert "ValueError" in caplog.text and "1212" not in caplog.text


def test_a_model_or_an_index_that_cannot_be_used_does(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(_: Answerer) -> None:
        raise ModelError("no weights", "")

    monkeypatch.setattr(Answerer, "warm_up", failing)
    with pytest.raises(ModelError):
        server._warm(settings, Models(HashingModel()))
    with pytest.raises(IndexProblem):
        server._warm(settings, Models(HashingModel(64)))
