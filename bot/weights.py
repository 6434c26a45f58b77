"""The fitted weights of choosing a quote and of the confidence, and how a linear model is applied.

`weights.json` is written by `python -m bot.calibration`; it holds nothing but figures.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

FILE = Path(__file__).with_name("weights.json")


@dataclass(frozen=True)
class Linear:
    """`features @ weights + bias`, for features in the given order."""

    features: tuple[str, ...]
    weights: npt.NDArray[np.float32]
    bias: float = 0.0

    def __call__(self, features: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        result: npt.NDArray[np.float32] = features @ self.weights + np.float32(self.bias)
        return result

    def to_json(self) -> dict[str, Any]:
        """One weight a name, so that a change of the fit can be read in a diff."""
        weights = {name: round(float(w), 4) for name, w in zip(self.features, self.weights, strict=True)}
        return {"bias": round(self.bias, 4), "weights": weights}

    @classmethod
    def from_json(cls, content: Mapping[str, Any], features: Sequence[str]) -> Linear:
        """Raises KeyError when a feature has no weight: the file was fitted for other features."""
        weights = np.array([content["weights"][name] for name in features], np.float32)
        return cls(tuple(features), weights, float(content["bias"]))


@cache
def _shipped() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return content


_fitted: dict[str, Linear] = {}
WITHOUT_JUDGE = "without judge: "
"""Before the name of what was fitted to rankings that no judge has read."""


def name_of(name: str, judged: bool) -> str:
    return name if judged else WITHOUT_JUDGE + name


def fitted(name: str, features: tuple[str, ...], judged: bool) -> Linear:
    """The fitted model of that name ("quoting", "confidence"), for rankings that a judge has read, or for others."""
    key = name_of(name, judged)
    if key not in _fitted:
        _fitted[key] = Linear.from_json(_shipped()[key], features)
    return _fitted[key]


def use(name: str, model: Linear, judged: bool) -> None:
    """Puts a newly fitted model in the place of the shipped one, in this process."""
    _fitted[name_of(name, judged)] = model
