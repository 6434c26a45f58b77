"""The words that ask, as opposed to the words asked about: all folded (without å, ä, ö)."""

from __future__ import annotations

from bot.words import fold


def _set(text: str) -> frozenset[str]:
    return frozenset(fold(text).split())


QUESTION_WORDS = _set(
    """vem vems vad va vilka vilken vilket vilkas hur när nar var vart varför varifrån
    who whom whose what which how when where why"""
)

ASKING = QUESTION_WORDS | _set(
    """är e finns har ska kan bör det den de en ett ansvarar ansvarig ansvariga ansvarigt ansvaret ansvar för
    äger bestämmer beslutar betyder innebär menas med säger sägs står i om du jag mig ni vi berätta förklara vill
    veta undrar lista namn namnge räkna upp alla handlar gäller ordet begreppet termen snälla hej hejsan tack
    egentligen att som man skulle blir ger ge visa kunna få ens ligger hos sköter vänder med frågor gäller
    is are was were the a an responsible for of in does do did can could would you i me we to tell about explain
    define mean meaning means list name all owns decides on please hi hello there know it say says handles charge
    responsibility wonder want like give show""".replace("\n", " ")
)
"""May open a question before its subject comes."""

TRAILING = _set("då egentligen tack snälla nu ens please then now thanks")
"""May close a question after its subject."""

CONJUNCTIONS = _set("och men samt and but also även plus eller or")

PRONOUNS = _set("""det den de dem dessa denna detta dess deras denne han hon honom henne hans hennes
    it its they them their theirs that this these those he she him his her""")

ASPECTS = _set(
    """syfte syftet syften syftena mål målet målen ansvar ansvaret innebörd innebörden bakgrund bakgrunden datum
    datumet handläggare handläggaren telefonnummer telefonnumret diarienummer diarienumret dnr ägare ägaren
    ansvarig ansvariga namn namnet nytta nyttan resultat resultatet kostnad kostnaden skäl skälet motivering
    motiveringen konsekvens konsekvenser konsekvenserna principer principerna
    purpose purposes aim aims goal goals responsibility responsible owner meaning background date deadline phone
    reason reasons consequence consequences cost costs definition"""
)
"""Nouns that are about something else: alone in a follow-up, they ask about the earlier subject."""

PREPOSITIONS = _set("""för med om av till i på kring gällande hos inom mellan mot från bakom
    for of about with in on regarding concerning behind to by from""")
