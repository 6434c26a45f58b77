"""Swedish sentences: where one ends, in the prose of Swedish administration.

A wrong cut loses meaning ("… enligt bl.a." / "Socialnämnden …"), a missed one only makes a quote longer.
So a full stop ends a sentence only when nothing speaks against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.document import Span

_NEVER_LAST = frozenset(
    """
    adj adm adr anm aug avd bil bitr bl bl.a ca d.v.s dec dnr dr dvs e.d e.g ev ex exkl f f.d f.k.a f.n f.r.o.m
    f.v.b f.ö feb febr fig forts fr fr.o.m följ förf förk förv gen.dir gm h.k.h i.e inc inkl jan jfr jr kap kapt
    kl kom kungl l.o.v lic m.a.o m.h.t m.u.p maj:t mom mr mrs ms mån n.b nov nr nuv okt ordf p p.g.a p.s pga
    proc prof red resp s s.a.s s.k sept sid skr ss st stf stud t t.ex t.f t.o.m t.v tab tel tex tf tfn tfs uppg
    utg v v.b v.g v.v vol vs äv ö.h övers
    """.split()  # noqa: SIM905 (a list of ninety strings is harder to read)
)
"""Abbreviations after which a sentence goes on, whatever follows."""

_CLOSERS = "”’»\"')]*_"
_OPENERS = "”“‘»«\"'([–—-•●*_ "
_STOP = re.compile(
    rf"[.!?…]+[{re.escape(_CLOSERS)}]*(?=\s|$)"
    r"|(?<=[a-zåäöé]{3})[.!?](?=[A-ZÅÄÖ][a-zåäö]+[\s,])"  # a space left out: "organisationer.Sveriges"
    r"|(?<=[a-zåäöé]{4})[.!?]\d{1,2}(?=\s+[A-ZÅÄÖ]|\s*$)"  # a footnote's number: "samverkan.1 Strategin"
)
_WORD_BEFORE = re.compile(r"[^\s(\[”“\"'’/]+$")
_NESTED = re.compile(r"\([^()]{0,400}\)|”[^”“\"]{0,250}”|“[^”“\"]{0,250}”|\"[^\"]{0,250}\"|»[^»«]{0,250}[»«]")


def split_sentences(text: str, span: Span) -> tuple[Span, ...]:
    """The sentences of `text[span.start:span.end]`, in order, without the white space around them.

    Together they hold every character of the span but white space. A line break, also an empty line, is
    white space like any other: the caller passes one block at a time.
    """
    sentences: list[Span] = []
    begin = span.start
    for end in _ends(span.of(text)):
        if sentence := _trimmed(text, begin, span.start + end):
            sentences.append(sentence)
            begin = span.start + end
    if last := _trimmed(text, begin, span.end):
        sentences.append(last)
    return tuple(sentences)


def _ends(words: str) -> Iterator[int]:
    """Offsets just after each sentence, the last one excepted."""
    nested = [match.span() for match in _NESTED.finditer(words)]
    inside = 0
    begin = 0
    for stop in _STOP.finditer(words):
        end = stop.end()
        while inside < len(nested) and nested[inside][1] < end:
            inside += 1
        if inside < len(nested) and nested[inside][0] < stop.start() and end < nested[inside][1]:
            continue  # inside a parenthesis or a quotation, which stays whole
        if _goes_on(words, begin, stop):
            continue
        yield end
        begin = end


def _goes_on(words: str, begin: int, stop: re.Match[str]) -> bool:
    """Whether the sentence continues after this stop."""
    rest = words[stop.end() : stop.end() + 80].lstrip().lstrip(_OPENERS)
    if not rest:
        return False
    if rest[0].islower():
        return True
    if stop.group()[0] != ".":
        return False
    sentence = words[begin : stop.start()].lstrip()
    match = _WORD_BEFORE.search(sentence[-60:])
    before = match.group() if match else ""
    if before.lower() in _NEVER_LAST:
        return True
    if len(before) == 1 and before.isalpha() and before.isupper():
        return True  # an initial: "K. Andersson"
    if re.fullmatch(r"(?:[A-ZÅÄÖ]\.)+[A-ZÅÄÖ]", before):
        return True  # initials: "J.R. Tolkien"
    return bool(
        re.fullmatch(r"(?:\d{1,3}\.)*(?:\d{1,3}|[a-zA-Z])", sentence)
    )  # a number that leads an item: "1. Profiler"


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
