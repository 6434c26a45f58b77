"""The store of vectors: nothing is embedded twice, and nothing damaged is ever handed out."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.vectors import KEEP_BUILDS, VectorStore, key_of

KEYS = [key_of(f"text {number}") for number in range(1200)]  # more than one statement takes
VECTORS = np.arange(1200 * 4, dtype=np.float32).reshape(1200, 4)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with VectorStore(tmp_path, "model") as store:
        store.put(KEYS, VECTORS, build=1)
    return tmp_path


def known(folder: Path, keys: Sequence[bytes], fingerprint: str = "model") -> set[bytes]:
    with VectorStore(folder, fingerprint) as store:
        return store.known(keys)


def test_vectors_come_back_in_the_order_asked_for(folder: Path) -> None:
    with VectorStore(folder, "model") as store:
        assert store.known([*KEYS, key_of("another")]) == set(KEYS)
        asked = [7, 1199, 7, 0]
        assert np.array_equal(store.get([KEYS[row] for row in asked]), VECTORS[asked])
        with pytest.raises(KeyError):
            store.get([key_of("another")])


def test_another_model_has_another_store(folder: Path) -> None:
    assert known(folder, KEYS, "other") == set()
    assert known(folder, KEYS) == set(KEYS)


def test_what_no_build_uses_any_more_is_forgotten(folder: Path) -> None:
    with VectorStore(folder, "model") as store:
        for build in range(2, 2 + KEEP_BUILDS):
            assert store.known(KEYS) == set(KEYS)
            store.keep(KEYS[:700], build)
        assert store.known(KEYS) == set(KEYS[:700])


def test_a_flipped_bit_in_a_vector_is_noticed(folder: Path) -> None:
    file = folder / "model.sqlite"
    connection = sqlite3.connect(file)
    with connection:
        blob = bytearray(VECTORS[5].tobytes())
        blob[3] ^= 0x10
        connection.execute("UPDATE vectors SET vector = ? WHERE key = ?", [bytes(blob), KEYS[5]])
    connection.close()
    assert known(folder, KEYS) == set(KEYS) - {KEYS[5]}


@pytest.mark.parametrize("damage", ["garbage", "truncated", "holes"])
def test_a_damaged_store_starts_anew(folder: Path, damage: str, caplog: pytest.LogCaptureFixture) -> None:
    file = folder / "model.sqlite"
    content = bytearray(file.read_bytes())
    if damage == "garbage":
        content[:] = b"not a database" * 1000
    elif damage == "truncated":
        del content[len(content) // 2 :]
    else:
        content[4096:-4096] = bytes(len(content) - 8192)
    file.write_bytes(content)
    with VectorStore(folder, "model") as store:
        left = sorted(store.known(KEYS))
        if left:
            rows = [KEYS.index(key) for key in left]
            assert np.array_equal(store.get(left), VECTORS[rows])
        else:
            assert "damaged" in caplog.text
        store.put(KEYS, VECTORS, build=2)
        assert np.array_equal(store.get(KEYS), VECTORS)
