"""Block Kit's rules, checked as Slack does: with slack_sdk's classes, and what those leave unchecked by counting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from slack_sdk.models.blocks import Block as SdkBlock
from slack_sdk.models.views import View

LONGEST = {"header": 150, "section": 3_000}


def problems(blocks: list[dict[str, Any]], most: int = 50) -> list[str]:
    """What Slack would refuse; [] when nothing."""
    found = []
    if not 0 < len(blocks) <= most:
        found.append(f"{len(blocks)} blocks")
    for raw, parsed in zip(blocks, SdkBlock.parse_all(blocks), strict=True):
        parsed.validate_json()
        for element in raw.get("elements", []) if raw["type"] == "actions" else []:
            SdkBlock.parse({"type": "actions", "elements": [element]}).to_dict()
        found += _block(raw)
    for block in blocks:
        ids = [element["action_id"] for element in block.get("elements", []) if "action_id" in element]
        if len(ids) != len(set(ids)):
            found.append("action_id repeated")
    names = [block["block_id"] for block in blocks if "block_id" in block]
    if len(names) != len(set(names)):
        found.append("block_id repeated")
    total = sum(size(value) for block in blocks for key, value in strings(block) if key != "type")
    if most == 50 and total > 13_200:
        found.append(f"msg_blocks_too_long: {total}")
    return found


def view_problems(view: dict[str, Any]) -> list[str]:
    View(**view).validate_json()
    found = problems(view["blocks"], 100)
    for key in ("title", "submit", "close"):
        if key in view and size(view[key]["text"]) > 24:
            found.append(f"{key} too long")
    if size(view.get("private_metadata", "")) > 3_000:
        found.append("private_metadata too long")
    return found


def _block(block: dict[str, Any]) -> Iterator[str]:
    kind = block["type"]
    limit = LONGEST.get(kind, 3_000)
    if kind in LONGEST and "text" in block and not 0 < size(block["text"]["text"]) <= limit:
        yield f"{kind} text"
    if kind == "context" and not 0 < len(block["elements"]) <= 10:
        yield "context elements"
    if kind == "context" and any(not 0 < size(element["text"]) <= 3_000 for element in block["elements"]):
        yield "context text"
    if kind == "actions" and not 0 < len(block["elements"]) <= 25:
        yield "actions elements"
    for element in [*block.get("elements", []), block.get("accessory", {}), block.get("element", {})]:
        if element.get("type") == "button":
            if not 0 < size(element["text"]["text"]) <= 75:
                yield "button text"
            if size(element.get("value", "")) > 2_000 or size(element.get("action_id", "")) > 255:
                yield "button value"
            if size(element.get("url", "")) > 3_000:
                yield "button url"
    for key, value in strings(block):
        if key == "text" and not value:
            yield "empty text"


def strings(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from strings(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part, key)


def size(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def quoted(blocks: list[dict[str, Any]]) -> list[str]:
    """The words in the quote blocks, as a reader sees them."""
    return [
        "".join(part["text"] for part in element["elements"])
        for block in blocks
        if block["type"] == "rich_text"
        for element in block["elements"]
        if element["type"] == "rich_text_quote"
    ]


def buttons(blocks: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {
        element["action_id"]: element
        for block in blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["type"] == "button"
    }


def labels(blocks: list[dict[str, Any]]) -> str:
    """All mrkdwn, as sent."""
    texts = []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if value.get("type") == "mrkdwn":
                texts.append(value["text"])
            for part in value.values():
                walk(part)
        elif isinstance(value, list):
            for part in value:
                walk(part)

    walk(blocks)
    return "\n".join(texts)
