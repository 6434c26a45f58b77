"""The pieces of Block Kit that the bot uses, each within its limit whatever it is given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.slack.limits import BUTTON, HEADER, TEXT, TITLE, URL, Block, cut, prefix, size

_ITEM = re.compile(r"^(?:\d{1,2}[.)]\s*)?[^\W\d_][\w ]{1,40}?(?=\s*[-–:]\s)", re.MULTILINE)
"""What leads an item: "1. Profiler" of "1. Profiler - I takt med att …"."""


def plain_text(text: str, limit: int) -> Block:
    """`emoji` is off: ":eu:" in a document is not a picture."""
    return {"type": "plain_text", "text": cut(text, limit) or "–", "emoji": False}


def mrkdwn(text: str) -> Block:
    """`verbatim`: Slack adds no links of its own. The text is escaped already, and within the limit."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def header(text: str) -> Block:
    return {"type": "header", "text": plain_text(" ".join(text.split()), HEADER)}


def section(text: str) -> Block:
    """The bot's own words, as mrkdwn that is escaped already."""
    return {"type": "section", "text": mrkdwn(text)}


def words(text: str, limit: int = TEXT) -> Block:
    """A paragraph in which nothing is markup."""
    return {"type": "section", "text": plain_text(text, limit)}


def context(text: str) -> Block:
    return {"type": "context", "elements": [mrkdwn(text)]}


def divider() -> Block:
    return {"type": "divider"}


def quotes(texts: list[tuple[str, str]]) -> Block:
    """Quotes as Slack's own quote blocks, each (name, text); the name, when there is one, stands above in bold.

    Rich text holds characters, not markup: `<!channel>` calls nobody, a backtick is a backtick, and every
    character is shown as it stands in the document.
    """
    elements: list[Block] = []
    for name, text in texts:
        if name:
            elements.append(_rich("rich_text_section", {"type": "text", "text": name, "style": {"bold": True}}))
        elements.append(_rich("rich_text_quote", *_pieces(text)))
    return {"type": "rich_text", "elements": elements}


def _pieces(text: str) -> Iterator[Block]:
    """The text, every character of it, with the name that leads each item of a list in bold."""
    shown = 0
    for item in _ITEM.finditer(text) if "\n" in text else ():
        yield from _texts(text[shown : item.start()])
        yield from _texts(item[0], {"bold": True})
        shown = item.end()
    yield from _texts(text[shown:])


def _texts(text: str, style: dict[str, bool] | None = None) -> Iterator[Block]:
    """One text element, or several in a row where the text is longer than one takes."""
    while text:
        piece = prefix(text, TEXT)
        yield {"type": "text", "text": piece} | ({"style": style} if style else {})
        text = text[len(piece) :]


def literal(text: str) -> Block:
    """Somebody's words, character by character, not as a quote."""
    return {"type": "rich_text", "elements": [_rich("rich_text_section", {"type": "text", "text": text})]}


def _rich(kind: str, *elements: Block) -> Block:
    return {"type": kind, "elements": list(elements)}


def button(action: str, text: str, value: str = "", url: str = "", style: str = "") -> Block:
    made: dict[str, Any] = {"type": "button", "action_id": action, "text": plain_text(text, BUTTON)}
    if value:
        made["value"] = value
    if url and size(url) <= URL:
        made["url"] = url
    if style:
        made["style"] = style
    return made


def actions(name: str, elements: list[Block]) -> Block:
    return {"type": "actions", "block_id": name, "elements": elements}


def modal(
    title: str, blocks: list[Block], *, close: str, submit: str = "", callback: str = "", metadata: str = ""
) -> Block:
    """A modal view; with a `callback` it says when it is closed."""
    view: Block = {
        "type": "modal",
        "title": plain_text(title, TITLE),
        "close": plain_text(close, TITLE),
        "blocks": blocks,
    }
    if submit:
        view["submit"] = plain_text(submit, TITLE)
    if callback:
        view |= {"callback_id": callback, "private_metadata": metadata, "notify_on_close": True}
    return view
