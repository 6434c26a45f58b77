"""The one shape of an answer, for every surface. Keys are stable: add, never rename."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Intent(StrEnum):
    """Kinds of question."""

    RESPONSIBILITY = "responsibility"
    DIRECTION = "direction"
    PRINCIPLE = "principle"
    GOAL = "goal"
    DECISION = "decision"  # decisions, proposals and opinions
    LIST = "list"
    FACT = "fact"
    INTRODUCTION = "introduction"
    DEFINITION = "definition"  # a word of the field: answered from our own glossary, marked so
    SMALL_TALK = "small_talk"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Place:
    """The same words somewhere else."""

    document: str
    start: int
    end: int
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a document, with where they stand and who is speaking.

    `text` equals `document.text[start:end]` up to runs of white space, and has been checked.
    """

    text: str
    start: int
    end: int
    document: str
    title: str
    type: str
    status: str
    issuer: str
    date: str | None  # ISO
    dnr: str | None
    section: tuple[str, ...]
    page: int | None
    score: float
    url: str  # "/documents/<id>#<start>-<end>", relative to the server's public address
    also_in: tuple[Place, ...] = ()
    voice: str = "own"  # knowledge.document.Voice
    standing: str = ""  # who speaks, and with what weight, in the answer's language
    name: str = ""  # a list item's name: "Profiler"


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who owns an issue, in the document's own words."""

    owner: str
    issue: str
    quote: int  # index into Answer.quotes: the quote that says so
    modality: str = "ansvarar"  # ansvarar, ska, bör, föreslår
    as_of: str | None = None  # ISO date of the document that says it
    certainty: str = ""  # how sure, in the answer's language


@dataclass(frozen=True, slots=True)
class Answer:
    """What every surface renders. `answered` is False exactly when `quotes` is empty and it is not small talk.

    `message` is the bot's own lead in the answer's language: a greeting, "framgår inte", or "".
    `notes` are the sentences behind `notices`, in the same order and the answer's language.
    `closest` are the nearest passages of an unanswered question: shown as "inte ett svar".
    """

    question: str
    language: str  # "sv" or "en"
    intent: Intent
    answered: bool
    confidence: float  # probability that the first quote answers the question
    quotes: tuple[Quote, ...] = ()
    responsible: Responsible | None = None
    closest: tuple[Quote, ...] = ()
    suggestions: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    message: str = ""
    notes: tuple[str, ...] = ()
    resolved: str = ""  # the question as searched, when it was a follow-up
    generation: str = ""
    milliseconds: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """Plain types, ready for JSON."""
        return asdict(self)


Conversation = tuple[str, ...]
"""The asker's earlier questions in this thread, oldest first. What was answered is worked out from them again."""
