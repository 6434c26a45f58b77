"""What an adapter may call: an asynchronous face of the answerer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.answer import Answer, Conversation, Quote


@dataclass(frozen=True, slots=True)
class Request:
    """One question, as an adapter passes it on."""

    question: str
    conversation: Conversation = ()
    language: str | None = None  # None: the question's own language
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A quote with its neighbouring sentences, each verbatim; "" at the edge of a section."""

    before: str
    quote: Quote
    after: str


class Service(Protocol):
    """Answers questions off the event loop. Slack, Teams and the web call this, and nothing else."""

    async def ask(self, request: Request) -> Answer:
        """Never raises for a question's content; raises StrategibotError when it cannot answer at all."""
        ...

    async def surroundings(self, document: str, start: int, end: int, language: str = "sv") -> Surroundings:
        """Raises NotQuotable when the span is not of a document that is held."""
        ...
