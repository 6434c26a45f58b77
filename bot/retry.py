"""One policy for asking a service again: when it says so, after the time that it says."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often, and how patiently, to try. Times are in seconds."""

    attempts: int = 6
    first_pause: float = 0.5  # doubled after each attempt that named no time itself
    longest_pause: float = 120.0  # a service that asks for more is believed, but only up to here

    def pause(self, attempt: int, asked_for: float | None) -> float:
        """The pause after attempt number `attempt` (from 0), given what Retry-After said."""
        wanted = self.first_pause * 2**attempt if asked_for is None else asked_for
        return min(max(wanted, 0.0), self.longest_pause)


PATIENT = RetryPolicy()


@dataclass(frozen=True, slots=True)
class Again:
    """The verdict that a failure may pass. `after`: seconds that the service asked for, if it did."""

    after: float | None = None


async def with_retries(
    work: Callable[[], Awaitable[T]],
    verdict: Callable[[Exception], Again | None],
    policy: RetryPolicy = PATIENT,
) -> T:
    """Awaits `work()` until it succeeds, `verdict` returns None, or the attempts are used up.

    Raises the last failure as it was.
    """
    for attempt in range(policy.attempts):
        try:
            return await work()
        except Exception as error:
            again = verdict(error)
            if again is None or attempt == policy.attempts - 1:
                raise
            await asyncio.sleep(policy.pause(attempt, again.after))
    raise ValueError("a policy needs at least one attempt")


def retry_after(header: str | None, now: datetime | None = None) -> float | None:
    """Seconds named by a Retry-After header (RFC 9110: seconds or a date); None when it names none."""
    if not header:
        return None
    try:
        return max(float(header), 0.0)
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max((moment - (now or datetime.now(UTC))).total_seconds(), 0.0)
