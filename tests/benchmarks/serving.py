"""How fast a question is answered, cold and warm, alone and in a crowd, and what it costs in memory.

    python -m tests.benchmarks.serving [--json] [--questions FILE.jsonl]

The server runs as `strategibot serve` runs it, in a process of its own, over the project's documents.
Compare figures of one run with each other, not with those of another machine.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp
import numpy as np

from bot.assembly import Models, open_answerer, open_models
from bot.config import PROJECT, Settings
from bot.service import Request
from index.builder import build
from index.types import EmbeddingModel

BOT = [sys.executable, "-m", "bot"]
WARM_UP = 20  # questions before the clock starts: threads, buffers and the allocator settle
CROWD = 32
ROUNDS = 3  # of everybody alone and everybody together, in turns


def percentiles(seconds: list[float]) -> dict[str, float]:
    p50, p99 = np.percentile(np.array(seconds) * 1000, [50, 99])
    return {"p50_ms": round(float(p50), 1), "p99_ms": round(float(p99), 1)}


def resident(pid: int) -> dict[str, int]:
    """Megabytes now, and at most so far."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    fields = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    return {name: int(fields[key].split()[0]) // 1024 for name, key in (("now_mb", "VmRSS"), ("peak_mb", "VmHWM"))}


def cold_ask(data: Path, question: str, times: int = 3) -> list[float]:
    """Seconds of a whole `strategibot ask` process."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        subprocess.run([*BOT, "ask", question, "--json", "--data", data], check=True, capture_output=True, cwd=PROJECT)
        taken.append(time.perf_counter() - began)
    return taken


@contextmanager
def served(data: Path) -> Iterator[tuple[str, int, float]]:
    """(address, process id, seconds until ready) of a `strategibot serve` of its own."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [*BOT, "serve", "--port", "0", "--data", data],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=PROJECT,
        env=os.environ | {"COLUMNS": "200"},
    )
    assert process.stdout is not None
    said = next(line for line in process.stdout if "http://" in line)
    taken = time.perf_counter() - began
    address = next(word for word in said.split() if word.startswith("http://")).rstrip(".")
    try:
        yield address, process.pid, taken
    finally:
        process.terminate()
        process.wait(30)


async def timed(
    work: Callable[[str], Awaitable[object]], questions: list[str], askers: int
) -> tuple[list[float], float]:
    """Seconds of each question, and of all: `askers` ask at once, each one question after another."""
    waiting, taken = iter(questions), []

    async def asker() -> None:
        for question in waiting:
            began = time.perf_counter()
            await work(question)
            taken.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*(asker() for _ in range(askers)))
    return taken, time.perf_counter() - began


async def over_http(address: str, model: EmbeddingModel, questions: list[str]) -> dict[str, object]:
    """One asker takes turns with the bare encoder here, so that a slow moment of the machine hits both."""
    async with aiohttp.ClientSession(address, connector=aiohttp.TCPConnector(limit=CROWD)) as session:

        async def ask(question: str) -> None:
            async with session.post("/api/ask", json={"question": question}) as response:
                response.raise_for_status()
                await response.read()

        await timed(ask, questions[:WARM_UP], 1)
        encoding, asking = [], []
        for question in questions:
            began = time.perf_counter()
            model.encode_query([question])
            between = time.perf_counter()
            await ask(question)
            encoding.append(between - began)
            asking.append(time.perf_counter() - between)
        alone, alone_all, crowd, crowd_all = [], 0.0, [], 0.0
        for _ in range(ROUNDS):
            taken, all_taken = await timed(ask, questions, 1)
            alone, alone_all = alone + taken, alone_all + all_taken
            taken, all_taken = await timed(ask, questions, CROWD)
            crowd, crowd_all = crowd + taken, crowd_all + all_taken
    asked = ROUNDS * len(questions)
    return {
        "in turns with encode_query": {"encode_query": percentiles(encoding), "ask": percentiles(asking)},
        "ask / encode_query, p50": round(float(np.median(asking) / np.median(encoding)), 2),
        "one after another": percentiles(alone) | {"per_second": round(asked / alone_all, 1)},
        f"{CROWD} at once": percentiles(crowd) | {"per_second": round(asked / crowd_all, 1)},
        "faster together": round(alone_all / crowd_all, 2),
    }


def in_process(settings: Settings, models: Models, questions: list[str]) -> dict[str, object]:
    """The bare encoder and the answerer, turn by turn, so that a slow moment of the machine hits both."""
    answerer = open_answerer(settings, models)
    encoding, answering = [], []
    for n, question in enumerate(questions[:WARM_UP] + questions):
        began = time.perf_counter()
        models.encoder.encode_query([question])
        between = time.perf_counter()
        answerer.answer(Request(question))
        if n >= WARM_UP:
            encoding.append(between - began)
            answering.append(time.perf_counter() - between)
    batch = [questions[n % len(questions)] for n in range(CROWD)]
    together, apart = [], []
    for _ in range(5):
        began = time.perf_counter()
        answerer.answer_many([Request(question) for question in batch])
        between = time.perf_counter()
        for question in batch:
            answerer.answer(Request(question))
        together.append(between - began)
        apart.append(time.perf_counter() - between)
    return {
        "encode_query": percentiles(encoding),
        "answer": percentiles(answering),
        "answer / encode_query, p50": round(float(np.median(answering) / np.median(encoding)), 2),
        f"batch of {CROWD} faster than one by one": round(float(np.median(apart) / np.median(together)), 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--questions", type=Path, default=PROJECT / "tests" / "golden.jsonl")
    options = parser.parse_args()
    lines = [json.loads(line) for line in options.questions.read_text(encoding="utf-8").splitlines() if line.strip()]
    questions = [line["question"] for line in lines if "question" in line]
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder))
        models = open_models(settings)
        build(settings.knowledge, settings.data, models.encoder)
        report: dict[str, object] = {"questions": len(questions), "processors": os.cpu_count()}
        report["cold ask, seconds"] = [round(s, 2) for s in cold_ask(settings.data, questions[0])]
        report["in one process"] = in_process(settings, models, questions)
        with served(settings.data) as (address, pid, taken):
            report["cold serve, seconds"] = round(taken, 2)
            report["memory, ready"] = resident(pid)
            report["over http"] = asyncio.run(over_http(address, models.encoder, questions))
            report["memory, after"] = resident(pid)
    print(json.dumps(report, indent=None if options.json else 2, ensure_ascii=False))


if __name__ == "__main__":
    main()
