"""An answer in the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.panel import Panel
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from bot.answer import Answer, Quote
from bot.texts import text, texts

if TYPE_CHECKING:
    from index.types import Progress as ProgressCallback


def render(answer: Answer) -> Group:
    """The answer as a person reads it: owner, quotes with who speaks, notes, or what came closest."""
    language = answer.language
    parts: list[RenderableType] = []
    if answer.resolved and answer.resolved != answer.question:
        parts.append(Text(text("cli.understood_as", language, question=answer.resolved), style="dim"))
    if answer.responsible is not None:
        owner = Text(text("cli.owner", language, owner=answer.responsible.owner), style="bold")
        if answer.responsible.certainty:
            owner.append(f"\n{answer.responsible.certainty}", style="not bold dim")
        parts.append(owner)
    if answer.message:
        parts.append(Text(answer.message))
    parts += [quote_panel(quote, language) for quote in answer.quotes]
    parts += [Text(f"! {note}", style="yellow") for note in answer.notes]
    if answer.closest:
        parts.append(Text(text("cli.closest", language), style="bold"))
        parts += [quote_panel(quote, language, answers=False) for quote in answer.closest]
    if answer.suggestions:
        parts.append(Text(text("cli.suggestions", language), style="bold"))
        parts += [Padding(Text(f"• {suggestion}"), (0, 0, 0, 2)) for suggestion in answer.suggestions]
    return Group(*parts)


def quote_panel(quote: Quote, language: str, answers: bool = True) -> Panel:
    """A quote in a frame, its source below it."""
    source = " · ".join(filter(None, [quote.title, quote.issuer, quote.date, quote.dnr, *quote.section[-1:]]))
    if quote.page:
        source += " · " + text("cli.page", language, page=quote.page)
    lines: list[RenderableType] = [Text(f"”{quote.text}”")]
    lines.append(Text(quote.standing, style="italic"))
    lines.append(Text(source, style="dim"))
    if quote.also_in:
        where = "; ".join(f"{place.title or place.document} [{place.start}–{place.end}]" for place in quote.also_in)
        lines.append(Text(text("cli.also_in", language, places=where), style="dim"))
    return Panel(
        Group(*(line for line in lines if not isinstance(line, Text) or line.plain)),
        border_style="blue" if answers else "bright_black",
        subtitle=escape(f"{quote.document} [{quote.start}–{quote.end}]"),
        subtitle_align="right",
    )


class _Rate(ProgressColumn):
    """How many a second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.0f}/s" if speed else "", style="progress.data.speed")


@contextmanager
def progress_bars(language: str, console: Console | None = None) -> Iterator[ProgressCallback]:
    """A bar for each long step, with what is done, the rate and the time left; nothing where there is no terminal."""
    screen = console or Console(stderr=True)
    bars = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
        console=screen,
        disable=not screen.is_terminal,
    )
    tasks = {}

    def advance(stage: str, done: int, total: int) -> None:
        key = f"progress.{stage}"
        label = text(key, language) if key in texts(language) else stage
        if stage not in tasks:
            tasks[stage] = bars.add_task(label, total=total)
        bars.update(tasks[stage], completed=done, total=total)

    with bars:
        yield advance
