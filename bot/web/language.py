"""Which language a page is in: what the reader chose, else what the browser asks for, else the configuration."""

from __future__ import annotations

from aiohttp import hdrs, web

from bot.texts import LANGUAGES
from bot.web.keys import SETTINGS

COOKIE = "language"
YEAR = 365 * 24 * 3600


def language_of(request: web.Request) -> str:
    """ "sv" or "en"."""
    for chosen in (request.query.get("language"), request.cookies.get(COOKIE)):
        if chosen in LANGUAGES:
            return chosen
    return _preferred(request.headers.get(hdrs.ACCEPT_LANGUAGE, "")) or request.app[SETTINGS].language


def remember_choice(request: web.Request, response: web.Response) -> None:
    """Keeps a language chosen by `?language=` for the pages to come. The cookie holds nothing else."""
    if request.query.get("language") in LANGUAGES:
        response.set_cookie(COOKIE, request.query["language"], max_age=YEAR, httponly=True, samesite="Lax", path="/")


def _preferred(header: str) -> str | None:
    """The first of ours in the browser's own order; its order of writing is its order of preference."""
    for part in header.lower().split(","):
        tag = part.split(";")[0].strip().split("-")[0]
        if tag in LANGUAGES:
            return tag
    return None
