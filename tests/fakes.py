"""Stand-ins for what is too slow or too far away for a unit test, behind the real seams."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from index.types import Progress, Vectors


class HashingModel:
    """An `EmbeddingModel` whose vector counts words: each word adds 1 to a place its hash picks.

    The cosine of two texts of a and b different words that share c of them is c / sqrt(a * b), as long
    as no two words meet in one place; so expected scores can be worked out by hand. A text without words
    has a vector of its own, in the last place.
    """

    name = "hashing"
    prompts: Mapping[str, str] = MappingProxyType({"query": "", "document": ""})

    def __init__(self, dimensions: int = 512) -> None:
        self.dimensions = dimensions
        self.fingerprint = f"hashing-{dimensions}"
        self.encoded = 0
        """How many documents were encoded: what an incremental build saves."""

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in enumerate(texts):
            words = re.findall(r"\w+", text.casefold())
            for word in words:
                digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
                vectors[row, int.from_bytes(digest) % (self.dimensions - 1)] += 1
            if not words:
                vectors[row, -1] = 1
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def encode_document(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.encoded += len(texts)
        if progress:
            progress("encode", len(texts), len(texts))
        return self.encode_query(texts)
