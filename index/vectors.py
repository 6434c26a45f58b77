"""Vectors under the words that they stand for, so that nothing is embedded twice.

SQLite, since a build may be killed at any moment and each batch must then be there whole or not at all.
The store is a cache: what is damaged is forgotten and embedded again.
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from index.types import Vectors
from knowledge.errors import IndexProblem

log = logging.getLogger(__name__)

KEEP_BUILDS = 3
"""A vector that no build used for so long is forgotten: as long as a generation is kept."""
_AT_ONCE = 500  # keys in one statement; SQLite takes at least 999 parameters


def key_of(text: str) -> bytes:
    """16 bytes: with 128 bits, no two texts of a corpus ever meet."""
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


class VectorStore:
    """The vectors of one model. Use it as a context manager, one process at a time.

    Args:
        folder: where the stores lie.
        fingerprint: of the model; another model has another store.

    Raises:
        IndexProblem: the folder or the disk does not let it be written.
    """

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self.file = folder / f"{fingerprint}.sqlite"
        folder.mkdir(parents=True, exist_ok=True)
        try:
            self._connection = self._open()
        except sqlite3.DatabaseError as error:
            self._start_anew(error)

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.file)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS vectors"
                " (key BLOB PRIMARY KEY, vector BLOB NOT NULL, checksum INTEGER NOT NULL, build INTEGER NOT NULL)"
            )
            connection.execute("SELECT count(*) FROM vectors").fetchone()
        except sqlite3.DatabaseError:
            connection.close()
            raise
        return connection

    def _start_anew(self, error: sqlite3.DatabaseError) -> None:
        """After damage. Raises IndexProblem when the error is of another kind."""
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise _problem(self.file, error) from None
        log.warning("the vector store %s is damaged; its vectors are made again", self.file.name)
        for ending in ("", "-wal", "-shm"):
            self.file.with_name(self.file.name + ending).unlink(missing_ok=True)
        self._connection = self._open()

    def __enter__(self) -> VectorStore:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def known(self, keys: Sequence[bytes]) -> set[bytes]:
        """Those of the keys whose vectors are held and undamaged."""
        try:
            return {key for part in _parts(keys) for key, _ in self._rows(part)}
        except sqlite3.DatabaseError as error:
            self._connection.close()
            self._start_anew(error)
            return set()

    def get(self, keys: Sequence[bytes]) -> Vectors:
        """(len(keys), dimensions) float32, for at least one key. Raises KeyError for one that is not `known`."""
        found = {key: vector for part in _parts(keys) for key, vector in self._rows(part)}
        return np.stack([np.frombuffer(found[key], np.float32) for key in keys])

    def put(self, keys: Sequence[bytes], vectors: Vectors, build: int) -> None:
        """All of them, or after a crash none of them. Raises IndexProblem when the disk is full."""
        rows = (
            (key, blob := vector.tobytes(), zlib.crc32(blob), build) for key, vector in zip(keys, vectors, strict=True)
        )
        with self._writing():
            self._connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?)", rows)

    def keep(self, keys: Sequence[bytes], build: int) -> None:
        """Notes that `build` used the keys, and forgets those that the last builds did not use."""
        with self._writing():
            for part in _parts(keys):
                self._connection.execute(
                    f"UPDATE vectors SET build = ? WHERE key IN ({_marks(part)})",  # noqa: S608 (only question marks)
                    [build, *part],
                )
            self._connection.execute("DELETE FROM vectors WHERE build <= ?", [build - KEEP_BUILDS])

    def _rows(self, keys: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
        statement = f"SELECT key, vector, checksum FROM vectors WHERE key IN ({_marks(keys)})"  # noqa: S608 (as above)
        for key, vector, checksum in self._connection.execute(statement, list(keys)):
            if zlib.crc32(vector) == checksum:
                yield key, vector

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            with self._connection:
                yield
        except sqlite3.DatabaseError as error:
            raise _problem(self.file, error) from None


def _parts(keys: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    return (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))


def _marks(keys: Sequence[bytes]) -> str:
    return ", ".join("?" * len(keys))


def _problem(file: Path, error: Exception) -> IndexProblem:
    return IndexProblem(
        f"The vector store {file} cannot be written ({error}).",
        "Check that the disk has room and that the folder may be written; what is indexed stays in use.",
    )
