"""The tour for a new handläggare: a page a step, whose quotes are fetched live as any answer is.

How far one came is kept by the reader's own browser, so the server needs to know nobody.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import partial
from typing import Literal

from aiohttp import web
from pydantic import Field

from bot.tour import Tour, tour_step
from bot.web.bodies import Body, Language, read_query
from bot.web.keys import SERVICE
from bot.web.language import language_of
from bot.web.templates import render
from knowledge.onboarding import Role

routes = web.RouteTableDef()

TOUR = web.AppKey("tour", Tour)


class TourQuery(Body):
    """Which step, and for whom."""

    step: int = Field(1, ge=1, le=100)
    role: Role | Literal[""] = Field("", description="Where the asker works.")
    language: Language = "sv"


@routes.get("/tour")
async def tour(request: web.Request) -> web.Response:
    """Without a step the beginning, past the last one the end; a wrong step or role is the beginning, too."""
    steps = request.app[TOUR].steps
    language = language_of(request)
    wanted, role = request.query.get("step", ""), request.query.get("role", "")
    return render(
        request,
        "tour.html",
        steps=[step.title.get(language, step.title["sv"]) for step in steps],
        step=min(int(wanted), len(steps) + 1) if wanted.isascii() and wanted.isdigit() and len(wanted) < 4 else 0,
        role=role if role in list(Role) else "",
        roles=list(Role),
    )


@routes.get("/api/tour")
async def api_tour(request: web.Request) -> web.Response:
    query = read_query(request, TourQuery)
    tour = request.app[TOUR]
    if query.step > len(tour):
        raise web.HTTPNotFound
    step = await tour_step(request.app[SERVICE], tour, query.role or None, query.step, query.language)
    return web.json_response(asdict(step), dumps=partial(json.dumps, ensure_ascii=False))
