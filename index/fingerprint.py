"""What a model is, in one hash: an index is only ever searched with the model that made it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path

from knowledge.errors import ModelError

_PARTS = {".safetensors", ".bin", ".json", ".txt", ".model"}
"""Endings of weights, tokenizers, prompts and settings; a README or another format's weights change nothing."""
_TASKS = {"query": ("query",), "document": ("document", "passage", "corpus")}
"""A task, and what models call its prompt, as sentence-transformers looks for them."""


E5 = {"query": "query: ", "document": "passage: "}
"""What the E5 family was trained with; its folders on the hub don't say so."""


def prompts_of(folder: Path) -> Mapping[str, str]:
    """The prompts before a "query" and a "document" that the model's folder names; "" where it names none.

    A model of the E5 family that names none has its family's.

    Raises ModelError when the file that holds them is no JSON.
    """
    file = folder / "config_sentence_transformers.json"
    try:
        named = json.loads(file.read_bytes()).get("prompts", {}) if file.is_file() else {}
        prompts = {task: next((named[name] for name in names if named.get(name)), "") for task, names in _TASKS.items()}
        return E5 if not any(prompts.values()) and _is_e5(folder) else prompts
    except (OSError, ValueError, AttributeError):
        raise ModelError(f"{file} cannot be read.", "Fetch the model again, or name another.") from None


def _is_e5(folder: Path) -> bool:
    """By its name, in the hub's cache `models--intfloat--multilingual-e5-large/snapshots/...` as well."""
    names = [name for name in folder.resolve().parts[-3:] if re.search(r"(?<![a-z0-9])e5(?![a-z0-9])", name.lower())]
    return bool(names) and not any("instruct" in name for name in names)


def fingerprint_of(folder: Path, known_as: str = "") -> str:
    """16 hexadecimal digits over a model's files; the same on every machine.

    Args:
        folder: in sentence-transformers' layout.
        known_as: stands for the files when their content is known: the bundled model's folder is written
            whole from a carrier whose hash was checked, so half a gigabyte isn't hashed at each start.

    Raises:
        ModelError: it holds no model, or a file of it cannot be read.
    """
    digest = hashlib.sha256(json.dumps(dict(prompts_of(folder)), sort_keys=True).encode())
    if known_as:
        digest.update(known_as.encode())
        return digest.hexdigest()[:16]
    files = sorted(path for path in folder.rglob("*") if path.suffix in _PARTS and path.is_file())
    if not files:
        raise ModelError(f"{folder} holds no model.", "Name a folder in sentence-transformers' layout.")
    try:
        for file in files:
            digest.update(f"\n{file.relative_to(folder).as_posix()} {file_hash(file)}".encode())
    except OSError as error:
        raise ModelError(f"{error.filename} cannot be read ({error.strerror}).", "Check its permissions.") from None
    return digest.hexdigest()[:16]


def file_hash(file: Path) -> str:
    """SHA-256 of a file's content, in hexadecimal. Raises OSError."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
