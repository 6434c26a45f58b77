"""What a generation says about itself, and the check that its files are what was written."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from index.types import EmbeddingModel
from knowledge.errors import IndexProblem

FORMAT = 2
"""Raise it when the files' layout or meaning changes: an index of another format is built again."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FileCheck(_Frozen):
    size: int  # bytes
    sha256: str


class ModelIdentity(_Frozen):
    """The model that made the vectors. Only the fingerprint decides; the rest is for people."""

    name: str
    fingerprint: str
    dimensions: int
    prompts: dict[str, str]

    @classmethod
    def of(cls, model: EmbeddingModel) -> ModelIdentity:
        return cls(
            name=model.name,
            fingerprint=model.fingerprint,
            dimensions=model.dimensions,
            prompts=dict(model.prompts),
        )


class SearchPlan(_Frozen):
    """How one set of vectors is searched: all of them for every question, or through codes."""

    kind: Literal["exact", "compressed"] = "exact"
    rescored: int = 0  # rows whose cosines are computed exactly, after a search through codes
    recall: float = 1.0  # of the ten nearest, as measured when the index was built


class Manifest(_Frozen):
    format: int = FORMAT
    generation: str
    created: dt.datetime
    content: str  # a hash of what it was made from: the same content need not be written again
    model: ModelIdentity
    documents: int
    passages: int
    sentences: int
    passage_search: SearchPlan = SearchPlan()
    sentence_search: SearchPlan = SearchPlan()
    files: dict[str, FileCheck]
    seal: str = ""  # SHA-256 of all the above

    def sealed(self) -> bytes:
        """The file's content: every bit of it is checked when it is read."""
        bare = self.model_copy(update={"seal": ""}).model_dump_json(indent=1)
        seal = hashlib.sha256(bare.encode()).hexdigest()
        return self.model_copy(update={"seal": seal}).model_dump_json(indent=1).encode()


def check_of(file: Path) -> FileCheck:
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256")
        return FileCheck(size=stream.tell(), sha256=digest.hexdigest())


def checks_of(files: Iterable[Path]) -> dict[str, FileCheck]:
    return {file.name: check_of(file) for file in files}


def read_manifest(file: Path) -> Manifest:
    """Raises IndexProblem that names the file."""
    try:
        content = file.read_bytes()
        manifest = Manifest.model_validate_json(content)
    except (OSError, ValidationError) as error:
        raise damaged(file, type(error).__name__) from None
    if manifest.format != FORMAT:
        raise IndexProblem(f"{file} is of format {manifest.format}; this version reads {FORMAT}.", REBUILD)
    if content != manifest.sealed():
        raise damaged(file, "its seal is broken")
    return manifest


def verify_files(folder: Path, manifest: Manifest) -> None:
    """Raises IndexProblem that names the first file that is missing, of another size, or of other content."""
    for name, expected in manifest.files.items():
        file = folder / name
        try:
            if file.stat().st_size != expected.size:
                raise damaged(file, "its size is wrong")
            if check_of(file) != expected:
                raise damaged(file, "its checksum is wrong")
        except OSError as error:
            raise damaged(file, error.strerror or type(error).__name__) from None


REBUILD = "Build it again: strategibot index build --full"


def damaged(file: Path, reason: str) -> IndexProblem:
    return IndexProblem(f"{file} is damaged ({reason}).", REBUILD)
