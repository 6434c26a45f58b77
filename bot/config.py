"""The configuration: one YAML file, the environment for secrets, and safe defaults."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path
from pydantic import BaseModel, ConfigDict, Field, ValidationError

import knowledge
from bot.slack.settings import SlackSettings
from bot.teams.settings import TeamsSettings
from knowledge.errors import BadConfiguration
from knowledge.yaml_files import read_yaml

PROJECT = Path(knowledge.__file__).resolve().parents[1]

SECRETS = {
    "SLACK_BOT_TOKEN": ("slack", "bot_token"),
    "SLACK_APP_TOKEN": ("slack", "app_token"),
    "SLACK_SIGNING_SECRET": ("slack", "signing_secret"),
    "TEAMS_APP_ID": ("teams", "app_id"),
    "TEAMS_TENANT_ID": ("teams", "tenant_id"),
    "TEAMS_APP_SECRET": ("teams", "app_secret"),
    "STRATEGIBOT_DATABASE": ("records", "database"),
    "STRATEGIBOT_DATA": ("", "data"),
}
"""Environment variables, and the setting that each one sets. They win over the file."""


def default_data() -> Path:
    """`data/` in a checkout, the user's data folder for an installed package."""
    if (PROJECT / "pyproject.toml").is_file():
        return PROJECT / "data"
    return user_data_path("strategibot", appauthor=False)


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ServerSettings(Section):
    host: str = "127.0.0.1"
    port: int = Field(8080, ge=0, le=65535)
    public_url: str = ""  # where links in Slack and Teams point; "" means http://host:port
    trust_forwarded: bool = False  # believe X-Forwarded-For (only behind a proxy of your own)


class AnswerSettings(Section):
    # Below it the bot says "framgår inte". At 0.45, of the questions in tests/, which nothing was fitted to, 193 of 196
    # near misses and 134 of 137 other topics are refused (README, Measuring). A public authority's wrong answer is
    # worse than none: raise it for fewer of them still.
    min_confidence: float = Field(0.45, ge=0, le=1)
    max_words: int = Field(60, ge=10, le=200)  # of a quote that is not a list


class RecordSettings(Section):
    database: str = ""  # an SQLAlchemy URL; "" means SQLite in the data directory
    keep_days: int = Field(90, ge=1, le=3650)


class Settings(Section):
    """All settings. Every default is the safe one."""

    model: str = "bundled"  # or a hub name, or a folder
    reranker: str = "bundled"  # reads the first passages with the question; or a hub name, or a folder, or "" for none
    knowledge: Path = PROJECT / "knowledge"
    data: Path = Field(default_factory=default_data)
    language: str = "sv"
    server: ServerSettings = ServerSettings()
    answer: AnswerSettings = AnswerSettings()
    records: RecordSettings = RecordSettings()
    slack: SlackSettings = SlackSettings()
    teams: TeamsSettings = TeamsSettings()

    @property
    def public_url(self) -> str:
        return self.server.public_url.rstrip("/") or f"http://{self.server.host}:{self.server.port}"


def load_settings(file: Path | None = None, environment: dict[str, str] | None = None, **overrides: object) -> Settings:
    """Reads the file (or `strategibot.yaml` where one is found), the environment, then the overrides.

    Raises BadConfiguration with the file, the setting and the reason; a secret's value is never in it.
    """
    environment = dict(os.environ) if environment is None else environment
    if file is None and (named := environment.get("STRATEGIBOT_CONFIG")):
        file = Path(named)
    if file is None:
        file = next((p for p in (Path("strategibot.yaml"), PROJECT / "strategibot.yaml") if p.is_file()), None)
    content: dict[str, object] = {}
    if file is not None:
        content = _read(file)
    for variable, (section, name) in SECRETS.items():
        if value := environment.get(variable):
            part = content.setdefault(section, {}) if section else content
            if not isinstance(part, dict):
                raise BadConfiguration(f"{file}: `{section}` must be a mapping.", "See the README, Configuration.")
            part[name] = value
    content.update({key: value for key, value in overrides.items() if value is not None})
    try:
        return Settings.model_validate(content)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_input=False))
        raise BadConfiguration(f"{file or 'the settings'}: {wrong}.", "See the README, Configuration.") from None


def _read(file: Path) -> dict[str, object]:
    if not file.exists():
        raise BadConfiguration(f"{file} does not exist.", "Name an existing file, or leave --config out.")
    content = read_yaml(file, BadConfiguration)
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise BadConfiguration(f"{file} must be a mapping of settings.", "See the README, Configuration.")
    return content
