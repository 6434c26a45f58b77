"""Asking again: how often, how long, and when not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.retry import Again, RetryPolicy, retry_after, with_retries

NOW = datetime(2026, 1, 1, 12, 0, 0, tzinfo=UTC)
AT_ONCE = RetryPolicy(attempts=3, first_pause=0, longest_pause=0)


class Busy(Exception):
    pass


class Flaky:
    """Fails as many times as it is told to."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.calls = 0

    async def __call__(self) -> str:
        self.calls += 1
        if self.calls <= self.failures:
            raise Busy
        return "klart"


async def test_it_asks_until_it_succeeds() -> None:
    work = Flaky(2)
    assert await with_retries(work, lambda error: Again(), AT_ONCE) == "klart"
    assert work.calls == 3


async def test_it_gives_up_with_the_last_failure() -> None:
    work = Flaky(99)
    with pytest.raises(Busy):
        await with_retries(work, lambda error: Again(), AT_ONCE)
    assert work.calls == AT_ONCE.attempts


async def test_it_does_not_ask_again_when_that_would_not_help() -> None:
    work = Flaky(1)
    with pytest.raises(Busy):
        await with_retries(work, lambda error: None, AT_ONCE)
    assert work.calls == 1


@pytest.mark.parametrize(
    ("attempt", "asked_for", "pause"),
    [(0, None, 0.5), (3, None, 4.0), (0, 7.0, 7.0), (5, 0.0, 0.0), (0, 9999.0, 120.0)],
)
def test_the_pause_is_what_was_asked_for_or_doubles(attempt: int, asked_for: float | None, pause: float) -> None:
    assert RetryPolicy().pause(attempt, asked_for) == pause


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("3", 3.0),
        ("0.25", 0.25),
        ("-1", 0.0),
        ("Thu, 01 Jan 2026 12:00:30 GMT", 30.0),
        ("Thu, 01 Jan 2026 11:00:00 GMT", 0.0),
        ("snart", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str | None, seconds: float | None) -> None:
    assert retry_after(header, NOW) == seconds
