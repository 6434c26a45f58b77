"""`python -m index.training queries|judge`: trains the adapters in `index/data/` anew, one after another.

    python -m index.training queries --data DIR --documents SWEQUAD/documents.jsonl --questions SWEQUAD/questions.jsonl

SWEQUAD is SweQUAD-MC (Dmytro Kalpakchi and Johan Boye, 2021; CC BY 4.0) as JSONL, with the places of its
answers; what was written for this project lies here, and is read as well.
"""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import Annotated

import typer

from index.builder import build
from index.generation import Generation
from index.judge import ADAPTER
from index.model import QUERIES, Encoder, bundled_encoder
from index.storage import load_current
from index.training.judge import Drawing, train_judge
from index.training.queries import Told, train_queries
from index.training.questions import (
    GENRE,
    OWN_DOCUMENTS,
    OWN_QUESTIONS,
    TrainingQuestion,
    indexed,
    placed,
    read_astray,
    read_training,
)

OTHERS = 5000
"""Other questions that the judge learns from."""
FOREIGN = 1500
"""Questions about pages that a made-up document is asked, and does not answer: what people ask a bot by mistake."""
ASTRAY = 2
"""Made-up documents that each question is asked which is about none of them, nor about any page."""
EVERY = 25
"""Steps between two lines of what is told."""

Documents = Annotated[Path, typer.Option(help="JSONL of {id, text}.")]
Questions = Annotated[Path, typer.Option(help="JSONL of questions with places, and a `split`.")]
Data = Annotated[Path, typer.Option(help="Where the model and the index over the documents are kept.")]
Out = Annotated[Path, typer.Option(help="The adapter's file.")]
Seed = Annotated[int, typer.Option(help="Of all that is drawn.")]

app = typer.Typer(add_completion=False, help=__doc__)


@app.command()
def queries(documents: Documents, questions: Questions, data: Data, out: Out = QUERIES, seed: Seed = 1) -> None:
    """The adapter that questions are encoded with: five minutes on two cores with bfloat16."""
    encoder = bundled_encoder(data, adapter=None)
    generation, asked = _pages(encoder, documents, questions, data)
    train_queries(generation, encoder, asked, out, seed, _telling())
    _written(out)


@app.command()
def judge(documents: Documents, questions: Questions, data: Data, out: Out = ADAPTER, seed: Seed = 1) -> None:
    """The judge, from pages and answers of all kinds and documents of the bot's own: an hour on two cores."""
    encoder = bundled_encoder(data)
    generation, asked = _pages(encoder, documents, questions, data)
    build(GENRE, data / "genre", encoder)
    made_up = load_current(data / "genre")
    own = [placed(question, made_up) for question in read_training([GENRE / "questions.jsonl"])]
    drawn = random.Random(seed)  # noqa: S311 (nothing secret is drawn)
    others, foreign = drawn.sample(asked, min(OTHERS, len(asked))), drawn.sample(asked, min(FOREIGN, len(asked)))
    documents_of_ours = sorted(made_up.corpus.documents)
    own += [question.asked_of(drawn.choice(documents_of_ours)) for question in foreign]
    for question in read_astray():
        own += [question.asked_of(document) for document in drawn.sample(documents_of_ours, ASTRAY)]
    typer.echo(f"{len(own)} questions for {len(documents_of_ours)} made-up documents, {len(others)} about pages")
    among, alone = Drawing(generation, encoder, others, seed), Drawing(made_up, encoder, own, seed, alone=True)
    taught = [(among, question) for question in others] + [(alone, question) for question in own]
    train_judge(taught, encoder, out, seed, _telling())
    _written(out)


def _pages(encoder: Encoder, documents: Path, questions: Path, data: Path) -> tuple[Generation, list[TrainingQuestion]]:
    generation = indexed((documents, *OWN_DOCUMENTS), data / "training", encoder)
    asked = read_training((questions, *OWN_QUESTIONS))
    typer.echo(f"{len(asked)} questions, {len(generation.passages)} passages")
    return generation, asked


def _written(file: Path) -> None:
    typer.echo(f"{file}: {file.stat().st_size / 2**20:.1f} MiB")


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
