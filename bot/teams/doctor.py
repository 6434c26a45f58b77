"""Is Teams configured so that it can work? For `strategibot doctor`."""

from __future__ import annotations

import os
from collections.abc import Iterator

from bot.config import Settings
from bot.teams.auth import require_safe
from bot.teams.connection import connections
from bot.teams.manifest import manifest
from bot.texts import text
from knowledge.errors import BadConfiguration

Found = tuple[str, bool, str, str]
"""What was looked at, whether it is well, what was found, and what to do."""

CONNECTOR = "https://api.botframework.com"


def check(settings: Settings) -> Iterator[Found]:
    """Yields each thing looked at. The last asks Microsoft for a token, with the app's own secret."""
    language = settings.language
    name = text("teams.check_configuration", language)
    try:
        require_safe(settings.teams, os.environ)
    except BadConfiguration as error:
        yield name, False, error.message, error.remedy
        return
    yield name, True, text("teams.check_fine", language), ""
    yield _package(settings)
    yield _token(settings)


def _package(settings: Settings) -> Found:
    name = text("teams.check_package", settings.language)
    try:
        return name, True, manifest(settings)["validDomains"][0], ""
    except BadConfiguration as error:
        return name, False, error.message, error.remedy


def _token(settings: Settings) -> Found:
    import asyncio

    name, language = text("teams.check_token", settings.language), settings.language
    provider = connections(settings.teams).get_default_connection()
    try:
        asyncio.run(provider.get_access_token(CONNECTOR, [f"{CONNECTOR}/.default"]))
    except Exception as error:  # MSAL, requests and the SDK raise as they please; the text may hold the secret's id
        found = text("teams.check_no_token", language, reason=type(error).__name__)
        return name, False, found, text("teams.check_token_remedy", language)
    return name, True, text("teams.check_fine", language), ""
