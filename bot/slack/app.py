"""The wiring: which handler answers which of Slack's payloads.

Every handler acknowledges first and works in the background, so that Slack has its receipt at once whatever the
load. What the app does not handle is acknowledged too; otherwise Slack would send it again.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from pydantic import ValidationError
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError

from bot.incidents import report
from bot.slack import asked_by_button, feedback, home, panel, person, tour
from bot.slack.answering import answer_message, told
from bot.slack.click import Click
from bot.slack.commands import COMMAND, SHORTCUT, Command, answer_command, answer_shortcut
from bot.slack.incoming import read
from bot.slack.posting import Message, post, respond
from bot.slack.surroundings import show_surroundings
from bot.slack.workplace import Workplace
from bot.slack.workplace import log as sdk_log

log = logging.getLogger(__name__)

Handler = Callable[[Workplace, Click], Coroutine[Any, Any, None]]

CLICKS: dict[str | re.Pattern[str], Handler] = {
    "context": show_surroundings,
    "useful": feedback.useful,
    "not_useful": feedback.not_useful,
    "ask_a_person": person.ask_consent,
    "share": asked_by_button.share,
    re.compile(r"ask\.\d+"): asked_by_button.answer_click,
    tour.ACTION: tour.go,
    home.SEARCH: lambda place, click: asked_by_button.answer_click(place, click, click.actions[0].value),
    home.LANGUAGE: lambda place, click: home.choose_language(place, click.user.id, click.chosen),
}


def build(place: Workplace, signing_secret: str = "") -> AsyncApp:
    """The app; requests over HTTP are checked against the secret, which must then not be empty."""
    sdk_log.setLevel(logging.ERROR)  # it would warn that the token is ignored: it isn't, `authorize` gives it
    app = AsyncApp(
        client=place.client,
        authorize=_authorize(place),
        signing_secret=signing_secret,
        logger=sdk_log,
        request_verification_enabled=bool(signing_secret),
        raise_error_for_unhandled_request=True,
    )
    sdk_log.setLevel(logging.INFO)
    app.error(_log_failure)
    _events(app, place)
    _interactions(app, place)
    _views(app, place)
    return app


def _authorize(place: Workplace) -> Callable[..., Awaitable[AuthorizeResult]]:
    """Who we are was found out at start: asking again at each event would delay its receipt."""
    me = place.me

    async def authorize(**_: object) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None, team_id=me.team, bot_user_id=me.user, bot_id=me.bot, bot_token=place.client.token
        )

    return authorize


def _events(app: AsyncApp, place: Workplace) -> None:
    async def on_message(event: dict[str, Any]) -> None:
        if (incoming := read(event, place.me)) is not None:
            place.tasks.start(answer_message(place, incoming), "slack message")

    async def on_home(event: dict[str, Any]) -> None:
        if event.get("tab", "home") == "home":
            place.tasks.start(home.publish_home(place, event["user"]), "slack home")

    async def on_panel(event: dict[str, Any]) -> None:
        place.tasks.start(panel.welcome(place, panel.Opened(**event["assistant_thread"])), "slack panel")

    # A mention comes both as app_mention and, where the app follows threads, as message: one reading, one answer.
    app.event("app_mention")(on_message)
    app.event("message")(on_message)
    app.event("app_home_opened")(on_home)
    app.event("assistant_thread_started")(on_panel)


def _interactions(app: AsyncApp, place: Workplace) -> None:
    async def on_command(ack: AsyncAck, command: dict[str, Any]) -> None:
        await ack()
        place.tasks.start(answer_command(place, Command(**command)), "slack command")

    async def on_shortcut(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        place.tasks.start(answer_shortcut(place, Click(**body)), "slack shortcut")

    app.command(COMMAND)(on_command)
    app.shortcut(SHORTCUT)(on_shortcut)
    for name, handler in CLICKS.items():
        app.action(name)(_clicked(place, handler))


def _clicked(place: Workplace, handler: Handler) -> Callable[..., Awaitable[None]]:
    async def on_click(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        place.tasks.start(_told(place, Click(**body), handler), "slack click")

    return on_click


def _views(app: AsyncApp, place: Workplace) -> None:
    async def on_reason(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        place.tasks.start(_told(place, Click(**body), feedback.reason_given), "slack reason")

    async def on_consent(ack: AsyncAck, body: dict[str, Any]) -> None:
        click = Click(**body)
        if not person.consented(click):  # the box is required; nothing is sent should Slack not have asked
            await ack()
            return
        await ack(response_action="update", view=person.progress_view(person.language_of(click), "person_sending"))
        place.tasks.start(_told(place, click, person.pass_on), "slack person")

    app.view(feedback.MODAL)(on_reason)
    app.view_closed(feedback.MODAL)(on_reason)
    app.view(person.MODAL)(on_consent)


async def _told(place: Workplace, click: Click, handler: Handler) -> None:
    """A click that fails is told about where it was made, or in a direct message when that has no address."""

    async def deliver(message: Message) -> None:
        if click.response_url:
            await respond(place, click.response_url, message)
        else:
            await post(place, click.user.id, message)

    await told(lambda: handler(place, click), deliver, place.settings.language)


async def _log_failure(error: Exception) -> BoltResponse | None:
    """For what happens before a handler has started its work."""
    if isinstance(error, BoltUnhandledRequestError):  # nothing of ours; unacknowledged it would come again
        return BoltResponse(status=200, body="")
    if isinstance(error, ValidationError):  # a payload that is not as Slack documents it
        log.warning("a payload was not understood: %s", ", ".join(str(e["loc"]) for e in error.errors()))
    else:
        report(error)
    return None
