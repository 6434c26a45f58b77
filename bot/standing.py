"""Says who speaks in a quote, with what weight, and whether something newer has replaced it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from bot.texts import text
from knowledge.document import Document, Span, Voice
from knowledge.sources import Source, Status
from knowledge.standing import Successor, find_source, in_force, latest_successors
from knowledge.voices import voice_of

__all__ = ["in_force", "quote_voice", "standing_label", "standing_notices"]


def quote_voice(document: Document, span: Span) -> Voice:
    """Who speaks in a quote. A sentence may have another voice than its passage ("I förslaget anges att …")."""
    inside = [section for section in document.sections if section.span.covers(span)]
    path = max(inside, key=lambda section: section.span.start).path if inside else ()
    return voice_of(document.source, path, span.of(document.text))


def standing_label(source: Source, voice: Voice | str, language: str, sources: Sequence[Source] = ()) -> str:
    """In words a person understands: "Socialförvaltningens bedömning, 2016-10-25 – inte ett beslut".

    Args:
        source: the quoted document's entry in the register.
        voice: who speaks in the quote.
        language: of the label.
        sources: the whole register; with it, a retelling names whose proposal it retells.
    """
    voice = Voice(voice)
    key = f"own_{source.status}" if voice is Voice.OWN else str(voice)
    issuer = source.issuer or text("standing.unknown_issuer", language)
    label = text(
        f"standing.{key}",
        language,
        issuer=issuer,
        genitive=genitive(issuer, language),
        addressee=source.addressee or text("standing.unknown_addressee", language),
        about=_proposal(source, sources, language),
        type=source.type,
        when=f", {source.date.isoformat()}" if source.date else "",
    )
    return label[0].upper() + label[1:]


def standing_notices(
    source: Source, sources: Sequence[Source], language: str, as_of: dt.date | None = None
) -> tuple[tuple[str, str], ...]:
    """(code, sentence) for a document that has been replaced, or whose subject has; () when nothing is known to.

    The code is "superseded", or "superseded_later" when the replacement came after `as_of`. The successor is
    named also when it is not held, and the sentence then says that it isn't.
    """
    subject = find_source(source.about, sources) if source.about else None
    for part, key in ((source, "superseded"), (subject, "superseded_subject")):
        if part is None:
            continue
        newer = latest_successors(part, sources)
        if not newer:
            if part.status in (Status.ERSATT, Status.UPPHAVD):
                return (("superseded", text("standing.superseded_unknown", language, title=_named(part))),)
            continue
        # A replacement of unknown date counts as later, as it does in `in_force`.
        later = as_of is not None and all(s.date is None or s.date > as_of for s in newer)
        sentence = text(
            "standing.superseded_later" if later else f"standing.{key}",
            language,
            title=_named(part),
            successor=", ".join(_successor_name(s) for s in newer),
        )
        if not any(s.held for s in newer):
            sentence += text("standing.not_held", language)
        return (("superseded_later" if later else "superseded", sentence),)
    return ()


def genitive(name: str, language: str = "sv") -> str:
    """ "Socialförvaltningen" → "Socialförvaltningens"; a name that ends in s, x or z keeps its form in Swedish."""
    if language == "en":
        return f"{name}'" if name.endswith("s") else f"{name}'s"
    if name.isupper() or name.endswith(" AB"):
        return f"{name}:s"
    return name if name[-1:].lower() in "sxz" else f"{name}s"


def _proposal(source: Source, sources: Sequence[Source], language: str) -> str:
    subject = find_source(source.about, sources) if source.about else None
    if subject is None or not subject.issuer:
        return text("standing.a_proposal", language)
    # "stadsledningskontorets förslag" in running text, but a proper name keeps its capital ("Stockholms stadshus AB").
    name = subject.issuer if " " in subject.issuer else subject.issuer.lower()
    return text("standing.the_proposal", language, genitive=genitive(name, language))


def _named(source: Source) -> str:
    day = source.date.isoformat() if source.date else source.dnr
    return f"{source.title or source.id} ({day})" if day else source.title or source.id


def _successor_name(successor: Successor) -> str:
    return _named(successor.source) if successor.source else successor.name
