"""Validates cards against the schema of Adaptive Cards 1.5."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft7Validator

from bot.teams.elements import VERSION


@cache
def _rules() -> Draft7Validator:
    schema = files("adaptive_cards") / "schemas" / f"schema-{VERSION}.json"
    return Draft7Validator(json.loads(schema.read_text(encoding="utf-8")))


def validate(card: dict[str, Any]) -> None:
    """Raises jsonschema's ValidationError, or AssertionError for what the schema leaves open."""
    assert card["type"] == "AdaptiveCard" and card["version"] == VERSION
    assert card["speak"] is not None and card["fallbackText"] is not None
    _rules().validate(card)
    for element in elements(card):
        kind = element.get("type")
        # What makes a card unreadable on a phone, in the dark or in high contrast: colours, columns and cut lines.
        assert not {"color", "backgroundImage", "columns", "maxLines", "fontType"} & set(element)
        assert kind != "TextBlock" or element["wrap"]
        assert element.get("type") != "RichTextBlock" or element["inlines"], "an empty text"
        assert element.get("type") != "ActionSet" or element["actions"], "an empty row of buttons"


def elements(part: Any) -> Iterator[dict[str, Any]]:
    """Every object in a card, in reading order."""
    if isinstance(part, dict):
        yield part
        for value in part.values():
            yield from elements(value)
    elif isinstance(part, list):
        for value in part:
            yield from elements(value)


def lines(card: dict[str, Any]) -> list[str]:
    """What a RichTextBlock shows, one entry a block: the words that no Markdown is looked for in."""
    return [
        "".join(run["text"] for run in element["inlines"])
        for element in elements(card["body"])
        if element.get("type") == "RichTextBlock"
    ]


def titles(card: dict[str, Any]) -> list[str]:
    """The titles of the buttons under the card."""
    return [action["title"] for action in card.get("actions", [])]


def button(card: dict[str, Any], title: str) -> dict[str, Any]:
    """The button with that title, wherever it is in the card."""
    return next(one for one in elements(card) if one.get("title") == title and str(one["type"]).startswith("Action."))
