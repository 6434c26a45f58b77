"""Sentences that do not stand alone: those that need the one before, and those that restrict it."""

from __future__ import annotations

import re

_VERBS = (
    "innebär|gäller|betyder|medför|gör|kan|ska|bör|är|har|var|blir|får|måste|omfattar|används|görs|sker|beror|handlar|"
    "gjorde|båda"
)
_CONNECTIVES = (
    "detta|dessa|denna|sådana?|där|därför|därmed|därigenom|dessutom|däremot|dock|även|också|samtidigt|vidare|annars|"
    "i så fall|i det sammanhanget|i detta sammanhang|på så sätt|på det sättet|av dessa|för detta|med detta|"
    "till detta|båda"
)
_LEANS_BACK = re.compile(
    rf"^(?:(?:det|den|de|han|hon|dess|deras|hans|hennes)\s+(?:{_VERBS})|(?:{_CONNECTIVES}))\b", re.IGNORECASE
)
_STANDS_ALONE = re.compile(
    r"^det\s+(?:är|var|blir|kan|ska|har)\s+(?:\w+\s+){0,3}?(?:att|som|en|ett|inga?|inget|många|flera|vara|finnas)\b",
    re.IGNORECASE,
)
"""Openings whose "det" points at nothing before it: "Det är viktigt att"."""
_RESTRICTS = re.compile(
    r"^(?:dock|men|undantag\w*|(?:det|detta) gäller (?:dock |däremot )?(?:inte|endast|bara)|i annat fall|däremot)\b"
    r"|^\w+(?:\s\w+)?\s+dock\b",
    re.IGNORECASE,
)


def leans_back(sentence: str) -> bool:
    """Whether the sentence needs the one before it: "Det innebär att", "Dessa fyra inriktningar"."""
    return bool(_LEANS_BACK.match(sentence)) and not _STANDS_ALONE.match(sentence)


def restricts(sentence: str) -> bool:
    """Whether the sentence takes something back, so that the one before is not quoted without it."""
    return bool(_RESTRICTS.match(sentence))
