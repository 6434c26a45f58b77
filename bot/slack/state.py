"""What an answer's buttons carry, so that any process can act on a click, also after a restart."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.answer import Answer, Quote
from bot.slack.limits import VALUE, cut, size

QUESTION = 800
"""The longest question that is answered: with each sign escaped in JSON it still fits a button's value."""
PLACES = 5
"""Quotes whose surroundings one click shows."""
DOCUMENT = 100
"""The longest document id that a button carries."""


class Place(BaseModel):
    """A span of a document."""

    model_config = ConfigDict(frozen=True)

    document: str = Field(alias="d", min_length=1)
    start: int = Field(alias="s", ge=0)
    end: int = Field(alias="e", ge=0)

    def __str__(self) -> str:
        return f"{self.document}#{self.start}-{self.end}"


class State(BaseModel):
    """The question behind an answer and where its quotes stand. Names are short: each button has it."""

    model_config = ConfigDict(frozen=True)

    question: str = Field("", alias="q", max_length=QUESTION)
    language: str = Field("sv", alias="l", pattern="^(sv|en)$")
    places: tuple[Place, ...] = Field((), alias="p", max_length=PLACES)
    generation: str = Field("", alias="g", max_length=100)

    @property
    def first(self) -> str:
        """The first quote as the records name it: "<document>#<start>-<end>"."""
        return str(self.places[0]) if self.places else ""

    def pack(self, limit: int = VALUE) -> str:
        """JSON within the limit; where it must, by cutting the question, then by dropping the later places."""
        state = self
        while size(packed := state.model_dump_json(by_alias=True, exclude_defaults=True)) > limit:
            if state.question:
                state = state.model_copy(update={"question": cut(state.question, size(state.question) * 4 // 5)})
                if size(state.question) < 2:
                    state = state.model_copy(update={"question": ""})
            else:
                state = state.model_copy(update={"places": state.places[:-1]})
        return packed

    def only(self, *names: str) -> State:
        """With these fields and the defaults of the others: what one button needs."""
        return State.model_construct(**{name: getattr(self, name) for name in (*names, "language")})


def state_of(answer: Answer) -> State:
    """Of a follow-up, the question as it was searched: a click comes without the conversation."""
    return State.model_construct(
        question=cut(tidy(answer.resolved or answer.question), QUESTION),
        language="en" if answer.language == "en" else "sv",
        places=tuple(_place(quote) for quote in (answer.quotes or answer.closest) if len(quote.document) <= DOCUMENT)[
            :PLACES
        ],
        generation=cut(answer.generation, 80),
    )


def unpack(value: str) -> State:
    """The state in a value; an empty one when it is not ours."""
    try:
        return State.model_validate_json(value)
    except ValidationError:
        return State()


def tidy(question: str) -> str:
    """On one line, without control characters: one sign takes at most two in JSON."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in question).split())


def _place(quote: Quote) -> Place:
    return Place.model_construct(document=quote.document, start=quote.start, end=quote.end)
