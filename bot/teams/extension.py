"""The message extension: find a quote while writing a message, or ask about a message of somebody else's."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from microsoft_agents.activity import Activity

from bot.answer import Answer, Quote
from bot.service import Request, Service
from bot.teams.cards import CardOptions, to_card
from bot.teams.elements import CONTENT_TYPE, LONGEST_TITLE, Element, card, label, shorten
from bot.teams.incoming import LONGEST_QUESTION, language_of, plain
from bot.teams.state import CardState, read_state, state_of
from bot.texts import text

SEARCH = "search"
ASK = "ask"
"""Ids of the commands in the manifest."""

MOST_RESULTS = 8
TAG = re.compile(r"<[^>]{0,1000}>")

Reply = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Extension:
    """Answers the invokes of the message extension. What it makes may be pasted where the bot is not a member."""

    service: Service
    options: CardOptions
    language: str

    async def search(self, activity: Activity) -> Reply:
        """`composeExtension/query`: one result for each quote, each a card to insert."""
        words = plain(_parameter(activity))
        if not words:
            return _results([])
        answer = await self.service.ask(Request(words))
        quotes = (answer.quotes or answer.closest)[:MOST_RESULTS]
        return _results([self._result(answer, quote) for quote in quotes])

    async def ask_about(self, activity: Activity) -> Reply:
        """`composeExtension/fetchTask`: a dialog that answers the message as if it were a question."""
        language = language_of(activity, self.language)
        words = _message(activity)
        if not words:
            empty = card([label(text("teams.nothing_to_ask", language))], [], "", language)
            return _dialog(empty, language)
        answer = await self.service.ask(Request(words))
        shown = to_card(answer, replace(self.options, interactive=False))
        if answer.quotes:
            insert = {"type": "Action.Submit", "title": text("teams.insert", language), "data": state_of(answer).data()}
            shown["actions"] = [insert]
        return _dialog(shown, language)

    async def insert(self, activity: Activity) -> Reply:
        """`composeExtension/submitAction`: the dialog's answer, as a card in the message that is written."""
        value = activity.value if isinstance(activity.value, dict) else {}
        state: CardState = read_state(value.get("data"))
        answer = await self.service.ask(Request(state.question, language=state.language))
        return _results([self._result(answer, quote) for quote in answer.quotes[:1]])

    def _result(self, answer: Answer, quote: Quote) -> Element:
        """The quote with its source; in the list of results, its first words and its title."""
        alone = replace(answer, quotes=(quote,), closest=(), notes=(), suggestions=(), message="", responsible=None)
        preview = {
            "title": shorten(quote.text, LONGEST_TITLE),
            "text": shorten(quote.standing or quote.issuer, LONGEST_TITLE),
            "subtitle": shorten(quote.title, LONGEST_TITLE),
        }
        return {
            "contentType": CONTENT_TYPE,
            "content": to_card(alone, replace(self.options, interactive=False)),
            "preview": {"contentType": "application/vnd.microsoft.card.thumbnail", "content": preview},
        }


def _parameter(activity: Activity) -> Any:
    value = activity.value if isinstance(activity.value, dict) else {}
    parameters = value.get("parameters")
    first = parameters[0] if isinstance(parameters, list) and parameters else None
    # When the search box is opened, Teams sends "initialRun" instead of words.
    return first.get("value") if isinstance(first, dict) and first.get("name") != "initialRun" else None


def _message(activity: Activity) -> str:
    """The text of the message that the question is about; it comes as HTML."""
    value = activity.value if isinstance(activity.value, dict) else {}
    payload = value.get("messagePayload")
    body = payload.get("body") if isinstance(payload, dict) else None
    content = body.get("content") if isinstance(body, dict) else None
    return plain(TAG.sub(" ", content[: 4 * LONGEST_QUESTION])) if isinstance(content, str) else ""


def _results(attachments: list[Element]) -> Reply:
    return {"composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": attachments}}


def _dialog(content: Element, language: str) -> Reply:
    title = text("teams.message_action", language)
    attachment = {"contentType": CONTENT_TYPE, "content": content}
    return {"task": {"type": "continue", "value": {"title": title, "height": "large", "card": attachment}}}
