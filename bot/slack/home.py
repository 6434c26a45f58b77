"""App Home: search, examples, who owns what, the introduction, and one's own settings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.incidents import report
from bot.owners import OwnerRow
from bot.slack import parts
from bot.slack.blocks import ask_buttons
from bot.slack.limits import OPTION, PLACEHOLDER, Block
from bot.slack.mrkdwn import label, link
from bot.slack.panel import EXAMPLES
from bot.slack.state import DOCUMENT, QUESTION, Place, State
from bot.slack.tour import start_blocks
from bot.slack.workplace import Workplace
from bot.texts import text
from bot.tour import TourProgress, read_progress
from knowledge.onboarding import Step

SEARCH = "home_search"
LANGUAGE = "home_language"
LANGUAGES = ("auto", "sv", "en")
OWNERS = 5  # rows: the web page has them all


async def publish_home(place: Workplace, user: str) -> None:
    """Shows App Home as it is for this person now."""
    chosen = await place.chosen_language(user)
    language = chosen or place.settings.language
    progress = await read_progress(place.records, place.pseudonym(user))
    rows = await _rows(place, language)
    url, days = place.settings.public_url, place.settings.records.keep_days
    blocks = home_blocks(rows, place.tour.steps, url, chosen, language, days, progress)
    await place.client.views_publish(user_id=user, view={"type": "home", "blocks": blocks})


def home_blocks(
    rows: Sequence[OwnerRow],
    steps: Sequence[Step],
    public_url: str,
    chosen: str | None,
    language: str,
    keep_days: int,
    progress: TourProgress | None = None,
) -> list[Block]:
    """App Home, whole. `chosen` is the person's language, or None: that of each question."""
    blocks = [*_asking(language), *_owners(rows, public_url, language)]
    if steps:
        blocks += [_title("home_tour", language), *start_blocks(len(steps), progress, language), parts.divider()]
    return [*blocks, *_own_settings(chosen, language, keep_days)]


async def choose_language(place: Workplace, user: str, language: str) -> None:
    if language in LANGUAGES:
        await place.records.set_setting(place.pseudonym(user), "language", language)
    await publish_home(place, user)


async def _rows(place: Workplace, language: str) -> tuple[OwnerRow, ...]:
    """Without them, Home still has its search box."""
    try:
        return await place.owners(language)
    except Exception as error:
        report(error)
        return ()


def _asking(language: str) -> Iterator[Block]:
    yield parts.header(text("slack.home_header", language))
    yield parts.section(text("slack.welcome", language))
    yield {
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
    yield parts.context(text("slack.home_examples", language))
    yield ask_buttons("examples", [text(key, language) for key in EXAMPLES], language)
    yield parts.divider()


def _owners(rows: Sequence[OwnerRow], public_url: str, language: str) -> Iterator[Block]:
    """Each owner with its issue in the document's words, who says so, and a button to the quote."""
    if not rows:
        return
    yield _title("home_owners", language)
    for row in rows[:OWNERS]:
        owner, issue = label(row.owner[:1].upper() + row.owner[1:], 150), label(row.issue, 300)
        block = parts.section(text("slack.owner_of", language, owner=owner, issue=issue))
        if len(row.document) <= DOCUMENT:
            state = State(p=(Place(d=row.document, s=row.start, e=row.end),), l=language)
            block["accessory"] = parts.button("context", text("slack.quote_button", language), state.pack())
        yield block
        mark = f" · {text('owners.superseded_mark', language)}" if row.superseded else ""
        yield parts.context(label(row.standing, 300) + mark)
    yield parts.context(link(f"{public_url}/owners", text("slack.home_all_owners", language)))
    yield parts.divider()


def _own_settings(chosen: str | None, language: str, keep_days: int) -> Iterator[Block]:
    options = {
        code: {"text": parts.plain_text(text(f"slack.language_{code}", language), OPTION), "value": code}
        for code in LANGUAGES
    }
    menu = parts.section(text("slack.home_language", language))
    menu["accessory"] = {
        "type": "static_select",
        "action_id": LANGUAGE,
        "options": list(options.values()),
        "placeholder": options[chosen or "auto"]["text"],
        "initial_option": options[chosen or "auto"],
    }
    yield _title("home_settings", language)
    yield menu
    yield parts.context(text("slack.home_privacy", language, days=keep_days))


def _title(key: str, language: str) -> Block:
    return parts.section(f"*{text(f'slack.{key}', language)}*")
