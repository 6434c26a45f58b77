"""A thread's conversation: what this person has asked the bot, and whether the two of them are still talking."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

from bot.answer import Conversation
from bot.records.masking import mask
from bot.slack.incoming import Incoming, own_words
from bot.slack.workplace import Workplace, is_direct

log = logging.getLogger(__name__)

PAGE = 200
PAGES = 10  # 2,000 messages; older ones no longer matter to a follow-up
LONGEST = 10


@dataclass(frozen=True, slots=True)
class Thread:
    """`conversation`: the asker's earlier questions. `between_us`: since the bot spoke, nobody else has."""

    conversation: Conversation
    between_us: bool


async def read_thread(place: Workplace, incoming: Incoming) -> Thread:
    """From Slack, with only the asker's and the bot's own messages read; from the records when Slack won't say."""
    if not incoming.thread and not is_direct(incoming.channel):
        return Thread((), True)  # a new message in a channel starts a conversation
    asker = place.pseudonym(incoming.user)
    recorded = await place.records.conversation("slack", incoming.place, asker, LONGEST)
    if not incoming.thread:
        return Thread(recorded, True)
    try:
        messages = [message async for message in _replies(place, incoming)]
    except (SlackApiError, ClientError, TimeoutError) as error:
        log.warning("a thread could not be read: %s", type(error).__name__)
        return Thread(recorded, True)
    asked, between_us = _walk(place, incoming, messages)
    # A question asked by a button is no message of the asker's; the records have it.
    if recorded and recorded[-1] not in {mask(question) for question in asked}:
        asked.append(recorded[-1])
    return Thread(tuple(asked[-LONGEST:]), between_us)


def _walk(place: Workplace, incoming: Incoming, messages: list[dict[str, Any]]) -> tuple[list[str], bool]:
    """The asker's messages that the bot was meant by: those that mention it, and the last before it spoke."""
    asked: list[str] = []
    waiting: list[tuple[str, bool]] = []
    between_us = False
    for message in messages:
        if place.me.wrote(message):
            asked += [words for n, (words, named) in enumerate(waiting) if named or n == len(waiting) - 1]
            waiting, between_us = [], True
        elif message.get("user") == incoming.user and not message.get("bot_id"):
            raw = str(message.get("text", ""))
            waiting.append((own_words(raw), f"<@{place.me.user}" in raw))
        else:
            between_us = False
    return [words for words in asked if words], between_us


async def _replies(place: Workplace, incoming: Incoming) -> AsyncIterator[dict[str, Any]]:
    """The thread's messages before this one, oldest first, page by page."""
    cursor = ""
    for _ in range(PAGES):
        page = await place.client.conversations_replies(
            channel=incoming.channel, ts=incoming.thread, limit=PAGE, cursor=cursor or None
        )
        for message in page.get("messages") or []:
            if _moment(message.get("ts")) < _moment(incoming.ts):
                yield message
        cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
        if not cursor:
            return


def _moment(ts: object) -> tuple[int, int]:
    """A timestamp as two whole numbers: as a float, neighbours could become equal."""
    seconds, _, rest = str(ts).partition(".")
    return (int(seconds), int(rest or 0)) if seconds.isdigit() and (rest or "0").isdigit() else (0, 0)
