"""Slack's limits, and how texts are made to keep them.

Sizes are counted in UTF-16 units, as Slack's clients do: an emoji is two. Block Kit's own limits are those of
its reference; the total is the one at which Slack answers `msg_blocks_too_long`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Block = dict[str, Any]

BLOCKS = 50  # in a message
VIEW_BLOCKS = 100  # in a modal or App Home
TOTAL = 13_000  # characters over all of a message's blocks; Slack refuses at about 13,200
TEXT = 3_000  # a section's text, and a text object generally
HEADER = 150
BUTTON = 75
VALUE = 2_000  # of a button
URL = 3_000
TITLE = 24  # of a modal, and of its buttons
OPTION = 75
PLACEHOLDER = 150
METADATA = 3_000  # a modal's private_metadata
FALLBACK = 3_900  # of `text`; Slack cuts at 40,000, and a notification shows far less

MORE = "…"


def size(text: str) -> int:
    """In UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def prefix(text: str, units: int) -> str:
    """The longest beginning of that size."""
    if len(text) * 2 <= units:
        return text
    return text[:units].encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "ignore")


def cut(text: str, limit: int) -> str:
    """The text, or its beginning with "…" where it is longer than the limit. For labels, never for quotes."""
    return text if size(text) <= limit else prefix(text, limit - size(MORE)).rstrip() + MORE


def characters(blocks: Iterable[Block]) -> int:
    """All text in the blocks, ids and values included: more than Slack counts, so never too little."""
    return sum(_leaves(block) for block in blocks)


def _leaves(value: Any) -> int:
    if isinstance(value, str):
        return size(value)
    if isinstance(value, dict):
        return sum(map(_leaves, value.values()))
    if isinstance(value, list):
        return sum(map(_leaves, value))
    return 0
