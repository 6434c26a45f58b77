"""Ordinary questions, against which a question and a corpus are measured."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

SWEDISH, ENGLISH = "sv", "en"
LANGUAGES = (SWEDISH, ENGLISH)


@lru_cache(maxsize=2)
def cohort(language: str) -> tuple[str, ...]:
    """Questions about everything in "sv" or "en": the same questions, in the same order, in both."""
    text = files("index").joinpath(f"data/cohort.{language}.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))
