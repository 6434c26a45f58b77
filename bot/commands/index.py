"""`index build`, `index status` and `index rollback`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from bot.options import DataOption, JsonOption, KnowledgeOption, settings_of
from bot.texts import text

if TYPE_CHECKING:
    from index.builder import BuildReport
    from index.generation import Generation
    from index.manifest import SearchPlan

app = typer.Typer(help="Build the index, look at it, go back to the one before.", no_args_is_help=True)


@app.command()
def build(
    ctx: typer.Context,
    knowledge: KnowledgeOption = None,
    data: DataOption = None,
    full: Annotated[bool, typer.Option("--full", help="Embed everything again.")] = False,
) -> None:
    """Index the documents. Only what is new is embedded, and a running server goes over to it by itself."""
    from rich.console import Console

    from bot.assembly import open_model
    from bot.owners import check_owners
    from bot.terminal import progress_bars
    from index.builder import build as build_index
    from index.storage import load_current

    settings = settings_of(ctx, data, knowledge)
    console = Console(stderr=True, soft_wrap=True)
    try:
        with progress_bars(settings.language, console) as progress:
            model = open_model(settings, progress)
            report = build_index(settings.knowledge, settings.data, model, progress, full)
    except KeyboardInterrupt:
        console.print(text("index.interrupted", settings.language))
        raise
    for problem in report.problems:
        console.print(f"! {problem}", style="yellow", markup=False, highlight=False)
    console.print(_summary(report, settings.language), markup=False, highlight=False)
    generation = load_current(settings.data)
    for kind in ("passage_search", "sentence_search"):
        plan: SearchPlan = getattr(generation.manifest, kind)
        if plan.kind != "exact":
            line = f"{text(f'index.{kind}', settings.language)}: {_plan(plan, settings.language)}"
            console.print(line, markup=False, highlight=False)
    errors, remarks = check_owners(generation.corpus, settings.knowledge, settings.language)
    for line in (*errors, *remarks):
        console.print(f"! {line}", style="red" if line in errors else "yellow", markup=False, highlight=False)
    if errors:
        raise typer.Exit(1)


@app.command()
def status(ctx: typer.Context, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Show the generation in use, after checking every file of it, and those to go back to."""
    from rich.console import Console
    from rich.table import Table

    from index.layout import IndexFolder
    from index.storage import load_current

    settings = settings_of(ctx, data)
    generation = load_current(settings.data)
    names = IndexFolder(settings.data).names()
    if as_json:
        facts = generation.manifest.model_dump(mode="json")
        print(json.dumps({**facts, "generations": names, "notices": list(generation.notices)}, ensure_ascii=False))
        return
    console = Console(soft_wrap=True)
    table = Table(show_header=False, box=None)
    for key, value in _facts(generation, names, settings.language):
        table.add_row(text(f"index.{key}", settings.language), value)
    console.print(table)
    for notice in generation.notices:
        console.print(f"! {notice}", style="red", markup=False, highlight=False)
    if generation.notices:
        console.print(text("index.degraded", settings.language, generation=generation.name), style="red")
        raise typer.Exit(1)


@app.command()
def rollback(ctx: typer.Context, data: DataOption = None) -> None:
    """Go back to the generation before the one in use."""
    from index.storage import roll_back

    settings = settings_of(ctx, data)
    generation = roll_back(settings.data)
    print(text("index.rolled_back", settings.language, generation=generation.name))


def _summary(report: BuildReport, language: str) -> str:
    key = "index.unchanged" if report.unchanged else "index.built"
    return text(
        key,
        language,
        generation=report.generation,
        documents=report.documents,
        passages=report.passages,
        sentences=report.sentences,
        embedded=report.embedded,
        reused=report.reused,
        seconds=f"{report.seconds:.1f}",
    )


def _facts(generation: Generation, names: list[str], language: str) -> list[tuple[str, str]]:
    manifest = generation.manifest
    size = sum(check.size for check in manifest.files.values())
    return [
        ("generation", manifest.generation),
        ("created", f"{manifest.created:%Y-%m-%d %H:%M} UTC"),
        ("model", f"{manifest.model.name} ({manifest.model.fingerprint}, {manifest.model.dimensions})"),
        ("documents", f"{manifest.documents:,}"),
        ("passages", f"{manifest.passages:,}"),
        ("sentences", f"{manifest.sentences:,}"),
        ("passage_search", _plan(manifest.passage_search, language)),
        ("sentence_search", _plan(manifest.sentence_search, language)),
        ("size", f"{size / 2**20:.1f} MiB"),
        ("kept", ", ".join(names)),
    ]


def _plan(plan: SearchPlan, language: str) -> str:
    """How vectors are searched, in words: nobody has to guess whether it is exact."""
    if plan.kind == "exact":
        return text("index.exact", language)
    return text("index.compressed", language, rescored=plan.rescored, recall=f"{100 * plan.recall:.1f}")
