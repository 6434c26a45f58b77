"""Both ways of searching vectors find the same; the switch between them is measured and said."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import vector_search
from index.manifest import SearchPlan
from index.types import Vectors
from index.vector_search import CompressedIndex, ExactIndex, VectorIndex, open_index, prepare
from knowledge.errors import IndexProblem

D = 32


def unit(count: int, seed: int = 0, topics: int = 0) -> Vectors:
    """Random unit vectors; round `topics` centres if asked for."""
    chance = np.random.default_rng(seed)
    vectors = chance.standard_normal((count, D), dtype=np.float32)
    if topics:
        vectors = 0.6 * vectors + 3 * chance.standard_normal((topics, D), dtype=np.float32)[np.arange(count) % topics]
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def compressed(vectors: Vectors, rescored: int = 500) -> CompressedIndex:
    return CompressedIndex(vector_search._codes(vectors), vectors, rescored)


VECTORS = unit(3000, topics=40)
QUERIES = unit(20, seed=1, topics=40)
INDEXES = {"exact": ExactIndex(VECTORS), "compressed": compressed(VECTORS, 2500)}


@pytest.fixture(params=INDEXES)
def index(request: pytest.FixtureRequest) -> VectorIndex:
    return INDEXES[request.param]


def best(query: Vectors, k: int, only: np.ndarray | None = None) -> list[int]:
    rows = np.arange(len(VECTORS)) if only is None else only
    return rows[np.argsort(-(VECTORS[rows] @ query), kind="stable")[:k]].tolist()


def test_finds_the_nearest_best_first_with_their_cosines(index: VectorIndex) -> None:
    found = index.search(QUERIES, 10)
    assert found.rows.tolist() == [best(query, 10) for query in QUERIES]
    assert found.scores == pytest.approx(np.sum(VECTORS[found.rows] * QUERIES[:, None], axis=2), abs=1e-5)
    assert np.all(np.diff(found.scores) <= 0)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 2999), unique=True, max_size=60), st.integers(1, 40), st.sampled_from(list(INDEXES)))
def test_finds_nothing_but_the_rows_allowed(rows: list[int], k: int, name: str) -> None:
    only = np.array(sorted(rows), np.int64)
    found = INDEXES[name].search(QUERIES[:3], k, only)
    assert found.rows.tolist() == [best(query, k, only) for query in QUERIES[:3]]


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_wide_filter_is_searched_through_codes_too(share: float) -> None:
    only = np.flatnonzero(np.random.default_rng(2).random(3000) < share)
    index = compressed(VECTORS, 100)
    found = index.search(QUERIES, 10, only)
    assert np.isin(found.rows, only).all()
    hits = [len(set(row) & set(best(query, 10, only))) for row, query in zip(found.rows.tolist(), QUERIES, strict=True)]
    assert np.mean(hits) > 9.5


def test_more_than_there_are_is_all_there_are(index: VectorIndex) -> None:
    found = index.search(QUERIES[:1], 5000)
    assert sorted(found.rows[0].tolist()) == list(range(3000))
    assert index.search(QUERIES[:2], 5, np.array([7, 9])).rows.shape == (2, 2)
    assert index.search(QUERIES[:2], 5, np.array([], np.int64)).rows.shape == (2, 0)


def test_few_vectors_are_searched_exactly(tmp_path: Path) -> None:
    plan = prepare(VECTORS, tmp_path / "codes", "passages")
    assert plan == SearchPlan()
    assert list(tmp_path.iterdir()) == []
    assert isinstance(open_index(VECTORS, plan, tmp_path / "codes"), ExactIndex)


def test_many_are_searched_through_codes_and_the_log_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(vector_search, "EXACT_UP_TO", 2999)
    caplog.set_level(logging.INFO)
    plan = prepare(VECTORS, tmp_path / "codes", "passages")
    assert plan.kind == "compressed"
    assert plan.recall >= 0.99
    assert "3000 passages" in caplog.text
    index = open_index(VECTORS, plan, tmp_path / "codes")
    hits = [
        len(set(row) & set(best(query, 10)))
        for row, query in zip(index.search(QUERIES, 10).rows.tolist(), QUERIES, strict=True)
    ]
    assert np.mean(hits) >= 9.9


def test_sentences_that_many_documents_share_are_no_loss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two hundred vectors that differ by rounding any ten are the nearest: which rows says nothing of the codes."""
    monkeypatch.setattr(vector_search, "EXACT_UP_TO", 2999)
    chance = np.random.default_rng(3)
    repeated = VECTORS[chance.integers(0, 15, 3000)]
    repeated = (repeated + 1e-7 * chance.standard_normal(repeated.shape)).astype(np.float32)
    plan = prepare(repeated, tmp_path / "codes", "sentences")
    assert plan.kind == "compressed"
    assert plan.recall == 1


def test_where_codes_find_too_little_search_stays_exact_loudly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(vector_search, "EXACT_UP_TO", 100)
    monkeypatch.setattr(vector_search, "RESCORED", (10,))  # the ten best by code alone
    assert prepare(VECTORS, tmp_path / "codes", "passages").kind == "exact"
    assert any(record.levelno == logging.WARNING for record in caplog.records)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"no codes at all" * 100])
def test_codes_that_are_none_are_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "passages.faiss").write_bytes(content)
    with pytest.raises(IndexProblem, match=r"passages\.faiss"):
        open_index(VECTORS, SearchPlan(kind="compressed", rescored=100), tmp_path / "passages.faiss")


def test_codes_of_other_vectors_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vector_search, "EXACT_UP_TO", 100)
    plan = prepare(VECTORS, tmp_path / "codes", "passages")
    with pytest.raises(IndexProblem, match="3000 codes"):
        open_index(VECTORS[:2000], plan, tmp_path / "codes")
