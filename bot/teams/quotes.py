"""One quote in a card: the words, who says them, where they stand, and what can be done with them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answer import Quote
from bot.service import Surroundings
from bot.teams.elements import (
    LONGEST_TITLE,
    Element,
    buttons,
    container,
    execute,
    label,
    open_url,
    shorten,
    written,
)
from bot.teams.state import LONGEST_REFERENCE, CardState, reference
from bot.texts import text

MOST_ALSO_IN = 3
CLOSE = {"spacing": "None"}  # lines that belong together


@dataclass(frozen=True, slots=True)
class QuoteBlock:
    """How a quote is shown: alone or among its neighbours, with or without buttons."""

    quote: Quote
    language: str
    public_url: str = ""
    state: CardState | None = None  # None: no buttons that need the bot
    surroundings: Surroundings | None = None

    def element(self) -> Element:
        items = [*self._name(), *self._words(), *self._source(), *buttons(self._buttons())]
        return container(items, style="emphasis", spacing="Medium")

    def _name(self) -> list[Element]:
        return written(shorten(self.quote.name, LONGEST_TITLE), weight="Bolder")

    def _words(self) -> list[Element]:
        around = self.surroundings
        if around is None:
            return written(self.quote.text, size="Medium")
        return [
            *written(around.before, isSubtle=True),
            *written(self.quote.text, size="Medium", weight="Bolder"),
            *written(around.after, isSubtle=True),
        ]

    def _source(self) -> list[Element]:
        quote, language = self.quote, self.language
        speaker = quote.standing or ", ".join(part for part in (quote.issuer, quote.status) if part)
        date = quote.date if quote.date and quote.date not in speaker else ""
        details = (
            " › ".join(shorten(part, LONGEST_TITLE) for part in quote.section[-2:]),
            text("teams.page", language, page=quote.page) if quote.page is not None else "",
            text("teams.dnr", language, dnr=shorten(quote.dnr, LONGEST_TITLE)) if quote.dnr else "",
            date or "",
        )
        lines: tuple[tuple[str, Element], ...] = (
            (shorten(speaker, 2 * LONGEST_TITLE), {"weight": "Bolder"}),
            (shorten(quote.title, LONGEST_TITLE), {}),
            (" · ".join(part for part in details if part), {"isSubtle": True}),
        )
        source = [block for words, style in lines for block in written(words, CLOSE, size="Small", **style)]
        if source:
            source[0] |= {"spacing": "Medium", "separator": True}
        return [*source, *self._also_in()]

    def _also_in(self) -> list[Element]:
        places = self.quote.also_in
        if not places:
            return []
        named = [shorten(place.title or place.document, LONGEST_TITLE) for place in places[:MOST_ALSO_IN]]
        if len(places) > MOST_ALSO_IN:
            named.append(text("teams.more_places", self.language, count=len(places) - MOST_ALSO_IN))
        return [
            label(text("teams.also_in", self.language), size="Small", isSubtle=True, spacing="Small"),
            *(part for name in named for part in written(name, CLOSE, size="Small", isSubtle=True)),
        ]

    def _buttons(self) -> list[Element]:
        return [*self._context(), *open_url(text("teams.open", self.language), self.public_url + self.quote.url)]

    def _context(self) -> list[Element]:
        if self.state is None:
            return []
        if self.surroundings is not None:
            return [execute(text("teams.less_context", self.language), "fold", self.state.having(open="").data())]
        named = reference(self.quote)
        if len(named) > LONGEST_REFERENCE:
            return []
        return [execute(text("teams.more_context", self.language), "context", self.state.data(at=named))]
