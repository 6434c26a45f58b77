"""How one machine bears 10⁴, 10⁵ and 10⁶ passages: `python -m tests.benchmarks.scale 1e4 1e5 1e6`.

Writes, verifies, loads and searches whole generations of made-up text, each passage of one sentence, with
random unit vectors: pure random ones, and clustered ones whose cosines lie as an encoder's do. Prints a
Markdown table. Each size and kind runs in a process of its own, so that its memory can be told.
"""

from __future__ import annotations

import argparse
import logging
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import faiss
import numpy as np

from index.content import Content
from index.dense import DenseIndex
from index.layout import IndexFolder
from index.storage import load_current, next_name, switch_to
from index.types import Vectors
from index.writer import write_generation
from knowledge.document import Document, Passage, PassageKind, Span
from knowledge.sources import Source
from tests.fakes import HashingModel

T = TypeVar("T")

D = 384
A_DOCUMENT = 200  # passages
QUESTIONS = 200
KINDS = ("random", "clustered")
HEAD = (
    "passages",
    "vectors",
    "search",
    "build s",
    "MiB on disk",
    "load s",
    "MiB in memory",
    "p50 ms",
    "p99 ms",
    "recall@10",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=float, default=[1e4, 1e5, 1e6])
    parser.add_argument("--one", choices=KINDS, help="measure one kind in this process")
    parser.add_argument("--folder", type=Path, help="where the generations are written, and removed again")
    arguments = parser.parse_args()
    if arguments.one:
        logging.basicConfig(level=logging.WARNING)
        with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
            print("|", " | ".join(measure(int(arguments.sizes[0]), arguments.one, Path(folder))), "|")
        return
    print("| " + " | ".join(HEAD) + " |\n" + "| ---: " * len(HEAD) + "|", flush=True)
    for size in arguments.sizes:
        for kind in KINDS:
            where = ["--folder", str(arguments.folder)] if arguments.folder else []
            subprocess.run([sys.executable, "-m", __spec__.name, str(size), "--one", kind, *where], check=True)


def measure(size: int, kind: str, data: Path) -> Iterator[str]:
    """The columns of HEAD."""
    vectors = made_up_vectors(size, kind)
    questions = questions_near(vectors)
    truth = faiss.knn(questions, vectors, 10, metric=faiss.METRIC_INNER_PRODUCT)[1]
    seconds = write(data, size, vectors)
    del vectors
    before = memory()
    generation, load_seconds = timed(lambda: load_current(data))
    index, open_seconds = timed(lambda: DenseIndex(generation).passages)
    each = sorted(timed(lambda q=question: index.search(q[None], 10))[1] * 1000 for question in questions)
    found = index.search(questions, 10).rows
    recall = np.mean([len(set(one) & set(other)) / 10 for one, other in zip(found, truth, strict=True)])
    plan = generation.manifest.passage_search
    yield f"{size:,}"
    yield kind
    yield plan.kind + (f", {plan.rescored} rescored" if plan.rescored else "")
    yield f"{seconds:.1f}"
    yield f"{sum(check.size for check in generation.manifest.files.values()) / 2**20:,.0f}"
    yield f"{load_seconds + open_seconds:.1f}"
    yield f"{memory() - before:,.0f}"
    yield f"{each[len(each) // 2]:.2f}"
    yield f"{each[int(len(each) * 0.99)]:.2f}"
    yield f"{recall:.4f}"


def write(data: Path, size: int, vectors: Vectors) -> float:
    """Writes a generation as a build does once all is embedded, and returns the seconds that it took."""
    content = made_up_content(size)
    rows = {key: row for row, key in enumerate(content.passage_keys)}
    folder = IndexFolder(data)
    folder.generations.mkdir(parents=True)
    name = next_name(folder)

    def vectors_of(keys: Sequence[bytes]) -> Vectors:
        return vectors[[rows[key] for key in keys]]

    _, seconds = timed(lambda: write_generation(folder, name, content, vectors_of, vectors[:2], HashingModel(D), quiet))
    switch_to(folder, name)
    return seconds


def made_up_vectors(size: int, kind: str) -> Vectors:
    """Pure random, or a mean that all share (an encoder's cosines lie between 0.75 and 0.9), a topic, and the rest."""
    chance = np.random.default_rng(size)
    vectors = unit(chance.standard_normal((size, D), dtype=np.float32))
    if kind == "clustered":
        shared = unit(chance.standard_normal((1, D), dtype=np.float32))
        topics = unit(chance.standard_normal((max(10, size // 50), D), dtype=np.float32))
        vectors *= 0.33
        vectors += 0.87 * shared
        vectors += 0.36 * topics[chance.integers(0, len(topics), size)]
        vectors = unit(vectors)
    return vectors


def questions_near(vectors: Vectors) -> Vectors:
    """As near to a passage each as a question is to its answer: cosines round 0.88."""
    chance = np.random.default_rng(7)
    noise = unit(chance.standard_normal((QUESTIONS, D), dtype=np.float32))
    return unit(0.88 * vectors[chance.choice(len(vectors), QUESTIONS, replace=False)] + 0.475 * noise)


def unit(vectors: Vectors) -> Vectors:
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def made_up_content(size: int) -> Content:
    documents, passages, texts = [], [], []
    for start in range(0, size, A_DOCUMENT):
        source = Source(id=f"pahittat-{start}", title="Påhittat", file=f"{start}.txt")
        said = [
            f"Påhittad mening nummer {row} om stadens arbete." for row in range(start, min(size, start + A_DOCUMENT))
        ]
        text = "\n".join(said)
        documents.append(Document(source, text, "Påhittat"))
        ends = np.cumsum([0, *(len(one) + 1 for one in said)]).tolist()
        spans = [Span(one, other - 1) for one, other in pairwise(ends)]
        passages += [Passage(source.id, span, PassageKind.PARAGRAPH, (span,)) for span in spans]
        texts += said
    return Content((), tuple(documents), tuple(passages), tuple(texts), tuple(texts))


def memory() -> float:
    """MiB of this process, pages of mapped files included."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def timed(work: Callable[[], T]) -> tuple[T, float]:
    started = time.perf_counter()
    done = work()
    return done, time.perf_counter() - started


def quiet(stage: str, done: int, total: int) -> None:
    pass


if __name__ == "__main__":
    main()
