"""English words and the Swedish ones that a document would use, from a list written for this project.

Swedish words that translate the same English one are near each other, too: "ändra" and "byta".
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

import snowballstemmer

from index.swedish import stem


def swedish_for(word: str) -> tuple[str, ...]:
    """Swedish words for a lower-case English one in any of its forms; () when the list has none."""
    return _entries().get(_english_stem(word), ())


def synonyms(swedish: str) -> tuple[str, ...]:
    """Swedish words that translate some English word which this stem of a Swedish one translates too."""
    return _synonyms().get(swedish, ())


@lru_cache(maxsize=1)
def _synonyms() -> Mapping[str, tuple[str, ...]]:
    near: dict[str, dict[str, None]] = {}
    for together in _entries().values():
        for word in together:
            near.setdefault(stem(word), {}).update(dict.fromkeys(other for other in together if other != word))
    return {word: tuple(others) for word, others in near.items()}


@lru_cache(maxsize=50_000)
def _english_stem(word: str) -> str:
    # A stemmer keeps state while it works, so threads must not share one.
    return str(snowballstemmer.stemmer("english").stemWord(word))


@lru_cache(maxsize=1)
def _entries() -> Mapping[str, tuple[str, ...]]:
    text = files("index").joinpath("data/english_swedish.txt").read_text(encoding="utf-8")
    entries: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            english, _, swedish = line.partition(" = ")
            key = _english_stem(english)
            entries[key] = entries.get(key, ()) + tuple(swedish.split())
    return entries
