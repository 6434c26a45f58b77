"""What arrives from Teams, as the question that somebody asked, or as nothing of ours."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from microsoft_agents.activity import Activity, ChannelAccount

from bot.teams.elements import ASK

PERSONAL = "personal"
LONGEST_QUESTION = 2000
BOT_PREFIX = "28:"  # of a bot's id in Teams


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the bot, and where it was asked. `thread` is one thread of a channel, or a whole chat."""

    question: str
    thread: str
    person: str
    event: str  # names this very message
    by_button: bool = False


async def read_activity(request: web.Request) -> Activity:
    """The activity of a request, whole enough to be answered. Raises HTTPBadRequest."""
    try:
        activity = Activity.model_validate(await request.json())
    except web.HTTPException:  # a body that is too large says so itself
        raise
    except Exception:  # malformed JSON, encodings, fields; the SDK also raises a bare Exception
        raise web.HTTPBadRequest from None
    whole = (
        activity.conversation and activity.channel_id and activity.service_url and activity.id,
        activity.from_property and activity.from_property.id,
        activity.recipient and activity.recipient.id,
    )
    if not all(whole):
        raise web.HTTPBadRequest
    return activity


def asked(activity: Activity) -> Asked | None:
    """The question of a message; None when it is not to the bot: another bot's, or one that mentions others only."""
    sender = activity.from_property
    if sender.id.startswith(BOT_PREFIX) or sender.role == "bot":
        return None
    button = plain(activity.value.get(ASK)) if isinstance(activity.value, dict) and not activity.text else ""
    if not (is_personal(activity) or button or _mentions_bot(activity)):
        return None
    return Asked(
        question=button or plain(activity.remove_recipient_mention()),
        thread=activity.conversation.id,
        person=person(activity),
        event=event(activity),
        by_button=bool(button),
    )


def is_personal(activity: Activity) -> bool:
    """Whether nobody but the asker and the bot is in the conversation."""
    conversation = activity.conversation
    return conversation.conversation_type == PERSONAL or not (conversation.conversation_type or conversation.is_group)


def person(activity: Activity) -> str:
    """The id of who sent it: the same in every conversation of the tenant."""
    return activity.from_property.aad_object_id or activity.from_property.id


def event(activity: Activity) -> str:
    return f"teams:{activity.conversation.id}:{activity.id}"


def language_of(activity: Activity, default: str) -> str:
    """The language of the client, for what is said before there is an answer."""
    locale = (activity.locale or default).lower()
    return "en" if locale.startswith("en") else "sv"


def plain(text: Any) -> str:
    """Text as it was meant: mentions of others as names, entities as characters, no half characters."""
    if not isinstance(text, str):
        return ""
    text = text.replace("<at>", "").replace("</at>", "")
    whole = html.unescape(text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return " ".join(whole.split())[:LONGEST_QUESTION]


def is_bot(account: ChannelAccount, activity: Activity) -> bool:
    """Whether the account is the bot that the activity was sent to."""
    return activity.recipient is not None and account.id == activity.recipient.id


def _mentions_bot(activity: Activity) -> bool:
    return any(mention.mentioned and is_bot(mention.mentioned, activity) for mention in activity.get_mentions())
