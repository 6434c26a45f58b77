"""Swedish or English: which language a question was asked in."""

from __future__ import annotations

from bot.phrases import word_set
from bot.words import nearest, words

_SWEDISH = word_set("languages", "swedish")
_ENGLISH = word_set("languages", "english")
_SHARED = word_set("languages", "shared")
"""Words of both languages (with å, ä, ö gone): no evidence."""
_KNOWN = _SWEDISH | _ENGLISH
_SWEDISH_ENDINGS = ("ning", "ningar", "ningen", "het", "arna", "erna", "orna", "ande", "skap", "else", "gor", "orn")
_ENGLISH_ENDINGS = ("ies", "ity", "ness", "ment", "tions", "ing", "ed", "ould", "ght", "ive", "ous", "ly")


def swedishness(text: str) -> float:
    """Evidence for Swedish (above 0) or English (below 0); 0 when nothing tells."""
    evidence = 0.0
    for place, word in enumerate(words(text)):
        folded = word.folded
        if (word.text.isupper() or (place and word.text[0].isupper())) and folded not in _KNOWN:
            continue  # a name: "Who handles Omvärldsbevakning?"
        if folded in _SWEDISH and folded not in _SHARED:
            evidence += 2
        elif folded in _ENGLISH and folded not in _SHARED:
            evidence -= 2
        elif folded in _SHARED or folded.isdigit():
            continue
        elif folded != word.text.casefold().replace("’", "'"):
            evidence += 1  # å, ä or ö: good evidence, but a Swedish word may stand in an English question
        elif near := nearest(folded, _KNOWN):
            evidence += 1 if near in _SWEDISH else -1
        elif folded.endswith(_SWEDISH_ENDINGS):
            evidence += 0.5
        elif folded.endswith(_ENGLISH_ENDINGS) or "w" in folded or folded.startswith("th"):
            evidence -= 0.5
    return evidence


def detect_language(text: str, otherwise: str = "sv") -> str:
    """ "sv" or "en"; `otherwise` when the words do not tell ("Eurocities?")."""
    evidence = swedishness(text)
    if evidence == 0:
        return otherwise
    return "sv" if evidence > 0 else "en"
