"""The questions that are measured with, which nothing may be trained on, fitted to or looked up in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bot.config import PROJECT
from bot.evaluation import read_questions


def measured() -> Iterator[tuple[Path, set[str]]]:
    """Each file, with the words of its questions and of what was asked before them."""
    for file in (PROJECT / "tests").glob("*.jsonl"):
        yield file, {words_of(one) for question in read_questions(file) for one in (question.asked, *question.turns)}


def words_of(question: str) -> str:
    """The question whatever its case, punctuation and white space; one that has no words as it stands."""
    return " ".join(re.findall(r"\w+", question.casefold())) or question
