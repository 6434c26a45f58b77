"""The introduction for a new handläggare: in App Home as a modal, in a direct message as one that changes in place."""

from __future__ import annotations

import re
from dataclasses import replace

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.incidents import report
from bot.slack import parts
from bot.slack.blocks import Look, to_blocks, to_text
from bot.slack.click import Click
from bot.slack.incoming import Incoming
from bot.slack.limits import Block
from bot.slack.mrkdwn import escape
from bot.slack.posting import Message, post
from bot.slack.state import tidy
from bot.slack.views import open_modal
from bot.slack.workplace import Workplace, is_direct
from bot.texts import text
from bot.tour import TourProgress, TourStep, read_progress, save_progress, tour_step
from knowledge.onboarding import Role

ACTION = re.compile(r"tour\.\w+")


class Stop(BaseModel):
    """What a button leads to: a step, as somebody of a role."""

    model_config = ConfigDict(frozen=True)

    number: int = Field(1, alias="n", ge=1, le=100)
    role: Role | None = Field(None, alias="r")

    def pack(self) -> str:
        return self.model_dump_json(by_alias=True)


def is_called_for(place: Workplace, incoming: Incoming) -> bool:
    """Whether somebody writes "introduktion" in a direct message."""
    if not is_direct(incoming.channel) or not place.tour.steps:
        return False
    names = {name.strip() for name in text("slack.tour_words", "sv").split(",")}
    return tidy(incoming.text).casefold().strip(" .!?") in names


async def offer(place: Workplace, incoming: Incoming, language: str) -> None:
    """Says what the introduction is, with buttons that begin it."""
    progress = await read_progress(place.records, place.pseudonym(incoming.user))
    blocks = start_blocks(len(place.tour), progress, language)
    words = escape(text("tour.intro", language, of=len(place.tour)))
    await post(place, incoming.channel, Message(words, blocks), incoming.reply_to, incoming.key)


def start_blocks(steps: int, progress: TourProgress | None, language: str) -> list[Block]:
    """A button for each role, and one to go on where one stopped."""
    row = []
    if progress is not None and progress.number > 1:
        on = Stop(n=min(progress.number, steps), r=progress.role)
        words = text("tour.resume", language, number=on.number)
        row.append(parts.button("tour.resume", words, on.pack(), style="primary"))
    for role in Role:
        name = text(f"tour.role_{role}", language)
        row.append(parts.button(f"tour.{role.name.lower()}", name, Stop(n=1, r=role).pack()))
    return [
        parts.section(escape(text("tour.intro", language, of=steps))),
        parts.context(escape(text("tour.choose_role", language))),
        parts.actions("tour", row),
    ]


async def go(place: Workplace, click: Click) -> None:
    """Shows the step that the button leads to, where the button was."""
    language = await place.chosen_language(click.user.id) or place.settings.language
    if click.at:
        message = await _step(place, click, language)
        await place.client.chat_update(channel=click.at, ts=click.message_ts, text=message.text, blocks=message.blocks)
        return
    title, close = text("slack.home_tour_short", language), text("slack.close", language)
    view = click.view.id
    if not click.in_modal:
        loading = [parts.words(text("slack.loading", language))]
        view = await open_modal(place, click, parts.modal(title, loading, close=close))
    try:
        blocks = (await _step(place, click, language)).blocks
    except Exception as error:
        blocks = [parts.words(text("slack.error", language, number=report(error)))]
    await place.client.views_update(view_id=view, view=parts.modal(title, blocks, close=close))


async def _step(place: Workplace, click: Click, language: str) -> Message:
    stop = _stop(click)
    asker = place.pseudonym(click.user.id)
    if stop.number > len(place.tour):
        done = text("tour.done", language)
        return Message(escape(done), [parts.words(done), *start_blocks(len(place.tour), None, language)[1:]])
    step = await tour_step(place.service, place.tour, stop.role, stop.number, language)
    await save_progress(place.records, asker, TourProgress(stop.role, step.number))
    return step_message(step, stop.role, language, place.look())


def step_message(step: TourStep, role: Role | None, language: str, look: Look) -> Message:
    """The step's heading and question, its answer as any answer, and the way back and on."""
    over = (parts.header(step.heading(language)), parts.literal(step.question))
    row = []
    if not step.first:
        row.append(parts.button("tour.back", text("tour.back", language), Stop(n=step.number - 1, r=role).pack()))
    onwards = text("tour.finish" if step.last else "tour.next", language)
    row.append(parts.button("tour.next", onwards, Stop(n=step.number + 1, r=role).pack(), style="primary"))
    look = replace(look, rate=False, ask_a_person=False, over=over, under=(parts.actions("tour", row),))
    return Message(f"{escape(step.heading(language))}\n{to_text(step.answer)}", to_blocks(step.answer, look))


def _stop(click: Click) -> Stop:
    try:
        return Stop.model_validate_json(click.actions[0].value)
    except (ValidationError, IndexError):
        return Stop()
