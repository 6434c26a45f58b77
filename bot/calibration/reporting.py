"""How well the confidence tells what is answered from what is not, on samples that it was not fitted to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from bot.calibration.samples import Sample
from bot.confidence import confidence
from bot.evaluation import auroc
from bot.quoting import choose

THRESHOLDS = (0.3, 0.4, 0.5, 0.6)


def report_of(samples: Sequence[Sample], max_words: int) -> dict[str, Any]:
    """Figures for all samples and for each size of corpus; the reliability table for all.

    - `quote@1`: of the questions whose answer is held, the share whose quote holds it.
    - `auroc`: how often a held question has a higher confidence than one that is not held.
    - `at`: for each threshold, the share of held questions refused, and of the others answered.
    - `reliability`: for each tenth of the confidence, how many, its mean, and the share that was right.
    """
    judged = []
    for sample in samples:
        choice = choose(sample.understood, sample.corpus, sample.ranking, max_words)
        if choice is None or (right := sample.is_right(choice)) is None:
            continue
        judged.append((sample, confidence(sample.ranking, sample.corpus, choice), right))
    sizes = sorted({sample.size for sample, _, _ in judged})
    figures: dict[str, Any] = {"all": _figures(judged)}
    figures |= {f"{size} passages": _figures([one for one in judged if one[0].size == size]) for size in sizes}
    return figures | {"reliability": _reliability(judged)}


def _figures(judged: Sequence[tuple[Sample, float, bool]]) -> dict[str, Any]:
    held = [(sure, right) for sample, sure, right in judged if sample.held]
    near = [sure for sample, sure, _ in judged if not sample.held and sample.near]
    far = [sure for sample, sure, _ in judged if not sample.held and not sample.near]
    figures: dict[str, Any] = {
        "held": len(held),
        "near": len(near),
        "far": len(far),
        "quote@1": _mean([right for _, right in held]),
        "brier": _mean([(sure - right) ** 2 for _, sure, right in judged]),
    }
    if held and near + far:
        figures["auroc"] = round(auroc([sure for sure, _ in held], near + far), 3)
    for threshold in THRESHOLDS:
        figures[f"at {threshold}"] = {
            "refused": _mean([sure < threshold for sure, _ in held]),
            "near answered": _mean([sure >= threshold for sure in near]),
            "far answered": _mean([sure >= threshold for sure in far]),
        }
    return figures


def _reliability(judged: Sequence[tuple[Sample, float, bool]]) -> list[dict[str, Any]]:
    table = []
    for low in range(10):
        inside = [(sure, right) for _, sure, right in judged if int(min(sure, 0.999) * 10) == low]
        if inside:
            mean, right = _mean([sure for sure, _ in inside]), _mean([right for _, right in inside])
            table.append({"from": low / 10, "questions": len(inside), "confidence": mean, "right": right})
    return table


def _mean(values: Sequence[float | bool]) -> float | None:
    return round(float(np.mean(values)), 3) if values else None
