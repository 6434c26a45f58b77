"""The `slack:` part of the configuration."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class ChannelRule(BaseModel):
    """How the bot behaves in one channel."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    answer: bool = True
    when: Literal["mentioned", "every_question"] = "mentioned"
    visible: Literal["open", "ephemeral"] = "open"
    language: Literal["sv", "en", "auto"] = "auto"


class SlackSettings(BaseModel):
    """Tokens come from the environment (SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_SIGNING_SECRET)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = False
    mode: Literal["socket", "http"] = "socket"
    bot_token: SecretStr = SecretStr("")
    app_token: SecretStr = SecretStr("")
    signing_secret: SecretStr = SecretStr("")
    follow_threads: bool = True
    default: ChannelRule = ChannelRule()
    channels: dict[str, ChannelRule] = Field(default_factory=dict)
    api_url: str = "https://slack.com/api/"  # GovSlack and tests have another
    ask_a_person: str = ""  # a channel or user id that questions may be passed on to
