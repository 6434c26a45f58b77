"""Swedish or English: which language a question was asked in."""

from __future__ import annotations

from bot.words import fold, nearest, words

_SWEDISH = frozenset(
    fold(
        """och att det som en ett är för på med av den till om har de inte ska kan vad vem vilka vilken vilket
        hur när var varför vart vems finns står säger gäller enligt mot från vi jag du ni mig oss sig där då nu
        eller så vara blir bli göra gör får måste bör skulle vill veta menas betyder innebär ansvarar ansvar
        ansvarig tycker anser syfte syftet mål målen princip principer inriktning inriktningar strategin staden
        stadens nämnd nämnder nämnden förslag förslaget beslut berätta förklara hej tack hjälp också mer den
        tredje andra första fjärde sista kring inom utan över mellan någon något några alla allt hos ens men
        stockholms internationellt internationella arbete arbetet frågor fråga handläggare skrivit"""
    ).split()
)
_ENGLISH = frozenset(
    """the of and to is are what who which how when where why does do did with by from about that this it its be
    should would could have has had was were my me tell give show please an whose whom there their they them
    these those your you can will or if not does explain define list name describe find many much
    responsible responsibility responsibilities purpose goal goals aim aims principle principles direction
    directions strategy city council board committee office department opinion proposal decision answer cooperation
    collaboration influence monitoring international issue issues question questions work third second first
    fourth last one hello hi thanks thank help mean meaning owner owns owned decide decides date deadline
    phone number signed wrote written adopted document documents referral""".split()
)
_SHARED = frozenset({"i", "in", "for", "men", "under", "all", "man", "so", "her", "an", "dem", "over", "var"})
"""Words of both languages (with å, ä, ö gone): no evidence."""
_KNOWN = _SWEDISH | _ENGLISH
_SWEDISH_ENDINGS = ("ning", "ningar", "ningen", "het", "arna", "erna", "orna", "ande", "skap", "else", "gor", "orn")
_ENGLISH_ENDINGS = ("ies", "ity", "ness", "ment", "tions", "ing", "ed", "ould", "ght", "ive", "ous", "ly")


def swedishness(text: str) -> float:
    """Evidence for Swedish (above 0) or English (below 0); 0 when nothing tells."""
    evidence = 0.0
    for place, word in enumerate(words(text)):
        folded = word.folded
        if place and word.text[0].isupper() and folded not in _KNOWN:
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
