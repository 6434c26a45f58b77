"""Builds a generation of the index over the knowledge, embedding only what is new."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.cohort import cohort_key, encode_cohorts
from index.content import Content
from index.dense import DenseIndex
from index.generation import Generation, read_generation
from index.layout import IndexFolder
from index.manifest import read_manifest, verify_files
from index.storage import build_number, current_name, exclusive, next_name, prune, remove, switch_to
from index.types import EmbeddingModel, Progress, Vectors
from index.vectors import VectorStore
from index.writer import write_generation
from knowledge.errors import IndexProblem
from knowledge.library import load
from knowledge.readings import Readings
from knowledge.sources import Problem

log = logging.getLogger(__name__)

AT_ONCE = 512
"""Texts embedded between two commits: what a killed build loses, some seconds' worth; enough to sort by length."""
SAMPLES = 20
"""Passages whose own vectors must find them before a generation is switched to."""


@dataclass(frozen=True)
class BuildReport:
    """What a build did."""

    generation: str  # the one in use now
    documents: int
    passages: int
    sentences: int
    embedded: int  # different texts that had to be embedded
    reused: int  # different texts whose vectors were there already
    unchanged: bool  # nothing differed, and the generation in use stayed
    seconds: float
    problems: tuple[Problem, ...] = ()  # what is wrong with the knowledge; the rest is indexed


def build(
    knowledge: Path, data: Path, model: EmbeddingModel, progress: Progress | None = None, full: bool = False
) -> BuildReport:
    """Reads the knowledge, embeds what is new, writes a generation, verifies it and switches to it.

    However it ends early (an error, Ctrl-C, kill -9, no power), the generation in use is as it was, and
    what had been embedded is there for the next build.

    Args:
        knowledge: a folder of documents, with or without a register.
        data: the data directory.
        model: embeds, and is remembered as the only one that may search.
        progress: told the stages "read", "passages", "sentences", "questions" (where some are known) and "write".
        full: embed everything again, and write a new generation even if nothing changed.

    Raises:
        IndexProblem: another build is under way, the disk is full or may not be written, no document
            could be read, or what was written turned out to be damaged.
        BadRegister: the knowledge folder does not exist.
    """
    started = time.monotonic()
    report = progress or _silent
    with exclusive(data) as folder:
        library = load(knowledge, report, readings=Readings(folder.readings))
        if not library.documents:
            reasons = " ".join(str(problem) for problem in library.problems)
            raise IndexProblem(f"No document in {knowledge} could be read. {reasons}".strip(), "Add documents to it.")
        content = Content.of(library)
        name = next_name(folder)
        with VectorStore(folder.vectors, model.fingerprint) as store:
            embedded, reused = _embed(content, store, model, build_number(name), report, full)
            current = None if full else _same(data, folder, content.hash(model.fingerprint))
            if current is None:
                cohorts = _cohorts(store, model, build_number(name), full)
                write_generation(folder, name, content, store.get, cohorts, model, report)
                _verify(folder, name, model)
                switch_to(folder, name)
                log.info("generation %s is in use: %d passages", name, len(content.passages))
                _tidy(folder, name, content, store)
    return BuildReport(
        generation=current or name,
        documents=len(content.documents),
        passages=len(content.passages),
        sentences=len(content.sentence_texts),
        embedded=embedded,
        reused=reused,
        unchanged=current is not None,
        seconds=time.monotonic() - started,
        problems=library.problems,
    )


def _embed(
    content: Content, store: VectorStore, model: EmbeddingModel, number: int, report: Progress, full: bool
) -> tuple[int, int]:
    """Sees to it that the store holds every vector. Returns how many texts were embedded and how many were not."""
    embedded = reused = 0
    for stage, keys, texts in (
        ("passages", content.passage_keys, content.passage_texts),
        ("sentences", content.sentence_keys, content.sentence_texts),
    ):

        def encode(part: list[str], before: int, all_of: int, stage: str = stage) -> Vectors:
            return model.encode_document(part, lambda _, done, __: report(stage, before + done, all_of))

        new, known = _put_new(store, keys, texts, encode, number, full)
        embedded, reused = embedded + new, reused + known

    def encode_asked(part: list[str], before: int, all_of: int) -> Vectors:
        encoded = model.encode_query(part)
        report("questions", before + len(part), all_of)
        return encoded

    asked = [known.question for known in content.known_questions]  # not counted: they are not what is searched
    _put_new(store, content.question_keys, asked, encode_asked, number, full)
    return embedded, reused


def _put_new(
    store: VectorStore,
    keys: Sequence[bytes],
    texts: Sequence[str],
    encode: Callable[[list[str], int, int], Vectors],
    number: int,
    full: bool,
) -> tuple[int, int]:
    """Encodes what the store does not hold: `encode(texts, how many came before them, of how many)`.

    Returns how many texts were encoded and how many were not.
    """
    wanted = dict(zip(keys, texts, strict=True))  # the same words are embedded once
    known = set() if full else store.known(list(wanted))
    missing = [key for key in wanted if key not in known]
    for start in range(0, len(missing), AT_ONCE):
        part = missing[start : start + AT_ONCE]
        store.put(part, encode([wanted[key] for key in part], start, len(missing)), number)
    return len(missing), len(wanted) - len(missing)


def _cohorts(store: VectorStore, model: EmbeddingModel, number: int, full: bool) -> Vectors:
    """What `encode_cohorts` gives; the store holds it in one piece."""
    key = cohort_key().encode()
    if full or not store.known([key]):
        store.put([key], encode_cohorts(model).reshape(1, -1), number)
    return store.get([key]).reshape(-1, model.dimensions)


def _same(data: Path, folder: IndexFolder, content_hash: str) -> str | None:
    """The generation in use, if it is sound and was made from this very content."""
    name = current_name(data)
    if name is None:
        return None
    files = folder.generation(name)
    try:
        manifest = read_manifest(files.manifest)
        if manifest.content != content_hash:
            return None
        verify_files(files.folder, manifest)
    except IndexProblem as problem:
        log.error("%s A new generation is written.", problem.message)
        return None
    return name


def _verify(folder: IndexFolder, name: str, model: EmbeddingModel) -> None:
    """Loads what was written, as a server will, and searches it. Raises IndexProblem, having removed it."""
    try:
        generation = read_generation(folder.generation(name))
        generation.require(model)
        _find_samples(generation)
    except IndexProblem:
        remove(folder, name)
        raise


def _tidy(folder: IndexFolder, name: str, content: Content, store: VectorStore) -> None:
    """Removes what is no longer needed. The build has succeeded: a failure here is only worth a warning."""
    try:
        prune(folder, name)
        store.keep([*content.keys, cohort_key().encode()], build_number(name))
    except (OSError, IndexProblem) as error:
        log.warning("old generations or vectors could not be removed: %s", error)


def _find_samples(generation: Generation) -> None:
    """Some passages' vectors find the very passage, or one with the same words. Raises IndexProblem."""
    count = len(generation.passages)
    rows = np.unique(np.linspace(0, count - 1, min(count, SAMPLES)).astype(np.int64))
    vectors = np.ascontiguousarray(generation.passage_vectors[rows])
    found = DenseIndex(generation).passages.search(vectors, 1).scores[:, 0]
    if not np.all(np.abs(found - 1) < 1e-3):
        raise IndexProblem(
            f"Generation {generation.name} does not find its own passages.",
            "Build it again: strategibot index build --full. What was in use still is.",
        )


def _silent(stage: str, done: int, total: int) -> None:
    pass
