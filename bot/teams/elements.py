"""The parts that our cards are built of: pure functions that return Adaptive Cards 1.5.

Whatever comes from outside (a quote, a title, a question) goes into a RichTextBlock: a card renders
Markdown in a TextBlock, and shows a TextRun as it is written.
"""

from __future__ import annotations

import re
from typing import Any

from bot.teams.sizes import weight

Element = dict[str, Any]

SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
VERSION = "1.5"
CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"

ASK = "ask"
"""The field of a button's data that holds a question."""

LONGEST_TITLE = 150
LONGEST_URL = 1500
LONGEST_BUTTON = 60

SPACES = re.compile(r"[^\S\n]+")
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")


def written(text: str, block: Element | None = None, **style: Any) -> list[Element]:
    """Text from outside, word for word: one block a line, runs of white space folded, nothing interpreted.

    Args:
        text: any text; without words it gives no block.
        block: how the first block stands to what is above it ("spacing", "separator").
        style: how the words look ("size", "weight", "isSubtle").
    """
    lines = (SPACES.sub(" ", line).strip() for line in text.splitlines())
    blocks: list[Element] = [{"type": "RichTextBlock", "inlines": _runs(line, style)} for line in lines if line]
    if blocks and block:
        blocks[0] |= block
    return blocks


def _runs(line: str, style: Element) -> list[Element]:
    # "{{DATE(…)}}" is the one thing that a TextRun computes: the braces are kept apart.
    pieces = [piece for piece in re.split(r"(?<=\{)(?=\{)", line) if piece]
    return [{"type": "TextRun", "text": piece, **style} for piece in pieces]


def label(text: str, **style: Any) -> Element:
    """Words of our own."""
    return {"type": "TextBlock", "text": text, "wrap": True, **style}


def heading(text: str) -> Element:
    return label(text, size="Large", weight="Bolder", style="heading")


def container(items: list[Element], **style: Any) -> Element:
    return {"type": "Container", "items": items, **style}


def buttons(actions: list[Element]) -> list[Element]:
    """A row of buttons, or nothing."""
    return [{"type": "ActionSet", "actions": actions}] if actions else []


def execute(title: str, verb: str, data: Element, **style: Any) -> Element:
    """A button whose answer replaces the card."""
    return {"type": "Action.Execute", "title": title, "verb": verb, "data": data, **style}


def open_url(title: str, url: str) -> list[Element]:
    """A link, or nothing where the address is no use to a reader in Teams."""
    if not url.startswith(("http://", "https://")) or len(url) > LONGEST_URL:
        return []
    return [{"type": "Action.OpenUrl", "title": title, "url": url}]


def ask(question: str) -> Element:
    """A button that asks the question. Unlike an imBack it needs no mention of the bot in a channel."""
    return {"type": "Action.Submit", "title": shorten(question, LONGEST_BUTTON), "data": {ASK: question}}


def unfold(title: str, body: list[Element], actions: list[Element]) -> Element:
    """A button that opens a form in the card."""
    return {
        "type": "Action.ShowCard",
        "title": title,
        "card": {"type": "AdaptiveCard", "version": VERSION, "body": body, "actions": actions},
    }


def card(body: list[Element], actions: list[Element], spoken: str, language: str) -> Element:
    """A whole card. `spoken` is what a screen reader says, and what an old client shows instead."""
    made: Element = {
        "type": "AdaptiveCard",
        "$schema": SCHEMA,
        "version": VERSION,
        "lang": language,
        "speak": spoken,
        "fallbackText": spoken,
        "body": body,
    }
    return made | ({"actions": actions} if actions else {})


def shorten(text: str, longest: int) -> str:
    """A title or label, cut at a word with an ellipsis; it weighs `2 * longest + 64` at most. Never for a quote."""
    text = CONTROLS.sub("", " ".join(text.split()))
    heaviest = 2 * longest + 64  # characters that JSON escapes weigh several times their length
    if len(text) <= longest and weight(text) <= heaviest:
        return text
    cut = text[: longest - 1]
    while weight(cut) + 2 > heaviest:
        cut = cut[:-16]
    return (cut.rsplit(" ", 1)[0].rstrip(" ,.;:–-") or cut) + "…"
