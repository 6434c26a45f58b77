"""The helper process of `knowledge.sandbox`: forks once for every file, and never trusts the fork.

Speaks over its standard input and output: a line of JSON and the file's bytes in; "status size" and a
payload out. It imports no more than the readers need, so that it starts in a fraction of a second.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import select
import signal
import sys
import time
from typing import Any, BinaryIO, NoReturn

from knowledge.errors import ScannedDocument, UnreadableDocument
from knowledge.readers import read_content, reader_of
from knowledge.readings import READING

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Serves until its input ends."""
    requests = sys.stdin.buffer
    answers = sys.stdout.buffer
    for line in iter(requests.readline, b""):
        request = json.loads(line)
        content = requests.read(request["size"])
        reader_of(request["ending"])  # imported here once, not in every fork
        status, payload = _in_fork(content, request)
        answers.write(f"{status} {len(payload)}\n".encode() + payload)
        answers.flush()


def _in_fork(content: bytes, request: dict[str, Any]) -> tuple[str, bytes]:
    inlet, outlet = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(inlet)
        _read(content, request, outlet)
    os.close(outlet)
    try:
        status, payload = _collected(inlet, request)
    finally:
        os.close(inlet)
    if status:
        os.killpg(child, signal.SIGKILL)
    _, code = os.waitpid(child, 0)
    if status:
        return status, b""
    if os.WIFSIGNALED(code) and os.WTERMSIG(code) == signal.SIGXCPU:
        return "time", b""
    kind, _, rest = payload.partition(b"\n")
    name = kind.decode("ascii", "replace")
    return (name, rest) if name in ("ok", "refused", "scanned", "memory") else ("died", b"")


def _collected(inlet: int, request: dict[str, Any]) -> tuple[str, bytes]:
    """What the fork wrote until it closed its end; a status when it took too long or wrote too much."""
    deadline = time.monotonic() + request["on_the_clock"]
    payload = bytearray()
    while True:
        if not select.select([inlet], [], [], max(0.0, deadline - time.monotonic()))[0]:
            return "time", b""
        some = os.read(inlet, 2**16)
        if not some:
            return "", bytes(payload)
        payload += some
        if len(payload) > request["largest"]:
            return "large", b""


def _read(content: bytes, request: dict[str, Any], outlet: int) -> NoReturn:
    """The fork: reads one file under limits, writes what it found, and is gone."""
    try:
        os.setpgid(0, 0)  # so that whatever it starts (OCR) ends with it
        _end_with_parent()
        _limit(request["seconds"], request["memory"])
        with os.fdopen(outlet, "wb") as answer:
            _answer(content, request, answer)
    finally:
        os._exit(0)


def _answer(content: bytes, request: dict[str, Any], answer: BinaryIO) -> None:
    try:
        reading = read_content(content, request["ending"], request["ocr"])
        answer.write(b"ok\n" + READING.dump_json(reading))
    except ScannedDocument as error:
        answer.write(b"scanned\n" + json.dumps([error.message, error.remedy, None]).encode())
    except UnreadableDocument as error:
        answer.write(b"refused\n" + json.dumps([error.message, error.remedy, error.line]).encode())
    except MemoryError:
        answer.write(b"memory\n")


def _end_with_parent() -> None:
    """When the helper is killed, so is the fork; elsewhere than on Linux its limits end it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _limit(seconds: int, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
