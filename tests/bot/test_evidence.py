"""What known questions tell, as the fitted models take it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evidence import LEAST_TOLD, log_odds_told, logit


@given(st.floats(0, LEAST_TOLD))
def test_what_is_hardly_probable_is_as_if_nothing_were_known(probability: float) -> None:
    assert log_odds_told(probability) == 0


@given(st.floats(LEAST_TOLD, 1), st.floats(LEAST_TOLD, 1))
def test_above_that_it_rises_with_the_probability(one: float, other: float) -> None:
    assert (log_odds_told(one) <= log_odds_told(other)) == (one <= other) or one == pytest.approx(other)


def test_it_is_counted_from_there_and_stays_finite() -> None:
    assert log_odds_told(0.5) == pytest.approx(-logit(LEAST_TOLD))
    assert 10 < log_odds_told(1.0) < 20
