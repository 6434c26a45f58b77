"""The button "Visa sammanhanget": the quotes with the sentences before and after them."""

from __future__ import annotations

from bot.service import Surroundings
from bot.slack import parts
from bot.slack.blocks import QUOTE, shorten
from bot.slack.click import Click
from bot.slack.limits import TOTAL, Block, characters
from bot.slack.source import source_line
from bot.slack.state import State
from bot.slack.views import fill_modal
from bot.slack.workplace import Workplace
from bot.texts import text
from knowledge.errors import NotQuotable


async def show_surroundings(place: Workplace, click: Click) -> None:
    """In a modal: quiet, and the same in a channel, a direct message and App Home."""
    state = click.state
    title = text("slack.context_title", state.language)
    await fill_modal(place, click, title, state.language, lambda: _blocks(place, state))


async def _blocks(place: Workplace, state: State) -> list[Block]:
    blocks = [parts.context(text("slack.context_about", state.language))]
    room = TOTAL - characters(blocks)
    for spot in state.places:
        try:
            found = await place.service.surroundings(spot.document, spot.start, spot.end, state.language)
        except NotQuotable:  # the documents have changed since
            continue
        pieces = surroundings_blocks(found, place.settings.public_url, state.language)
        if characters(pieces) > room:
            break
        room -= characters(pieces)
        blocks += pieces
    if len(blocks) == 1:
        return [parts.words(text("slack.context_gone", state.language))]
    return blocks


def surroundings_blocks(found: Surroundings, public_url: str, language: str) -> list[Block]:
    """The neighbours in grey italics around the quote, all as they stand in the document."""
    around = [found.before, found.quote.text, found.after]
    elements = []
    for words, style in zip(around, ({"italic": True}, {}, {"italic": True}), strict=True):
        if words:
            part: Block = {"type": "text", "text": shorten(words, QUOTE)}
            if style:
                part["style"] = style
            kind = "rich_text_section" if style else "rich_text_quote"
            elements.append({"type": kind, "elements": [part]})
    return [
        {"type": "rich_text", "elements": elements},
        parts.context(source_line(found.quote, public_url, language)),
        parts.divider(),
    ]
