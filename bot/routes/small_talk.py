"""Greetings, thanks and calls for help: a friendly word, and what can be asked."""

from __future__ import annotations

from bot.answer import Intent
from bot.draft import Draft, Understood
from bot.phrases import names, phrase
from bot.texts import text
from bot.words import flat
from index.types import Ranking, Searcher

_KINDS = tuple(name for name in names("small_talk") if name != "opening")


class SmallTalk:
    """Answers when the whole message is small talk; "hej, vem ansvarar för EU-frågor?" is a question."""

    def propose(self, understood: Understood, searcher: Searcher, ranking: Ranking) -> Draft | None:
        kind = small_talk(understood.question)
        if kind is None:
            return None
        return Draft(message=text(f"answer.{kind}", understood.language), confidence=1.0, intent=Intent.SMALL_TALK)


def small_talk(message: str) -> str | None:
    """The key of the reply in the area "answer", or None for a message that is more than small talk."""
    said = flat(message)
    if not said:
        return None if message.strip() else "help"
    for kind in _KINDS:
        if phrase("small_talk", kind).fullmatch(said):
            return kind
    opening = phrase("small_talk", "opening").match(said)
    return small_talk(said[opening.end() :]) if opening and opening.end() < len(said) else None
