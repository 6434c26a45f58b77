"""Options that several commands share, and the settings that they make."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.config import Settings

DataOption = Annotated[
    Path | None,
    typer.Option("--data", help="Folder of models, indexes and records (or STRATEGIBOT_DATA).", show_default=False),
]
KnowledgeOption = Annotated[
    Path | None,
    typer.Option("--knowledge", help="Folder of documents, with or without a register.", show_default=False),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def settings_of(ctx: typer.Context, data: Path | None = None, knowledge: Path | None = None) -> Settings:
    """The settings of the root command, with what this command was given on top.

    Raises BadConfiguration.
    """
    from bot.config import load_settings

    root: dict[str, Path | None] = ctx.find_root().obj or {}
    return load_settings(
        root.get("config"),
        data=data or root.get("data"),
        knowledge=knowledge,
    )
