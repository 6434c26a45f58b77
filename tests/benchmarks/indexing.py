"""How fast documents are indexed against the bare encoder, and what a new document costs.

    python -m tests.benchmarks.indexing [--documents 40] [--model bundled] [--data DIR]

The documents are made up by shuffling sentences of the real one (påhittade: no figure but speed is read
off them). The bare rate is `SentenceTransformer.encode_document` on the very texts of the first build, all
at once, in the same precision, before and after it. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.config import PROJECT
from index.builder import BuildReport, build
from index.content import Content
from index.model import BATCH, Encoder, load_model
from knowledge.library import load
from knowledge.passages import make_passages

SECTIONS, SENTENCES = 8, 12  # of a made-up document


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=40)
    parser.add_argument("--model", default="bundled")
    parser.add_argument("--data", type=Path, help="holds the model already; its index is left alone")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        knowledge, data = Path(folder) / "knowledge", Path(folder) / "data"
        model = load_model(arguments.model, arguments.data or data)
        assert isinstance(model, Encoder)
        make_up(knowledge, range(arguments.documents))
        print(json.dumps(dict(measure(knowledge, data, model, arguments.documents)), indent=2))


def measure(knowledge: Path, data: Path, model: Encoder, documents: int) -> Iterator[tuple[str, object]]:
    content = Content.of(load(knowledge))
    texts = list(dict.fromkeys([*content.passage_texts, *content.sentence_texts]))
    model.encode_document(texts[:BATCH])  # loads the weights, and lets the threads settle
    before = bare(model, texts)
    first = build(knowledge, data, model)
    after = bare(model, texts)
    rate, bare_rate = first.embedded / first.seconds, 2 * len(texts) / (before + after)
    yield "documents", first.documents
    yield "passages", first.passages
    yield "texts", first.embedded
    yield "bare_per_second", round(bare_rate, 1)
    yield "indexed_per_second", round(rate, 1)
    yield "share_of_bare", round(rate / bare_rate, 3)
    yield "nothing_new", told(build(knowledge, data, model))
    make_up(knowledge, [documents])
    yield "one_document_more", told(build(knowledge, data, model))
    yield "full", told(build(knowledge, data, model, full=True))


def told(report: BuildReport) -> dict[str, object]:
    return {"embedded": report.embedded, "reused": report.reused, "seconds": round(report.seconds, 2)}


def bare(model: Encoder, texts: list[str]) -> float:
    """Seconds of the library alone, which sorts all texts by length by itself."""
    with timing() as taken, model.precision():
        model.transformer.encode_document(texts, batch_size=BATCH, show_progress_bar=False)
    return taken[0]


@contextmanager
def timing() -> Iterator[list[float]]:
    taken: list[float] = []
    started = time.perf_counter()
    yield taken
    taken.append(time.perf_counter() - started)


def make_up(folder: Path, numbers: range | list[int]) -> None:
    """Each document is a shuffle of the real one's sentences under made-up headings, seeded by its number."""
    folder.mkdir(exist_ok=True)
    (real,) = load(PROJECT / "knowledge").documents[:1]
    sentences = [" ".join(span.of(real.text).split()) for one in make_passages(real) for span in one.sentences]
    for number in numbers:
        chance = random.Random(number)
        parts = [f"# Påhittat utlåtande {number}"]
        for section in range(SECTIONS):
            said = (f"{sentence.rstrip('.')} ({number}.{section})." for sentence in chance.sample(sentences, SENTENCES))
            parts += [f"## Påhittat avsnitt {section}", " ".join(said)]
        (folder / f"pahittat-{number}.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
