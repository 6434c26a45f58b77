"""Facts about a document that stand in it: the address block on top, the signatures, the diary numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.document import Fact, Span

_LABELS = {
    "handläggare": "handläggare",
    "kontaktperson": "handläggare",
    "telefon": "telefon",
    "tel": "telefon",
    "tfn": "telefon",
    "e-post": "e-post",
    "epost": "e-post",
    "e-mail": "e-post",
    "till": "till",
    "mottagare": "till",
    "datum": "datum",
    "dnr": "dnr",
    "diarienummer": "dnr",
    "diarienr": "dnr",
}
_LABEL = re.compile(rf"\s*({'|'.join(_LABELS)})\b\.?[ ]*(?:(:)\s*|\t\s*|(?=\d)|$)", re.IGNORECASE)
_DATE = re.compile(r"\s*((?:19|20)\d\d-\d\d-\d\d)\s*")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_DIARY = re.compile(
    r"\b(?:dnr|diarienummer|diarienr)\.?:?\s*"
    r"((?:[A-ZÅÄÖ]{1,5}\s)?\d[\d.]*\s?-\s?\d+/\d{2,4}|[A-ZÅÄÖ]{0,5}\s?\d+[/-]\d+(?:[/-]\d+)?)",
    re.IGNORECASE,
)
_PARTICLE = r"(?:von|af|de|da|van|bin|el|al)\b"
_NAME = re.compile(rf"[A-ZÅÄÖÉ][\w’'-]+(?:\s+(?:[A-ZÅÄÖÉ][\w’'-]*\.?|{_PARTICLE})){{1,4}}")
_OFFICE = re.compile(
    r"(?:chef|direktör|sekreterare|ordförande|råd|jurist|strateg|ansvarig|ledare|handläggare|utredare|controller|"
    r"samordnare|föreståndare|rektor|ekonom|planerare)\b",
    re.IGNORECASE,
)
_LONGEST_LINE = 10  # words in a line of an address block; prose is longer


def is_label(line: str) -> bool:
    """Whether the line is a label of an address block and nothing more: "Handläggare", "Till:"."""
    match = _LABEL.match(line)
    return match is not None and not line[match.end() :].strip()


def begins_with_label(line: str) -> bool:
    """Whether the line begins with a label of an address block: "Till", "Telefon: 08-123 45 67"."""
    return _LABEL.match(line) is not None


def is_date(line: str) -> bool:
    """Whether the line is a bare date: "2016-10-25"."""
    return _DATE.fullmatch(line) is not None


def is_address_block(words: str) -> bool:
    """Whether these lines are an address block: short ones, one of them labelled or a bare date."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    short = all(len(line.split()) <= _LONGEST_LINE for line in lines)
    return short and any(_LABEL.match(line) or _DATE.fullmatch(line) for line in lines)


def is_signature(words: str) -> bool:
    """Whether these lines are one or more "name, office" pairs, as under a proposal for decision."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    return (
        2 <= len(lines) <= 8
        and all(len(line.split()) <= 6 and line[-1] not in ".:;?!" for line in lines)
        and bool(_NAME.fullmatch(lines[0]))
        and bool(_OFFICE.search(lines[1]))
    )


def address_facts(text: str, span: Span) -> Iterator[Fact]:
    """What the lines of an address block say. A label alone on its line speaks of the lines that follow."""
    label = ""
    for line in _lines(text, span):
        words = line.of(text)
        if date := _DATE.fullmatch(words):
            yield Fact("datum", date[1], line)
            continue
        if mail := _MAIL.search(words):
            yield Fact("e-post", mail[0], Span(line.start + mail.start(), line.start + mail.end()))
            continue
        match = _LABEL.match(words)
        if match is None:
            if label:
                yield Fact(label, words, line)
                label = "" if label != "till" else label
            continue
        label = _LABELS[match[1].lower()]
        if value := words[match.end() :].strip():
            start = line.end - len(value)
            yield Fact(label, value, Span(start, line.end))
            label = ""


def signature_facts(text: str, span: Span) -> Iterator[Fact]:
    """One fact a name; its label is the office on the line below."""
    lines = list(_lines(text, span))
    for at, line in enumerate(lines):
        words = line.of(text)
        if _NAME.fullmatch(words) and not _OFFICE.search(words):
            office = lines[at + 1].of(text) if at + 1 < len(lines) else ""
            yield Fact("signature", words, line, label=office if _OFFICE.search(office) else "")


def diary_facts(text: str) -> Iterator[Fact]:
    """Each diary number that the text names, mended ("006- 1137/2007" is 006-1137/2007), once."""
    seen: set[str] = set()
    for match in _DIARY.finditer(text):
        value = re.sub(r"\s*([-/])\s*", r"\1", match[1])
        if value not in seen:
            seen.add(value)
            yield Fact("dnr", value, Span(*match.span(1)))


def _lines(text: str, span: Span) -> Iterator[Span]:
    for match in re.finditer(r"[^\n]+", span.of(text)):
        words = match.group()
        if words.strip():
            start = span.start + match.start() + len(words) - len(words.lstrip())
            yield Span(start, start + len(words.strip()))
