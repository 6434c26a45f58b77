"""Answers from what was in force on a day: reading the day in a question, and the corpus of that day."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import replace

from bot.phrases import phrase, word_set
from bot.words import Word, words
from index.types import Corpus
from knowledge.standing import in_force

_NAMES = "january february march april may june july august september october november december"
_MONTHS = tuple(word_set("as_of", name) for name in _NAMES.split())
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_YEAR = re.compile(r"(?:19|20)\d{2}")


def day_in(question: str) -> tuple[dt.date, str] | None:
    """The day that the question asks about, and the question without it; None when it asks about today.

    "Vad gällde 2016?" means the last day of that year, "i december 2016" the last of that month. A date alone
    does not make it a question of another time ("Remisstiden 2016?"): it must also ask what was in force.
    """
    asked = words(question)
    if not phrase("as_of", "in_force").search(" ".join(word.folded for word in asked)):
        return None
    if found := _ISO.search(question):
        try:
            return dt.date(*map(int, found.groups())), _without(question, found.start(), found.end())
        except ValueError:
            return None
    for place, word in enumerate(asked):
        if not _YEAR.fullmatch(word.text):
            continue
        year, first = int(word.text), place
        month, before = _month(asked, place - 1)
        if month is None:
            return dt.date(year, 12, 31), _without(question, asked[first].start, word.end)
        day = calendar.monthrange(year, month)[1]
        first = place - 1
        if before is not None:
            day, first = min(before, day), place - 2
        return dt.date(year, month, day), _without(question, asked[first].start, word.end)
    return None


def corpus_at(corpus: Corpus, day: dt.date) -> Corpus:
    """The documents that counted on the day, with their passages. The register stays whole."""
    sources = {source.id: source for source in corpus.sources}
    sources |= {document.id: document.source for document in corpus.documents.values()}
    counted = in_force(tuple(sources.values()), day)
    return replace(
        corpus,
        documents={name: document for name, document in corpus.documents.items() if name in counted},
        passages=tuple(passage for passage in corpus.passages if passage.document in counted),
    )


def _month(asked: list[Word], place: int) -> tuple[int | None, int | None]:
    """The month at the place and the day before it, where there are any."""
    if place < 0:
        return None, None
    month = next((n for n, names in enumerate(_MONTHS, 1) if asked[place].folded in names), None)
    if month is None or place == 0:
        return month, None
    number = re.fullmatch(r"([0-3]?\d)(?:st|nd|rd|th|e|:e)?", asked[place - 1].folded)
    return month, max(1, int(number[1])) if number else None


def _without(question: str, start: int, end: int) -> str:
    """The question without the date, and without the preposition that led to it."""
    before = re.sub(r"\b(?:den|under|i|år|per|in|on|as of|by|at|the|of)\s*$", "", question[:start].rstrip(), flags=re.I)
    before = re.sub(r"\b(?:den|under|i|år|per|in|on|as of|as|by|at)\s*$", "", before.rstrip(), flags=re.I)
    return " ".join(f"{before.rstrip()} {question[end:].lstrip()}".split()).replace(" ?", "?")
