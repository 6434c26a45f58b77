"""What kind of answer a question expects, and whether a sentence has something of that kind.

"När går remisstiden ut?" expects a date, "Hur många …?" a number, "Vem …?" a person or a body. A sentence
without one hardly answers, however near it is.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from bot.phrases import names, phrase
from bot.words import flat, words


class Expected(StrEnum):
    """Kinds of answers, strict ones first: without a date there is no answer to "när"."""

    DURATION = "duration"
    AMOUNT = "amount"
    COUNT = "count"
    DATE = "date"
    NUMBER = "number"
    WHO = "who"
    WHERE = "where"
    REASON = "reason"
    PURPOSE = "purpose"
    MANNER = "manner"
    DEFINITION = "definition"
    ANYTHING = "anything"


STRICT = frozenset({Expected.DURATION, Expected.AMOUNT, Expected.COUNT, Expected.DATE, Expected.NUMBER})
_ASKED = tuple(Expected(name.removeprefix("asks_")) for name in names("expecting") if name.startswith("asks_"))
_BODY = re.compile(
    r"\b\w*(?:nämnd|styrelse|förvaltning|kontor|verk|myndighet|bolag|råd|domstol|departement|regering|fullmäktige|"
    r"avdelning|enhet|chef|personal|läkare|kommun|region|stat|anställd|person|företag|verksamhet)\w*\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:i|på|vid|från|till|genom|hos|kring|runt|utanför|norr|söder|öster|väster|mellan)\s+(?:\w+\s+){0,2}?[A-ZÅÄÖ]\w+"
    r"|\b\w*(?:webbplats|sida|kontor|ambassad|kommun|region|län|huset|hemmet|adress|land|stad|plats|rum|skog|hav|sjö)\w*\b"
)


@lru_cache(maxsize=64)
def expected_of(question: str) -> Expected:
    asked = flat(question)
    return next((kind for kind in _ASKED if phrase("expecting", f"asks_{kind}").search(asked)), Expected.ANYTHING)


def shows(expected: Expected, sentence: str) -> bool:
    """Whether the sentence has something of the kind. True for ANYTHING."""
    if expected is Expected.ANYTHING:
        return True
    if expected is Expected.WHERE:
        return bool(_PLACE.search(sentence))
    if expected is Expected.WHO:
        names_somebody = any(word.text[0].isupper() for word in words(sentence)[1:])
        return names_somebody or bool(_BODY.search(sentence))
    return phrase("expecting", f"shows_{expected}").search(_flat_sentence(sentence)) is not None


@lru_cache(maxsize=20_000)
def _flat_sentence(sentence: str) -> str:
    """Sentences of documents come back with every other question; those of questions do not get here."""
    return flat(sentence)
