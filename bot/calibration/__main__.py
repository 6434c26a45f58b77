"""`python -m bot.calibration`: fits `bot/weights.json` anew, and reports on questions that it was not fitted to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from bot import weights
from bot.calibration.corpora import Remembering
from bot.calibration.fitting import fit_choice, fit_probability
from bot.calibration.reporting import report_of
from bot.calibration.samples import Sample, ask_all, draw_samples
from bot.confidence import CONFIDENCE_FEATURES, confidence_features
from bot.evaluation import EvalQuestion, read_questions
from bot.evidence import SENTENCE_FEATURES, candidates_of, sentence_features
from bot.quoting import choose
from bot.weights import Linear

SIZES = (20, 60, 200, 800, 2600)
OWN_SHARE = 0.15
"""Of all weight, what the questions about the field itself get: they are few, and asked as people ask."""
REWORDED = 3.0
"""Weight of a question in words of its own against one that was written with the text before one's eyes."""
MAX_WORDS = 60


def main(
    questions: Annotated[Path, typer.Argument(help="JSONL of questions with a place and a `split`: train or dev.")],
    data: Annotated[Path, typer.Option(help="Data directory with an index over their documents.")],
    reworded: Annotated[Path | None, typer.Option(help="More of them, in words of their own or in English.")] = None,
    own: Annotated[
        Path | None, typer.Option(help="Questions about the field with phrases, and a `half`: a is fitted, b reported.")
    ] = None,
    own_data: Annotated[
        Path | None, typer.Option(help="Data directory with an index over the field's documents.")
    ] = None,
    model: Annotated[str, typer.Option(help="The encoder that made the indexes.")] = "bundled",
    times: Annotated[int, typer.Option(help="How many corpora of each size are drawn.")] = 3,
    seed: Annotated[int, typer.Option(help="Of the drawing of corpora.")] = 1,
    write: Annotated[bool, typer.Option(help="Write the weights; else only report.")] = True,
) -> None:
    """Fits which sentence to quote, then how likely it is to answer; prints the figures as JSON."""
    from index.model import load_model
    from index.storage import load_current

    encoder = Remembering(load_model(model, data))
    generation = load_current(data)
    every = read_questions(questions)
    train = [q for q in every if _extra(q, "split") == "train"] + (read_questions(reworded) if reworded else [])
    dev = [q for q in every if _extra(q, "split") == "dev"]
    samples = draw_samples(generation, encoder, train, SIZES, times, seed)
    whole = ask_all(generation, encoder, train)
    unseen = draw_samples(generation, encoder, dev, SIZES, 2 * times, seed + 1)
    mine: list[Sample] = []
    theirs: list[Sample] = []
    if own and own_data:
        asked = ask_all(load_current(own_data), encoder, read_questions(own))
        mine = [s for s in asked if _extra(s.question, "half") == "a"]
        theirs = [s for s in asked if _extra(s.question, "half") != "a"]

    choice = _fit_choice([*whole, *samples])
    weights.use("quoting", choice)
    confidence = _fit_confidence(samples, mine)
    weights.use("confidence", confidence)
    if write:
        content = {"quoting": choice.to_json(), "confidence": confidence.to_json()}
        weights.FILE.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    report = {"dev": report_of(unseen, MAX_WORDS)}
    if theirs:
        report["own, half b"] = report_of(theirs, MAX_WORDS)
    typer.echo(json.dumps(report, indent=2, ensure_ascii=False))


def _extra(question: EvalQuestion, name: str) -> object:
    return (question.model_extra or {}).get(name)


def _fit_choice(samples: Sequence[Sample]) -> Linear:
    features, right = [], []
    for sample in samples:
        candidates = candidates_of(sample.ranking, sample.corpus) if sample.held else []
        gold = np.array([sample.holds_answer(c.document, c.span) for c in candidates], dtype=bool)
        if gold.any():
            features.append(sentence_features(sample.ranking, sample.corpus, candidates))
            right.append(gold)
    return fit_choice(features, right, SENTENCE_FEATURES)


def _fit_confidence(samples: Sequence[Sample], own: Sequence[Sample]) -> Linear:
    features, right, weight = [], [], []
    sizes = {size: sum(s.size == size for s in samples) for size in {s.size for s in samples}}
    for sample in (*samples, *own):
        choice = choose(sample.understood, sample.corpus, sample.ranking, MAX_WORDS)
        if choice is None or (is_right := sample.is_right(choice)) is None:
            continue
        features.append(confidence_features(sample.ranking, sample.corpus, choice))
        right.append(is_right)
        if sample.question.place is None and not sample.question.document:
            weight.append(OWN_SHARE / (1 - OWN_SHARE) / len(own))
        else:
            reworded = REWORDED if sample.question.kind else 1.0
            weight.append(reworded / sizes[sample.size] / len(sizes) / 1.5)
    counts = np.array(weight, np.float32)
    counts *= len(counts) / counts.sum()
    return fit_probability(np.stack(features), np.array(right), counts, CONFIDENCE_FEATURES)


if __name__ == "__main__":
    typer.run(main)
