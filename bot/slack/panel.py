"""The Assistant panel: what it says and suggests when somebody opens it. Messages in it are direct messages."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from bot.slack.posting import post, said
from bot.slack.working import quietly
from bot.slack.workplace import Workplace
from bot.texts import text

EXAMPLES = ("slack.example_1", "slack.example_2", "slack.example_3", "slack.example_4")


class Opened(BaseModel):
    """`assistant_thread_started`: the fields that matter."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    user_id: str
    channel_id: str
    thread_ts: str


async def welcome(place: Workplace, opened: Opened) -> None:
    if not await place.records.first_seen(f"slack:panel:{opened.channel_id}:{opened.thread_ts}"):
        return
    language = await place.chosen_language(opened.user_id) or place.settings.language
    await post(place, opened.channel_id, said(text("slack.welcome", language)), opened.thread_ts)
    prompts = [{"title": text(key, language), "message": text(key, language)} for key in EXAMPLES]
    await quietly(
        place.client.assistant_threads_setSuggestedPrompts(
            channel_id=opened.channel_id,
            thread_ts=opened.thread_ts,
            title=text("slack.prompts_title", language),
            prompts=prompts,
        )
    )
