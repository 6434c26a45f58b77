"""Looks at everything that Slack needs before the app starts, and says what to do."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from aiohttp import ClientError
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.config import Settings
from bot.slack.manifest import SCOPES
from bot.slack.workplace import Identity, web_client
from bot.texts import text
from knowledge.errors import BadConfiguration

log = logging.getLogger(__name__)

CLOCK = 120
"""Seconds that the clock may be off. Signatures are refused at 300, and a clock that drifts goes on drifting."""
PLACE = re.compile(r"[CDGUW][A-Z0-9]+")
"""Ids of channels and people."""


class Unreachable(Exception):
    """Slack does not answer now; it may in a while."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `fatal`: the app cannot work when it is not ok; `passing`: it may mend by itself."""

    name: str
    ok: bool
    found: str
    remedy: str = ""
    fatal: bool = True
    passing: bool = False


def check(settings: Settings) -> Iterator[tuple[str, bool, str, str]]:
    """(name, ok, what was found, what to do) of each check; for a program without a running event loop."""
    findings, _ = asyncio.run(examine(settings))
    return ((finding.name, finding.ok, finding.found, finding.remedy) for finding in findings)


async def enter(settings: Settings) -> Identity:
    """Who the bot is in the workspace, once everything has been looked at.

    Raises BadConfiguration for the first thing without which the app cannot work, and Unreachable when Slack
    does not answer. The rest is logged.
    """
    findings, identity = await examine(settings)
    wrong = [finding for finding in findings if not finding.ok]
    for finding in wrong:
        if finding.fatal and not finding.passing:
            raise BadConfiguration(f"Slack: {finding.name}: {finding.found}.", finding.remedy)
    if identity is None or any(finding.fatal for finding in wrong):
        raise Unreachable(wrong[0].found)
    for finding in wrong:
        log.warning("%s: %s. %s", finding.name, finding.found, finding.remedy)
    return identity


async def examine(settings: Settings) -> tuple[list[Finding], Identity | None]:
    """Every check of the configured mode, and who the bot is when it could log in."""
    slack, language = settings.slack, settings.language
    findings = [_token("bot_token", slack.bot_token, "xoxb-", language)]
    if slack.mode == "socket":
        findings.append(_token("app_token", slack.app_token, "xapp-", language))
    else:
        findings.append(_secret(slack.signing_secret, language))
    identity = None
    if all(finding.ok for finding in findings):
        client = web_client(slack)
        login, answer = await _login(client, language)
        findings.append(login)
        if answer is not None:
            identity = _identity(answer)
            findings += [_scopes(answer, language), _clock(answer, language, fatal=slack.mode == "http")]
        if slack.mode == "socket":
            findings.append(await _socket(client, slack.app_token, language))
    findings += _ways(settings)
    return findings, identity


def _token(name: str, token: SecretStr, prefix: str, language: str) -> Finding:
    value = token.get_secret_value()
    if value.startswith(prefix):
        found = text("slack.found_fine", language)
    elif value:
        found = text("slack.found_shape", language, prefix=prefix)
    else:
        found = text("slack.found_missing", language)
    remedy = text(f"slack.remedy_{name}", language)
    return Finding(text(f"slack.check_{name}", language), value.startswith(prefix), found, remedy)


def _secret(secret: SecretStr, language: str) -> Finding:
    """An empty one would refuse every request, or none."""
    there = bool(secret.get_secret_value().strip())
    found = text("slack.found_fine" if there else "slack.found_missing", language)
    return Finding(text("slack.check_secret", language), there, found, text("slack.remedy_secret", language))


async def _login(client: AsyncWebClient, language: str) -> tuple[Finding, AsyncSlackResponse | None]:
    name = text("slack.check_login", language)
    try:
        answer = await client.auth_test()
    except (SlackApiError, ClientError, TimeoutError) as error:
        return _refused(name, error, "bot_token", language), None
    found = text("slack.found_user", language, name=answer.get("user", ""), team=answer.get("team", ""))
    return Finding(name, True, found), answer


async def _socket(client: AsyncWebClient, token: SecretStr, language: str) -> Finding:
    name = text("slack.check_socket", language)
    try:
        await client.apps_connections_open(app_token=token.get_secret_value())
    except (SlackApiError, ClientError, TimeoutError) as error:
        return _refused(name, error, "app_token", language)
    return Finding(name, True, text("slack.found_fine", language))


def _refused(name: str, error: Exception, what: str, language: str) -> Finding:
    """Slack says no, or nothing. An error code of Slack's is a word of its own; nothing else is shown."""
    status = getattr(getattr(error, "response", None), "status_code", None)
    if isinstance(error, SlackApiError) and isinstance(status, int) and status < 500:
        found = text("slack.found_refused", language, error=error.response.get("error", status))
        return Finding(name, False, found, text(f"slack.remedy_{what}", language))
    found = text("slack.found_unreachable", language, error=type(error).__name__)
    return Finding(name, False, found, text("slack.remedy_reach", language), passing=True)


def _identity(answer: AsyncSlackResponse) -> Identity:
    return Identity(
        user=str(answer.get("user_id", "")),
        bot=str(answer.get("bot_id", "")),
        team=str(answer.get("team_id", "")),
    )


def _scopes(answer: AsyncSlackResponse, language: str) -> Finding:
    name = text("slack.check_scopes", language)
    granted = set(_header(answer, "x-oauth-scopes").replace(" ", "").split(","))
    missing = [scope for scope in SCOPES if scope not in granted]
    if not missing:
        return Finding(name, True, text("slack.found_fine", language))
    found = text("slack.found_scopes_missing", language, scopes=", ".join(missing))
    return Finding(name, False, found, text("slack.remedy_scopes", language), fatal=False)


def _clock(answer: AsyncSlackResponse, language: str, *, fatal: bool) -> Finding:
    name = text("slack.check_clock", language)
    try:
        theirs = parsedate_to_datetime(_header(answer, "date")).timestamp()
    except ValueError:  # no date, as from a proxy: nothing to compare with
        return Finding(name, True, text("slack.found_fine", language), fatal=False)
    off = round(abs(time.time() - theirs))
    found = text("slack.found_clock", language, seconds=off)
    return Finding(name, off <= CLOCK, found, text("slack.remedy_clock", language), fatal=fatal)


def _header(answer: AsyncSlackResponse, name: str) -> str:
    return next((str(value) for key, value in answer.headers.items() if key.lower() == name), "")


def _ways(settings: Settings) -> Iterator[Finding]:
    """Where links lead and where questions are passed on to: what has to be seen from outside is only warned of."""
    language, url = settings.language, settings.public_url
    local = urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1", "0.0.0.0")  # noqa: S104 (compared, not bound)
    found = text("slack.found_local", language, url=url) if local else url
    yield Finding(
        text("slack.check_links", language), not local, found, text("slack.remedy_links", language), fatal=False
    )
    if whom := settings.slack.ask_a_person:
        name, ok = text("slack.check_person", language), bool(PLACE.fullmatch(whom))
        yield Finding(name, ok, whom, text("slack.remedy_person", language), fatal=False)
