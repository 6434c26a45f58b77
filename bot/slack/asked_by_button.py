"""Questions that a click asks: a suggestion, an example, the search box of App Home; and sharing an answer."""

from __future__ import annotations

from slack_sdk.errors import SlackApiError

from bot.answer import Answer
from bot.service import Request
from bot.slack import parts
from bot.slack.answering import Question, answer_question, told, unfit
from bot.slack.blocks import to_blocks, to_text
from bot.slack.click import Click
from bot.slack.limits import TEXT, Block
from bot.slack.mrkdwn import label
from bot.slack.posting import Message, post, respond, said
from bot.slack.views import fill_modal
from bot.slack.workplace import Workplace
from bot.texts import text


async def answer_click(place: Workplace, click: Click, words: str = "") -> None:
    """Answers where the click was made: in the thread, for the one who sees the message, or in a modal."""
    words = words or click.state.question
    if click.at:
        await _answer_at_message(place, click, words)
    else:
        await _answer_in_modal(place, click, words)


async def _answer_at_message(place: Workplace, click: Click, words: str) -> None:
    user, only_me = click.user.id, click.container.is_ephemeral
    # A message's button that is clicked twice has been answered; so has a click that comes twice.
    if not await place.records.first_seen(f"slack:{click.at}:{click.message_ts}:{user}:{words}"):
        return

    async def deliver(message: Message) -> None:
        if only_me:
            await respond(place, click.response_url, message)
        else:
            await post(place, click.at, message, click.thread)

    async def work() -> None:
        language = await place.language(user, click.at)
        over = () if only_me else (parts.context(f"<@{user}>: {label(words, TEXT - 100)}"),)
        share = only_me and place.rule(click.at).visible == "open"
        await answer_question(place, Question(words, user, click.place, (), language, share, over), deliver)

    await told(work, deliver, click.state.language)


async def _answer_in_modal(place: Workplace, click: Click, words: str) -> None:
    user = click.user.id
    language = await place.chosen_language(user)
    spoken = language or place.settings.language

    async def blocks() -> list[Block]:
        if refusal := unfit(words, spoken):
            return [parts.words(refusal)]
        shown: list[Block] = []

        async def keep(message: Message) -> None:
            shown.extend(message.blocks)

        over = (parts.literal(words),)
        await answer_question(place, Question(words, user, click.place, (), language, over=over), keep)
        return shown

    await fill_modal(place, click, text("slack.answer_title", spoken), spoken, blocks)


async def share(place: Workplace, click: Click) -> None:
    """Posts in the channel the answer that only the asker saw. It is asked again: a click carries no answer."""
    state, user = click.state, click.user.id
    if not await place.records.first_seen(f"slack:share:{click.at}:{click.message_ts}:{user}"):
        return

    async def deliver(message: Message) -> None:
        await respond(place, click.response_url, message, replace=True)

    async def work() -> None:
        answer = await place.service.ask(Request(state.question, language=state.language))
        try:
            await post(place, click.at, _shared(place, answer, user, state.question))
        except SlackApiError as error:
            if error.response.get("error") not in ("not_in_channel", "channel_not_found", "is_archived"):
                raise
            await deliver(said(text("slack.share_no", state.language)))
        else:
            await deliver(said(text("slack.share_done", state.language)))

    await told(work, deliver, state.language)


def _shared(place: Workplace, answer: Answer, user: str, question: str) -> Message:
    lead = text("slack.shared", answer.language, person=f"<@{user}>", question=label(question, TEXT - 200))
    return Message(f"{lead}\n{to_text(answer)}", to_blocks(answer, place.look(over=(parts.section(lead),))))
