"""`python -m index.training queries|judge`: trains the adapters in `index/data/` anew.

    python -m index.training queries --data DIR --documents SWEQUAD/documents.jsonl --questions SWEQUAD/questions.jsonl

SWEQUAD is SweQUAD-MC (Dmytro Kalpakchi and Johan Boye, 2021; CC BY 4.0) as JSONL, with the places of its
answers; what was written for this project lies here, and is read as well. `judge` trains on what `queries` wrote.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from index.generation import Generation
from index.judge import ADAPTER
from index.model import QUERIES, Encoder, bundled_encoder
from index.training.judge import train_judge
from index.training.queries import Told, train_queries
from index.training.questions import OWN_DOCUMENTS, OWN_QUESTIONS, TrainingQuestion, indexed, read_training

EVERY = 25
"""Steps between two lines of what is told."""

Train = Callable[[Generation, Encoder, list[TrainingQuestion], Path, int, Told], None]
Documents = Annotated[Path, typer.Option(help="JSONL of {id, text}.")]
Questions = Annotated[Path, typer.Option(help="JSONL of questions with places, and a `split`.")]
Data = Annotated[Path, typer.Option(help="Where the model and the index over the documents are kept.")]
Out = Annotated[Path, typer.Option(help="The adapter's file.")]
Seed = Annotated[int, typer.Option(help="Of all that is drawn.")]

app = typer.Typer(add_completion=False, help=__doc__)


@app.command()
def queries(
    documents: Documents,
    questions: Questions,
    data: Data,
    out: Out = QUERIES,
    seed: Seed = 1,
) -> None:
    """The adapter that questions are encoded with: four minutes on two cores with bfloat16."""
    _run(train_queries, bundled_encoder(data, adapter=None), documents, questions, data, out, seed)


@app.command()
def judge(
    documents: Documents,
    questions: Questions,
    data: Data,
    out: Out = ADAPTER,
    seed: Seed = 1,
) -> None:
    """The judge: forty minutes on two cores with bfloat16."""
    _run(train_judge, bundled_encoder(data), documents, questions, data, out, seed)


def _run(train: Train, encoder: Encoder, documents: Path, questions: Path, data: Path, out: Path, seed: int) -> None:
    generation = indexed((documents, *OWN_DOCUMENTS), data / "training", encoder)
    asked = read_training((questions, *OWN_QUESTIONS))
    typer.echo(f"{len(asked)} questions, {len(generation.passages)} passages")
    train(generation, encoder, asked, out, seed, _telling())
    typer.echo(f"{out}: {out.stat().st_size / 2**20:.1f} MiB")


def _telling() -> Told:
    started, losses = time.monotonic(), []

    def told(step: int, steps: int, loss: float) -> None:
        losses.append(loss)
        if step % EVERY == 0 or step == steps:
            recent = losses[-EVERY:]
            typer.echo(f"{step}/{steps}  loss {sum(recent) / len(recent):.3f}  {time.monotonic() - started:.0f} s")

    return told


if __name__ == "__main__":
    app()
