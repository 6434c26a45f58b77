"""What every handler needs: who we are in the workspace, and what to work with."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import Settings
from bot.owners import OwnerRow
from bot.records.types import Records
from bot.service import Service
from bot.slack.blocks import Look
from bot.slack.limits import Block
from bot.slack.register import HoldsCorpus, Register
from bot.slack.settings import ChannelRule, SlackSettings
from bot.tasks import BackgroundTasks
from bot.tour import Tour

RATE_LIMITED = 10
"""How often a call is made again after a 429, each time after what Retry-After says: minutes in all, since an
answer that is late is better than one that is lost."""
SECONDS = 30  # for one call

log = logging.getLogger("bot.slack.sdk")
log.setLevel(logging.INFO)  # at DEBUG the SDK logs what people write, and below INFO the addresses it answers to


@dataclass(frozen=True, slots=True)
class Identity:
    """The bot in this workspace, as auth.test tells it."""

    user: str
    bot: str
    team: str = ""
    name: str = ""
    team_name: str = ""

    def wrote(self, message: dict[str, Any]) -> bool:
        """Whether a message is the bot's own."""
        return message.get("user") == self.user or (bool(self.bot) and message.get("bot_id") == self.bot)


@dataclass(frozen=True, slots=True)
class Workplace:
    """One workspace, and the seams that the adapter translates to."""

    settings: Settings
    service: Service
    records: Records
    tasks: BackgroundTasks
    client: AsyncWebClient
    me: Identity
    tour: Tour
    register: Register

    @property
    def slack(self) -> SlackSettings:
        return self.settings.slack

    def rule(self, channel: str) -> ChannelRule:
        """Rules are for channels; a direct message, the panel and App Home always get an answer."""
        return ChannelRule() if is_direct(channel) else self.slack.channels.get(channel, self.slack.default)

    def look(self, share: bool = False, over: tuple[Block, ...] = ()) -> Look:
        return Look(self.settings.public_url, bool(self.slack.ask_a_person), share, over=over)

    async def owners(self, language: str) -> tuple[OwnerRow, ...]:
        """Who owns what, by the documents that answer now; () when the service doesn't show them."""
        corpus = self.service.corpus if isinstance(self.service, HoldsCorpus) else None
        return await self.register.rows(corpus, language) if corpus is not None else ()

    def pseudonym(self, user: str) -> str:
        return self.records.pseudonym("slack", user)

    async def chosen_language(self, user: str) -> str | None:
        """The language that the person has chosen in App Home, or None: that of the question."""
        chosen = await self.records.setting(self.pseudonym(user), "language")
        return chosen if chosen in ("sv", "en") else None

    async def language(self, user: str, channel: str = "") -> str | None:
        """A channel's rule goes before the person's choice."""
        rule = self.rule(channel).language if channel else "auto"
        return rule if rule != "auto" else await self.chosen_language(user)


class BrokenConnection(AsyncConnectionErrorRetryHandler):
    """Makes a call again whose connection broke, but not a post: that could come twice (see `posting.post`)."""

    async def _can_retry_async(self, *, request: HttpRequest, **details: Any) -> bool:
        return not request.url.endswith("chat.postMessage") and await super()._can_retry_async(
            request=request, **details
        )


def is_direct(channel: str) -> bool:
    return channel.startswith("D")


def web_client(slack: SlackSettings, session: ClientSession | None = None) -> AsyncWebClient:
    """The Web API, called again after a 429 for as long as Slack asks, and after a broken connection."""
    return AsyncWebClient(
        token=slack.bot_token.get_secret_value(),
        base_url=slack.api_url,
        timeout=SECONDS,
        session=session,
        logger=log,
        retry_handlers=[
            BrokenConnection(max_retry_count=2),
            AsyncRateLimitErrorRetryHandler(max_retry_count=RATE_LIMITED),
        ],
    )
