"""The chat and the documents."""

from __future__ import annotations

from aiohttp import web

from bot.web.document_view import contents_of, marked_span, parts_of
from bot.web.shelf import shelf_of
from bot.web.templates import render

routes = web.RouteTableDef()

EXAMPLES = tuple(f"example_{n}" for n in range(1, 7))


@routes.get("/")
async def chat(request: web.Request) -> web.Response:
    return render(request, "chat.html", examples=EXAMPLES)


@routes.get("/documents")
async def documents(request: web.Request) -> web.Response:
    shelf = shelf_of(request)
    return render(request, "documents.html", entries=shelf.entries(), generation=shelf.corpus.generation)


@routes.get("/documents/{id}")
async def document(request: web.Request) -> web.Response:
    shelf = shelf_of(request)
    entry = shelf.entry(request.match_info["id"])
    if entry is None:
        raise web.HTTPNotFound
    held = entry.document
    if held is None:
        return render(request, "not_held.html", entry=entry)
    start, end = (_number(request, name) for name in ("start", "end"))
    mark = marked_span(held, start, end) if start is not None and end is not None else None
    return render(
        request,
        "document.html",
        entry=entry,
        document=held,
        parts=parts_of(held, mark),
        contents=contents_of(held),
        mark=mark,
    )


def _number(request: web.Request, name: str) -> int | None:
    """A link may be old or cut off: a wrong offset shows the document without a highlight."""
    value = request.query.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None
