"""Sending, so that nothing is lost and nothing comes twice."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.retry import Again, RetryPolicy, with_retries
from bot.slack.limits import Block
from bot.slack.mrkdwn import escape
from bot.slack.workplace import Workplace

log = logging.getLogger(__name__)

EVENT = "strategibot_answer"
"""The type of the metadata by which the bot knows what a message of its own answers."""
POLICY = RetryPolicy(attempts=4, first_pause=0.5, longest_pause=10)


class Refused(Exception):
    """Slack did not take what was sent to a response_url."""

    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status


@dataclass(frozen=True, slots=True)
class Message:
    """`text` is what notifications and screen readers get: the answer itself, escaped."""

    text: str
    blocks: list[Block]


def said(words: str) -> Message:
    """A message of the bot's own words only."""
    return Message(escape(words), [])


async def post(place: Workplace, channel: str, message: Message, thread: str = "", key: str = "") -> None:
    """Posts; with a `key` (of the message it answers) it is posted once.

    A connection that breaks after Slack has the message looks like one that broke before. So before trying
    again, the thread is asked whether the message is there. Raises SlackApiError when Slack refuses it.
    """

    uncertain = False

    async def attempt() -> None:
        nonlocal uncertain
        if uncertain and key and await _is_posted(place, channel, thread, key):
            return
        uncertain = True
        await place.client.chat_postMessage(
            channel=channel,
            thread_ts=thread or None,
            text=message.text,
            blocks=message.blocks or None,
            unfurl_links=False,
            unfurl_media=False,
            metadata={"event_type": EVENT, "event_payload": {"key": key}} if key else None,
        )

    await with_retries(attempt, passing, POLICY)


async def whisper(place: Workplace, channel: str, user: str, message: Message, thread: str = "") -> None:
    """Shows a message to one person in a channel."""

    async def attempt() -> None:
        await place.client.chat_postEphemeral(
            channel=channel,
            user=user,
            thread_ts=thread or None,
            text=message.text,
            blocks=message.blocks or None,
        )

    await with_retries(attempt, passing, POLICY)


async def respond(place: Workplace, url: str, message: Message, *, replace: bool = False) -> None:
    """Answers a command, a shortcut or a click where it was made, for that person only.

    Raises Refused when Slack takes it no more (after 30 minutes, or five uses, the address is spent).
    """

    async def attempt() -> None:
        webhook = AsyncWebhookClient(
            url,
            session=place.client.session,
            retry_handlers=place.client.retry_handlers,
            timeout=place.client.timeout,
            logger=place.client.logger,
        )
        answer = await webhook.send(
            text=message.text, blocks=message.blocks or None, response_type="ephemeral", replace_original=replace
        )
        if answer.status_code != 200:
            raise Refused(answer.status_code)

    await with_retries(attempt, passing, POLICY)


def passing(error: Exception) -> Again | None:
    """A broken connection and a server's trouble may pass; a refusal doesn't. (A 429 has been waited for already.)"""
    if isinstance(error, SlackApiError):
        response = error.response  # the SDK's, or aiohttp's when the body was no JSON
        status = getattr(response, "status_code", None) or getattr(response, "status", None)
        return Again() if isinstance(status, int) and status >= 500 else None
    if isinstance(error, Refused):
        return Again() if error.status >= 500 else None
    return Again() if isinstance(error, (ClientError, TimeoutError, OSError)) else None


async def _is_posted(place: Workplace, channel: str, thread: str, key: str) -> bool:
    """Whether the thread holds our message with this key. When that can't be found out: rather twice than never."""
    if not thread:
        return False
    try:
        page = await place.client.conversations_replies(
            channel=channel, ts=thread, limit=200, include_all_metadata=True
        )
    except (SlackApiError, ClientError, TimeoutError) as error:
        log.warning("a thread could not be read: %s", type(error).__name__)
        return False
    return any(
        place.me.wrote(message) and (message.get("metadata") or {}).get("event_payload", {}).get("key") == key
        for message in page.get("messages") or []
    )
