"""The app manifest: what an admin pastes at api.slack.com/apps. The README gives each scope's reason."""

from __future__ import annotations

from typing import Any

from bot.config import Settings
from bot.slack.commands import COMMAND, SHORTCUT
from bot.slack.limits import cut
from bot.slack.panel import EXAMPLES
from bot.texts import text

PATH = "/slack/events"
"""Where Slack sends to in HTTP mode."""
SCOPES = (
    "app_mentions:read",
    "assistant:write",
    "channels:history",
    "chat:write",
    "commands",
    "groups:history",
    "im:history",
    "reactions:write",
)
NAME = "Strategiboten"


def manifest(settings: Settings) -> dict[str, Any]:
    """For the configured mode, with no more events than the configured behaviour needs."""
    language, slack = settings.language, settings.slack
    socket = slack.mode == "socket"
    address = {} if socket else {"request_url": settings.public_url + PATH}
    return {
        "display_information": {
            "name": NAME,
            "description": text("slack.app_description", language),
            "long_description": text("slack.app_long_description", language),
            "background_color": "#0a3a68",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": NAME, "always_online": True},
            "assistant_view": {
                "assistant_description": text("slack.app_description", language),
                "suggested_prompts": [
                    {"title": text(key, language), "message": text(key, language)} for key in EXAMPLES
                ],
            },
            "shortcuts": [
                {
                    "name": cut(text("slack.shortcut", language), 24),
                    "type": "message",
                    "callback_id": SHORTCUT,
                    "description": text("slack.command_description", language),
                }
            ],
            "slash_commands": [
                {
                    "command": COMMAND,
                    "description": text("slack.command_description", language),
                    "usage_hint": text("slack.command_hint", language),
                    "should_escape": False,
                }
                | ({} if socket else {"url": settings.public_url + PATH})
            ],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": _events(settings)} | address,
            "interactivity": {"is_enabled": True} | address,
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket,
            "token_rotation_enabled": False,
        },
    }


def _events(settings: Settings) -> list[str]:
    """Channel messages are subscribed to only where the bot is to see more than mentions."""
    slack = settings.slack
    events = ["app_home_opened", "app_mention", "assistant_thread_started", "message.im"]
    rules = (slack.default, *slack.channels.values())
    if slack.follow_threads or any(rule.when == "every_question" for rule in rules):
        events += ["message.channels", "message.groups"]
    return sorted(events)
