"""Useful or not useful, and why not."""

from __future__ import annotations

from bot.records.types import Feedback
from bot.slack import parts
from bot.slack.click import Click
from bot.slack.limits import METADATA, OPTION, Block
from bot.slack.posting import respond, said
from bot.slack.state import State, unpack
from bot.slack.views import open_modal
from bot.slack.workplace import Workplace
from bot.texts import text

MODAL = "reason"
REASONS = ("wrong", "incomplete", "unclear", "outdated")
COMMENT = 500


async def useful(place: Workplace, click: Click) -> None:
    """Notes it, and says thank you to the one who clicked."""
    state = click.state
    noted = await _first(place, click, state)
    if noted:
        await _note(place, click, state, useful=True)
    await _thank(place, click, "slack.thanks" if noted else "slack.thanks_before", state.language)


async def not_useful(place: Workplace, click: Click) -> None:
    """Asks for a reason. It is noted when the modal is sent, and when it is closed: the click has said enough."""
    state = click.state
    await open_modal(place, click, reason_view(state))


async def reason_given(place: Workplace, click: Click) -> None:
    """The modal was sent, or closed (then without a reason)."""
    state = unpack(click.view.private_metadata)
    if not await _first(place, click, state):
        return
    chosen, comment = click.view.value("why"), click.view.value("comment")
    reason = ": ".join(str(part) for part in (chosen if chosen in REASONS else None, comment) if part)
    await _note(place, click, state, useful=False, reason=reason)


def reason_view(state: State) -> Block:
    language = state.language
    options = [
        {"text": parts.plain_text(text(f"slack.reason_{reason}", language), OPTION), "value": reason}
        for reason in REASONS
    ]
    why: Block = {
        "type": "input",
        "block_id": "why",
        "optional": True,
        "label": parts.plain_text(text("slack.reason_label", language), 2_000),
        "element": {"type": "radio_buttons", "action_id": "why", "options": options},
    }
    comment: Block = {
        "type": "input",
        "block_id": "comment",
        "optional": True,
        "label": parts.plain_text(text("slack.reason_comment", language), 2_000),
        "hint": parts.plain_text(text("slack.reason_hint", language), 2_000),
        "element": {"type": "plain_text_input", "action_id": "comment", "multiline": True, "max_length": COMMENT},
    }
    return parts.modal(
        text("slack.reason_title", language),
        [why, comment],
        close=text("slack.cancel", language),
        submit=text("slack.send", language),
        callback=MODAL,
        metadata=state.pack(METADATA),
    )


async def _first(place: Workplace, click: Click, state: State) -> bool:
    """One opinion for each person and answer: a second click, or a redelivered one, counts no more."""
    asker = place.pseudonym(click.user.id)
    return await place.records.first_seen(f"slack:feedback:{asker}:{state.question}:{state.first}:{state.generation}")


async def _note(place: Workplace, click: Click, state: State, *, useful: bool, reason: str = "") -> None:
    await place.records.add_feedback(
        Feedback(
            platform="slack",
            asker=place.pseudonym(click.user.id),
            question=state.question,
            useful=useful,
            reason=reason,
            quote=state.first,
            generation=state.generation,
        )
    )


async def _thank(place: Workplace, click: Click, key: str, language: str) -> None:
    words = text(key, language)
    if click.response_url:
        await respond(place, click.response_url, said(words))
    elif click.in_modal:
        title, close = text("slack.answer_title", language), text("slack.close", language)
        await open_modal(place, click, parts.modal(title, [parts.words(words)], close=close))
