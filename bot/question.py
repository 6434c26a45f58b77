"""Reading a question: what kind of question it is, and what it is about."""

from __future__ import annotations

from collections.abc import Collection

from bot.answer import Intent
from bot.asking import ASKING, CONJUNCTIONS, TRAILING
from bot.phrases import names, phrase, word_set
from bot.words import Word, nearest, words

_KINDS = tuple((name, Intent.FACT if name == "quantity" else Intent(name)) for name in names("intents")[:-1])
_KEYWORDS = word_set("intents", "keywords")
"""Words that decide the kind of question: misspelt, they are mended before the kinds are tried."""


def mend(word: Word) -> str:
    """The folded word, or the asking word that it was meant to be: "ansavrar" is "ansvarar"."""
    return nearest(word.folded, _KEYWORDS) or word.folded


def mended(question: str, known: Collection[str]) -> str:
    """The question with the known (folded) word in the place of each misspelt one; the rest stays as typed."""
    for word in reversed(words(question)):
        meant = nearest(word.folded, known)
        if meant and meant != word.folded:
            question = question[: word.start] + meant + question[word.end :]
    return question


def intent_of(question: str) -> Intent:
    """The kind of question; OTHER when no kind's words are there. Small talk is found elsewhere (bot.routes)."""
    flat = " ".join(mend(word) for word in words(question))
    return next((intent for name, intent in _KINDS if phrase("intents", name).search(flat)), Intent.OTHER)


def subject_of(question: str) -> str:
    """What the question is about, as typed, without its asking words: "EU-frågor"; "" when nothing is left."""
    asked = words(question)
    while asked and (asked[0].folded in ASKING or asked[0].folded in CONJUNCTIONS or mend(asked[0]) in ASKING):
        asked.pop(0)
    while asked and asked[-1].folded in TRAILING:
        asked.pop()
    return question[asked[0].start : asked[-1].end] if asked else ""


def normalise(question: str) -> str:
    """One line, single spaces, no control characters; what is typed stays as typed otherwise."""
    return " ".join("".join(c if c.isprintable() else " " for c in question).split())
