"""Writes a generation's files, all of them, under a name that nothing points to yet; what it learns, it learns here."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from index.classifier import Weights
from index.cohort import by_language
from index.content import Content
from index.generation import sentence_offsets
from index.jsonlines import write_lines
from index.known import KnownIndex
from index.layout import IndexFolder
from index.manifest import Manifest, ModelIdentity, SearchPlan, checks_of
from index.storage import writing
from index.types import EmbeddingModel, Progress, Vectors
from index.vector_search import prepare
from index.wants import Wants
from knowledge.document import Document, Passage
from knowledge.known_questions import KnownQuestion
from knowledge.sources import Source

VectorsOf = Callable[[Sequence[bytes]], Vectors]
"""The vectors of keys, in their order: (len(keys), d) float32."""
ROWS = 4096
"""Vectors held in memory while they are written."""


def write_generation(
    folder: IndexFolder,
    name: str,
    content: Content,
    vectors_of: VectorsOf,
    cohorts: Vectors,
    model: EmbeddingModel,
    report: Progress,
) -> None:
    """Writes, flushes and names the generation; it is not in use before `storage.switch_to`.

    Args:
        folder: the index.
        name: of the generation.
        content: what it holds.
        vectors_of: the vectors of the content's keys.
        cohorts: what `index.cohort.encode_cohorts` gives, so that who loads the generation need not ask it.
        model: made the vectors.
        report: told the stage "write".

    Raises OSError.
    """
    with writing(folder, name) as files:
        write_lines(files.sources, Source, content.sources)
        write_lines(files.documents, Document, content.documents)
        write_lines(files.passages, Passage, content.passages)
        if content.known_questions:
            write_lines(files.known_questions, KnownQuestion, content.known_questions)
            vectors = vectors_of(content.question_keys)
            files.known_vectors.write_bytes(_saved(vectors))
            files.known_weights.write_bytes(_saved(_learnt(content, vectors, by_language(cohorts))))
        passages, sentences = content.passage_keys, content.sentence_keys
        total = len(passages) + len(sentences)
        plans: list[SearchPlan] = []
        for keys, file, codes, before in (
            (passages, files.passage_vectors, files.passage_codes, 0),
            (sentences, files.sentence_vectors, files.sentence_codes, len(passages)),
        ):
            _write_vectors(file, keys, vectors_of, model.dimensions, report, before, total)
            plans.append(prepare(np.load(file, mmap_mode="r"), codes, codes.stem))
        files.cohort_vectors.write_bytes(_saved(cohorts))
        manifest = Manifest(
            generation=name,
            created=dt.datetime.now(dt.UTC),
            content=content.hash(model.fingerprint),
            model=ModelIdentity.of(model),
            documents=len(content.documents),
            passages=len(passages),
            sentences=len(sentences),
            passage_search=plans[0],
            sentence_search=plans[1],
            files=checks_of(sorted(files.folder.iterdir())),
        )
        files.manifest.write_bytes(manifest.sealed())


def _learnt(content: Content, vectors: Vectors, cohorts: Mapping[str, Vectors]) -> Weights:
    """What known questions, encoded, are examples of."""
    offsets = sentence_offsets(content.passages)
    known = KnownIndex(content.known_questions, vectors, content.passages, offsets, cohorts)
    return Wants(known, cohorts).weights


def _saved(vectors: Vectors) -> bytes:
    """A small array as a file's content: written in one piece, a full disk is an error rather than a crash."""
    content = io.BytesIO()
    np.save(content, vectors)
    return content.getvalue()


def _write_vectors(
    file: Path, keys: Sequence[bytes], vectors_of: VectorsOf, dimensions: int, report: Progress, before: int, total: int
) -> None:
    """Piece by piece: a million rows need not fit in memory, and a full disk is an error rather than a crash."""
    with file.open("wb") as stream:
        header = {"descr": "<f4", "fortran_order": False, "shape": (len(keys), dimensions)}
        np.lib.format.write_array_header_2_0(stream, header)
        for start in range(0, len(keys), ROWS):
            part = keys[start : start + ROWS]
            stream.write(vectors_of(part).tobytes())
            report("write", before + start + len(part), total)
