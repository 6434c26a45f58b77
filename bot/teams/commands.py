"""The words that the app's menu offers, and the questions that they stand for."""

from __future__ import annotations

import re

from bot.texts import LANGUAGES, text

HELP, OWNERS, DIRECTIONS, TOUR = "help", "owners", "directions", "tour"
COMMANDS = (HELP, OWNERS, DIRECTIONS, TOUR)


def read_command(question: str) -> tuple[str, str, str] | None:
    """The command, what follows it, and its language; None for a question in words.

    Only "ansvar" may be followed by something, the issue: "inriktningar i strategin?" is a question.
    """
    word, _, rest = question.strip().strip("/?!.").partition(" ")
    for language in LANGUAGES:
        for command in COMMANDS:
            if word.lower() == text(f"teams.command_{command}", language) and (not rest or command == OWNERS):
                return command, re.sub(r"^(för|for) ", "", rest.strip()), language
    return None


def question_of(command: str, rest: str, language: str) -> str:
    """What a command asks."""
    if command == OWNERS and rest:
        return text("teams.ask_owner", language, issue=rest)
    return text(
        {OWNERS: "teams.ask_owners", DIRECTIONS: "teams.ask_directions"}.get(command, "teams.ask_tour"), language
    )
