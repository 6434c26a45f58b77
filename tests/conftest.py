"""What all tests share: no outside world, and one real index over the real document."""

from __future__ import annotations

import os
from collections.abc import Generator
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
    from bot.assembly import open_model
    from index.builder import build

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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI everything is installed, so a test that skips itself has not been run, and that is an error."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped in CI: {report.longrepr}"
    return report
