"""The manifest of the Teams app, in Swedish, with its English translation beside it."""

from __future__ import annotations

import json
from importlib.metadata import version
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft4Validator

from bot.config import Settings
from bot.teams.commands import COMMANDS
from bot.teams.extension import ASK, SEARCH
from bot.texts import text
from knowledge.errors import BadConfiguration

VERSION = "1.30"
"""Of the manifest's schema: the newest that is published."""

SCHEMA_URL = f"https://developer.microsoft.com/json-schemas/teams/v{VERSION}/MicrosoftTeams.schema.json"
TRANSLATION = "en.json"
ACCENT = "#1F3A68"
SCOPES = ["personal", "team", "groupChat"]

Manifest = dict[str, Any]


def manifest(settings: Settings) -> Manifest:
    """The manifest, valid by the schema. Raises BadConfiguration when a setting that it needs is missing or wrong."""
    address = urlsplit(settings.public_url)
    if address.scheme != "https" or not address.hostname:
        raise BadConfiguration(
            "The Teams app needs the bot's public address, with https.",
            "Set server.public_url, for example to https://strategiboten.example.se.",
        )
    made = _manifest(settings, address.hostname)
    check(made, "manifest")
    return made


def translation() -> Manifest:
    """The English texts of the manifest, keyed by where they go."""
    swedish = _texts("sv")
    made = {"$schema": SCHEMA_URL.replace(".schema", ".Localization.schema")}
    made |= {place: words for place, words in _texts("en").items() if place in swedish}
    check(made, "localization")
    return made


def check(content: Manifest, schema: str) -> None:
    """Raises BadConfiguration with the first place where the content breaks the schema."""
    rules = json.loads((files("bot.teams") / "schema" / f"{schema}-{VERSION}.json").read_text(encoding="utf-8"))
    for error in Draft4Validator(rules).iter_errors(content):
        where = ".".join(map(str, error.absolute_path)) or "the whole"
        raise BadConfiguration(
            f"The Teams app's {schema} is not valid: {where}: {error.message[:200]}.",
            "Check TEAMS_APP_ID and server.public_url.",
        )


def _manifest(settings: Settings, host: str) -> Manifest:
    words, address, bot = _texts("sv"), settings.public_url, settings.teams.app_id
    return {
        "$schema": SCHEMA_URL,
        "manifestVersion": VERSION,
        "version": version("strategibot"),
        "id": bot,
        "localizationInfo": {
            "defaultLanguageTag": "sv",
            "additionalLanguages": [{"languageTag": "en", "file": TRANSLATION}],
        },
        "developer": {
            "name": settings.teams.developer,
            "websiteUrl": address,
            "privacyUrl": settings.teams.privacy_url or address,
            "termsOfUseUrl": settings.teams.terms_url or address,
        },
        "name": {"short": words["name.short"], "full": words["name.full"]},
        "description": {"short": words["description.short"], "full": words["description.full"]},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": ACCENT,
        "bots": [
            {
                "botId": bot,
                "scopes": SCOPES,
                "supportsFiles": False,
                "isNotificationOnly": False,
                "commandLists": [{"scopes": SCOPES, "commands": _commands()}],
            }
        ],
        "composeExtensions": [{"botId": bot, "commands": _extension()}],
        "validDomains": [host],
        "defaultInstallScope": "personal",
    }


def _commands() -> list[Manifest]:
    return [
        {"title": text(f"teams.command_{name}", "sv"), "description": text(f"teams.command_{name}_about", "sv")}
        for name in COMMANDS
    ]


def _extension() -> list[Manifest]:
    return [
        {
            "id": SEARCH,
            "type": "query",
            "context": ["compose", "commandBox"],
            "title": text("teams.search_title", "sv"),
            "description": text("teams.search_about", "sv"),
            "parameters": [
                {
                    "name": "question",
                    "title": text("teams.search_parameter", "sv"),
                    "description": text("teams.search_parameter_about", "sv"),
                    "inputType": "text",
                }
            ],
        },
        {
            "id": ASK,
            "type": "action",
            "context": ["message"],
            "fetchTask": True,
            "title": text("teams.message_action", "sv"),
            "description": text("teams.message_action_about", "sv"),
        },
    ]


def _texts(language: str) -> dict[str, str]:
    """Every text of the manifest in one language, keyed by its place there."""
    commands = "bots[0].commandLists[0].commands"
    extension = "composeExtensions[0].commands"
    places = {
        "name.short": "name",
        "name.full": "name",
        "description.short": "short",
        "description.full": "long",
        f"{extension}[0].title": "search_title",
        f"{extension}[0].description": "search_about",
        f"{extension}[0].parameters[0].title": "search_parameter",
        f"{extension}[0].parameters[0].description": "search_parameter_about",
        f"{extension}[1].title": "message_action",
        f"{extension}[1].description": "message_action_about",
    }
    for number, name in enumerate(COMMANDS):
        places[f"{commands}[{number}].title"] = f"command_{name}"
        places[f"{commands}[{number}].description"] = f"command_{name}_about"
    return {place: text(f"teams.{key}", language) for place, key in places.items()}
