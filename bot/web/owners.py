"""Who owns what: the register of responsibilities as a searchable table."""

from __future__ import annotations

import asyncio
from pathlib import Path

from aiohttp import web

from bot.owners import OwnerRegister, OwnerRow, open_owners
from bot.texts import text
from bot.web.language import language_of
from bot.web.shelf import shelf_of
from bot.web.templates import render
from index.types import Corpus

routes = web.RouteTableDef()


class Owners:
    """The register of the generation that was asked for last; a new generation gets a new register."""

    def __init__(self, knowledge: Path) -> None:
        self._knowledge = knowledge
        self._register: OwnerRegister | None = None
        self._making = asyncio.Lock()

    async def of(self, corpus: Corpus) -> OwnerRegister:
        """Reading every sentence takes a moment, so it is done once, and off the event loop."""
        async with self._making:
            if self._register is None or self._register.corpus is not corpus:
                self._register = await asyncio.to_thread(open_owners, corpus, self._knowledge)
            return self._register


OWNERS = web.AppKey("owners", Owners)


@routes.get("/owners")
async def owners(request: web.Request) -> web.Response:
    language = language_of(request)
    register = await request.app[OWNERS].of(shelf_of(request).corpus)
    rows = register.rows(language)
    wanted = request.query.get("q", "").strip()[:200]
    found = [row for row in rows if _matches(row, wanted)]
    return render(
        request,
        "owners.html",
        wanted=wanted,
        total=len(rows),
        issues=[row for row in found if not row.of_case],
        cases=[row for row in found if row.of_case],
        contradictions=[
            text(
                "owners.contradiction",
                language,
                first=one.owner,
                second=other.owner,
                issue=one.issue,
                first_source=register.corpus.documents[one.document].title,
                second_source=register.corpus.documents[other.document].title,
            )
            for one, other in register.contradictions()
        ],
        superseded=len(register.superseded()),
    )


def _matches(row: OwnerRow, wanted: str) -> bool:
    """Every word wanted stands somewhere in the row, in any case."""
    said = " ".join((row.owner, row.issue, row.quote, row.title, row.standing)).casefold()
    return all(word in said for word in wanted.casefold().split())
