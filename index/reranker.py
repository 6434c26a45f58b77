"""A cross-encoder that reads question and passage together, and puts the first passages in a better order."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from index.lexical import Scores
from knowledge.errors import ModelError

log = logging.getLogger(__name__)

RERANKED = 10
"""Passages that a reranker reads. Each costs it as much as a question costs the encoder, or more."""


class Reranker(Protocol):
    """Reads a question and a passage together. Thread-safe."""

    def scores(self, question: str, passages: Sequence[str]) -> Scores:
        """(len(passages),) in [0, 1], higher for a passage that answers better."""
        ...


def load_reranker(name: str) -> Reranker:
    """The cross-encoder that the configuration names: a folder, or a name on the Hugging Face hub.

    Raises ModelError.
    """
    folder = Path(name).expanduser()
    local = folder.is_dir()
    if local:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    try:
        from sentence_transformers import CrossEncoder

        return _CrossEncoder(CrossEncoder(str(folder) if local else name, local_files_only=local))
    except Exception as error:  # whatever the libraries raise for a name that is no model
        log.debug("loading %s failed", name, exc_info=True)
        raise ModelError(
            f"The reranker {name!r} cannot be loaded ({type(error).__name__}).",
            "Name a cross-encoder's folder or its name on the Hugging Face hub, or set `reranker: bundled`.",
        ) from None


class _CrossEncoder:
    def __init__(self, model: Any) -> None:
        self._model = model
        self._lock = threading.Lock()  # the fast tokenizers cannot be shared: "Already borrowed"

    def scores(self, question: str, passages: Sequence[str]) -> Scores:
        import torch

        pairs = [(question, passage) for passage in passages]
        with self._lock:
            raw = self._model.predict(pairs, activation_fn=torch.nn.Sigmoid(), show_progress_bar=False)
        scores: Scores = np.asarray(raw, np.float32).reshape(len(passages))
        return scores
