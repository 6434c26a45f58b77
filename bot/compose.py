"""From a route's draft to the answer that is sent: quotes made, checked, merged and labelled."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

from bot.answer import Answer, Place, Quote, Responsible
from bot.draft import Draft, Pick, Understood
from bot.duplicates import Duplicates
from bot.refusing import not_held_notices, refusal
from bot.standing import quote_voice, standing_label, standing_notices
from bot.verify import Verifier, trimmed
from index.types import Corpus
from knowledge.document import BlockKind, Document, Span, Voice
from knowledge.errors import NotQuotable
from knowledge.standing import weight

log = logging.getLogger(__name__)


class Composer:
    """Makes answers over one generation. Nothing leaves it that has not been checked word for word."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.verifier = Verifier(corpus.documents, corpus.passages)
        self.duplicates = Duplicates(corpus)

    def quote(self, pick: Pick, language: str) -> Quote:
        """The words of the pick, with where they stand and who speaks. Raises NotQuotable."""
        document = self.verifier.document(pick.document)
        if pick.span.end > len(document.text):
            raise NotQuotable(f"[{pick.span.start}, {pick.span.end}) is outside {document.id}.")
        span = trimmed(document.text, pick.span)
        words = _as_read(document, span)
        self.verifier.check(document.id, span, words)
        source = document.source
        voice = Voice.FACTS if _is_fact(document, span) else quote_voice(document, span)
        return Quote(
            text=words,
            start=span.start,
            end=span.end,
            document=document.id,
            title=document.title,
            type=source.type,
            status=str(source.status),
            issuer=source.issuer,
            date=source.date.isoformat() if source.date else None,
            dnr=source.dnr or None,
            section=_section_path(document, span),
            page=document.page_of(span.start),
            score=round(float(pick.score), 4),
            url=_url(document.id, span),
            voice=str(voice),
            standing=standing_label(source, voice, language, self.corpus.sources),
            name=pick.name or _item_name(document, span),
        )

    def answer(self, understood: Understood, draft: Draft) -> Answer:
        """The answer to send. Quotes that fail the check are left out; without any left it is a refusal."""
        language = understood.language
        quotes, place_of = self._quotes(draft, language)
        responsible = None
        if draft.responsible and draft.responsible.quote in place_of:
            owner = draft.responsible
            source = quotes[place_of[owner.quote]]
            responsible = Responsible(
                owner.owner, owner.issue, place_of[owner.quote], owner.modality, source.date, owner.certainty
            )
        notices = list(draft.notices)
        for name in dict.fromkeys(quote.document for quote in quotes):
            quoted = self.corpus.documents[name].source
            notices += standing_notices(quoted, self.corpus.sources, language, understood.as_of)
        said = draft.message if quotes or not draft.quotes else ""
        answered = bool(quotes or said)
        if not answered:
            notices += not_held_notices(self.corpus.sources, language)
            said = refusal(self.corpus, language)
        notices = list(dict.fromkeys(notices))
        return Answer(
            question=understood.question,
            language=language,
            intent=draft.intent or understood.intent,
            answered=answered,
            confidence=round(min(1.0, max(0.0, draft.confidence)), 4),
            quotes=tuple(quotes),
            responsible=responsible,
            closest=() if answered else tuple(self._sendable(draft.closest, language)),
            suggestions=tuple(draft.suggestions),
            notices=tuple(code for code, _ in notices),
            notes=tuple(sentence for _, sentence in notices),
            message=said,
            resolved=understood.query if understood.follow_up else "",
            generation=self.corpus.generation,
        )

    def _sendable(self, picks: Sequence[Pick], language: str) -> list[Quote]:
        return [quote for pick in picks if (quote := self._quote_or_none(pick, language))]

    def _quote_or_none(self, pick: Pick, language: str) -> Quote | None:
        try:
            return self.quote(pick, language)
        except NotQuotable as error:
            log.error("a quote was not sent: %s", error.message)
            return None

    def _quotes(self, draft: Draft, language: str) -> tuple[list[Quote], dict[int, int]]:
        """The checked quotes, those that say the same merged; and where each pick ended up."""
        quotes: list[Quote] = []
        place_of: dict[int, int] = {}
        for number, pick in enumerate(draft.quotes):
            quote = self._quote_or_none(pick if draft.keep_apart else self.duplicates.best(pick), language)
            if quote is None:
                continue
            same = None if draft.keep_apart else _place_of_same(quote, quotes)
            if same is None:
                quotes.append(quote if draft.keep_apart else replace(quote, also_in=self._elsewhere(quote)))
                same = len(quotes) - 1
            else:
                quotes[same] = self._merged(quotes[same], quote)
            place_of[number] = same
        return quotes, place_of

    def _elsewhere(self, quote: Quote) -> tuple[Place, ...]:
        """The other places, in the same or other documents, that say it in nearly the same words."""
        picks = self.duplicates.places(Pick(quote.document, Span(quote.start, quote.end)))
        title = {pick.document: self.corpus.documents[pick.document].title for pick in picks}
        return tuple(
            Place(p.document, p.span.start, p.span.end, title[p.document], _url(p.document, p.span)) for p in picks
        )

    def _merged(self, first: Quote, second: Quote) -> Quote:
        """The one of higher standing, with the other among its `also_in`."""
        if self._weight(second) > self._weight(first):
            first, second = second, first
        if _at(first) == _at(second) or any(_at(place) == _at(second) for place in first.also_in):
            return first
        place = Place(second.document, second.start, second.end, second.title, second.url)
        places = dict.fromkeys((*first.also_in, place, *second.also_in))
        return replace(first, also_in=tuple(places), score=max(first.score, second.score))

    def _weight(self, quote: Quote) -> int:
        return weight(self.corpus.documents[quote.document].source, Voice(quote.voice))


def _place_of_same(quote: Quote, quotes: Sequence[Quote]) -> int | None:
    said = quote.text.casefold().split()
    for place, other in enumerate(quotes):
        if other.text.casefold().split() == said or any(_at(also) == _at(quote) for also in other.also_in):
            return place
    return None


def _at(place: Place | Quote) -> tuple[str, int, int]:
    return place.document, place.start, place.end


def _url(document: str, span: Span) -> str:
    return f"/documents/{document}#{span.start}-{span.end}"


def _as_read(document: Document, span: Span) -> str:
    """The words of the span, a line for each block: items stay apart, a sentence cut by a page break is mended."""
    lines: list[str] = []
    reached = span.start
    for block in document.blocks:
        if not block.span.overlaps(span):
            continue
        start, end = max(block.span.start, span.start), min(block.span.end, span.end)
        lines.append(document.text[reached:start])  # what stands between blocks: seldom more than white space
        words = document.text[start:end]
        lines += words.splitlines() if block.kind is BlockKind.FACT else [words]
        reached = end
    lines.append(document.text[reached : span.end])
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


def _section_path(document: Document, span: Span) -> tuple[str, ...]:
    inside = [section for section in document.sections if section.span.covers(span)]
    return max(inside, key=lambda section: section.span.start).path if inside else ()


def _is_fact(document: Document, span: Span) -> bool:
    return any(b.kind is BlockKind.FACT and b.span.start <= span.start < b.span.end for b in document.blocks)


def _item_name(document: Document, span: Span) -> str:
    for block in document.blocks:
        if block.kind is BlockKind.ITEM and block.name and block.span.covers(span):
            return block.name
    return ""
