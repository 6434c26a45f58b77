"""Ordinary questions, against which a question and a corpus are measured."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

import numpy as np

from index.swedish import is_english
from index.types import EmbeddingModel, Vectors

SWEDISH, ENGLISH = "sv", "en"
LANGUAGES = (SWEDISH, ENGLISH)


def language_of(question: str) -> str:
    """The language whose ordinary questions it is measured against."""
    return ENGLISH if is_english(question) else SWEDISH


@lru_cache(maxsize=2)
def cohort(language: str) -> tuple[str, ...]:
    """Questions about everything in "sv" or "en": the same questions, in the same order, in both."""
    text = files("index").joinpath(f"data/cohort.{language}.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


@lru_cache(maxsize=1)
def cohort_key() -> str:
    """Names these very questions: vectors kept under another key are of others."""
    questions = "\n".join(question for language in LANGUAGES for question in cohort(language))
    return hashlib.blake2b(questions.encode(), digest_size=6).hexdigest()


def encode_cohorts(model: EmbeddingModel) -> Vectors:
    """(questions of all languages, d) float32, one language after another."""
    return np.concatenate([model.encode_query(cohort(language)) for language in LANGUAGES])


def by_language(encoded: Vectors) -> Mapping[str, Vectors]:
    """What `encode_cohorts` gave, a language at a time."""
    return dict(zip(LANGUAGES, np.split(encoded, len(LANGUAGES)), strict=True))
