"""Every reply leaves through here: safe headers, errors that show nothing, a log without anybody's words."""

from __future__ import annotations

import logging
import time

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from bot.batching import NotReady, Overloaded
from bot.incidents import report
from bot.texts import text
from bot.web.bodies import ErrorBody, Reason
from bot.web.language import language_of
from bot.web.templates import render
from knowledge.errors import NotQuotable, StrategibotError

log = logging.getLogger("bot.web.requests")

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # for browsers that don't know frame-ancestors
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """A signal handler: also runs for redirects, files and errors."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.path.startswith(("/api/", "/healthz", "/readyz")):
        response.headers.setdefault(hdrs.CACHE_CONTROL, "no-store")
    response.headers.pop(hdrs.SERVER, None)


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turns every failure into a reply that says what to do, and writes one line about the request."""
    began = time.perf_counter()
    try:
        response = await handler(request)
    except web.HTTPException as reply:
        if reply.status < 400:
            raise
        response = _reply(request, reply.status, _http_reason(request, reply))
        response.headers.extend({k: v for k, v in reply.headers.items() if k in (hdrs.ALLOW, hdrs.RETRY_AFTER)})
    except StrategibotError as error:
        response = _reply(request, _status(error), Reason(reason=error.message, remedy=error.remedy))
        if isinstance(error, Overloaded | NotReady):
            response.headers[hdrs.RETRY_AFTER] = "2"
    except Exception as error:
        response = _reply(request, 500, _unexpected(request, error))
    _write_line(request, response.status, began)
    return response


def _status(error: StrategibotError) -> int:
    if isinstance(error, NotQuotable):
        return 404
    return 503 if isinstance(error, Overloaded | NotReady) else 500


def _http_reason(request: web.Request, reply: web.HTTPException) -> Reason:
    language = language_of(request)
    known = {404: "web.error_404", 405: "web.error_405", 413: "web.error_413"}
    if key := known.get(reply.status):
        return Reason(reason=text(key, language))
    return Reason(reason=reply.text or reply.reason)


def _unexpected(request: web.Request, error: Exception) -> Reason:
    number, language = report(error), language_of(request)
    return Reason(reason=text("web.failed", language, number=number), remedy=text("web.try_again", language), id=number)


def _reply(request: web.Request, status: int, reason: Reason) -> web.Response:
    """JSON for programs, a page for people."""
    if request.path.startswith("/api/") or "text/html" not in request.headers.get(hdrs.ACCEPT, ""):
        return web.Response(
            status=status, text=ErrorBody(error=reason).model_dump_json(), content_type="application/json"
        )
    return render(request, "error.html", status=status, reason=reason)


def _write_line(request: web.Request, status: int, began: float) -> None:
    """The route, not the address: a query string may hold what somebody wrote."""
    resource = request.match_info.route.resource
    route = resource.canonical if resource else "-"
    log.info("%s %s %d %.0f ms", request.method, route, status, 1000 * (time.perf_counter() - began))
