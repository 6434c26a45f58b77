"""Reads a message event: is somebody asking, what, and was the bot spoken to?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.slack.mrkdwn import plain, without_quotes
from bot.slack.workplace import Identity, is_direct

_MENTION = re.compile(r"<@(\w+)(?:\|[^>]*)?>")
SPOKEN = (None, "", "file_share", "thread_broadcast")
"""Subtypes that are somebody writing. All others (edits, joins, topics, bots …) tell of something else."""
QUOTING = ("rich_text_quote", "rich_text_preformatted")


class MessageEvent(BaseModel):
    """The fields of `message` and `app_mention` that matter."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    channel: str
    ts: str
    user: str = ""
    text: str = ""
    thread_ts: str = ""
    channel_type: str = ""
    subtype: str | None = None
    bot_id: str | None = None
    edited: Any = None
    hidden: bool = False
    blocks: list[dict[str, Any]] = []


@dataclass(frozen=True, slots=True)
class Incoming:
    """A question, or something that may be one.

    `text` is plain words without mentions. `mentioned`: the bot was spoken to by name, outside what the person
    quotes. `others`: somebody else was.
    """

    channel: str
    ts: str
    user: str
    text: str
    thread: str = ""  # "" when the message started none
    mentioned: bool = False
    others: bool = False
    panel: bool = False  # in a thread of a direct message, as all of the Assistant panel is

    @property
    def key(self) -> str:
        """One for the message, in whichever events, deliveries and processes it arrives."""
        return f"slack:{self.channel}:{self.ts}"

    @property
    def reply_to(self) -> str:
        return self.thread or self.ts

    @property
    def place(self) -> str:
        """What the records call the conversation: a direct message is one, a thread in a channel is one."""
        return self.channel if is_direct(self.channel) else f"{self.channel}:{self.reply_to}"


def read(event: dict[str, Any], me: Identity) -> Incoming | None:
    """None when nobody has written something new: a bot, an edit, a join, an event without its fields."""
    try:
        message = MessageEvent.model_validate(event)
    except ValidationError:
        return None
    if message.subtype not in SPOKEN or message.bot_id or message.edited or message.hidden:
        return None
    if message.user in ("", "USLACKBOT", me.user):
        return None
    called = set(_called(message.blocks) if message.blocks else _MENTION.findall(without_quotes(message.text)))
    return Incoming(
        channel=message.channel,
        ts=message.ts,
        user=message.user,
        text=own_words(message.text),
        thread=message.thread_ts if message.thread_ts != message.ts else "",
        mentioned=me.user in called,
        others=bool(called - {me.user}),
        panel=is_direct(message.channel) and bool(message.thread_ts),
    )


def own_words(text: str) -> str:
    """What the person says, not what is quoted; all of it when there is nothing else."""
    return plain(without_lines(text)) or plain(text.replace("&gt;", " "))


def without_lines(text: str) -> str:
    """Leaves quoted lines out, but keeps code: somebody may have marked a word with it."""
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("&gt;"))


def _called(blocks: list[dict[str, Any]]) -> Iterator[str]:
    """Ids of the people mentioned in rich text, outside quotes and code."""
    for block in blocks:
        if block.get("type") in QUOTING:
            continue
        if block.get("type") == "user":
            yield str(block.get("user_id", ""))
        inner = block.get("elements")
        if isinstance(inner, list):
            yield from _called([part for part in inner if isinstance(part, dict)])
