"""Reads untrusted files in processes of their own, with limits on time and memory.

A file may be made to exhaust or take over the program that reads it. So one helper process is started
(`knowledge.worker`), which forks once for every file; the fork reads that one file, under limits that the
kernel enforces, and hands back what it found as JSON. Nothing that a file does reaches the next one, or us.
"""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import ValidationError

import knowledge
from knowledge.errors import ScannedDocument, UnreadableDocument
from knowledge.readers.pieces import Reading
from knowledge.readings import READING

_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TESSDATA_PREFIX")
"""Environment that the helper gets: none of our secrets are in it."""
_PATIENCE = 5
"""Seconds on the clock for each of processor time: a busy machine gives a reader a part of itself only."""
_GRACE = 10.0  # seconds past the limit until a helper that says nothing is given up


@dataclass(frozen=True, slots=True)
class Limits:
    """What the reading of one file may cost."""

    seconds: int = 60  # of processor time; 2,000 full pages of PDF take about a third of it
    memory: int = 1536 * 2**20  # bytes of address space
    largest_text: int = 64 * 2**20  # bytes of what the reader hands back


class Sandbox:
    """A helper process, started with the first file and closed with the context. Thread-safe.

    `read` raises UnreadableDocument for a file that is refused, takes too long or too much memory, or kills
    its reader; the sandbox then goes on with the next file.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._helper: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._helper is not None:
            self._helper.kill()
            self._helper.communicate()
            self._helper = None

    def read(self, content: bytes, ending: str, ocr: bool = False, seconds: int | None = None) -> Reading:
        """What the file says. `seconds` replaces the limit on time for this file.

        With `ocr` they are seconds on the clock, since it is another program that works.
        """
        limit = seconds or self.limits.seconds
        with self._lock:
            try:
                status, payload = self._ask(content, ending, ocr, limit)
            except (OSError, EOFError, ValueError):
                self.close()
                status, payload = "died", b""
        return _understood(status, payload, limit, self.limits)

    def _ask(self, content: bytes, ending: str, ocr: bool, seconds: int) -> tuple[str, bytes]:
        helper = self._started()
        assert helper.stdin is not None
        limits = self.limits
        on_the_clock = seconds if ocr else seconds * _PATIENCE
        request = {
            "ending": ending,
            "size": len(content),
            "ocr": ocr,
            "seconds": seconds,
            "on_the_clock": on_the_clock,
            "memory": limits.memory,
            "largest": limits.largest_text,
        }
        helper.stdin.write(json.dumps(request).encode() + b"\n")
        helper.stdin.write(content)
        helper.stdin.flush()
        deadline = time.monotonic() + on_the_clock + _GRACE
        status, _, size = self._line(deadline).decode().partition(" ")
        return status, self._exactly(int(size), deadline)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._helper is None or self._helper.poll() is not None:
            root = str(Path(knowledge.__file__).resolve().parents[1])
            environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
            self._helper = subprocess.Popen(
                [sys.executable, "-m", "knowledge.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**environment, "PYTHONPATH": root, "PYTHONSAFEPATH": "1", "OMP_THREAD_LIMIT": "1"},
                bufsize=0,
            )
        return self._helper

    def _line(self, deadline: float) -> bytes:
        line = bytearray()
        while not line.endswith(b"\n"):
            line += self._some(1, deadline)
            if len(line) > 100:
                raise ValueError("no status line")
        return bytes(line[:-1])

    def _exactly(self, size: int, deadline: float) -> bytes:
        if not 0 <= size <= self.limits.largest_text:
            raise ValueError("more than was allowed")
        content = bytearray()
        while len(content) < size:
            content += self._some(min(size - len(content), 2**20), deadline)
        return bytes(content)

    def _some(self, most: int, deadline: float) -> bytes:
        assert self._helper is not None and self._helper.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(self._helper.stdout, selectors.EVENT_READ)
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise TimeoutError("the helper says nothing")
        some = os.read(self._helper.stdout.fileno(), most)
        if not some:
            raise EOFError("the helper is gone")
        return some


def _understood(status: str, payload: bytes, seconds: int, limits: Limits) -> Reading:
    smaller = "Divide it, or save its text as Markdown."
    match status:
        case "ok":
            return _checked(payload)
        case "refused" | "scanned":
            message, remedy, line = json.loads(payload)
            kind = ScannedDocument if status == "scanned" else UnreadableDocument
            raise kind(str(message), str(remedy), line)
        case "time":
            raise UnreadableDocument(f"takes more than {seconds} seconds to read.", smaller)
        case "memory":
            raise UnreadableDocument(f"takes more than {limits.memory // 2**20} MB of memory to read.", smaller)
        case "large":
            raise UnreadableDocument("holds more text than can be kept.", smaller)
        case _:
            raise UnreadableDocument("makes its reader crash.", "Save it anew, or save its text as Markdown.")


def _checked(payload: bytes) -> Reading:
    """The reading, whose spans are what they should be: the process that made it is not trusted."""
    try:
        reading = READING.validate_json(payload)
    except (ValidationError, ValueError):
        raise UnreadableDocument("makes its reader crash.", "Save it anew, or save its text as Markdown.") from None
    ends = [fact.span.end for fact in reading.facts if fact.span is not None]
    last = 0
    for piece in reading.pieces:
        ordered = last <= piece.span.start and piece.span.of(reading.text).strip()
        last = piece.span.end if ordered else len(reading.text) + 1
    if max([last, *ends]) > len(reading.text):
        raise UnreadableDocument("is read wrongly.", "Save its text as Markdown.")
    return reading
