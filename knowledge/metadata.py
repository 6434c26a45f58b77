"""What a document says about itself, proposed as its entry in the register. A person approves it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge.document import BlockKind, Document
from knowledge.sources import Source, Status
from knowledge.voices import REPORTING_TYPES

_TYPES = (
    (r"tjänsteutlåtande", "tjänsteutlåtande"),
    (r"kontorsyttrande", "kontorsyttrande"),
    (r"protokoll(?:sutdrag)?", "protokoll"),
    (r"promemoria|\bPM\b", "promemoria"),
    (r"riktlinje(?:r|rna)?", "riktlinjer"),
    (r"policy", "policy"),
    (r"handlingsplan", "handlingsplan"),
    (r"(?:\w+)?strategi(?:n)?(?!\w)", "strategi"),
    (r"(?:\w+)?program(?:met)?(?!\w)", "program"),
)
"""Words for a kind of document, in the order that they count."""
_MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
_DATE = re.compile(
    rf"\b(20\d\d|19\d\d)-(\d\d)-(\d\d)\b|\b(\d{{1,2}}) ({'|'.join(_MONTHS)}) (19\d\d|20\d\d)\b", re.IGNORECASE
)
_ISSUER = re.compile(
    r"\b(?:[A-ZÅÄÖ][\w-]*(?:förvaltningen|kontoret)"  # "Stadsledningskontoret"
    r"|(?:[A-ZÅÄÖ][\w-]* ){1,3}(?:stads )?[a-zåäö]+(?:förvaltning(?:en)?|kontor(?:et)?))\b(?! \()"
)  # "Hägersten-Älvsjö stadsdelsförvaltning", "Stockholms stads kulturförvaltning"
_REPLY = re.compile(r"\b(?:svar|yttrande) på (?:en )?remiss|\bremissvar\b|\bsvar på remissen\b", re.IGNORECASE)
_ADOPTED = re.compile(
    r"\b(?:antagen|antogs|fastställd|beslutad)\s+(?:av\s+(?:kommunfullmäktige|kommunstyrelsen|[\wåäö]*nämnden)\s*,?\s*)(?:den\s+)?",
    re.IGNORECASE,
)
_DIARY_LINE = re.compile(r"(?:dnr|diarienummer|diarienr)\b\.?:?[\s\w./-]{3,30}", re.IGNORECASE)
_HEAD_WORDS = 30  # of a block above the title: several heads may have been read as one
_TOP = 1_500  # characters in which a document presents itself


def propose(document: Document, register: Sequence[Source] = ()) -> Source:
    """The document's source with what its text says filled in where the source says nothing.

    Only what stands in the text is proposed; a field that it doesn't settle stays empty.

    Args:
        document: read from a file.
        register: the other entries, among which the strategy that this document is about may be.
    """
    source = document.source
    kind = source.type if source.type != "dokument" else _type(document)
    found = replace(
        source,
        title=source.title or document.title,
        type=kind,
        status=source.status if source.status is not Status.OKAND else _status(document, kind),
        issuer=source.issuer or _issuer(document),
        addressee=source.addressee or _fact(document, "till"),
        date=source.date or _date(document),
        dnr=source.dnr or _diary_number(document),
    )
    return replace(found, about=source.about or _about(document, found, register))


def _heads(document: Document) -> list[str]:
    return [fact.value for fact in document.facts if fact.name == "running_head"]


def _top(document: Document) -> str:
    return "\n".join([*_heads(document), document.text[:_TOP]])


def _fact(document: Document, name: str) -> str:
    return next((fact.value for fact in document.facts if fact.name == name), "")


def _type(document: Document) -> str:
    """By what the heads and the title call it; by its headings where they say nothing."""
    title = document.title
    for words in (*_heads(document), *_lines_before_title(document)):
        for pattern, kind in _TYPES[:4]:
            if re.search(rf"^{pattern}|\b{pattern}$", words.strip(), re.IGNORECASE):
                return kind
    headings = {section.title.casefold() for section in document.sections}
    if any(heading.endswith("förslag till beslut") for heading in headings) and _fact(document, "handläggare"):
        return "tjänsteutlåtande"
    return next((kind for pattern, kind in _TYPES if re.search(pattern, title, re.IGNORECASE)), "dokument")


def _lines_before_title(document: Document) -> list[str]:
    heading = next((block for block in document.blocks if block.kind is BlockKind.HEADING), None)
    return document.text[: heading.span.start].splitlines() if heading else []


def _status(document: Document, kind: str) -> Status:
    top = _top(document)
    if kind in ("tjänsteutlåtande", "kontorsyttrande", "promemoria"):
        return Status.REMISSVAR if _REPLY.search(top) else Status.FORSLAG
    if _ADOPTED.search(top):
        return Status.ANTAGEN
    if re.search(r"\bförslag till\b", document.title, re.IGNORECASE):
        return Status.FORSLAG
    return Status.OKAND


def _issuer(document: Document) -> str:
    """A förvaltning or kontor that the heads name, or that stands alone on a line before the title."""
    for words in (*_heads(document), *_lines_before_title(document)):
        match = _ISSUER.search(words)
        if match and len(words.split()) <= 12:
            return match[0]
    return ""


def _date(document: Document) -> dt.date | None:
    """In the heads first: the date under "Till" is often that of the meeting."""
    adopted = _ADOPTED.search(_top(document))
    places = [*_heads(document), _fact(document, "datum"), *_lines_before_title(document)]
    if adopted:
        places.append(_top(document)[adopted.end() : adopted.end() + 30])
    return next((date for place in places if (date := _read_date(place)) is not None), None)


def _read_date(words: str) -> dt.date | None:
    match = _DATE.search(words)
    if match is None:
        return None
    try:
        if match[1]:
            return dt.date(int(match[1]), int(match[2]), int(match[3]))
        return dt.date(int(match[6]), _MONTHS.index(match[5].lower()) + 1, int(match[4]))
    except ValueError:  # 2016-13-45
        return None


def _diary_number(document: Document) -> str:
    """The document's own: in its heads, its address block, above its title or on a line of its own below it.

    Not one that its prose refers to.
    """
    title = next((block.span.start for block in document.blocks if block.kind is BlockKind.HEADING), 0)
    blocks = [
        block.span
        for block in document.blocks
        if block.kind is BlockKind.FACT
        or (block.span.end <= title and len(block.span.of(document.text).split()) <= _HEAD_WORDS)
        or (block.span.start < _TOP and _DIARY_LINE.fullmatch(block.span.of(document.text).strip()))
    ]
    for fact in document.facts:
        span = fact.span
        if fact.name == "dnr" and (span is None or any(block.covers(span) for block in blocks)):
            return fact.value
    return ""


def _about(document: Document, source: Source, register: Sequence[Source]) -> str:
    """The id of the strategy that the document refers to by diary number, or by the title in its own title or text."""
    if source.type not in REPORTING_TYPES:
        return ""
    others = [other for other in register if other.id != source.id and other.type not in (*REPORTING_TYPES, "dokument")]
    numbers = {fact.value for fact in document.facts if fact.name == "dnr"}
    words = " ".join([document.title, document.text]).casefold()

    def mentions(candidates: Iterable[Source]) -> list[Source]:
        return [other for other in candidates if other.title and other.title.casefold() in words]

    by_number = [other for other in others if other.dnr and other.dnr in numbers]
    found = by_number or mentions(others)
    if source.date is not None:  # of several with one name, the one nearest in time
        date = source.date
        found.sort(key=lambda other: abs((other.date - date).days) if other.date else 10**6)
    return found[0].id if found else ""
