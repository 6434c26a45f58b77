"""The same passages, questions and encoder in txtai (hybrid) and Haystack (BM25 + embeddings, rank fusion).

    python -m tests.benchmarks.competitors --data DIR NAME=DOCUMENTS,QUESTIONS[,SPLIT] ...

Installs them in an environment of their own, DIR/competitors, so that they cannot change ours. "ms" is the
median of a whole query, with its encoding. See `QuestionSet` for what to name.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import venv
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.assembly import open_model
from bot.config import Settings
from bot.evaluation import EvalQuestion
from index.bundled import bundled_folder
from index.generation import Generation
from index.grains import passage_text
from tests.benchmarks.question_sets import QuestionSet

TORCH = "torch==2.13.0"  # first and alone: whatever else asks for it then takes the build that is there
LIBRARIES = ("txtai", "haystack-ai", "sentence-transformers-haystack")
INSIDE = Path(__file__).with_name("competitors_inside.py")


def environment(folder: Path) -> Path:
    """The Python of an environment with the competitors, made on first use."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", TORCH], check=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", *LIBRARIES], check=True)
    return python


def measure(asked: QuestionSet, data: Path, python: Path) -> Table:
    generation = asked.indexed(data, open_model(Settings(data=data)))
    documents = generation.corpus.documents
    given = {
        "model": str(bundled_folder(data)),
        "passages": [passage_text(documents[passage.document], passage) for passage in generation.passages],
        "questions": [question.asked for question in asked.placed],
    }
    ran = subprocess.run([python, INSIDE], input=json.dumps(given), capture_output=True, text=True, check=True)
    table = Table("library", "mrr@10", "hit@1", "hit@5", "ms", title=f"{asked.name}: {len(asked.placed)} questions")
    for name, result in json.loads(ran.stdout.splitlines()[-1]).items():
        ranks = [rank(question, rows, generation) for question, rows in zip(asked.placed, result["rows"], strict=True)]
        shares = [sum(1 / r for r in ranks if r), *(sum(0 < r <= k for r in ranks) for k in (1, 5))]
        table.add_row(name, *(f"{share / len(ranks):.3f}" for share in shares), f"{result['ms']:.1f}")
    return table


def rank(question: EvalQuestion, rows: list[int], generation: Generation) -> int:
    """Of the first passage that covers the answer, from 1; 0 when none does."""
    passages = [generation.passages[row] for row in rows]
    hits = [question.is_covered_by(p.document, p.span.start, p.span.end) for p in passages]
    return hits.index(True) + 1 if True in hits else 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", metavar="NAME=DOCUMENTS,QUESTIONS[,SPLIT]")
    parser.add_argument("--data", type=Path, required=True, help="where models, indexes and the environment are kept")
    arguments = parser.parse_args()
    python = environment(arguments.data / "competitors")
    for argument in arguments.sets:
        Console(width=120).print(measure(QuestionSet.parse(argument), arguments.data, python))


if __name__ == "__main__":
    main()
