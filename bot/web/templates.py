"""Pages made on the server: Jinja templates, always escaped, with the texts of the reader's language."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

import jinja2
from aiohttp import web

from bot.texts import text, texts
from bot.web.language import language_of, remember_choice

PAGES = (("ask", "/"), ("documents", "/documents"), ("owners", "/owners"), ("tour", "/tour"))
"""The navigation, in order: text key and address."""


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("bot.web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,  # a misspelt name is an error, not a hole in the page
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(request: web.Request, template: str, status: int = 200, **values: Any) -> web.Response:
    """The page in the language of the request. In a template `t("name")` is the text "web.name"."""
    language = language_of(request)
    html = (
        _environment()
        .get_template(template)
        .render(
            t=lambda key, **filled: text(key if "." in key else f"web.{key}", language, **filled),
            label=lambda key, otherwise: texts(language).get(f"web.{key}", otherwise),  # words that come from documents
            language=language,
            path=request.path,
            pages=PAGES,
            switch=partial(_address_in, request),
            **values,
        )
    )
    response = web.Response(status=status, text=html, content_type="text/html")
    remember_choice(request, response)
    return response


def _address_in(request: web.Request, language: str) -> str:
    """This page in another language."""
    return str(request.rel_url.update_query(language=language))
