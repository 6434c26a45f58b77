"""Getting a message through: again when Teams asks us to wait, shorter when it asks for less."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from aiohttp import ClientConnectorError, ClientResponseError, ServerDisconnectedError
from microsoft_agents.activity import Activity, ActivityTypes, Attachment
from microsoft_agents.hosting.core import TurnContext

from bot.retry import Again, retry_after, with_retries
from bot.teams.elements import CONTENT_TYPE
from bot.teams.sizes import MESSAGE_LIMIT, weight

TOO_LARGE = 413
PASSING = frozenset({412, 429, 500, 502, 503, 504})
"""Statuses after which Microsoft asks a bot to send again."""
GONE = frozenset({403, 404})
"""Statuses of an edit when the message is no longer there, or no longer ours."""
TYPING_TIMEOUT = 5.0  # seconds: an indicator is not worth waiting for


def verdict(error: Exception) -> Again | None:
    """Whether the connector may take the same message later."""
    if isinstance(error, ClientResponseError) and error.status in PASSING:
        return Again(retry_after(error.headers.get("Retry-After") if error.headers else None))
    if isinstance(error, ClientConnectorError | ServerDisconnectedError):
        return Again()
    return None


class Delivery:
    """Sends and edits messages in the conversation of a turn."""

    def __init__(self, context: TurnContext) -> None:
        self._context = context

    async def typing(self) -> None:
        """Shows that the bot is at work, if that is no trouble."""
        try:
            async with asyncio.timeout(TYPING_TIMEOUT):
                await self._context.send_activity(Activity(type=ActivityTypes.typing))
        except (TimeoutError, ClientResponseError, ClientConnectorError, ServerDisconnectedError):
            pass  # the answer is what matters, and it has its own retries

    async def send(self, message: Activity) -> str:
        """Sends, and returns the id of the message. Raises the connector's last error."""
        sent = await with_retries(lambda: self._context.send_activity(message), verdict)
        return sent.id or ""

    async def edit(self, identity: str, message: Activity) -> None:
        """Replaces a message that was sent before. Raises the connector's last error."""
        message = message.model_copy(update={"id": identity})
        await with_retries(lambda: self._context.update_activity(message), verdict)

    async def place(self, messages: Iterable[Activity], instead_of: str = "") -> None:
        """Sends the first of the messages (largest first) that Teams takes, in place of an earlier one if given.

        Raises the connector's last error when it takes none of them.
        """
        refusal: ClientResponseError | None = None
        for message in filter(fits, messages):
            try:
                await self._put(message, instead_of)
                return
            except ClientResponseError as error:
                if error.status != TOO_LARGE:
                    raise
                refusal = error
        if refusal is not None:
            raise refusal

    async def _put(self, message: Activity, instead_of: str) -> None:
        if instead_of:
            try:
                await self.edit(instead_of, message)
                return
            except ClientResponseError as error:
                if error.status not in GONE:
                    raise
        await self.send(message)


def fits(message: Activity) -> bool:
    return weight(message.model_dump(by_alias=True, exclude_unset=True, mode="json")) < MESSAGE_LIMIT


def card_message(card: dict[str, Any], summary: str) -> Activity:
    """A message of one card. `summary` is what a notification shows."""
    attachment = Attachment(content_type=CONTENT_TYPE, content=card)
    return Activity(type=ActivityTypes.message, summary=summary, attachments=[attachment])


def text_message(text: str) -> Activity:
    return Activity(type=ActivityTypes.message, text=text, text_format="plain")
