"""Every sentence that the bot itself says, in Swedish and English.

`<area>.<language>.yaml` holds the texts of one area as a flat mapping; a text is asked for as
`text("answer.not_found", "sv", question=...)`. Both languages have the same keys and the same
placeholders; a test checks it.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

LANGUAGES = ("sv", "en")


@cache
def texts(language: str) -> dict[str, str]:
    """All texts of a language, keyed "area.name"."""
    found: dict[str, str] = {}
    for entry in sorted(files(__name__).iterdir(), key=lambda e: e.name):
        area, _, rest = entry.name.partition(".")
        if rest == f"{language}.yaml":
            content = yaml.safe_load(entry.read_text(encoding="utf-8")) or {}
            found.update({f"{area}.{key}": str(value) for key, value in content.items()})
    return found


def text(key: str, language: str, **values: object) -> str:
    """The text with its placeholders filled in; Swedish when the language is not one of ours.

    Raises KeyError for a key that does not exist: a missing text is a bug, never an empty reply.
    """
    template = texts(language if language in LANGUAGES else "sv")[key]
    return template.format(**values) if values else template
