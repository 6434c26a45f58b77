"""From a question to an answer that has been delivered, or an error that has been told."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.answer import Answer, Conversation
from bot.incidents import report
from bot.service import Request
from bot.slack.blocks import to_blocks, to_text
from bot.slack.incoming import Incoming
from bot.slack.limits import Block, size
from bot.slack.posting import Message, post, said, whisper
from bot.slack.state import QUESTION, tidy
from bot.slack.threads import read_thread
from bot.slack.tour import is_called_for, offer
from bot.slack.working import entitle, working
from bot.slack.workplace import Workplace, is_direct
from bot.texts import text

log = logging.getLogger(__name__)

PATIENCE = 120.0
"""Seconds until a question that has got no answer is an error: far beyond any load that is served."""
EXAMPLE = "slack.example_1"

Deliver = Callable[[Message], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Question:
    """One question, by whom and as part of what."""

    text: str
    user: str
    place: str  # the conversation, as the records call it
    conversation: Conversation = ()
    language: str | None = None
    share: bool = False  # offer to show the answer to the channel
    over: tuple[Block, ...] = ()  # what stands above the answer


async def answer_message(place: Workplace, incoming: Incoming) -> None:
    """Answers a message where it stands, if the bot is asked there, and once."""
    if not await is_asked(place, incoming):
        return
    rule = place.rule(incoming.channel)

    async def deliver(message: Message) -> None:
        if rule.answer and rule.visible == "open":
            await post(place, incoming.channel, message, incoming.reply_to, incoming.key)
        else:
            await whisper(place, incoming.channel, incoming.user, message, incoming.thread)

    async def answer() -> None:
        if not await place.records.first_seen(incoming.key):
            return
        language = await place.language(incoming.user, incoming.channel)
        spoken = language or place.settings.language
        if not rule.answer:
            await deliver(said(text("slack.not_here", spoken)))
        elif is_called_for(place, incoming):
            await offer(place, incoming, spoken)
        elif refusal := unfit(incoming.text, spoken):
            await deliver(said(refusal))
        else:
            async with working(place, incoming, spoken):
                await told(lambda: _answer_in_thread(place, incoming, language, deliver), deliver, spoken)

    await told(answer, deliver, place.settings.language)


async def _answer_in_thread(place: Workplace, incoming: Incoming, language: str | None, deliver: Deliver) -> None:
    thread = await read_thread(place, incoming)
    question = Question(incoming.text, incoming.user, incoming.place, thread.conversation, language)
    await answer_question(place, question, deliver)
    if incoming.panel and not thread.conversation:
        await entitle(place, incoming)


async def is_asked(place: Workplace, incoming: Incoming) -> bool:
    """In a direct message always; in a channel by name, by its rule, or in a thread that the two are in."""
    if is_direct(incoming.channel) or incoming.mentioned:
        return True
    rule = place.rule(incoming.channel)
    if not rule.answer or incoming.others:
        return False
    if not incoming.thread:
        return rule.when == "every_question" and "?" in incoming.text
    if not place.slack.follow_threads:
        return False
    asker = place.pseudonym(incoming.user)
    # The records know at once whether this person has asked here; Slack is asked only then.
    if not await place.records.conversation("slack", incoming.place, asker, 1):
        return False
    return (await read_thread(place, incoming)).between_us


def unfit(question: str, language: str) -> str:
    """What to say to a question that can't be asked as it stands; "" to all others."""
    if not tidy(question):
        return text("slack.no_question", language, example=text(EXAMPLE, language))
    if size(tidy(question)) > QUESTION:
        return text("slack.too_long", language, count=QUESTION)
    return ""


async def answer_question(place: Workplace, question: Question, deliver: Deliver) -> Answer:
    """Asks, delivers and remembers. Raises what asking or delivering raises."""
    request = Request(tidy(question.text), question.conversation, question.language)
    answer = await asyncio.wait_for(place.service.ask(request), PATIENCE)
    await deliver(Message(to_text(answer), to_blocks(answer, place.look(question.share, question.over))))
    await _remember(place, question, answer)
    return answer


async def told(work: Callable[[], Awaitable[object]], deliver: Deliver, language: str) -> None:
    """Does the work; a failure becomes a short message with a number that is also in the log."""
    try:
        await work()
    except Exception as error:
        number = report(error)
        try:
            await deliver(said(text("slack.error", language, number=number)))
        except Exception as second:
            log.error("error %s could not be told: %s", number, type(second).__name__)


async def _remember(place: Workplace, question: Question, answer: Answer) -> None:
    """An answer that has been given is not taken back because the records are away."""
    try:
        await place.records.remember("slack", question.place, place.pseudonym(question.user), question.text)
        if not answer.answered:
            await place.records.add_unanswered(answer.resolved or answer.question, answer.language)
    except Exception as error:
        report(error)
