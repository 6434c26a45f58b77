"""App Home: search, examples, who owns what, the introduction, and one's own settings."""

from __future__ import annotations

from bot.slack import parts
from bot.slack.blocks import ask_buttons
from bot.slack.limits import OPTION, PLACEHOLDER, Block
from bot.slack.panel import EXAMPLES
from bot.slack.state import QUESTION
from bot.slack.workplace import Workplace
from bot.texts import text

SEARCH = "home_search"
LANGUAGE = "home_language"
LANGUAGES = ("auto", "sv", "en")


async def publish_home(place: Workplace, user: str) -> None:
    """Shows App Home as it is for this person now."""
    chosen = await place.chosen_language(user)
    blocks = home_blocks(chosen, chosen or place.settings.language, place.settings.records.keep_days)
    await place.client.views_publish(user_id=user, view={"type": "home", "blocks": blocks})


async def choose_language(place: Workplace, user: str, language: str) -> None:
    if language in LANGUAGES:
        await place.records.set_setting(place.pseudonym(user), "language", language)
    await publish_home(place, user)


def home_blocks(chosen: str | None, language: str, keep_days: int) -> list[Block]:
    return [
        parts.header(text("slack.home_header", language)),
        parts.section(text("slack.welcome", language)),
        _search(language),
        _title("home_examples", language),
        ask_buttons("examples", [text(key, language) for key in EXAMPLES], language),
        parts.divider(),
        _title("home_settings", language),
        _language_menu(chosen or "auto", language),
        parts.context(text("slack.home_privacy", language, days=keep_days)),
    ]


def _title(key: str, language: str) -> Block:
    return parts.section(f"*{text(f'slack.{key}', language)}*")


def _search(language: str) -> Block:
    return {
        "type": "input",
        "block_id": "search",
        "dispatch_action": True,  # Enter asks at once
        "label": parts.plain_text(text("slack.home_search", language), 2_000),
        "element": {
            "type": "plain_text_input",
            "action_id": SEARCH,
            "max_length": QUESTION,
            "placeholder": parts.plain_text(text("slack.home_search_placeholder", language), PLACEHOLDER),
        },
    }


def _language_menu(chosen: str, language: str) -> Block:
    options = {
        code: {"text": parts.plain_text(text(f"slack.language_{code}", language), OPTION), "value": code}
        for code in LANGUAGES
    }
    block = parts.section(text("slack.home_language", language))
    block["accessory"] = {
        "type": "static_select",
        "action_id": LANGUAGE,
        "options": list(options.values()),
        "initial_option": options[chosen],
    }
    return block
