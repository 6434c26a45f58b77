"""The last check before a quote is sent: word for word, whole sentences, of the document as it was indexed."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping

from knowledge.document import BlockKind, Document, Passage, Span
from knowledge.errors import NotQuotable
from knowledge.sentences import split_sentences

_REMEDY = "Build the index again (`strategibot index build`)."


class Verifier:
    """Knows, for each document, its hash and where its sentences, items, headings and facts begin and end.

    Made once for a generation; it keeps no text but the documents' own.
    """

    def __init__(self, documents: Mapping[str, Document], passages: Iterable[Passage]) -> None:
        self._documents = documents
        self._hashes = {name: document.sha256 for name, document in documents.items()}
        quotable: dict[str, set[Span]] = defaultdict(set)
        for passage in passages:
            quotable[passage.document].update(passage.sentences)
        self._sentences: dict[str, tuple[Span, ...]] = {}
        self._starts: dict[str, set[int]] = {}
        self._ends: dict[str, set[int]] = {}
        for name, document in documents.items():
            sentences = quotable[name] or _sentences_of(document)
            self._sentences[name] = tuple(sorted(sentences))
            units = sentences | {block.span for block in document.blocks}
            units |= {fact.span for fact in document.facts if fact.span}
            units |= {section.heading for section in document.sections}
            edges = [trimmed(document.text, unit) for unit in units]
            self._starts[name] = {edge.start for edge in edges}
            self._ends[name] = {edge.end for edge in edges}

    def document(self, name: str) -> Document:
        """Raises NotQuotable when no such document is held."""
        try:
            return self._documents[name]
        except KeyError:
            raise NotQuotable(f"There is no document {name!r} in the index.", _REMEDY) from None

    def sentences(self, name: str) -> tuple[Span, ...]:
        """The document's quotable sentences, in reading order."""
        return self._sentences[name]

    def neighbours(self, name: str, span: Span) -> tuple[Span | None, Span | None]:
        """The sentences just before and just after the span, within its section."""
        sentences = self._sentences[name]
        before = bisect_left(sentences, Span(span.start, span.start)) - 1
        after = bisect_right(sentences, Span(max(span.start, span.end - 1), len(self._documents[name].text)))
        while after < len(sentences) and sentences[after].start < span.end:
            after += 1
        while before >= 0 and sentences[before].end > span.start:
            before -= 1
        home = self._section(name, span)
        found = [sentences[n] if 0 <= n < len(sentences) else None for n in (before, after)]
        kept = [s if s and self._section(name, s) == home else None for s in found]
        return kept[0], kept[1]

    def check(self, name: str, span: Span, text: str) -> None:
        """Raises NotQuotable unless `text` is, up to runs of white space, the whole sentences of the span."""
        document = self.document(name)
        if hashlib.sha256(document.text.encode()).hexdigest() != self._hashes[name]:
            raise NotQuotable(f"The text of {name} has changed since it was indexed.", _REMEDY)
        if span.start >= span.end or span.end > len(document.text):
            raise NotQuotable(f"[{span.start}, {span.end}) is outside {name}.", _REMEDY)
        if text.split() != span.of(document.text).split():
            raise NotQuotable(f"The words at [{span.start}, {span.end}) of {name} are others.", _REMEDY)
        if span.start not in self._starts[name] or span.end not in self._ends[name]:
            raise NotQuotable(f"[{span.start}, {span.end}) of {name} cuts a sentence.", _REMEDY)

    def _section(self, name: str, span: Span) -> int:
        inside = [n for n, section in enumerate(self._documents[name].sections) if section.span.covers(span)]
        return max(inside, key=lambda n: self._documents[name].sections[n].span.start, default=-1)


def trimmed(text: str, span: Span) -> Span:
    """The span without white space at its ends."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.end - (len(words) - len(words.rstrip()))))


def _sentences_of(document: Document) -> set[Span]:
    running = [block.span for block in document.blocks if block.kind is not BlockKind.HEADING]
    return {s for span in running or [Span(0, len(document.text))] for s in split_sentences(document.text, span)}
