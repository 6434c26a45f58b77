"""The encoder behind the `EmbeddingModel` seam: bundled, a hub name or a folder, one code path.

torch and sentence-transformers take seconds to import, so they are imported when something is encoded.
A build that finds nothing new never needs them.
"""

from __future__ import annotations

import copy
import logging
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.adapter import add_adapter, read_adapter, unreadable
from index.bundled import bundled_folder
from index.fingerprint import file_hash, fingerprint_of, prompts_of
from index.quick_imports import quick_imports
from index.types import EmbeddingModel, Progress, Vectors
from knowledge.errors import ModelError

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

log = logging.getLogger(__name__)

BUNDLED = "bundled"
QUERIES = Path(__file__).with_name("data") / "queries.safetensors"
"""The adapter that the bundled model's questions go through."""
STAGE = "encode"
BATCH = 32
"""Texts that go through the encoder at once. More gains nothing on a processor."""
REMEDY = "Name a folder, a model of the Hugging Face hub that this machine can reach, or `model: bundled`."
OTHER_FORMATS = ("onnx/*", "openvino/*", "*.onnx", "*.h5", "*.msgpack", "*.ot")
"""What a hub's model may carry beside the weights that are used: gigabytes, at times."""


def load_model(name: str, data: Path, progress: Progress | None = None) -> EmbeddingModel:
    """The encoder that the configuration names. Its weights are loaded when it first encodes.

    Args:
        name: "bundled" (written into `data` on first use, never asks the network), a folder in
            sentence-transformers' layout, or a model's name on the Hugging Face hub.
        data: the data directory.
        progress: told about the writing of the bundled model.

    Raises:
        ModelError: it cannot be prepared. Encoding raises it, too, when the weights cannot be loaded.
    """
    if name == BUNDLED:
        return bundled_encoder(data, progress)
    folder = Path(name).expanduser()
    if not folder.is_dir():
        folder = _downloaded(name)
    return Encoder(name, folder, fingerprint_of(folder))


def bundled_encoder(data: Path, progress: Progress | None = None, adapter: Path | None = QUERIES) -> Encoder:
    """The bundled encoder, whose questions go through an adapter: passages are encoded as the model itself does.

    Args:
        data: the data directory, which the model is written into on first use.
        progress: told about that.
        adapter: written by `python -m index.training queries`; None for the model as it came.

    Raises:
        ModelError: it cannot be prepared.
    """
    folder = bundled_folder(data, progress)
    try:
        known = folder.name if adapter is None else f"{folder.name} {file_hash(adapter)}"
    except OSError as error:
        raise unreadable(adapter, error) from None
    return Encoder(BUNDLED, folder, fingerprint_of(folder, known), adapter)


class Encoder:
    """A sentence-transformers model with its prompts. Thread-safe: one call is served at a time."""

    def __init__(self, name: str, folder: Path, fingerprint: str, adapter: Path | None = None) -> None:
        """
        Args:
            name: what the configuration calls it.
            folder: in sentence-transformers' layout.
            fingerprint: of the folder, and of the adapter.
            adapter: added to the weights that encode questions; None where the same weights encode both.
        """
        self.name = name
        self.fingerprint = fingerprint
        self.prompts: Mapping[str, str] = prompts_of(folder)
        self._folder = folder
        self._adapter = adapter
        self.lock = threading.RLock()
        """Held by whoever uses the tokenizer, which cannot be shared ("Already borrowed"), or loads weights."""

    @property
    def dimensions(self) -> int:
        with self.lock:
            return int(self.transformer.get_embedding_dimension() or 0)

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts, "query", None)

    def encode_document(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return self._encode(texts, "document", progress)

    def _encode(self, texts: Sequence[str], task: str, progress: Progress | None) -> Vectors:
        """Longest first, so that a batch holds texts of one length and little padding."""
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        order = sorted(range(len(texts)), key=lambda row: -len(texts[row]))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            with self.lock:
                model = self._asker if task == "query" else self.transformer
                encode: Callable[..., Any] = getattr(model, f"encode_{task}")
                with self.precision():
                    vectors[rows] = encode(
                        [texts[row] for row in rows],
                        prompt=self.prompts[task],
                        batch_size=BATCH,
                        show_progress_bar=False,
                        normalize_embeddings=True,
                    )
            if progress:
                progress(STAGE, start + len(rows), len(texts))
        return vectors

    @cached_property
    def transformer(self) -> SentenceTransformer:
        """Loaded once, by whoever comes first and holds the lock. Raises ModelError."""
        os.environ.setdefault("HF_HUB_OFFLINE", "1")  # a folder needs no hub, and the libraries would ask it
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")
        try:
            with quick_imports():
                from sentence_transformers import SentenceTransformer
                from transformers.utils import logging as chatter

            chatter.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers doesn't annotate it
            chatter.set_verbosity_error()  # type: ignore[no-untyped-call]  # nor this
            model = SentenceTransformer(str(self._folder), local_files_only=True)
            in_half(model)
            return model
        except Exception as error:  # whatever the libraries raise for a folder that is no model
            log.debug("loading %s failed", self._folder, exc_info=True)
            raise ModelError(f"The model {self.name!r} cannot be loaded ({type(error).__name__}).", REMEDY) from None

    @cached_property
    def _asker(self) -> SentenceTransformer:
        """What encodes questions: the model with its adapter, if it has one."""
        if self._adapter is None:
            return self.transformer
        changed = self.adapted(*read_adapter(self._adapter))
        return copy.deepcopy(
            self.transformer, {id(self.network): changed, id(self.transformer.tokenizer): self.transformer.tokenizer}
        )

    def adapted(self, tensors: Mapping[str, torch.Tensor], scale: float, layers: int | None = None) -> Any:
        """A copy of `network`, or of its first layers, with an adapter added.

        The word embeddings, most of its weights by far, are shared. Raises ModelError when the adapter was made
        for another model.
        """
        with self.lock:
            changed = self.first_layers(layers)
            add_adapter(changed, tensors, scale)
            in_half(changed)
            return changed

    def first_layers(self, layers: int | None = None) -> Any:
        """A copy of `network` with no more than so many layers. The word embeddings are shared."""
        with self.lock:
            network = self.network
            kept = copy.deepcopy(network.encoder.layer[:layers])
            return copy.deepcopy(network, {id(network.embeddings): network.embeddings, id(network.encoder.layer): kept})

    @property
    def network(self) -> Any:
        """The encoder's transformer as it came, which gives a state for each token."""
        with self.lock:
            return _network_of(self.transformer)

    def precision(self) -> AbstractContextManager[Any]:
        """Within it the encoder multiplies in bfloat16, where the processor does so in hardware."""
        import torch

        if self.transformer.device.type == "cpu" and has_bf16():
            return torch.autocast("cpu", dtype=torch.bfloat16)
        return nullcontext()


def _network_of(model: SentenceTransformer) -> Any:
    first: Any = model[0]
    return first.model


def in_half(model: torch.nn.Module) -> None:
    """Turns the weights of linear maps into bfloat16, where `Encoder.precision` would do so at every call.

    What comes out is the same to the last bit; only the turning is saved.
    """
    import torch

    if has_bf16():
        for module in model.modules():
            if isinstance(module, torch.nn.Linear) and module.weight.device.type == "cpu":
                module.to(torch.bfloat16)


def has_bf16() -> bool:
    """Whether the processor multiplies bfloat16 in hardware (AVX512-BF16 or AMX): 2 to 3 times as fast."""
    import torch

    if torch.backends.cpu.get_cpu_capability() != "AVX512":
        return False
    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())


def _downloaded(name: str) -> Path:
    """The folder of a hub's model, fetched if it is not there yet. Raises ModelError."""
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, ignore_patterns=list(OTHER_FORMATS)))
    except Exception as error:  # no such name, no network, no room: the hub's library has an error for each
        log.debug("fetching %s failed", name, exc_info=True)
        raise ModelError(f"The model {name!r} cannot be fetched ({type(error).__name__}).", REMEDY) from None
