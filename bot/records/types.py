"""The seam `Records`: seen events, conversations, feedback and unanswered questions.

Nothing here holds a person's name or id in the clear: an `asker` is what `pseudonym()` returned,
and question texts have been masked of personnummer, telephone numbers and e-mail addresses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Feedback:
    platform: str  # "slack", "teams", "web"
    asker: str  # from pseudonym()
    question: str
    useful: bool
    reason: str = ""
    quote: str = ""  # "<document>#<start>-<end>" of the first quote
    generation: str = ""


@dataclass(frozen=True, slots=True)
class Unanswered:
    question: str
    language: str
    count: int  # how often it was asked, in this masked wording


@dataclass(frozen=True, slots=True)
class NotUseful:
    """An answer that was found of no use."""

    question: str  # masked
    quote: str  # as in Feedback
    count: int  # how many said so
    reasons: tuple[str, ...]  # masked, the latest first; not everybody gives one


class Records(Protocol):
    def pseudonym(self, platform: str, person: str) -> str:
        """A keyed hash of the person's id: the same for the same person, and of no use without the key."""
        ...

    async def first_seen(self, event: str) -> bool:
        """True once for each event id ("slack:<event_id>", "teams:<conversation>:<activity>"), across processes."""
        ...

    async def remember(self, platform: str, thread: str, asker: str, question: str) -> None:
        """Adds a question to a thread's conversation."""
        ...

    async def conversation(self, platform: str, thread: str, asker: str, limit: int = 10) -> tuple[str, ...]:
        """The asker's latest questions in the thread, oldest first."""
        ...

    async def add_feedback(self, feedback: Feedback) -> None: ...

    async def add_unanswered(self, question: str, language: str) -> None: ...

    async def unanswered(self, limit: int = 100) -> Sequence[Unanswered]: ...

    async def not_useful(self, limit: int = 100) -> Sequence[NotUseful]: ...

    async def setting(self, asker: str, name: str) -> Any:
        """A stored setting or progress of one asker (JSON), or None."""
        ...

    async def set_setting(self, asker: str, name: str, value: Any) -> None: ...

    async def expire(self) -> int:
        """Deletes what is older than the configured number of days; returns how many rows went."""
        ...

    async def close(self) -> None: ...
