"""Which activity means what.

It is an agent of its own rather than an AgentApplication, which loads state for each turn and logs the
text of what it has no route for.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from microsoft_agents.activity import Activity, ActivityTypes, InvokeResponse
from microsoft_agents.hosting.core import Agent, TurnContext

from bot.incidents import report
from bot.records.types import Records
from bot.tasks import BackgroundTasks
from bot.teams.actions import Actions, is_kept, message_reply, verb_of
from bot.teams.answering import Answering
from bot.teams.commands import HELP, TOUR, question_of, read_command
from bot.teams.delivery import Delivery, card_message, text_message
from bot.teams.elements import CONTENT_TYPE
from bot.teams.elsewhere import speak_in
from bot.teams.extension import Extension
from bot.teams.greeting import prompts, welcome_card
from bot.teams.incoming import asked, event, is_bot, is_personal, language_of
from bot.teams.tour import Guide
from bot.texts import text

log = logging.getLogger("bot.teams")

Invoke = Callable[[Activity], Awaitable[dict[str, Any]]]


class Dispatch(Agent):
    """Messages are answered, buttons and searches replied to, edits and reactions left alone."""

    def __init__(
        self,
        answering: Answering,
        actions: Actions,
        extension: Extension,
        guide: Guide,
        records: Records,
        tasks: BackgroundTasks,
        language: str,
    ) -> None:
        self._answering = answering
        self._actions = actions
        self._guide = guide
        self._records = records
        self._tasks = tasks
        self._language = language
        self._invokes: dict[str, Invoke] = {
            "composeExtension/query": extension.search,
            "composeExtension/fetchTask": extension.ask_about,
            "composeExtension/submitAction": extension.insert,
        }

    async def on_turn(self, context: TurnContext) -> None:
        """Edits, reactions, deletions and everything else that Teams tells of are left alone."""
        kind = context.activity.type
        if kind == ActivityTypes.message:
            await self._message(context)
        elif kind == ActivityTypes.conversation_update and context.activity.members_added:
            await self._newcomers(context)
        elif kind == ActivityTypes.invoke:
            reply = (await self._invoke(context)).model_dump(by_alias=True, exclude_none=True)
            await context.send_activity(Activity(type=ActivityTypes.invoke_response, value=reply))

    async def _message(self, context: TurnContext) -> None:
        activity = context.activity
        language = language_of(activity, self._language)
        question = asked(activity)
        if question is None or not await self._records.first_seen(question.event):
            return
        if not question.question:
            example = prompts(language)[0]
            await Delivery(context).send(text_message(text("teams.no_question", language, example=example)))
            return
        if (found := read_command(question.question)) is not None:
            command, rest, language = found
            if command == HELP:
                await self._welcome(context, language)
                return
            if command == TOUR and self._guide.tour.steps:
                card = await self._guide.start(activity, language)
                await Delivery(context).send(card_message(card, text("tour.title", language)))
                return
            question = replace(question, question=question_of(command, rest, language))
        await self._answering.answer(context, question)

    async def _newcomers(self, context: TurnContext) -> None:
        """Greets in a personal chat, once; a whole channel has not asked to be greeted."""
        activity = context.activity
        new = any(is_bot(member, activity) for member in activity.members_added)
        if new and is_personal(activity) and await self._records.first_seen(event(activity)):
            await self._welcome(context, language_of(activity, self._language))

    async def _invoke(self, context: TurnContext) -> InvokeResponse:
        """Buttons and the message extension. Never raises: Teams would only say that it could not reach the app."""
        activity = context.activity
        try:
            if activity.name == "adaptiveCard/action":
                return await self._click(context)
            if (reply := self._invokes.get(activity.name)) is not None:
                return InvokeResponse(status=200, body=await reply(activity))
        except Exception as error:
            return self._failed(activity, report(error))
        log.info("left alone an invoke of another kind than ours")
        return InvokeResponse(status=501)

    async def _click(self, context: TurnContext) -> InvokeResponse:
        clicked = verb_of(context.activity)
        reply = await self._actions.act(context, *clicked) if clicked else None
        if reply and reply["type"] == CONTENT_TYPE and is_kept(context.activity):
            self._tasks.start(self._keep(context, reply["value"]), name="teams edit")
        return InvokeResponse(status=200 if reply else 400, body=reply)

    async def _keep(self, context: TurnContext, card: dict[str, Any]) -> None:
        """Writes a changed card into its message: Teams forgets the reply to a click at the next reload or reaction."""
        activity = context.activity
        changed = card_message(card, card["fallbackText"])
        await speak_in(activity.conversation.id, context, lambda there: there.edit(activity.reply_to_id, changed))

    def _failed(self, activity: Activity, code: str) -> InvokeResponse:
        words = text("teams.error", language_of(activity, self._language), code=code)
        if activity.name == "adaptiveCard/action":
            return InvokeResponse(status=200, body=message_reply(words))
        return InvokeResponse(status=200, body={"composeExtension": {"type": "message", "text": words}})

    async def _welcome(self, context: TurnContext, language: str) -> None:
        card = welcome_card(language)
        await Delivery(context).send(card_message(card, text("teams.welcome", language)))
