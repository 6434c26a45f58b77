"""A tiny encoder with made-up weights, in the carrier's own format: quick to load, and real all the way."""

from __future__ import annotations

import hashlib
import struct
from pathlib import Path

import numpy as np

from index.bundled import write_folder
from index.carrier import read_carrier

HIDDEN, LAYERS, HEADS, FEED_FORWARD, POSITIONS, TYPES = 32, 1, 2, 64, 512, 2
PIECES = ["<s>", "<pad>", "</s>", "<unk>", *"▁abcdefghijklmnopqrstuvwxyzåäö.:?-0123456789", "▁staden", "▁ansvar"]
VOCABULARY = len(PIECES) + 1  # and <mask>


def write_carrier(file: Path, seed: int = 0) -> str:
    """Writes the file and returns its SHA-256."""
    chance = np.random.default_rng(seed)
    shapes = {"emb.word": (VOCABULARY, HIDDEN), "emb.pos": (POSITIONS, HIDDEN), "emb.type": (TYPES, HIDDEN)}
    shapes |= {"emb.ln.w": (HIDDEN,), "emb.ln.b": (HIDDEN,)}
    for layer in range(LAYERS):
        for part, outer, inner in (
            *((name, HIDDEN, HIDDEN) for name in ("q", "k", "v", "ao")),
            ("fi", FEED_FORWARD, HIDDEN),
            ("fo", HIDDEN, FEED_FORWARD),
        ):
            shapes |= {f"l{layer}.{part}.w": (outer, inner), f"l{layer}.{part}.b": (outer,)}
        for part in ("aln", "oln"):
            shapes |= {f"l{layer}.{part}.w": (HIDDEN,), f"l{layer}.{part}.b": (HIDDEN,)}
    blobs = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0, *map(len, blobs)], dtype="<u4")
    head = struct.pack(
        "<4sI7ifi", b"E5S1", 1, HIDDEN, LAYERS, HEADS, FEED_FORWARD, VOCABULARY, POSITIONS, TYPES, 1e-12, 32
    )
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, int(offsets[-1]))
    head += offsets.tobytes() + np.full(len(PIECES), -2, "<f4").tobytes() + b"".join(blobs)
    head += struct.pack("<iI", 0, 0) + struct.pack("<i", len(shapes))
    length = len(head) + sum(2 + len(name) + struct.calcsize("<BIQQ") for name in shapes)
    directory, tensors = b"", b""
    for name, shape in shapes.items():
        values = chance.standard_normal(shape).astype("<f4")
        if name.endswith("ln.w"):
            values[:] = 1
        entry = struct.pack("<BIQQ", 0, values.size, length + len(tensors), values.nbytes)
        directory += struct.pack("<H", len(name)) + name.encode() + entry
        tensors += values.tobytes()
    content = head + directory + tensors
    file.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def tiny_model(folder: Path, seed: int = 0) -> Path:
    """A model's folder, made as the bundled one is; another seed is another model."""
    carrier = folder.with_suffix(".bin")
    sha256 = write_carrier(carrier, seed)
    folder.mkdir()
    write_folder(read_carrier(carrier, sha256), folder)
    return folder
