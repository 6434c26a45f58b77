"""`ask`, `search` and `chat`: questions in the terminal."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated

import typer

from bot.options import DataOption, JsonOption, settings_of

AsOfOption = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="Answer from what was in force that day.", show_default=False),
]


def ask(
    ctx: typer.Context, question: str, as_json: JsonOption = False, as_of: AsOfOption = None, data: DataOption = None
) -> None:
    """Ask a question and get the right words back, with their source."""
    from rich.console import Console

    from bot.assembly import open_answerer
    from bot.service import Request
    from bot.terminal import render

    answerer = open_answerer(settings_of(ctx, data))
    answer = answerer.answer(Request(question, as_of=as_of.date() if as_of else None))
    if as_json:
        print(json.dumps(answer.to_dict(), ensure_ascii=False, indent=2))
    else:
        Console().print(render(answer))


def search(
    ctx: typer.Context,
    question: str,
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="How many passages.")] = 10,
    as_json: JsonOption = False,
    data: DataOption = None,
) -> None:
    """List the nearest passages, with their scores and places, whether or not they answer."""
    from rich.console import Console
    from rich.table import Table

    from bot.assembly import open_searcher

    searcher = open_searcher(settings_of(ctx, data))
    ranking = searcher.search([question], k=k)[0]
    found = []
    for ranked in ranking.passages:
        passage = ranked.passage
        found.append(
            {
                "document": passage.document,
                "start": passage.span.start,
                "end": passage.span.end,
                "score": ranked.score,
                "dense": ranked.dense,
                "lexical": ranked.lexical,
                "section": list(passage.section),
                "text": passage.span.of(searcher.corpus.documents[passage.document].text),
            }
        )
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return
    table = Table(show_lines=True)
    for heading in ("", "score", "dense", "BM25", "passage"):
        table.add_column(heading, ratio=1 if heading == "passage" else None)
    for number, hit in enumerate(found, 1):
        place = f"[dim]{hit['document']} \\[{hit['start']}–{hit['end']}][/dim]"
        scores = [f"{hit[key]:.2f}" for key in ("score", "dense", "lexical")]
        table.add_row(str(number), *scores, f"{_escaped(str(hit['text']))}\n{place}")
    Console().print(table)


def chat(ctx: typer.Context, data: DataOption = None) -> None:
    """A conversation in the terminal; follow-ups are understood. End with Ctrl-D."""
    from rich.console import Console

    from bot.assembly import open_answerer
    from bot.service import Request
    from bot.terminal import render
    from bot.texts import text

    settings = settings_of(ctx, data)
    console = Console()
    answerer = open_answerer(settings)
    console.print(text("cli.chat_welcome", settings.language))
    conversation: tuple[str, ...] = ()
    while True:
        try:
            question = console.input("[bold]> [/bold]").strip()
        except EOFError:
            return
        if not question:
            continue
        console.print(render(answerer.answer(Request(question, conversation=conversation))))
        conversation = (*conversation, question)[-10:]


def _escaped(text: str) -> str:
    from rich.markup import escape

    return escape(text)


commands = (ask, search, chat)
