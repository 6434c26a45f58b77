"""What a model is, in one hash: an index is only ever searched with the model that made it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


def fingerprint_of(transformer: SentenceTransformer, bundled: Path | None = None) -> str:
    """16 hexadecimal digits over weights, tokenizer and prompts; the same on every machine.

    The bundled model is not hashed again at each start: the name of its folder says which carrier it was
    written from, whose hash was checked, and how.
    """
    import torch

    digest = hashlib.sha256(json.dumps(transformer.prompts, sort_keys=True).encode())
    if bundled is not None:
        digest.update(bundled.name.encode())
        return digest.hexdigest()[:16]
    for name, weights in sorted(transformer.state_dict().items()):
        digest.update(f"{name} {weights.dtype} {tuple(weights.shape)}".encode())
        digest.update(weights.detach().cpu().contiguous().view(-1).view(torch.uint8).numpy())
    tokenizer = getattr(transformer.tokenizer, "backend_tokenizer", None)
    digest.update((tokenizer.to_str() if tokenizer else repr(transformer.tokenizer)).encode())
    return digest.hexdigest()[:16]
