"""`serve`: the web chat, the API, Slack and Teams, in one process."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.options import DataOption, settings_of


def serve(
    ctx: typer.Context,
    port: Annotated[int | None, typer.Option(min=0, max=65535, show_default=False, help="0: any free port.")] = None,
    host: Annotated[str | None, typer.Option(show_default=False, help="Address to listen on.")] = None,
    data: DataOption = None,
) -> None:
    """Serve the web chat, the API, and Slack and Teams where they are configured."""
    from rich.console import Console

    from bot.server import serve as serve_forever
    from bot.texts import text

    settings = settings_of(ctx, data)
    changed = {key: value for key, value in (("port", port), ("host", host)) if value is not None}
    settings = settings.model_copy(update={"server": settings.server.model_copy(update=changed)})
    console = Console()
    serve_forever(settings, ready=lambda address: console.print(text("cli.serving", settings.language, url=address)))


commands = (serve,)
