"""What a large corpus of real text loses by being asked through candidates and codes, from question to ranking.

    python -m tests.benchmarks.approximate DOCUMENTS.jsonl QUESTIONS.jsonl --data DIR [--copies 2 5 15]

DOCUMENTS holds {"id", "text"}, QUESTIONS {"question"}, a line each. The pages are copied with every fourth word
changed for another one of theirs (påhittade: no page says so), and a copy's vectors are those of the page with
noise, so that no hour of encoding is needed; the questions' are real. The corpus is built and loaded as any
other. Each question's ten first are compared with those of the same index when every vector is compared exactly
and every passage is scored. Prints a Markdown table; the log says what is searched how.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from index import meaning
from index.builder import build
from index.content import Content
from index.generation import Generation
from index.manifest import SearchPlan
from index.model import load_model
from index.searcher import HybridSearcher
from index.storage import load_current
from index.types import EmbeddingModel, Progress, Ranking, Vectors
from knowledge.library import load

ALTERED = 0.25
"""Share of a copy's words that are another's."""
NEARNESS = 0.96
"""Cosine of a copy's vector with its original's; an encoder's unrelated texts lie round 0.8."""
HEAD = (
    *("passages", "sentences", "passages by", "sentences by", "recall@10", "worst question", "same first"),
    *("p50 ms", "whole p50 ms"),
)


class DerivedModel:
    """Gives a known text the vector that it is told, and encodes questions as the real model does."""

    name = "derived"

    def __init__(self, model: EmbeddingModel, texts: dict[str, Vectors]) -> None:
        self.model, self.texts = model, texts
        self.dimensions, self.prompts = model.dimensions, model.prompts
        self.fingerprint = f"derived-{model.fingerprint}"

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        return self.model.encode_query(texts)

    def encode_document(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return np.stack([self.texts[text] for text in texts])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="keeps the model and the pages' vectors")
    parser.add_argument("--copies", type=int, nargs="+", default=[2, 5, 15], help="times that each page is there")
    parser.add_argument("--asked", type=int, default=200, help="questions")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    model = load_model("bundled", arguments.data)
    pages = [json.loads(line) for line in arguments.documents.read_text(encoding="utf-8").splitlines()]
    asked = [json.loads(line)["question"] for line in arguments.questions.read_text(encoding="utf-8").splitlines()]
    questions = random.Random(1).sample(asked, min(arguments.asked, len(asked)))
    print("| " + " | ".join(HEAD) + " |\n" + "| ---: " * len(HEAD) + "|", flush=True)
    for copies in arguments.copies:
        generation, derived = corpus(pages, copies, arguments.data, model)
        print("| " + " | ".join(compared(generation, derived, questions)) + " |", flush=True)


def corpus(
    pages: Sequence[dict[str, str]], copies: int, data: Path, model: EmbeddingModel
) -> tuple[Generation, EmbeddingModel]:
    """An index of so many copies of the pages, the pages themselves being the first."""
    originals = written({page["id"]: page["text"] for page in pages}, data / "pages")
    build(originals, data / "pages-index", model)
    base = load_current(data / "pages-index")
    vocabulary = sorted({word for page in pages for word in _WORD.findall(page["text"])})
    texts = {
        f"{page['id']}-{copy}": altered(page["text"], vocabulary, random.Random(f"{page['id']} {copy}"))
        for page in pages
        for copy in range(1, copies)
    }
    knowledge = written(texts | {page["id"]: page["text"] for page in pages}, data / f"times-{copies}")
    vectors = derived_vectors(Content.of(load(knowledge)), base)
    derived = DerivedModel(model, vectors)
    build(knowledge, data / f"times-{copies}-index", derived)
    return load_current(data / f"times-{copies}-index"), derived


_WORD = re.compile(r"\b[a-zåäö]{5,}\b")


def altered(text: str, vocabulary: Sequence[str], chance: random.Random) -> str:
    return _WORD.sub(lambda word: chance.choice(vocabulary) if chance.random() < ALTERED else word[0], text)


def written(texts: dict[str, str], folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def derived_vectors(content: Content, base: Generation) -> dict[str, Vectors]:
    """Each text's vector: the original's passages and sentences in their order, with noise for a copy."""
    rows: dict[str, list[int]] = {}
    for row, passage in enumerate(base.passages):
        rows.setdefault(passage.document, []).append(row)
    chance = np.random.default_rng(0)
    vectors: dict[str, Vectors] = {}
    sentence = 0
    seen: dict[str, int] = {}
    for passage, text in zip(content.passages, content.passage_texts, strict=True):
        original = passage.document.partition("-")[0]
        at = seen.get(passage.document, 0)
        seen[passage.document] = at + 1
        row = rows[original][min(at, len(rows[original]) - 1)]  # an altered word may have parted a passage in two
        first, last = int(base.sentence_offsets[row]), int(base.sentence_offsets[row + 1]) - 1
        is_copy = passage.document != original
        vectors.setdefault(text, noisy(base.passage_vectors[row], chance, is_copy))
        for number in range(len(passage.sentences)):
            vector = base.sentence_vectors[min(first + number, last)]
            vectors.setdefault(content.sentence_texts[sentence], noisy(vector, chance, is_copy))
            sentence += 1
    return vectors


def noisy(vector: Vectors, chance: np.random.Generator, is_copy: bool) -> Vectors:
    if not is_copy:
        return np.array(vector, np.float32)
    noise = chance.standard_normal(len(vector)).astype(np.float32)
    noise -= (noise @ vector) * vector
    moved: Vectors = NEARNESS * vector + np.sqrt(1 - NEARNESS**2) * noise / np.linalg.norm(noise)
    return (moved / np.linalg.norm(moved)).astype(np.float32)


def compared(generation: Generation, model: EmbeddingModel, questions: Sequence[str]) -> Iterator[str]:
    """The columns of HEAD."""
    found, milliseconds = asked(HybridSearcher(generation, model), questions)
    usual = meaning.WHOLE_UP_TO
    meaning.WHOLE_UP_TO = 10**9
    try:
        exact = {"passage_search": SearchPlan(), "sentence_search": SearchPlan()}
        whole = HybridSearcher(replace(generation, manifest=generation.manifest.model_copy(update=exact)), model)
        truth, whole_milliseconds = asked(whole, questions)
    finally:
        meaning.WHOLE_UP_TO = usual
    shares = [len(set(one) & set(other)) / len(other) for one, other in zip(found, truth, strict=True)]
    manifest = generation.manifest
    yield f"{manifest.passages:,}"
    yield f"{manifest.sentences:,}"
    yield manifest.passage_search.kind
    yield manifest.sentence_search.kind
    yield f"{np.mean(shares):.4f}"
    yield f"{min(shares):.1f}"
    yield f"{np.mean([one[0] == other[0] for one, other in zip(found, truth, strict=True)]):.3f}"
    yield f"{np.median(milliseconds):.1f}"
    yield f"{np.median(whole_milliseconds):.1f}"


def asked(searcher: HybridSearcher, questions: Sequence[str]) -> tuple[list[list[int]], list[float]]:
    """The rows of the ten first passages of each question, and the milliseconds that each took."""
    rows, milliseconds = [], []
    for question in questions:
        started = time.perf_counter()
        (ranking,) = searcher.search([question])
        milliseconds.append((time.perf_counter() - started) * 1000)
        rows.append(rows_of(ranking))
    return rows, milliseconds


def rows_of(ranking: Ranking) -> list[int]:
    return [passage.row for passage in ranking.passages]


if __name__ == "__main__":
    main()
