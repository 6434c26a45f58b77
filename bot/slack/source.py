"""Where a quote stands and who speaks there, as one line below it."""

from __future__ import annotations

from collections.abc import Hashable

from bot.answer import Quote
from bot.slack.limits import size
from bot.slack.mrkdwn import escape, label, link
from bot.texts import text

STANDING = 160
SECTION = 120
TITLE = 160
ADDRESS = 300  # a longer one is left out: the button has it
SHORT_ADDRESS = 180  # where three stand on one line
PLACES = 3


def same_source(quote: Quote) -> Hashable:
    """Equal for quotes that one line can stand for: the named items of one list."""
    if not quote.name:
        return quote.document, quote.start, quote.end
    also = tuple(place.document for place in quote.also_in)
    return quote.document, quote.section, quote.page, quote.standing, also


def source_line(quote: Quote, public_url: str, language: str) -> str:
    """Who speaks and with what standing, the section, the page, the document: mrkdwn, at most 800 units."""
    facts = [label(quote.standing or _standing(quote, language), STANDING)]
    if quote.section:
        facts.append(label(" › ".join(quote.section[-2:]), SECTION))
    if quote.page is not None:
        facts.append(text("slack.page", language, page=quote.page))
    title = label(quote.title or quote.document, TITLE)
    facts.append(_linked(title, public_url, quote.url, ADDRESS))
    return " · ".join(filter(None, facts))


def also_line(quote: Quote, public_url: str, language: str) -> str:
    """The other places of the same words, or ""; mrkdwn, at most 900 units."""
    if not quote.also_in:
        return ""
    named = [
        _linked(label(place.title or place.document, 80), public_url, place.url, SHORT_ADDRESS)
        for place in quote.also_in[:PLACES]
    ]
    if more := len(quote.also_in) - len(named):
        named.append(text("slack.and_more", language, count=more))
    return text("slack.also_in", language, places=", ".join(named))


def _standing(quote: Quote, language: str) -> str:
    date = quote.date or text("slack.no_date", language)
    return ", ".join(filter(None, (quote.type, quote.status, quote.issuer, date)))


def _linked(words: str, public_url: str, path: str, longest: int) -> str:
    address = public_url + path if public_url and path else ""
    return link(address, words) if address and size(escape(address)) <= longest else words
