"""`tour`: the way in for a new handläggare, in the terminal."""

from __future__ import annotations

import asyncio
import getpass
from typing import TYPE_CHECKING, Annotated

import typer

from bot.options import DataOption, settings_of
from bot.texts import text

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.tour import Tour
    from knowledge.onboarding import Role


def tour(
    ctx: typer.Context,
    role: Annotated[str | None, typer.Option(help="förvaltning, bolag or stadsdel.", show_default=False)] = None,
    step: Annotated[int | None, typer.Option(min=1, help="The step to begin with.", show_default=False)] = None,
    data: DataOption = None,
) -> None:
    """Walk through the strategy in about eight questions, from where you stopped last time."""
    from bot.tour import open_tour
    from knowledge.errors import BadConfiguration
    from knowledge.onboarding import Role

    settings = settings_of(ctx, data)
    if role is not None and role not in list(Role):
        roles = ", ".join(Role)
        raise BadConfiguration(
            text("tour.unknown_role", settings.language, roles=roles), "strategibot tour --role bolag"
        )
    steps = open_tour(settings.knowledge)
    if not steps.steps:
        print(text("tour.none", settings.language))
        return
    asyncio.run(_walk(settings, steps, Role(role) if role else None, step))


async def _walk(settings: Settings, tour: Tour, role: Role | None, start: int | None) -> None:
    from rich.console import Console

    from bot.assembly import open_answerer
    from bot.batching import BatchingService
    from bot.records.store import open_records
    from bot.terminal import render
    from bot.tour import TourProgress, read_progress, save_progress, tour_step

    language = settings.language
    console = Console()
    records = await open_records(settings)
    service = BatchingService(await asyncio.to_thread(open_answerer, settings))
    await service.start()
    try:
        asker = records.pseudonym("terminal", getpass.getuser())
        stored = await read_progress(records, asker)
        role = role or (stored.role if stored else None)
        number = start or (stored.number if stored and stored.number < len(tour) else 1)
        console.print(f"[bold]{text('tour.title', language)}[/bold]\n{text('tour.intro', language, of=len(tour))}\n")
        while True:
            step = await tour_step(service, tour, role, number, language)
            console.rule(step.heading(language))
            console.print(f"\n[italic]{step.question}[/italic]\n")
            console.print(render(step.answer))
            await save_progress(records, asker, TourProgress(role, step.number))
            if step.last:
                console.print(f"\n{text('tour.done', language)}")
                return
            pressed = await asyncio.to_thread(_key, text("tour.keys", language))
            if pressed == "q":
                return
            number = max(1, step.number - 1) if pressed == "b" else step.number + 1
    finally:
        await service.close()
        await records.close()


def _key(prompt: str) -> str:
    try:
        return input(f"\n{prompt} > ").strip().lower()[:1]
    except EOFError:
        return "q"


commands = (tour,)
