"""Modals that open at once and are filled when what they show has been fetched."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.incidents import report
from bot.slack import parts
from bot.slack.click import Click
from bot.slack.limits import Block
from bot.slack.workplace import Workplace
from bot.texts import text


async def open_modal(place: Workplace, click: Click, view: Block) -> str:
    """Opens a modal, or puts it on top of the one that was clicked in; returns its id.

    Slack's permission to open one (the trigger) lasts three seconds, so do this first.
    """
    opening = place.client.views_push if click.in_modal else place.client.views_open
    opened = await opening(trigger_id=click.trigger_id, view=view)
    return str((opened.get("view") or {}).get("id", ""))


async def fill_modal(
    place: Workplace, click: Click, title: str, language: str, blocks: Callable[[], Awaitable[list[Block]]]
) -> None:
    """Opens a modal that says that it is loading, then shows what `blocks` gives, or an error with a number."""
    close = text("slack.close", language)
    loading = parts.words(text("slack.loading", language))
    opened = await open_modal(place, click, parts.modal(title, [loading], close=close))
    try:
        shown = await blocks()
    except Exception as error:
        shown = [parts.words(text("slack.error", language, number=report(error)))]
    await place.client.views_update(view_id=opened, view=parts.modal(title, shown, close=close))
