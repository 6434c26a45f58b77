"""A made-up proposal (påhittat förslag) and the twenty remissvar to it: some agree, some object, some repeat."""

from __future__ import annotations

from pathlib import Path

from index.types import Corpus
from tests.bot.made_up import corpus_of

SUMMARY = (
    "För att staden ska nå framgång föreslår stadsledningskontoret att kommunfullmäktige lägger fast mål, inriktning "
    "och principer samt övergripande arbetssätt för stadens internationella arbete."
)
MISSPELT = SUMMARY.replace("arbetssätt", "arbetsätt")
REPEATED = "Nämnderna ansvarar för att bevaka omvärlden inom sitt eget verksamhetsområde."
AGREES = (
    "{body} tillstyrker förslaget om en gemensam hamn och ser fram emot arbetet.",
    "{body} ställer sig positiv till förslaget om en gemensam hamn.",
    "{body} välkomnar förslaget, som tydliggör ansvaret för hamnen.",
)
OBJECTS = (
    "{body} avstyrker förslaget om en gemensam hamn, eftersom kostnaden är okänd.",
    "{body} är kritisk till förslaget om hamnen och saknar en tidplan.",
)
FIELDS = (
    "Kultur",
    "Idrotts",
    "Miljö",
    "Trafik",
    "Fastighets",
    "Utbildnings",
    "Äldre",
    "Arbetsmarknads",
    "Service",
    "Val",
)
DISTRICTS = (
    "Bromma",
    "Enskede-Årsta-Vantörs",
    "Farsta",
    "Järva",
    "Kungsholmens",
    "Norrmalms",
    "Skarpnäcks",
    "Skärholmens",
)
PLACES = (*FIELDS, *DISTRICTS, "Södermalms", "Östermalms")


def body(place: str) -> tuple[str, str]:
    """(förvaltning, nämnd) of a place."""
    if place in FIELDS:
        return f"{place}förvaltningen", f"{place}nämnden"
    return f"{place} stadsdelsförvaltning", f"{place} stadsdelsnämnd"


def objects(number: int) -> bool:
    return number % 4 == 3


def remissvar(number: int) -> str:
    office, _ = body(PLACES[number])
    pattern = OBJECTS[number % 2] if objects(number) else AGREES[number % 3]
    summary = MISSPELT if number % 5 == 0 else SUMMARY
    return (
        f"# Påhittat svar {number}\n\n## Ärendet\n\n{summary}\n\nI förslaget anges att hamnen ska byggas.\n\n"
        f"## Förvaltningens synpunkter och förslag\n\n{REPEATED} {pattern.format(body=office)}\n"
    )


def family(folder: Path) -> Corpus:
    """The proposal itself, and its twenty remissvar."""
    files = {"proposal.md": f"# Påhittat förslag\n\n## Sammanfattning\n\n{SUMMARY}\n\n{REPEATED}\n"}
    register: list[dict[str, object]] = [
        {
            "id": "proposal",
            "file": "proposal.md",
            "type": "strategi",
            "status": "förslag",
            "issuer": "Stadsledningskontoret",
        }
    ]
    for number, place in enumerate(PLACES):
        office, board = body(place)
        files[f"svar{number:02}.md"] = remissvar(number)
        register.append(
            {
                "id": f"svar{number:02}",
                "file": f"svar{number:02}.md",
                "type": "tjänsteutlåtande",
                "status": "remissvar",
                "issuer": office,
                "addressee": board,
                "about": "proposal",
            }
        )
    return corpus_of(folder, files, register)
