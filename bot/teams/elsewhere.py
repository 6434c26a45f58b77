"""A turn of its own in a conversation, beside the one that is being answered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import ClientError
from microsoft_agents.activity import Activity, ActivityEventNames, ActivityTypes, ConversationAccount
from microsoft_agents.hosting.core import TurnContext

from bot.incidents import report
from bot.teams.delivery import Delivery


async def speak_in(conversation: str, context: TurnContext, what: Callable[[Delivery], Awaitable[object]]) -> bool:
    """Does `what` in a conversation of the same tenant and service. False (and a report) when Teams refuses."""
    done: list[bool] = []

    async def turn(there: TurnContext) -> None:
        try:
            await what(Delivery(there))
            done.append(True)
        except ClientError as error:  # told to the asker, if to anybody: not in the other conversation
            report(error)

    here = context.activity
    opening = Activity(
        type=ActivityTypes.event,
        name=ActivityEventNames.continue_conversation,
        channel_id=here.channel_id,
        service_url=here.service_url,
        conversation=ConversationAccount(id=conversation, tenant_id=here.conversation.tenant_id),
        recipient=here.recipient,
    )
    await context.adapter.continue_conversation_with_claims(context.identity, opening, turn)
    return bool(done)
