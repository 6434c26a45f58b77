"""How people say things, in Swedish and English: phrases that tell a kind of question, word lists.

`<area>.yaml` maps a name to a list of phrases. A phrase is a regular expression over folded words
(see bot.words: lower case, no å, ä or ö) joined by single spaces; the files spell Swedish properly and are folded
when read. `<name>` in a phrase stands for any phrase of that name, which comes earlier in the file.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml

from bot.words import without_diacritics


@cache
def _area(area: str) -> dict[str, tuple[str, ...]]:
    content = yaml.safe_load(files(__name__).joinpath(f"{area}.yaml").read_text(encoding="utf-8"))
    found: dict[str, tuple[str, ...]] = {}
    for name, given in content.items():
        lines = given if isinstance(given, list) else str(given).split()
        texts = [without_diacritics(str(line)) for line in lines]
        for other, others in found.items():
            texts = [text.replace(f"<{other}>", f"(?:{'|'.join(others)})") for text in texts]
        found[name] = tuple(texts)
    return found


@cache
def phrase(area: str, name: str) -> re.Pattern[str]:
    """Any of the phrases, as whole words: `search`, `match` or `fullmatch` folded words with it."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(_area(area)[name])})(?!\w)")


@cache
def word_set(area: str, name: str) -> frozenset[str]:
    """A list of single words, folded."""
    return frozenset(_area(area)[name])


def names(area: str) -> tuple[str, ...]:
    """The area's names, in the order of the file."""
    return tuple(_area(area))
