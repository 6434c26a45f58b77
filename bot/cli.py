"""`strategibot`: the command line. Commands with a subject of their own live in `bot/commands/`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.commands import asking, checking, index, knowledge, owners, serving, slack, teams, tour, unanswered
from knowledge.errors import StrategibotError

app = typer.Typer(
    name="strategibot",
    help="Svarar med ordagranna citat ur stadens internationella strategi och tjänsteutlåtanden om den.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for part in (asking, serving, checking, owners, tour, unanswered):
    for command in part.commands:
        app.command()(command)
app.add_typer(index.app, name="index")
app.add_typer(knowledge.app, name="knowledge")
app.add_typer(slack.app, name="slack")
app.add_typer(teams.app, name="teams")


@app.callback()
def root(
    ctx: typer.Context,
    config: Annotated[Path | None, typer.Option(help="The configuration file (or STRATEGIBOT_CONFIG).")] = None,
    data: Annotated[Path | None, typer.Option(help="Folder of models, indexes and records.")] = None,
) -> None:
    """Options before the command hold for every command."""
    ctx.obj = {"config": config, "data": data}


def run(arguments: list[str] | None = None) -> Any:
    """Runs the command line; an error of ours becomes its message and exit code 1."""
    try:
        return app(arguments)
    except StrategibotError as error:
        print(f"{error.message}\n{error.remedy}".strip(), file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
