"""What all tests share: no outside world, and one real index over the real document."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.config import PROJECT, Settings

if TYPE_CHECKING:
    from bot.answerer import Answerer

for name in [name for name in os.environ if name.startswith(("STRATEGIBOT_", "SLACK_", "TEAMS_"))]:
    del os.environ[name]  # a developer's own settings never steer a test
os.environ["HF_HUB_OFFLINE"] = "1"


@pytest.fixture(scope="session")
def real_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose data directory holds the bundled model and an index over `knowledge/`."""
    from index.builder import build

    from bot.assembly import open_model

    settings = Settings(data=tmp_path_factory.mktemp("data"), knowledge=PROJECT / "knowledge")
    build(settings.knowledge, settings.data, open_model(settings))
    return settings


@pytest.fixture(scope="session")
def real_answerer(real_settings: Settings) -> Answerer:
    from bot.assembly import open_answerer

    return open_answerer(real_settings)


@pytest.fixture(scope="session")
def real_document_file() -> Path:
    return PROJECT / "knowledge" / "documents" / "tjansteutlatande-socialnamnden-2016-10-25.md"
