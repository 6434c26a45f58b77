"""`python -m bot.calibration`: fits `bot/weights.json` anew, and reports on questions that it was not fitted to.

    python -m bot.calibration --data DIR SWEQUAD/questions.jsonl

DIR is where `python -m index.training` keeps its index. Nothing is fitted to documents that the adapters were
trained on: there the judge is surer than it will be anywhere else.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from bot import weights
from bot.calibration.corpora import part_of
from bot.calibration.fitting import fit_choice, fit_probability
from bot.calibration.reporting import report_of
from bot.calibration.samples import Asker, Sample, draw_samples
from bot.confidence import CONFIDENCE_FEATURES, confidence_features
from bot.evaluation import EvalQuestion, read_questions
from bot.evidence import SENTENCE_FEATURES, candidates_of, sentence_features
from bot.quoting import choose
from bot.weights import Linear
from index.builder import build
from index.generation import Generation
from index.judge import AdaptedJudge
from index.model import bundled_encoder
from index.remembering import Remembering, RememberingJudge
from index.storage import load_current
from index.training.questions import CALIBRATION, OTHER, OWN_QUESTIONS

DRAWS: Mapping[int, int] = {20: 40, 60: 25, 200: 9, 800: 3, 2600: 2}
"""For each size of corpus, in passages, how many are drawn. Small ones hold few questions each, so there are more."""
MADE_UP = Path(__file__).with_name("made_up")
"""Made-up documents of the kind that the bot is for, and questions about them as its users ask."""
REPORTED = ("m03", "m07", "m11", "m14", "m18", "m22", "m26")
"""Made-up documents that nothing is fitted to."""
OWN_SHARE = 0.5
"""Of all weight, what the questions about the made-up documents get: each is a corpus, as small as the bot's."""
FOREIGN = 10
"""Questions about pages that each made-up document is asked as well, and does not answer."""
ASTRAY = 10
"""Questions about no document at all that each is asked."""
MAX_WORDS = 60


def main(
    questions: Annotated[Path, typer.Argument(help="JSONL of questions with a place and a `split`: train or dev.")],
    data: Annotated[Path, typer.Option(help="Where `python -m index.training` keeps its index.")],
    seed: Annotated[int, typer.Option(help="Of the drawing of corpora.")] = 1,
    write: Annotated[bool, typer.Option(help="Write the weights; else only report.")] = True,
) -> None:
    """Fits which sentence to quote, then how likely it is to answer; prints the figures as JSON."""
    bundled = bundled_encoder(data)
    encoder, judge = Remembering(bundled), RememberingJudge(AdaptedJudge(bundled))
    generation = load_current(data / "training")
    build(MADE_UP, data / "made_up", bundled)
    made_up = load_current(data / "made_up")
    asked = [question for file in (questions, *OWN_QUESTIONS) for question in read_questions(file)]
    aside = {question.document for question in asked if _split(question) == CALIBRATION}
    fitted_to = [question for question in asked if question.document in aside]
    unseen = [question for question in asked if _split(question) == "dev"]
    foreign = {name: unseen if name in REPORTED else fitted_to for name in made_up.corpus.documents}
    content: dict[str, Any] = {}
    report: dict[str, Any] = {}
    for judged in (True, False):
        asker = Asker(encoder, judge if judged else None)
        samples = draw_samples(generation, asker, fitted_to, DRAWS, seed)
        # With questions that are known of a document, and without: what is fitted must hold for both.
        aided, unaided = (
            ask_made_up(one, asker, foreign, seed) for one in (made_up, made_up.without_known_questions())
        )
        ours = [sample for sample in (*aided, *unaided) if sample.question.document not in REPORTED]
        choice = fit_to_quote([*samples, *ours])
        weights.use("quoting", choice, judged)
        confidence = fit_to_trust(samples, ours)
        weights.use("confidence", confidence, judged)
        content[weights.name_of("quoting", judged)] = choice.to_json()
        content[weights.name_of("confidence", judged)] = confidence.to_json()
        dev = draw_samples(generation, asker, unseen, DRAWS, seed + 1)
        of = {
            "dev": report_of(dev, MAX_WORDS),
            "made up, with known questions": report_of(_reported(aided), MAX_WORDS),
            "made up, without": report_of(_reported(unaided), MAX_WORDS),
        }
        report["with judge" if judged else "without judge"] = of
    if write:
        weights.FILE.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    typer.echo(json.dumps(report, indent=2, ensure_ascii=False))


def _split(question: EvalQuestion) -> object:
    return (question.model_extra or {}).get("split")


def _reported(samples: Sequence[Sample]) -> list[Sample]:
    return [sample for sample in samples if sample.question.document in REPORTED]


def ask_made_up(
    generation: Generation, asker: Asker, foreign: Mapping[str, Sequence[EvalQuestion]], seed: int
) -> list[Sample]:
    """Each made-up document as a corpus of its own, asked what is about it, or looks so, or is about other things.

    Questions about the others are not asked: many of them ("Vem är handläggare?") would be answered rightly.

    Args:
        generation: the made-up documents.
        asker: asks.
        foreign: for each document questions about other things altogether, of which it is asked FOREIGN.
        seed: of what is drawn of them.
    """
    questions = read_questions(MADE_UP / "questions.jsonl")
    astray = read_questions(MADE_UP / "astray.jsonl")
    samples: list[Sample] = []
    drawn = random.Random(seed)  # noqa: S311 (nothing secret is drawn)
    for name in generation.corpus.documents:
        part = part_of(generation, {name})
        own = [question for question in questions if question.document == name]
        put = {"document": name, "answerable": False, "kind": OTHER}
        others = drawn.sample(foreign[name], FOREIGN) + drawn.sample(astray, ASTRAY)
        samples += asker.ask(part, [*own, *(one.model_copy(update=put) for one in others)], len(part.passages))
    return samples


def fit_to_quote(samples: Sequence[Sample]) -> Linear:
    """Which sentence to quote, from questions that have an answer among the candidates."""
    features, right = [], []
    for sample in samples:
        candidates = candidates_of(sample.ranking, sample.corpus) if sample.held else []
        gold = np.array([sample.holds_answer(c.document, c.span) for c in candidates], dtype=bool)
        if gold.any() and not gold.all():
            features.append(sentence_features(sample.ranking, sample.corpus, candidates))
            right.append(gold)
    return fit_choice(features, right, SENTENCE_FEATURES)


def fit_to_trust(samples: Sequence[Sample], own: Sequence[Sample]) -> Linear:
    """How likely the quote is to answer; each size of corpus counts as much as another."""
    features, right, weight = [], [], []
    sizes = {size: sum(s.size == size for s in samples) for size in {s.size for s in samples}}
    for number, sample in enumerate((*samples, *own)):
        choice = choose(sample.understood, sample.corpus, sample.ranking, MAX_WORDS)
        if choice is None or (is_right := sample.is_right(choice)) is None:
            continue
        features.append(confidence_features(sample.ranking, sample.corpus, choice))
        right.append(is_right)
        drawn = number < len(samples)
        weight.append((1 - OWN_SHARE) / sizes[sample.size] / len(sizes) if drawn else OWN_SHARE / len(own))
    counts = np.array(weight, np.float32)
    counts *= len(counts) / counts.sum()
    return fit_probability(np.stack(features), np.array(right), counts, CONFIDENCE_FEATURES)


if __name__ == "__main__":
    typer.run(main)
