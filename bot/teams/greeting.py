"""The welcome card, which is also the help."""

from __future__ import annotations

from bot.teams.elements import Element, ask, card, heading, label
from bot.texts import text

PROMPTS = 4


def welcome_card(language: str) -> Element:
    """Says what the bot does and keeps, and gives questions to try."""
    words = [text(f"teams.{name}", language) for name in ("welcome_how", "welcome_privacy")]
    body = [
        heading(text("teams.welcome", language)),
        *(label(part) for part in words),
        label(text("teams.welcome_try", language), weight="Bolder", spacing="Medium"),
        {"type": "ActionSet", "actions": [ask(prompt) for prompt in prompts(language)]},
        label(text("teams.welcome_commands", language), size="Small", isSubtle=True),
    ]
    return card(body, [], f"{text('teams.welcome', language)} {words[0]}", language)


def prompts(language: str) -> list[str]:
    """Questions that are good to start with."""
    return [text(f"teams.prompt_{number}", language) for number in range(1, PROMPTS + 1)]
