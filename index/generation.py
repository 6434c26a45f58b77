"""One generation of the index: everything that answering needs, checked, in memory or mapped into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.classifier import Weights
from index.jsonlines import read_lines
from index.layout import GenerationFiles
from index.manifest import Manifest, damaged, read_manifest, verify_files
from index.types import Corpus, EmbeddingModel, Vectors
from knowledge.document import Document, Passage
from knowledge.errors import IndexProblem
from knowledge.known_questions import KnownQuestion
from knowledge.sources import Source


@dataclass(frozen=True)
class Generation:
    """A generation, loaded. It never changes; the vectors are mapped read-only from its files."""

    manifest: Manifest
    corpus: Corpus
    passage_vectors: Vectors  # (n, d), a row a passage
    sentence_vectors: Vectors  # (m, d), the sentences of all passages, one after another
    sentence_offsets: npt.NDArray[np.int64]  # (n + 1,): passage i has the sentence rows [offsets[i], offsets[i + 1])
    files: GenerationFiles
    cohort_vectors: Vectors | None = None  # (q, d), `index.cohort.encode_cohorts`; None when it was not stored
    known_questions: tuple[KnownQuestion, ...] = ()
    known_vectors: Vectors | None = None  # (k, d), a row a known question; None without any
    known_weights: Weights | None = None  # (e, w): `index.wants.Wants.weights`; None when they were not stored
    notices: tuple[str, ...] = ()  # what the keeper must know: that this is not the newest, and why

    @property
    def name(self) -> str:
        return self.manifest.generation

    @property
    def documents(self) -> Sequence[Document]:
        return tuple(self.corpus.documents.values())

    @property
    def passages(self) -> Sequence[Passage]:
        return self.corpus.passages

    def without_known_questions(self) -> Generation:
        """The same, as if nobody had written down any question."""
        return replace(self, known_questions=(), known_vectors=None, known_weights=None)

    def require(self, model: EmbeddingModel) -> None:
        """Raises IndexProblem unless this is the model that made the vectors."""
        made_by = self.manifest.model
        if model.fingerprint != made_by.fingerprint:
            raise IndexProblem(
                f"The index was made with the model {made_by.name!r} ({made_by.fingerprint}) and cannot be searched"
                f" with {model.name!r} ({model.fingerprint}).",
                "Build it for the new model: strategibot index build. Or set `model:` back.",
            )


def read_generation(files: GenerationFiles, notices: tuple[str, ...] = ()) -> Generation:
    """Loads a generation after checking every file's size and SHA-256, and that the counts agree.

    Raises IndexProblem that names what is damaged.
    """
    manifest = read_manifest(files.manifest)
    if manifest.generation != files.folder.name:
        raise damaged(files.manifest, f"it belongs to {manifest.generation}")
    verify_files(files.folder, manifest)
    documents = read_lines(files.documents, Document)
    passages = read_lines(files.passages, Passage)
    offsets = sentence_offsets(passages)
    asked = files.known_questions.name in manifest.files
    generation = Generation(
        manifest=manifest,
        corpus=Corpus(
            generation=manifest.generation,
            documents={document.id: document for document in documents},
            passages=tuple(passages),
            sources=tuple(read_lines(files.sources, Source)),
        ),
        passage_vectors=_vectors(files.passage_vectors),
        sentence_vectors=_vectors(files.sentence_vectors),
        sentence_offsets=offsets,
        files=files,
        cohort_vectors=_vectors(files.cohort_vectors) if files.cohort_vectors.name in manifest.files else None,
        known_questions=tuple(read_lines(files.known_questions, KnownQuestion)) if asked else (),
        known_vectors=_vectors(files.known_vectors) if asked else None,
        known_weights=_vectors(files.known_weights) if files.known_weights.name in manifest.files else None,
        notices=notices,
    )
    _agree(files, generation)
    return generation


def sentence_offsets(passages: Sequence[Passage]) -> npt.NDArray[np.int64]:
    """(n + 1,): where each passage's sentences start among all, and at the end how many there are."""
    return np.cumsum([0, *(len(passage.sentences) for passage in passages)], dtype=np.int64)


def _vectors(file: Path) -> Vectors:
    try:
        vectors: Vectors = np.load(file, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError) as error:
        raise damaged(file, type(error).__name__) from None
    if vectors.dtype != np.float32 or vectors.ndim != 2:
        raise damaged(file, f"{vectors.dtype} {vectors.shape}")
    return vectors


def _agree(files: GenerationFiles, generation: Generation) -> None:
    """The counts of the manifest, the records and the vectors are the same. Raises IndexProblem."""
    manifest, d = generation.manifest, generation.manifest.model.dimensions
    held = (
        len(generation.corpus.documents),
        len(generation.passages),
        generation.passage_vectors.shape,
        generation.sentence_vectors.shape,
        int(generation.sentence_offsets[-1]),
    )
    said = (manifest.documents, manifest.passages, (manifest.passages, d), (manifest.sentences, d), manifest.sentences)
    if held != said:
        raise damaged(files.manifest, f"it says {said}, the files hold {held}")
    known, vectors = generation.known_questions, generation.known_vectors
    if vectors is not None and vectors.shape != (len(known), d):
        raise damaged(files.known_questions, f"{len(known)} questions, vectors of {vectors.shape}")
    for file, about in ((files.passages, generation.passages), (files.known_questions, known)):
        unknown = {one.document for one in about} - generation.corpus.documents.keys()
        if unknown:
            raise damaged(file, f"{', '.join(sorted(unknown))} is not held")
