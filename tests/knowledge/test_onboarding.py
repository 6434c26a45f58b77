"""The tour's file: the project's own, and what is said about a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import PROJECT
from knowledge.errors import BadRegister
from knowledge.onboarding import Role, read_onboarding


def test_the_projects_own_tour_has_about_eight_steps_in_two_languages() -> None:
    steps = read_onboarding(PROJECT / "knowledge")
    assert 7 <= len(steps) <= 9
    assert len({step.id for step in steps}) == len(steps)
    for step in steps:
        for words in (step.title, step.question, *step.for_role.values()):
            assert set(words) == {"sv", "en"}


def test_a_step_asks_as_the_role_would() -> None:
    steps = {step.id: step for step in read_onboarding(PROJECT / "knowledge")}
    yours = steps["your-part"]
    assert "bolagsstyrelse" in yours.asks(Role.BOLAG, "sv")
    assert yours.asks(Role.FORVALTNING, "sv") == yours.asks(None, "sv") == yours.question["sv"]
    assert yours.asks(Role.BOLAG, "fi") == yours.asks(Role.BOLAG, "sv")


def test_a_folder_without_a_tour_has_no_steps(tmp_path: Path) -> None:
    assert read_onboarding(tmp_path) == ()


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        ("steps: [", r"onboarding\.yaml:\d+: not valid YAML"),
        ("steps: []", "`steps`"),
        ("steps:\n - id: a\n   title: {sv: En titel}\n   question: {sv: xx, en: xx}", r"title\.en"),
        ("steps:\n - id: a b\n   title: {sv: xx, en: xx}\n   question: {sv: xx, en: xx}", r"steps\.0\.id"),
        ("steps:\n - id: a\n   title: {sv: xx, en: xx}\n   question: {sv: xx, en: xx}\n   for: {kung: {}}", "for"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, content: str, wrong: str) -> None:
    (tmp_path / "onboarding.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(BadRegister, match=wrong):
        read_onboarding(tmp_path)
