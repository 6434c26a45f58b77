"""Reading a question: its language, what kind of question it is, and what it is about."""

from __future__ import annotations

import re

from bot.answer import Intent
from bot.asking import ASKING, CONJUNCTIONS, TRAILING
from bot.words import Word, nearest, words

_PATTERNS: tuple[tuple[Intent, str], ...] = (
    (
        Intent.INTRODUCTION,
        r"\b(introduktion\w*|rundtur\w*|onboarding|kom(ma)? igang|ny handlaggare|ny (pa|i|inom|har)\b.*|(jag ar|helt|som) ny"
        r"|(i am|i'm) new|new here|new (to|in) (this|the)|get(ting)? started|introduction|guided tour|tour)\b",
    ),
    (
        Intent.FACT,
        r"\b(handlaggare(n|ns)?|telefon\w*|diarienummer|diarienumret|dnr|e-?post\w*|mejl\w*|mailadress|daterat?"
        r"|undertecknat?\w*|skriv(it|er|ande) under|underskrift\w*|signer\w+|forvaltningschef\w*"
        r"|vem (har )?(skrev|skrivit|forfattat|forfattade)|nar (ar|blev|skrevs|daterades)|vilket datum|vilken dag"
        r"|(phone|telephone|reference|case|registration) number|case officer|who (wrote|signed)|signed|dated"
        r"|what date|which date|deadline|bilag\w+|attachments?|appendi\w+)\b",
    ),
    (
        Intent.RESPONSIBILITY,
        r"\b(\w*ansvar(ar|at|et|ig|iga|igt|sfordelning\w*|ade|s)?|vem ager|ager fragan|vems (fraga|uppgift|bord|sak)"
        r"|vart vander|vem (ska|kan|far|ser|skoter|har hand|bestammer|beslutar|avgor|leder|styr)"
        r"|vilk(en|et) (namnd|styrelse|forvaltning|kontor) (ska|har|beslutar|ager|skoter)"
        r"|responsib\w+|accountable|who (owns|decides|handles|is in charge|runs|leads)|in charge|whose (job|task|issue))\b",
    ),
    (
        Intent.DEFINITION,
        r"(\b(betyder|betydelsen av|definition\w*|definier\w+|defin(e|ed)|menas med|forkortning\w*|stands? for"
        r"|(what|vad) ar (en|ett)|what is an?|what does .* mean|what's an?|meaning of|innebar (ordet|begreppet|termen))\b"
        r"|\bvad star [\w-]+ for\b)",
    ),
    (Intent.DIRECTION, r"\b(inriktning(en|ar|arna|ars|arnas)?|directions?|priority areas?)\b"),
    (Intent.PRINCIPLE, r"\b(princip(en|er|erna)?|principles?)\b"),
    (Intent.GOAL, r"\b(\w*mal(et|en|sattning\w*|uppfyllelse\w*|uppfyllnad\w*)?|goals?|objectives?|targets?)\b"),
    (
        Intent.DECISION,
        r"\b(\w*beslut\w*|foreslar|foreslas|tillstyrk\w+|avstyrk\w+|yttra\w*|tycker|tyckte|anser|ansag|ansett"
        r"|(stall\w+|installning\w*|installd) (sig )?\w*|synpunkt\w*|asikt\w*|bedom\w+|remissvar\w*|positiv\w*|negativ\w*|kritisk\w*"
        r"|recommend\w*|opinions?|think|thinks|thought|views?|propos\w+|decisions?|comments?)\b",
    ),
    (
        Intent.LIST,
        r"\b(vilka|lista|namn|rakna upp|ge mig alla|samtliga|which .*s\b.*\b(are|were|has|have)|what are the|list|name (the|all)|who are)\b",
    ),
    (Intent.FACT, r"\b(nar|datum|hur (manga|mycket|lange|stor|ofta)|vilket (ar|nummer)|when|how (many|much|long|often))\b"),
)  # fmt: skip
"""Kinds of question by their folded words, in order: the first that fits."""

_KEYWORDS = frozenset(
    """ansvarar ansvarig ansvariga ansvaret ansvar ansvarsfordelning inriktning inriktningar inriktningarna inriktningen
    princip principer principerna malen syfte syftet beslut tycker anser foreslar forslag betyder innebar handlaggare
    telefonnummer diarienummer vilka vilken vilket varfor datum introduktion synpunkter bestammer beslutar
    responsible responsibility principles directions direction purpose goals decides opinion recommend deadline
    definition signed attachments""".split()
)
"""Words that decide the kind of question: misspelt, they are mended before the kinds are tried."""


def mend(word: Word) -> str:
    """The folded word, or the asking word that it was meant to be: "ansavrar" is "ansvarar"."""
    return nearest(word.folded, _KEYWORDS) or word.folded


def intent_of(question: str) -> Intent:
    """The kind of question; OTHER when no kind's words are there. Small talk is found elsewhere (bot.routes)."""
    flat = " ".join(mend(word) for word in words(question))
    return next((intent for intent, pattern in _PATTERNS if re.search(pattern, flat)), Intent.OTHER)


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
