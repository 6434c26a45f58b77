"""From a question in Teams to its answer: typing, a note when it takes time, the card, in the thread."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace

from microsoft_agents.activity import Activity, DeliveryModes
from microsoft_agents.hosting.core import TurnContext

from bot.answer import Answer, Intent
from bot.incidents import report
from bot.records.types import Records
from bot.service import Request, Service
from bot.teams.cards import CardOptions, spoken, to_card
from bot.teams.delivery import Delivery, card_message, text_message
from bot.teams.incoming import Asked, language_of
from bot.teams.sizes import SHORTENED
from bot.teams.state import state_of
from bot.texts import text
from knowledge.errors import StrategibotError


@dataclass(frozen=True, slots=True)
class Answering:
    """Answers one question at a time; any number may be under way."""

    service: Service
    records: Records
    options: CardOptions
    language: str
    patience: float

    async def answer(self, context: TurnContext, question: Asked) -> None:
        """Answers in the thread, with exactly one message: the answer, or that something went wrong."""
        delivery = Delivery(context)
        asker = self.records.pseudonym("teams", question.person)
        conversation = await self.records.conversation("teams", question.thread, asker)
        work = asyncio.ensure_future(self.service.ask(Request(question.question, conversation)))
        try:
            note = await self._until_late(context, delivery, work)
            try:
                answer = await work
            except Exception as error:
                await delivery.place([self._apology(context, error)], instead_of=note)
                return
            await delivery.place(self.messages(answer, by_button=question.by_button), instead_of=note)
        finally:
            work.cancel()
        await self._record(question, asker, answer)

    async def _until_late(self, context: TurnContext, delivery: Delivery, work: asyncio.Future[Answer]) -> str:
        """Shows that the bot is at work; returns the id of a note when the answer is late, else ""."""
        if context.activity.delivery_mode == DeliveryModes.expect_replies:
            return ""
        await delivery.typing()
        await asyncio.wait([work], timeout=self.patience)
        if work.done():
            return ""
        return await delivery.send(text_message(text("teams.looking", language_of(context.activity, self.language))))

    def messages(self, answer: Answer, *, by_button: bool = False) -> Iterator[Activity]:
        """The answer in ever shorter messages; the last is a link."""
        summary, state = spoken(answer), state_of(answer).having(by_button=by_button)
        for limit in SHORTENED:
            yield card_message(to_card(answer, replace(self.options, limit=limit), state), summary)
        yield text_message(text("teams.too_large", answer.language, url=self.options.public_url))

    def _apology(self, context: TurnContext, error: Exception) -> Activity:
        if isinstance(error, StrategibotError):  # its text is meant for the user
            return text_message(f"{error.message} {error.remedy}".strip())
        code = report(error)
        return text_message(text("teams.error", language_of(context.activity, self.language), code=code))

    async def _record(self, question: Asked, asker: str, answer: Answer) -> None:
        await self.records.remember("teams", question.thread, asker, question.question)
        if not answer.answered and answer.intent is not Intent.SMALL_TALK:
            await self.records.add_unanswered(question.question, answer.language)
