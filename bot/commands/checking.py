"""`doctor` and `eval`: is all well, and how good is it?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.options import DataOption, JsonOption, settings_of


def doctor(ctx: typer.Context, data: DataOption = None) -> None:
    """Check Python, torch, model, index, configuration, ports and tokens, and say what to do."""
    from rich.console import Console

    from bot.doctor import examine

    console = Console()
    healthy = True
    for check in examine(lambda: settings_of(ctx, data)):
        mark = "[green]✓[/green]" if check.ok else "[red]✗[/red]"
        console.print(f"{mark} {check.name}: ", end="")
        console.print(check.found, markup=False, highlight=False)
        if not check.ok:
            console.print(f"  → {check.remedy}", markup=False, highlight=False)
        healthy &= check.ok
    raise typer.Exit(0 if healthy else 1)


def evaluate(
    ctx: typer.Context,
    questions: Annotated[Path, typer.Argument(help="JSONL, one question a line; see the README.")],
    as_json: JsonOption = False,
    details: Annotated[Path | None, typer.Option(help="Write a line per question here.")] = None,
    data: DataOption = None,
) -> None:
    """Measure retrieval, quoting and refusing on a file of questions."""
    from rich.console import Console
    from rich.table import Table

    from bot.assembly import open_answerer
    from bot.evaluation import examine, read_questions, report, report_by_kind, write_details
    from bot.terminal import progress_bars

    asked = read_questions(questions)
    settings = settings_of(ctx, data)
    answerer = open_answerer(settings)
    with progress_bars(settings.language) as progress:
        outcomes = list(examine(answerer, asked, lambda done, total: progress("eval", done, total)))
    if details is not None:
        write_details(outcomes, details)
    figures, kinds = report(outcomes), report_by_kind(outcomes)
    if as_json:
        print(json.dumps({**figures, **({"kinds": kinds} if kinds else {})}, indent=2))
        return
    table = Table("", "all", *kinds)
    for name in figures:
        table.add_row(name, *(_figure(column.get(name)) for column in (figures, *kinds.values())))
    Console().print(table)


def _figure(value: float | int | None) -> str:
    if value is None:
        return ""
    return f"{value:.3f}" if isinstance(value, float) else str(value)


evaluate.__name__ = "eval"
commands = (doctor, evaluate)
