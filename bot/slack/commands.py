"""`/strategi` and the message shortcut: answered for the asker only, with a button to show it to the channel."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from bot.slack.answering import EXAMPLE, Question, answer_question, told, unfit
from bot.slack.click import Click
from bot.slack.limits import cut
from bot.slack.mrkdwn import plain
from bot.slack.posting import Message, respond, said
from bot.slack.state import QUESTION, tidy
from bot.slack.workplace import Workplace, is_direct
from bot.texts import text

COMMAND = "/strategi"
SHORTCUT = "ask_about_this"


class Command(BaseModel):
    """The fields of a slash command that matter."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    user_id: str
    channel_id: str
    response_url: str
    text: str = ""


async def answer_command(place: Workplace, command: Command) -> None:
    language = await place.language(command.user_id, command.channel_id) or place.settings.language
    if not tidy(command.text):
        hint = text("slack.no_question_command", language, example=text(EXAMPLE, language))
        await respond(place, command.response_url, said(hint))
        return
    await _answer(place, command.user_id, command.channel_id, plain(command.text), command.response_url)


async def answer_shortcut(place: Workplace, click: Click) -> None:
    """Asks with the words of a message; of a long one, with its beginning."""
    words = cut(tidy(plain(click.message.text)), QUESTION)
    await _answer(place, click.user.id, click.at, words, click.response_url)


async def _answer(place: Workplace, user: str, channel: str, words: str, url: str) -> None:
    async def deliver(message: Message) -> None:
        await respond(place, url, message)

    async def work() -> None:
        rule = place.rule(channel)
        language = await place.language(user, channel)
        spoken = language or place.settings.language
        if not rule.answer:
            await deliver(said(text("slack.not_here", spoken)))
        elif refusal := unfit(words, spoken):
            await deliver(said(refusal))
        else:
            conversation = await place.records.conversation("slack", channel, place.pseudonym(user))
            share = rule.visible == "open" and not is_direct(channel)
            await answer_question(place, Question(words, user, channel, conversation, language, share), deliver)

    await told(work, deliver, place.settings.language)
