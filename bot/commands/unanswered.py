"""`unanswered` and `not-useful`: what people asked in vain, for whoever keeps `questions.yaml`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bot.options import DataOption, JsonOption, settings_of
from bot.texts import text

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.records.types import NotUseful, Records, Unanswered

Limit = Annotated[int, typer.Option(min=1, help="How many to show.")]
Row = TypeVar("Row", "Unanswered", "NotUseful")


def unanswered(ctx: typer.Context, limit: Limit = 50, data: DataOption = None, as_json: JsonOption = False) -> None:
    """List the questions that were not answered, the most asked first.

    Personnummer, telephone numbers and e-mail addresses are masked.
    """
    settings = settings_of(ctx, data)
    found = _read(settings, lambda records: records.unanswered(limit))
    _show(found, "unanswered", lambda one: (str(one.count), one.question), settings.language, as_json)


def not_useful(ctx: typer.Context, limit: Limit = 50, data: DataOption = None, as_json: JsonOption = False) -> None:
    """List the answers that people found of no use, the most often first, with what they said.

    Personnummer, telephone numbers and e-mail addresses are masked.
    """
    settings = settings_of(ctx, data)
    found = _read(settings, lambda records: records.not_useful(limit))

    def row(one: NotUseful) -> tuple[str, ...]:
        return str(one.count), one.question, one.quote, " / ".join(one.reasons)

    _show(found, "not_useful", row, settings.language, as_json)


def _read(settings: Settings, what: Callable[[Records], Awaitable[Sequence[Row]]]) -> Sequence[Row]:
    from bot.records.store import open_records

    async def read() -> Sequence[Row]:
        records = await open_records(settings)
        try:
            return await what(records)
        finally:
            await records.close()

    return asyncio.run(read())


def _show(
    found: Sequence[Row], texts: str, row: Callable[[Row], tuple[str, ...]], language: str, as_json: bool
) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    if as_json:
        print(json.dumps([asdict(one) for one in found], ensure_ascii=False))
        return
    console = Console()
    if not found:
        console.print(text(f"{texts}.none", language))
        return
    table = Table(title=text(f"{texts}.title", language))
    for heading in text(f"{texts}.columns", language).splitlines():
        table.add_column(heading, overflow="fold")
    for one in found:
        table.add_row(*(escape(cell) for cell in row(one)))
    console.print(table)
    console.print(text(f"{texts}.what_to_do", language), markup=False, highlight=False)


commands = (unanswered, not_useful)
