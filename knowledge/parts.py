"""What a document of each type is expected to hold, and what the register should say about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from knowledge.document import Document
from knowledge.sources import Source, Status


class Place(StrEnum):
    """Where something is missing."""

    REGISTER = "register"
    SECTION = "section"
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class Lack:
    """Something expected that is not there. `name` is a field, a heading or a fact, as documents call it."""

    document: str
    place: Place
    name: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What a type of document has. A section is there when any heading matches its pattern."""

    fields: tuple[str, ...]
    sections: tuple[tuple[str, str], ...] = ()  # (name to show, pattern)
    facts: tuple[str, ...] = ()


EXPECTED = {
    "tjänsteutlåtande": Expected(
        fields=("title", "issuer", "addressee", "date", "about"),
        sections=(
            ("Förslag till beslut", r"förslag till beslut|beslutsförslag"),
            ("Ärendet", r"ärende|bakgrund|remissen|förslaget"),
            ("Förvaltningens synpunkter och förslag", r"synpunkter|bedömning|överväganden|yttrande|ställningstagande"),
        ),
        facts=("handläggare", "datum"),
    ),
    "strategi": Expected(
        fields=("title", "issuer", "date", "dnr"),
        sections=(
            ("Mål", r"\bmål|syfte|vision"),
            ("Inriktning", r"inriktning|strategisk|områden"),
            ("Ansvar", r"ansvar|genomförande|organisation|uppföljning"),
        ),
    ),
    "riktlinje": Expected(fields=("title", "issuer", "date", "dnr")),
    "policy": Expected(fields=("title", "issuer", "date", "dnr")),
    "remissvar": Expected(fields=("title", "issuer", "date", "about")),
}
"""By the register's `type`. A type that is not here has no expected parts."""


def lacking_in_register(source: Source) -> tuple[Lack, ...]:
    """What the entry should say and does not, for a document that is held or only known of."""
    expected = EXPECTED.get(source.type.lower())
    if expected is None:
        return ()
    missing = [name for name in expected.fields if not getattr(source, name)]
    if source.status is Status.OKAND:
        missing.append("status")
    return tuple(Lack(source.id, Place.REGISTER, name) for name in missing)


def lacking(document: Document) -> tuple[Lack, ...]:
    """What the document itself should hold and does not: sections, then facts."""
    expected = EXPECTED.get(document.source.type.lower())
    if expected is None:
        return ()
    titles = [section.title for section in document.sections]
    known = {fact.name for fact in document.facts}
    sections = [
        name
        for name, pattern in expected.sections
        if not any(re.search(pattern, title, re.IGNORECASE) for title in titles)
    ]
    return (
        *(Lack(document.id, Place.SECTION, name) for name in sections),
        *(Lack(document.id, Place.FACT, name) for name in expected.facts if name not in known),
    )
