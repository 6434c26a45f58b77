"""What a route proposes before it is checked, merged and made into an Answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from bot.answer import Conversation, Intent
from index.types import Ranking, Searcher
from knowledge.document import Span


@dataclass(frozen=True, slots=True)
class Understood:
    """A question after reading it: what is asked, in which language, and what to search for."""

    question: str  # as asked
    language: str  # "sv" or "en": of the answer's labels
    intent: Intent
    query: str  # what to search for; differs from `question` for a follow-up
    conversation: Conversation = ()
    follow_up: bool = False
    subject: str = ""  # what the question is about, without the asking words: "EU-frågor"
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Pick:
    """A span proposed as a quote."""

    document: str
    span: Span
    score: float = 0.0
    name: str = ""  # a list item's name


@dataclass(frozen=True, slots=True)
class OwnerPick:
    """An owner proposed together with its quote (an index into `Draft.quotes`)."""

    owner: str
    issue: str
    modality: str
    quote: int
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A route's proposal. No quotes and no message means: this route has an answer of "framgår inte".

    It is `doubtful` when the answer may stand in words that the route does not read: then the search may overrule it.
    """

    quotes: Sequence[Pick] = ()
    confidence: float = 0.0
    responsible: OwnerPick | None = None
    closest: Sequence[Pick] = ()
    message: str = ""
    notices: Sequence[tuple[str, str]] = ()  # (code, sentence in the answer's language)
    suggestions: Sequence[str] = ()
    intent: Intent | None = None  # when the route knows better
    keep_apart: bool = False  # both sides of a disagreement: never merged into also_in
    signals: dict[str, float] = field(default_factory=dict)
    doubtful: bool = False


class Route(Protocol):
    """One way to answer. Routes are tried in order; the first Draft wins."""

    def propose(self, understood: Understood, searcher: Searcher, ranking: Ranking) -> Draft | None:
        """None when the route has nothing to say about this kind of question.

        `ranking` is the search for `understood.query`, already done (in a batch with others).
        """
        ...
