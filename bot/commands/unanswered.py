"""`unanswered`: what people asked that the documents did not answer, for whoever keeps `questions.yaml`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from bot.options import DataOption, JsonOption, settings_of
from bot.texts import text

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.records.types import Unanswered


def unanswered(
    ctx: typer.Context,
    limit: Annotated[int, typer.Option(min=1, help="How many to show.")] = 50,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the questions that were not answered, the most asked first.

    Personnummer, telephone numbers and e-mail addresses are masked.
    """
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    settings = settings_of(ctx, data)
    found = asyncio.run(_read(settings, limit))
    if as_json:
        print(json.dumps([asdict(one) for one in found], ensure_ascii=False))
        return
    console, language = Console(), settings.language
    if not found:
        console.print(text("unanswered.none", language))
        return
    table = Table(title=text("unanswered.title", language))
    table.add_column(text("unanswered.column_count", language), justify="right")
    table.add_column(text("unanswered.column_question", language), overflow="fold")
    for one in found:
        table.add_row(str(one.count), escape(one.question))
    console.print(table)
    console.print(text("unanswered.what_to_do", language), markup=False, highlight=False)


async def _read(settings: Settings, limit: int) -> Sequence[Unanswered]:
    from bot.records.store import open_records

    records = await open_records(settings)
    try:
        return await records.unanswered(limit)
    finally:
        await records.close()


commands = (unanswered,)
