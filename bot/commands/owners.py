"""`owners`: the register of responsibilities, as a table or JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import typer

from bot.options import DataOption, JsonOption, KnowledgeOption, settings_of
from bot.texts import text

if TYPE_CHECKING:
    from rich.table import Table

    from bot.owners import OwnerRow


def owners(
    ctx: typer.Context, data: DataOption = None, knowledge: KnowledgeOption = None, as_json: JsonOption = False
) -> None:
    """List who owns what, according to the documents, and what they disagree on."""
    from rich.console import Console

    from bot.owners import open_owners
    from index.storage import load_current

    settings = settings_of(ctx, data, knowledge)
    language = settings.language
    register = open_owners(load_current(settings.data).corpus, settings.knowledge)
    rows = register.rows(language)
    report = register.report(language)
    if as_json:
        print(json.dumps({"owners": [row.to_dict() for row in rows], "report": report}, ensure_ascii=False))
        return
    console = Console()
    console.print(_table(rows, language) if rows else text("owners.empty", language))
    for line in report:
        console.print(f"! {line}", style="yellow", markup=False, highlight=False)


def _table(rows: tuple[OwnerRow, ...], language: str) -> Table:
    from rich.markup import escape
    from rich.table import Table

    table = Table(title=text("owners.title", language), show_lines=True)
    for column in ("owner", "issue", "modality", "standing", "source"):
        table.add_column(text(f"owners.column_{column}", language), overflow="fold")
    for row in rows:
        mark = f" ({text('owners.superseded_mark', language)})" if row.superseded else ""
        places = "\n".join([row.url, *(place.url for place in row.also_in)])
        modality = text(f"owners.modality_{row.modality}", language)
        table.add_row(*map(escape, (row.owner, row.issue, modality, row.standing + mark, places)))
    return table


commands = (owners,)
