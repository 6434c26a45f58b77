"""The app package: the .zip that a Teams administrator uploads."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.config import Settings
from bot.teams.manifest import TRANSLATION, manifest, translation
from knowledge.errors import BadConfiguration

ICONS = ("color.png", "outline.png")
MADE = (2020, 1, 1, 0, 0, 0)  # the same settings give the same bytes


def write_package(settings: Settings, out: Path) -> None:
    """Writes the package. Raises BadConfiguration when a setting is wrong, or the file cannot be written."""
    contents = {"manifest.json": _json(manifest(settings)), TRANSLATION: _json(translation())}
    icons = files("bot.teams") / "icons"
    contents |= {name: (icons / name).read_bytes() for name in ICONS}
    try:
        with ZipFile(out, "w", ZIP_DEFLATED) as package:
            for name, content in contents.items():
                package.writestr(ZipInfo(name, MADE), content, ZIP_DEFLATED)
    except OSError as error:
        raise BadConfiguration(
            f"{out} cannot be written ({type(error).__name__}).", "Name another file with --out."
        ) from None


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=2).encode()
