"""What a card remembers of itself, carried in its buttons, so that any process can answer a click."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.answer import Answer, Quote
from bot.teams.elements import shorten

LONGEST_QUESTION = 300
LONGEST_REFERENCE = 200


class CardState(BaseModel):
    """The question behind a card, and what has been done with the card. Names are short: each button has it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    question: str = Field("", alias="q", max_length=LONGEST_QUESTION)
    language: Literal["sv", "en"] = Field("sv", alias="l")
    quote: str = Field("", alias="f", max_length=LONGEST_REFERENCE)  # the first quote: "<document>#<start>-<end>"
    generation: str = Field("", alias="g", max_length=100)
    open: str = Field("", alias="o", max_length=LONGEST_REFERENCE)  # the quote that is shown with its surroundings
    by_button: bool = Field(False, alias="b")  # asked by a button: no message shows the question
    said: Literal["", "useful", "not_useful", "asked"] = Field("", alias="s")

    def data(self, **more: str) -> dict[str, Any]:
        """For a button: only what differs from the default."""
        return self.model_dump(by_alias=True, exclude_defaults=True) | more

    def having(self, **changes: Any) -> CardState:
        return self.model_copy(update=changes)


def state_of(answer: Answer) -> CardState:
    """The state of a card that nobody has touched."""
    first = reference(answer.quotes[0]) if answer.quotes else ""
    return CardState(
        q=shorten(answer.resolved or answer.question, LONGEST_QUESTION),
        l="en" if answer.language == "en" else "sv",
        f=first if len(first) <= LONGEST_REFERENCE else "",
        g=shorten(answer.generation, 80),
    )


def read_state(data: Any) -> CardState:
    """The state in a button's data; an empty one when somebody has tampered with it."""
    try:
        return CardState.model_validate(data)
    except ValidationError:
        return CardState()


def reference(quote: Quote) -> str:
    """Names a quote: "<document>#<start>-<end>"."""
    return f"{quote.document}#{quote.start}-{quote.end}"


def read_reference(text: Any) -> tuple[str, int, int] | None:
    """The document and span of a reference, or None."""
    if not isinstance(text, str):
        return None
    document, _, span = text.rpartition("#")
    start, _, end = span.partition("-")
    if not document or not (start.isascii() and start.isdigit() and end.isascii() and end.isdigit()):
        return None
    return document, int(start), int(end)
