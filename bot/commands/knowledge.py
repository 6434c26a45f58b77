"""`knowledge add`, `remove`, `list`, `check`, `show` and `fetch`: the documents, looked after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.options import JsonOption, KnowledgeOption, settings_of
from bot.texts import text

if TYPE_CHECKING:
    from rich.console import Console

    from bot.config import Settings
    from knowledge.sandbox import Sandbox

app = typer.Typer(help="Look after the documents: add, remove, list, check, show, fetch.", no_args_is_help=True)

SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="FIELD=VALUE", help="A field of the register entry, e.g. status=antagen.", show_default=False
    ),
]


@app.command()
def add(
    ctx: typer.Context,
    places: Annotated[list[str], typer.Argument(metavar="FILE|URL…", help="Documents to add.")],
    name: Annotated[str, typer.Option("--id", help="The id; for one document only.", show_default=False)] = "",
    fields: SetOption = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Approve new documents without asking.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Approve replacing documents, too.")] = False,
    knowledge: KnowledgeOption = None,
) -> None:
    """Read documents, show what was understood, and add them when you approve."""
    from knowledge.errors import StrategibotError
    from knowledge.sandbox import Sandbox

    settings = settings_of(ctx, knowledge=knowledge)
    screen = _screen()
    if name and len(places) > 1:
        raise typer.BadParameter(text("knowledge.one_id", settings.language))
    failed = False
    with Sandbox() as sandbox:
        for place in places:
            try:
                _add(screen, settings, sandbox, place, name, fields or [], yes, replace)
            except StrategibotError as error:
                screen.print(f"✗ {error}", style="red", markup=False, highlight=False)
                failed = True
    if failed:
        raise typer.Exit(1)


def _add(
    screen: Console,
    settings: Settings,
    sandbox: Sandbox,
    place: str,
    name: str,
    fields: list[str],
    yes: bool,
    may_replace: bool,
) -> None:
    from dataclasses import replace

    from bot.documents_view import show_document
    from knowledge.keeping import keep, understand
    from knowledge.register import changed, entry

    language = settings.language
    understood = understand(settings.knowledge, place, sandbox, name)
    understood = replace(understood, source=changed(understood.source, fields))
    source = understood.source
    show_document(screen, understood.document, source, language)
    screen.print(text("knowledge.entry", language), style="bold")
    screen.print(entry(source), markup=False, highlight=False)
    question = "knowledge.replace" if understood.replaces else "knowledge.approve"
    approved = may_replace if understood.replaces else yes
    if approved or (not yes and _agrees(text(question, language, id=source.id))):
        keep(settings.knowledge, understood)
        screen.print(f"✓ {text('knowledge.added', language, id=source.id)}", markup=False)
    else:
        key = "knowledge.there_already" if understood.replaces else "knowledge.not_added"
        screen.print(text(key, language, id=source.id, place=place), markup=False)


@app.command()
def remove(
    ctx: typer.Context,
    document: Annotated[str, typer.Argument(metavar="ID")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,
    keep_file: Annotated[bool, typer.Option("--keep-file", help="Leave the file where it is.")] = False,
    knowledge: KnowledgeOption = None,
) -> None:
    """Take a document out of the register, and its file out of the folder."""
    from knowledge.keeping import forget

    settings = settings_of(ctx, knowledge=knowledge)
    if not yes and not _agrees(text("knowledge.really", settings.language, id=document)):
        raise typer.Exit(1)
    forget(settings.knowledge, document, keep_file)
    print(text("knowledge.removed", settings.language, id=document))


@app.command("list")
def list_documents(ctx: typer.Context, knowledge: KnowledgeOption = None, as_json: JsonOption = False) -> None:
    """List the documents with their standing, also those that are known of but not held."""
    import json

    from bot.documents_view import card, print_problems, show_list
    from knowledge.library import load
    from knowledge.passages import make_passages

    settings = settings_of(ctx, knowledge=knowledge)
    library = load(settings.knowledge)
    counts = {document.id: len(make_passages(document)) for document in library.documents}
    if as_json:
        rows = [
            {**card(source), "held": source.held, "passages": counts.get(source.id, 0)} for source in library.sources
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    screen = _screen()
    show_list(screen, library.sources, counts, settings.language)
    print_problems(screen, library.problems)


@app.command()
def check(ctx: typer.Context, knowledge: KnowledgeOption = None) -> None:
    """Read everything, and say what is wrong with it: the register, the files, what could not be understood."""
    from bot.documents_view import print_problems
    from bot.terminal import progress_bars
    from knowledge.library import load
    from knowledge.parts import lacking, lacking_in_register

    settings = settings_of(ctx, knowledge=knowledge)
    screen = _screen()
    with progress_bars(settings.language) as progress:
        library = load(settings.knowledge, progress)
    print_problems(screen, library.problems)
    notes = [f"{document.id}: {note}" for document in library.documents for note in document.notes]
    notes += [text("knowledge.unregistered", settings.language, id=name) for name in library.unregistered]
    lacks = [lack for source in library.sources for lack in lacking_in_register(source)]
    lacks += [lack for document in library.documents for lack in lacking(document)]
    notes += [text(f"parts.{lack.place}", settings.language, document=lack.document, name=lack.name) for lack in lacks]
    print_problems(screen, notes)
    key = "knowledge.has_problems" if library.problems else "knowledge.all_well"
    counts = {"documents": len(library.documents), "problems": len(library.problems)}
    screen.print(text(key, settings.language, **counts), markup=False)
    if library.problems:
        raise typer.Exit(1)


@app.command()
def show(
    ctx: typer.Context,
    document: Annotated[str, typer.Argument(metavar="ID")],
    passages: Annotated[bool, typer.Option("--passages", help="Every passage, word for word.")] = False,
    knowledge: KnowledgeOption = None,
) -> None:
    """Show what was understood of a document, section by section."""
    from bot.documents_view import print_problems, show_card, show_document, show_passages
    from knowledge.errors import BadRegister
    from knowledge.library import load

    settings = settings_of(ctx, knowledge=knowledge)
    library = load(settings.knowledge, only=document)
    screen = _screen()
    source = next((source for source in library.sources if source.id == document), None)
    if source is None:
        raise BadRegister(f"No document is called `{document}`.", "See `strategibot knowledge list`.")
    print_problems(screen, library.problems)
    if not library.documents:
        show_card(screen, source, settings.language)
        return
    show_document(screen, library.documents[0], source, settings.language)
    if passages:
        show_passages(screen, library.documents[0])


@app.command()
def fetch(ctx: typer.Context, knowledge: KnowledgeOption = None) -> None:
    """Get the documents that the register names by URL, where they are new or have changed."""
    from knowledge.keeping import Outcome, fetch_all
    from knowledge.sandbox import Sandbox

    settings = settings_of(ctx, knowledge=knowledge)
    screen = _screen()
    counts = dict.fromkeys(Outcome, 0)
    with Sandbox() as sandbox:
        for result in fetch_all(settings.knowledge, sandbox):
            counts[result.outcome] += 1
            line = text(
                f"knowledge.fetch_{result.outcome}", settings.language, id=result.source.id, size=f"{result.size:,}"
            )
            style = "red" if result.outcome is Outcome.FAILED else ""
            screen.print(f"{line} {result.reason}".strip(), style=style, markup=False, highlight=False)
    screen.print(
        text("knowledge.fetched", settings.language, **{outcome.value: count for outcome, count in counts.items()}),
        markup=False,
    )
    if counts[Outcome.FAILED]:
        raise typer.Exit(1)


def _agrees(question: str) -> bool:
    """Asks; no answer means no. "ja" counts whatever the language, and so does "yes"."""
    answer = str(typer.prompt(f"{question} [j/N]", default="", show_default=False))
    return answer.strip().lower() in ("j", "ja", "y", "yes")


def _screen() -> Console:
    from rich.console import Console

    return Console(soft_wrap=True)
