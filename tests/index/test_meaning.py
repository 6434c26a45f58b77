"""Vectors freed of what all have in common: the same as doing it the long way, on random vectors."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import meaning
from index.meaning import PRIOR_ROWS, SENTENCE_WEIGHT, MeaningIndex
from index.types import Vectors
from index.vector_search import ExactIndex


def unit(rows: Vectors) -> Vectors:
    return (rows / np.linalg.norm(rows, axis=-1, keepdims=True)).astype(np.float32)


def made_up(seed: int, passages: int, dimensions: int = 8) -> tuple[Vectors, Vectors, np.ndarray, dict[str, Vectors]]:
    random = np.random.default_rng(seed)
    offsets = np.cumsum([0, *random.integers(1, 4, passages)])
    draw = lambda rows: unit(random.normal(0.5, 1, (rows, dimensions)))  # noqa: E731 (one line says it best)
    return draw(passages), draw(int(offsets[-1])), offsets, {"sv": draw(20), "en": draw(20)}


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 12), st.sampled_from(["sv", "en"]))
def test_scores_are_those_of_centred_vectors(seed: int, passages: int, language: str) -> None:
    said, sentences, offsets, cohorts = made_up(seed, passages)
    question = unit(np.random.default_rng(seed + 1).normal(size=said.shape[1]))
    index = MeaningIndex(ExactIndex(said), ExactIndex(sentences), offsets, cohorts)
    (match,) = index.match(question[None], [language])

    prior = np.mean([rows.mean(axis=0) for rows in cohorts.values()], axis=0)
    moved = unit(question - cohorts[language].mean(axis=0))
    cosines = {}
    for name, rows in (("passages", said), ("sentences", sentences)):
        mean = (rows.sum(axis=0) + PRIOR_ROWS * prior) / (len(rows) + PRIOR_ROWS)
        cosines[name] = unit(rows - mean) @ moved
    best = [cosines["sentences"][start:end].max() for start, end in pairwise(offsets)]
    expected = cosines["passages"] + SENTENCE_WEIGHT * np.array(best)

    assert match.cosine == pytest.approx(said @ question, abs=1e-5)
    scale = float(match.score @ expected / (expected @ expected))  # the corpus' own
    assert match.score == pytest.approx(expected * scale, abs=1e-3 * scale)
    assert match.sentences == pytest.approx(cosines["sentences"] * scale, abs=1e-3 * scale)


def test_ordinary_questions_show_a_standard_deviation_of_one() -> None:
    said, sentences, offsets, cohorts = made_up(3, 40)
    index = MeaningIndex(ExactIndex(said), ExactIndex(sentences), offsets, cohorts)
    spreads = [match.score.std() for match in index.match(cohorts["sv"], ["sv"] * 20)]
    assert np.mean(spreads) == pytest.approx(1, abs=1e-3)


def test_faiss_gives_what_multiplying_everything_gives() -> None:
    said, sentences, offsets, cohorts = made_up(5, 200)
    questions = unit(np.random.default_rng(6).normal(size=(30, 8)))
    index = MeaningIndex(ExactIndex(said), ExactIndex(sentences), offsets, cohorts)
    for question, match in zip(questions, index.match(questions, ["sv"] * 30), strict=True):
        assert match.cosine == pytest.approx(said @ question, abs=1e-4)
        assert match.sentence_cosine == pytest.approx(sentences @ question, abs=1e-4)


def test_a_closer_look_at_some_gives_what_a_look_at_all_gives_them() -> None:
    said, sentences, offsets, cohorts = made_up(7, 50)
    question = unit(np.random.default_rng(8).normal(size=(1, 8)))
    index = MeaningIndex(ExactIndex(said), ExactIndex(sentences), offsets, cohorts)
    mask = np.arange(50) % 3 == 0
    (some,), (everything,) = index.match(question, ["en"], [mask]), index.match(question, ["en"])
    assert some.score[mask] == pytest.approx(everything.score[mask], abs=1e-4)
    assert some.cosine[mask] == pytest.approx(everything.cosine[mask], abs=1e-4)
    assert set(some.cosine[~mask].tolist()) == {-1.0}
    assert set(some.sentence_cosine[np.repeat(~mask, np.diff(offsets))].tolist()) == {-1.0}


def test_the_scale_of_a_large_corpus_is_measured_over_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    said, sentences, offsets, cohorts = made_up(9, 400)
    whole = MeaningIndex(ExactIndex(said), ExactIndex(sentences), offsets, cohorts)
    monkeypatch.setattr(meaning, "WHOLE_UP_TO", 100)
    monkeypatch.setattr(meaning, "SAMPLED", 200)
    large = MeaningIndex(ExactIndex(said), ExactIndex(sentences), offsets, cohorts)
    assert (whole.whole, large.whole) == (True, False)
    ours, theirs = (index.match(cohorts["sv"], ["sv"] * 20) for index in (large, whole))
    assert [match.score.std() for match in ours] == pytest.approx([match.score.std() for match in theirs], rel=0.1)
