"""Fits two small linear models: which sentence answers, and how likely the quote is to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import torch

from bot.weights import Linear

Array = npt.NDArray[np.float32]
STEPS = 200


def fit_choice(
    features: Sequence[Array], right: Sequence[npt.NDArray[np.bool_]], names: tuple[str, ...], ridge: float = 3.0
) -> Linear:
    """Weights under which the sentences that hold the answer get the most of the softmax over a question's.

    Args:
        features: for each question, (candidates, features).
        right: for each question, (candidates,): which hold the answer; at least one does.
        names: of the features.
        ridge: pull towards 0 of the weights of features that have been divided by their spread.
    """
    every = np.concatenate(features)
    spread = every.std(axis=0) + 1e-6
    x = torch.from_numpy(every / spread)
    group = torch.from_numpy(np.repeat(np.arange(len(features)), [len(f) for f in features]))
    gold = torch.from_numpy(np.concatenate(right))

    def loss(weights: torch.Tensor) -> torch.Tensor:
        scores = x @ weights[:-1]
        of_all = _log_sum(scores, group, len(features))
        of_right = _log_sum(scores[gold], group[gold], len(features))
        return (of_all - of_right).sum() + ridge / 2 * (weights**2).sum()

    fitted = _minimise(loss, len(names) + 1)
    return Linear(names, (fitted[:-1] / spread).astype(np.float32))


def fit_probability(
    features: Array, right: npt.NDArray[np.bool_], weight: Array, names: tuple[str, ...], ridge: float = 3.0
) -> Linear:
    """Logistic regression: `features @ weights + bias` is the log odds of being right.

    Args:
        features: (samples, features).
        right: (samples,).
        weight: (samples,) how much each counts; 1 on average.
        names: of the features.
        ridge: as in `fit_choice`; the bias is not pulled.
    """
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-6
    x = torch.from_numpy(((features - mean) / spread).astype(np.float32))
    y, counts = torch.from_numpy(right.astype(np.float32)), torch.from_numpy(weight.astype(np.float32))

    def loss(weights: torch.Tensor) -> torch.Tensor:
        odds = x @ weights[:-1] + weights[-1]
        each = torch.nn.functional.binary_cross_entropy_with_logits(odds, y, weight=counts, reduction="sum")
        return each + ridge / 2 * (weights[:-1] ** 2).sum()

    fitted = _minimise(loss, len(names) + 1)
    slopes = fitted[:-1] / spread
    return Linear(names, slopes.astype(np.float32), float(fitted[-1] - slopes @ mean))


def _minimise(loss: Callable[[torch.Tensor], torch.Tensor], size: int) -> Array:
    """Both losses are smooth, and convex or nearly so: L-BFGS from 0 finds the same minimum every time."""
    weights = torch.zeros(size, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=STEPS, line_search_fn="strong_wolfe")

    def closure() -> float:
        optimiser.zero_grad()
        value = loss(weights)
        value.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        return float(value.detach())

    optimiser.step(closure)  # type: ignore[no-untyped-call]  # as above
    found: Array = weights.detach().numpy()
    return found


def _log_sum(scores: torch.Tensor, group: torch.Tensor, groups: int) -> torch.Tensor:
    """(groups,): the logarithm of the sum of each group's exponentials."""
    highest = torch.full((groups,), -torch.inf).scatter_reduce(0, group, scores.detach(), "amax")
    sums = torch.zeros(groups).index_add(0, group, torch.exp(scores - highest[group]))
    return torch.log(sums) + highest
