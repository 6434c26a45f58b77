"""Answers built by hand. The documents and their words are made up (påhittade)."""

from __future__ import annotations

from dataclasses import replace

from bot.answer import Answer, Intent, Place, Quote, Responsible

OWNER = Quote(
    text="Kommunstyrelsen ansvarar för stadsövergripande EU-frågor i Påhittestad.",
    start=100,
    end=171,
    document="pahittat-utlatande-2016",
    title="Svar på remiss om en påhittad strategi",
    type="tjänsteutlåtande",
    status="remissvar",
    issuer="Påhittade förvaltningen",
    date="2016-10-25",
    dnr="1.1-1/2016",
    section=("Ärendet", "Ansvar"),
    page=3,
    score=0.93,
    url="/documents/pahittat-utlatande-2016#100-171",
    also_in=(
        Place("pahittat-forslag", 50, 121, "Förslag till påhittad strategi", "/documents/pahittat-forslag#50-121"),
    ),
    voice="reported",
    standing="Påhittade förvaltningen återger ett förslag, 2016-10-25 – inte ett beslut",
)

OPINION = replace(
    OWNER,
    text="Förvaltningen ser positivt på den påhittade strategin.\nDen bör dock inte gälla bolagen.",
    start=900,
    end=987,
    section=("Förvaltningens synpunkter och förslag",),
    url="/documents/pahittat-utlatande-2016#900-987",
    also_in=(),
    voice="opinion",
    standing="Påhittade förvaltningens bedömning, 2016-10-25 – inte ett beslut",
)

RESPONSIBILITY = Answer(
    question="Vem ansvarar för EU-frågor?",
    language="sv",
    intent=Intent.RESPONSIBILITY,
    answered=True,
    confidence=0.94,
    quotes=(OWNER,),
    responsible=Responsible(
        "kommunstyrelsen", "EU-frågor", 0, "ansvarar", "2016-10-25", f"Sägs uttryckligen. {OWNER.standing}."
    ),
    suggestions=("Vilka är inriktningarna?", "Vad är syftet?"),
    notices=("superseded",),
    notes=("Det här handlar om ett förslag, som har ersatts av Påhittad strategi 2020.",),
    generation="g-1",
)

TWO_SIDES = Answer(
    question="Vad tycker förvaltningarna?",
    language="sv",
    intent=Intent.DECISION,
    answered=True,
    confidence=0.8,
    quotes=(OPINION, replace(OPINION, document="annat", issuer="Andra förvaltningen", text="Förvaltningen avstyrker.")),
    generation="g-1",
)

LIST = Answer(
    question="Vilka är inriktningarna?",
    language="sv",
    intent=Intent.LIST,
    answered=True,
    confidence=0.9,
    quotes=tuple(
        replace(OWNER, text=words, name=name, start=n * 100, end=n * 100 + len(words), also_in=())
        for n, (name, words) in enumerate(
            [
                ("Synas", "Påhittestad ska synas i världen."),
                ("Lära", "Lära – staden ska lära av andra."),
                ("Påverka", "Staden ska påverka beslut som rör den."),
                ("Växa", "Staden ska växa hållbart."),
            ]
        )
    ),
    generation="g-1",
)

NOT_FOUND = Answer(
    question="Vad kostar en häst?",
    language="sv",
    intent=Intent.OTHER,
    answered=False,
    confidence=0.1,
    closest=(OPINION,),
    message="Det framgår inte av dokumenten. Jag har letat i 1 dokument.",
    generation="g-1",
)

HELLO = Answer(
    question="Hej!",
    language="sv",
    intent=Intent.SMALL_TALK,
    answered=True,
    confidence=1.0,
    message="Hej! Fråga mig om den påhittade strategin.",
)

ENGLISH = replace(RESPONSIBILITY, question="Who is responsible for EU matters?", language="en")
