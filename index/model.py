"""The encoder behind the `EmbeddingModel` seam: bundled, a hub name or a folder, one code path.

torch and sentence-transformers take seconds to import, so they are imported when a model is loaded.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.bundled import bundled_folder
from index.fingerprint import fingerprint_of
from index.types import EmbeddingModel, Progress, Vectors
from knowledge.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED = "bundled"
STAGE = "encode"
BATCH = 32
"""Texts that go through the encoder at once. More gains nothing on a processor."""


def load_model(name: str, data: Path, progress: Progress | None = None) -> EmbeddingModel:
    """The encoder that the configuration names.

    Args:
        name: "bundled" (written into `data` on first use, never asks the network), a folder in
            sentence-transformers' layout, or a model's name on the Hugging Face hub.
        data: the data directory.
        progress: told about the writing of the bundled model.

    Raises:
        ModelError: it cannot be prepared or loaded.
    """
    folder = bundled_folder(data, progress) if name == BUNDLED else Path(name).expanduser()
    local = folder.is_dir()
    if local:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")  # read on import: without it a folder, too, asks the hub
    transformer = _load(str(folder) if local else name, local)
    return Encoder(name, fingerprint_of(transformer, folder if name == BUNDLED else None), transformer)


class Encoder:
    """A sentence-transformers model with its prompts. Thread-safe: one call is served at a time."""

    def __init__(self, name: str, fingerprint: str, transformer: SentenceTransformer) -> None:
        self.name = name
        self.fingerprint = fingerprint
        self.dimensions = int(transformer.get_embedding_dimension() or 0)
        self._transformer = transformer
        self._lock = threading.Lock()  # the fast tokenizers cannot be shared: "Already borrowed"
        self.prompts: Mapping[str, str] = {
            "query": _prompt(transformer, "query"),
            "document": _prompt(transformer, "document", "passage", "corpus"),
        }

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts, self.prompts["query"], self._transformer.encode_query, None)

    def encode_document(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return self._encode(texts, self.prompts["document"], self._transformer.encode_document, progress)

    def _encode(self, texts: Sequence[str], prompt: str, encode: Any, progress: Progress | None) -> Vectors:
        """Longest first, so that a batch holds texts of one length and little padding."""
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        order = sorted(range(len(texts)), key=lambda row: -len(texts[row]))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            with self._lock, _precision(self._transformer.device.type):
                vectors[rows] = encode(
                    [texts[row] for row in rows],
                    prompt=prompt,
                    batch_size=BATCH,
                    show_progress_bar=False,
                    normalize_embeddings=True,
                )
            if progress:
                progress(STAGE, start + len(rows), len(texts))
        return vectors


def has_bf16() -> bool:
    """Whether the processor multiplies bfloat16 in hardware (AVX512-BF16 or AMX): 2 to 3 times as fast."""
    import torch

    if torch.backends.cpu.get_cpu_capability() != "AVX512":
        return False
    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())


def _precision(device: str) -> AbstractContextManager[Any]:
    import torch

    if device == "cpu" and has_bf16():
        return torch.autocast("cpu", dtype=torch.bfloat16)
    return nullcontext()


def _prompt(transformer: SentenceTransformer, *names: str) -> str:
    """The first prompt of these names that is not empty: the library itself sets empty ones beside the model's."""
    return next((prompt for name in names if (prompt := transformer.prompts.get(name))), "")


def _load(name: str, local: bool) -> SentenceTransformer:
    _hush()
    try:
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(name, local_files_only=local)
    except Exception as error:  # whatever the libraries raise for a folder that is no model, or a hub that is not there
        logging.getLogger(__name__).debug("loading %s failed", name, exc_info=True)
        raise ModelError(
            f"The model {name!r} cannot be loaded ({type(error).__name__}).",
            "Name a folder, a model of the Hugging Face hub that this machine can reach, or `model: bundled`.",
        ) from None


def _hush() -> None:
    """No progress bars and no advice from the libraries between our own lines."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")
    from transformers.utils import logging as chatter

    chatter.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers doesn't annotate it
    chatter.set_verbosity_error()  # type: ignore[no-untyped-call]  # nor this
