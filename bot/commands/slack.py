"""`slack`: what an administrator of Slack needs."""

from __future__ import annotations

import typer

from bot.options import settings_of

app = typer.Typer(help="Slack: the app manifest.", no_args_is_help=True)


@app.callback()
def slack() -> None:
    """Slack: the app manifest."""


@app.command()
def manifest(ctx: typer.Context) -> None:
    """Print the app manifest (YAML) that is pasted at api.slack.com/apps."""
    import yaml

    from bot.slack.manifest import manifest as make

    print(yaml.safe_dump(make(settings_of(ctx)), allow_unicode=True, sort_keys=False, width=1_000), end="")
