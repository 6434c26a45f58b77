""" "Fråga en person": passes the question on, with the asker's consent, to whom the configuration names."""

from __future__ import annotations

import asyncio

from bot.incidents import report
from bot.service import Request
from bot.slack import parts
from bot.slack.blocks import Look, to_blocks
from bot.slack.click import Click
from bot.slack.limits import METADATA, OPTION, Block
from bot.slack.mrkdwn import escape
from bot.slack.posting import Message, post
from bot.slack.state import State, unpack
from bot.slack.views import open_modal
from bot.slack.workplace import Workplace
from bot.texts import text

MODAL = "ask_a_person"
SETTLE = 0.5
"""Seconds between the receipt, which makes the modal say "Skickar …", and the next change of it: were the second
to arrive first, the modal would go on saying so."""


async def ask_consent(place: Workplace, click: Click) -> None:
    """Shows what would be sent, and to whom; nothing is sent before the box is ticked and the modal sent."""
    await open_modal(place, click, consent_view(place, click.state))


def consent_view(place: Workplace, state: State) -> Block:
    language = state.language
    whom = place.slack.ask_a_person
    mention = f"<@{whom}>" if whom.startswith(("U", "W")) else f"<#{whom}>"
    consent: Block = {
        "type": "input",
        "block_id": "consent",
        "label": parts.plain_text(text("slack.person_title", language), 2_000),
        "element": {
            "type": "checkboxes",
            "action_id": "consent",
            # An option's text is cut at 75; the sentence is whole in its description's place above it.
            "options": [
                {"text": parts.plain_text(text("slack.person_yes", language), OPTION), "value": "yes"},
            ],
        },
        "hint": parts.plain_text(text("slack.person_consent", language), 2_000),
    }
    return parts.modal(
        text("slack.person_title", language),
        [parts.section(text("slack.person_what", language, place=mention)), parts.literal(state.question), consent],
        close=text("slack.cancel", language),
        submit=text("slack.send", language),
        callback=MODAL,
        metadata=state.pack(METADATA),
    )


def language_of(click: Click) -> str:
    return unpack(click.view.private_metadata).language


def consented(click: Click) -> bool:
    return bool(click.view.value("consent") == ["yes"])


def progress_view(language: str, key: str, **values: object) -> Block:
    words = parts.words(text(f"slack.{key}", language, **values))
    return parts.modal(text("slack.person_title", language), [words], close=text("slack.close", language))


async def pass_on(place: Workplace, click: Click) -> None:
    """Sends the question, who asks it and what the bot finds; then says in the modal how it went."""
    state = unpack(click.view.private_metadata)
    settled = asyncio.create_task(asyncio.sleep(SETTLE))
    try:
        await post(place, place.slack.ask_a_person, await passed_on(place, click.user.id, state))
    except Exception as error:
        shown = progress_view(state.language, "person_failed", number=report(error))
    else:
        shown = progress_view(state.language, "person_sent")
    await settled
    await place.client.views_update(view_id=click.view.id, view=shown)


async def passed_on(place: Workplace, user: str, state: State) -> Message:
    """The message to the person who answers, in the city's language, its labels in the asker's."""
    language = state.language
    lead = text("slack.person_message", language, person=f"<@{user}>")
    answer = await place.service.ask(Request(state.question, language=state.language))
    found = parts.section(text("slack.person_found" if answer.quotes else "slack.person_nothing", language))
    look = Look(place.settings.public_url, over=(parts.section(lead), parts.literal(state.question), found))
    blocks = [block for block in to_blocks(answer, look) if block["type"] != "actions"]
    return Message(f"{lead} {escape(state.question)}", blocks)
