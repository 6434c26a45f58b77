"""The API: questions, context, feedback, texts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from typing import Any

from aiohttp import web

from bot.answer import Answer, Intent
from bot.records.types import Feedback
from bot.service import Request
from bot.texts import LANGUAGES, texts
from bot.web.bodies import AskBody, FeedbackBody, SurroundingsQuery, read_body, read_query
from bot.web.keys import CONVERSATIONS, RECORDS, SERVICE, TASKS
from bot.web.openapi import description

routes = web.RouteTableDef()
_json = partial(web.json_response, dumps=partial(json.dumps, ensure_ascii=False))  # Swedish readable as it stands


@routes.post("/api/ask")
async def ask(request: web.Request) -> web.Response:
    body = await read_body(request, AskBody)
    conversations = request.app[CONVERSATIONS]
    named = body.conversation if isinstance(body.conversation, str) else None
    earlier = conversations.questions(named) if named else tuple(body.conversation)
    answer = await request.app[SERVICE].ask(Request(body.question, earlier, body.language, body.as_of))
    if named:
        conversations.remember(named, body.question)
    _count_unanswered(request, answer)
    return _json(answer.to_dict())


def _count_unanswered(request: web.Request, answer: Answer) -> None:
    """What the documents lack is counted for their owners; the asker doesn't wait for it."""
    if not answer.answered and answer.intent is not Intent.SMALL_TALK:
        work = request.app[RECORDS].add_unanswered(answer.resolved or answer.question, answer.language)
        request.app[TASKS].start(work, "unanswered")


@routes.get("/api/surroundings")
async def surroundings(request: web.Request) -> web.Response:
    query = read_query(request, SurroundingsQuery)
    found = await request.app[SERVICE].surroundings(query.document, query.start, query.end, query.language)
    return _json(asdict(found))


@routes.post("/api/feedback")
async def feedback(request: web.Request) -> web.Response:
    body = await read_body(request, FeedbackBody)
    records = request.app[RECORDS]
    given = Feedback(
        platform="web",
        asker=records.pseudonym("web", body.conversation) if body.conversation else "",
        question=body.question,
        useful=body.useful,
        reason=body.reason,
        quote=body.quote,
        generation=body.generation,
    )
    await records.add_feedback(given)
    return web.Response(status=204)


@routes.get("/api/texts")
async def page_texts(_request: web.Request) -> web.Response:
    """The page's own texts, in both languages: an answer's labels follow the answer's language."""
    return _json({language: _with_prefix("web.js_", texts(language)) for language in LANGUAGES})


def _with_prefix(prefix: str, values: Mapping[str, str]) -> dict[str, str]:
    return {key.removeprefix(prefix): value for key, value in values.items() if key.startswith(prefix)}


@routes.get("/api/openapi.json")
async def openapi(_request: web.Request) -> web.Response:
    return _json(description())


@routes.get("/healthz")
async def healthz(_request: web.Request) -> web.Response:
    """The process is alive and its event loop turns."""
    return _json({"status": "ok"})


@routes.get("/readyz")
async def readyz(request: web.Request) -> web.Response:
    """Questions can be answered: an index is loaded."""
    service = request.app[SERVICE]
    reply: dict[str, Any] = {"status": "ready" if service.ready else "not ready"}
    if (corpus := service.corpus) is not None:
        reply["generation"] = corpus.generation
    return _json(reply, status=200 if service.ready else 503)
