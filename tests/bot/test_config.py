"""Settings: file, environment, overrides, and messages fit to show."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import Settings, load_settings
from knowledge.errors import BadConfiguration


def write(folder: Path, content: str) -> Path:
    file = folder / "strategibot.yaml"
    file.write_text(content, encoding="utf-8")
    return file


def test_an_empty_file_gives_the_safe_defaults(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, ""), {})
    assert settings == Settings()
    assert settings.server.host == "127.0.0.1"
    assert not settings.slack.enabled
    assert not settings.teams.enabled


def test_environment_wins_over_the_file_and_overrides_over_both(tmp_path: Path) -> None:
    file = write(tmp_path, "data: /a\nslack:\n  mode: http\n  bot_token: from-file\n")
    settings = load_settings(file, {"STRATEGIBOT_DATA": "/b", "SLACK_BOT_TOKEN": "from-environment"})
    assert settings.data == Path("/b")
    assert settings.slack.mode == "http"
    assert settings.slack.bot_token.get_secret_value() == "from-environment"
    assert load_settings(file, {"STRATEGIBOT_DATA": "/b"}, data=Path("/c")).data == Path("/c")


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("server:\n  port: 99999\n", "server.port"),
        ("colour: blue\n", "colour"),
        ("server: [1\n", "strategibot.yaml:2: not valid YAML"),
        ("- a\n", "mapping"),
        ("slack: 3\n", "slack"),
    ],
)
def test_a_wrong_setting_is_named_with_a_remedy(tmp_path: Path, content: str, named: str) -> None:
    with pytest.raises(BadConfiguration, match=named) as caught:
        load_settings(write(tmp_path, content), {})
    assert caught.value.remedy


def test_a_secret_is_never_shown(tmp_path: Path) -> None:
    file = write(tmp_path, "slack:\n  bot_token: [xoxb-secret]\n")
    with pytest.raises(BadConfiguration) as caught:
        load_settings(file, {})
    assert "xoxb-secret" not in str(caught.value)
    assert "xoxb-secret" not in repr(load_settings(write(tmp_path, ""), {"SLACK_BOT_TOKEN": "xoxb-secret"}))


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="does not exist"):
        load_settings(tmp_path / "none.yaml", {})
