"""The buttons of a card: more context, feedback, asking a person, the tour. Each answers with the card, changed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from microsoft_agents.activity import Activity
from microsoft_agents.hosting.core import TurnContext

from bot.answer import Answer
from bot.records.types import Feedback, Records
from bot.service import Request, Service, Surroundings
from bot.teams.cards import CardOptions, to_card
from bot.teams.elements import CONTENT_TYPE, Element
from bot.teams.incoming import is_personal, person, plain
from bot.teams.passing_on import PassingOn
from bot.teams.state import CardState, read_reference, read_state, reference
from bot.teams.tour import GO, REFRESH, Guide
from bot.texts import text
from knowledge.errors import NotQuotable

MESSAGE_TYPE = "application/vnd.microsoft.activity.message"
REASONS = frozenset({"wrong", "incomplete", "unclear", "outdated"})
LONGEST_COMMENT = 500

Reply = dict[str, Any]
Handler = Callable[[TurnContext, CardState, dict[str, Any]], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Actions:
    """Answers the clicks on our cards."""

    service: Service
    records: Records
    options: CardOptions
    passing_on: PassingOn
    guide: Guide

    async def act(self, context: TurnContext, verb: str, data: Any) -> Reply | None:
        """The reply to a click, as `adaptiveCard/action` wants it; None for a verb that is not ours."""
        handlers: dict[str, Handler] = {
            "context": self._context,
            "fold": self._fold,
            "useful": self._useful,
            "not_useful": self._not_useful,
            "ask_a_person": self._ask_a_person,
            GO: self._tour,
            REFRESH: self._tour_here,
        }
        handler = handlers.get(verb)
        fields = data if isinstance(data, dict) else {}
        return await handler(context, read_state(fields), fields) if handler else None

    async def _context(self, context: TurnContext, state: CardState, fields: dict[str, Any]) -> Reply:
        place = read_reference(fields.get("at"))
        if place is None:
            return message_reply(text("teams.gone", state.language))
        try:
            around = await self.service.surroundings(*place, state.language)
        except NotQuotable:
            return message_reply(text("teams.gone", state.language))
        state = state.having(open=reference(around.quote))
        answer = await self._again(state)
        if all(reference(quote) != state.open for quote in (*answer.quotes, *answer.closest)):
            answer = _only(around, answer)  # the documents have changed since: the quote itself still stands
        return card_reply(to_card(answer, self.options, state, around))

    async def _fold(self, context: TurnContext, state: CardState, fields: dict[str, Any]) -> Reply:
        return await self._redraw(state)

    async def _useful(self, context: TurnContext, state: CardState, fields: dict[str, Any]) -> Reply:
        await self._note(context, state, useful=True)
        return await self._redraw(state.having(said="useful"))

    async def _not_useful(self, context: TurnContext, state: CardState, fields: dict[str, Any]) -> Reply:
        chosen = fields.get("reason")
        comment = plain(fields.get("comment"))[:LONGEST_COMMENT]
        known = chosen if isinstance(chosen, str) and chosen in REASONS else ""
        reason = ": ".join(part for part in (known, comment) if part)
        await self._note(context, state, useful=False, reason=reason)
        return await self._redraw(state.having(said="not_useful"))

    async def _ask_a_person(self, context: TurnContext, state: CardState, fields: dict[str, Any]) -> Reply:
        if fields.get("consent") != "yes":
            return message_reply(text("teams.no_consent", state.language))
        if not await self.passing_on.pass_on(context, await self._again(state)):
            return message_reply(text("teams.not_sent", state.language))
        return await self._redraw(state.having(said="asked"))

    async def _tour(self, context: TurnContext, state: CardState, fields: dict[str, Any]) -> Reply:
        return card_reply(await self.guide.go(context.activity, fields))

    async def _tour_here(self, context: TurnContext, state: CardState, fields: dict[str, Any]) -> Reply:
        return card_reply(await self.guide.refresh(context.activity, fields))

    async def _note(self, context: TurnContext, state: CardState, *, useful: bool, reason: str = "") -> None:
        asker = self.records.pseudonym("teams", person(context.activity))
        noted = Feedback("teams", asker, state.question, useful, reason, state.quote, state.generation)
        await self.records.add_feedback(noted)

    async def _redraw(self, state: CardState) -> Reply:
        around: Surroundings | None = None
        if (place := read_reference(state.open)) is not None:
            try:
                around = await self.service.surroundings(*place, state.language)
            except NotQuotable:
                state = state.having(open="")
        return card_reply(to_card(await self._again(state), self.options, state, around))

    async def _again(self, state: CardState) -> Answer:
        """The answer behind the card: the same question gives the same answer while the documents are the same."""
        return await self.service.ask(Request(state.question, language=state.language))


def _only(around: Surroundings, answer: Answer) -> Answer:
    """The quote by itself, since what was said round it was said of others."""
    alone = replace(answer, answered=True, quotes=(around.quote,), closest=(), responsible=None)
    return replace(alone, message="", notices=(), notes=())


def card_reply(card: Element) -> Reply:
    """Replaces the card for the one who clicked."""
    return {"statusCode": 200, "type": CONTENT_TYPE, "value": card}


def message_reply(words: str) -> Reply:
    """A line that Teams shows at the card, which stays as it is."""
    return {"statusCode": 200, "type": MESSAGE_TYPE, "value": words}


def is_kept(activity: Activity) -> bool:
    """Whether a changed card is to stay changed: by a click of the only one who sees it.

    In a group each sees their own changes only; and an automatic refresh that edited the message would
    start another refresh.
    """
    value = activity.value if isinstance(activity.value, dict) else {}
    return is_personal(activity) and bool(activity.reply_to_id) and value.get("trigger") != "automatic"


def verb_of(activity: Activity) -> tuple[str, Any] | None:
    """The verb and data of an `adaptiveCard/action`; None when it is malformed."""
    value = activity.value if isinstance(activity.value, dict) else {}
    action = value.get("action")
    if not isinstance(action, dict) or not isinstance(action.get("verb"), str):
        return None
    return action["verb"], action.get("data")
