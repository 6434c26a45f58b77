"""`teams`: what an administrator of Microsoft Teams needs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.options import settings_of

app = typer.Typer(help="Microsoft Teams: the app package.", no_args_is_help=True)


@app.callback()
def teams() -> None:
    """Microsoft Teams: the app package."""


@app.command()
def package(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option(help="The package to write.")] = Path("strategiboten-teams.zip"),
) -> None:
    """Write the app package (.zip) that is uploaded in the Teams admin center."""
    from bot.teams.package import write_package
    from bot.texts import text

    settings = settings_of(ctx)
    write_package(settings, out)
    print(text("teams.package_written", settings.language, file=out))
