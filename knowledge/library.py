"""The knowledge folder, loaded: every document that can be read, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from knowledge.document import Document
from knowledge.errors import BadRegister, UnreadableDocument
from knowledge.files import read_file
from knowledge.known_questions import KnownQuestion, read_known_questions
from knowledge.readers import ENDINGS
from knowledge.readings import Readings
from knowledge.sandbox import Sandbox
from knowledge.sources import REGISTER, Problem, Register, Source, read_register

DOCUMENTS = "documents"

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Library:
    """What a knowledge folder holds.

    `sources` is the whole register, documents that are known of but not held included; `unregistered`
    are the ids of files that the register does not name (they are read, with status "okänd"). `known_questions`
    are those whose answers the documents hold.
    """

    documents: tuple[Document, ...]
    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]
    unregistered: tuple[str, ...] = ()
    known_questions: tuple[KnownQuestion, ...] = ()


def load(folder: Path, progress: Progress | None = None, only: str = "", readings: Readings | None = None) -> Library:
    """Loads a folder with `sources.yaml` and `documents/`, or just a folder of files.

    Args:
        folder: the knowledge folder.
        progress: told the stage "read".
        only: the id of the one document to read; "" reads all. The register is always whole.
        readings: keeps what was read of PDF, DOCX and HTML, so that only new files are read.

    Never raises for what is wrong with one document: that is a Problem, and the others are loaded.
    Raises BadRegister when the folder does not exist.
    """
    if not folder.is_dir():
        raise BadRegister(f"{folder} is not a folder.", "Name a folder with documents.")
    register = _register(folder)
    files, clashes = _files(folder, register)
    documents: list[Document] = []
    problems = [*register.problems, *clashes]
    read = [source for source in files if source.file is not None and only in ("", source.id)]
    with Sandbox() as sandbox:
        for done, source in enumerate(read):
            if progress is not None:
                progress("read", done, len(read))
            try:
                document, changed = _read(folder, source, sandbox, readings)
            except UnreadableDocument as error:
                problems.append(Problem(_shown(folder, source), error.message, error.remedy, error.line))
                continue
            documents.append(document)
            if changed:
                problems.append(changed)
    if progress is not None:
        progress("read", len(read), len(read))
    if readings is not None and not only:
        readings.forget_the_rest()
    known: tuple[KnownQuestion, ...] = ()
    if not only:  # else the documents that the questions are about are not here
        known, wrong = read_known_questions(folder, {document.id: document for document in documents})
        problems += wrong
    titles = {document.id: document.source for document in documents}
    registered = {source.id for source in register.sources}
    return Library(
        documents=tuple(documents),
        sources=tuple(titles.get(source.id, source) for source in files),
        problems=tuple(problems),
        unregistered=tuple(document.id for document in documents if document.id not in registered),
        known_questions=known,
    )


def documents_folder(folder: Path) -> Path:
    """Where the files lie: in `documents/` where there is one, else in the folder itself."""
    return folder / DOCUMENTS if (folder / DOCUMENTS).is_dir() else folder


def _register(folder: Path) -> Register:
    path = folder / REGISTER
    if not path.is_file():
        return Register()
    try:
        register = read_register(path)
    except BadRegister as error:
        return Register(problems=(Problem.of(error),))
    kept: list[Source] = []
    lines: list[int] = []
    problems = list(register.problems)
    for source, line in zip(register.sources, register.lines, strict=True):
        if source.file is not None and not (documents_folder(folder) / source.file).is_file():
            message = f"`{source.id}` names the file {source.file}, which does not exist."
            remedy = f"Put it in {DOCUMENTS}/, or leave `file` out: the document is then known of but not held."
            problems.append(Problem(path.name, message, remedy, line))
        else:
            kept.append(source)
            lines.append(line)
    return Register(tuple(kept), tuple(lines), tuple(problems))


def _files(folder: Path, register: Register) -> tuple[list[Source], list[Problem]]:
    """The register's sources, then one for each file that it does not name."""
    sources = list(register.sources)
    problems: list[Problem] = []
    named = {source.file for source in sources}
    taken = {source.id: source.file or REGISTER for source in sources}
    place = documents_folder(folder)
    for path in sorted(place.iterdir()):
        if path.name in named or not path.is_file() or path.name.startswith(".") or path.suffix.lower() not in ENDINGS:
            continue
        if path.stem in taken:
            message = f"its id would be `{path.stem}`, which {taken[path.stem]} has already."
            problems.append(Problem(path.name, message, "Rename the file, or register it under an id of its own."))
            continue
        taken[path.stem] = path.name
        sources.append(Source(id=path.stem, file=path.name))
    return sources, problems


def _read(folder: Path, source: Source, sandbox: Sandbox, readings: Readings | None) -> tuple[Document, Problem | None]:
    assert source.file is not None
    path = documents_folder(folder) / source.file
    if not path.resolve().is_relative_to(documents_folder(folder).resolve()):
        raise UnreadableDocument("leads out of the folder of documents.", "Put the file itself there, not a link.")
    document, content_hash = read_file(path, source, sandbox, readings)
    if source.sha256 and content_hash != source.sha256:
        remedy = f"Look at it with `knowledge show {source.id}`, and register it again with `knowledge add`."
        return document, Problem(_shown(folder, source), "has changed since it was registered.", remedy)
    return document, None


def _shown(folder: Path, source: Source) -> str:
    return str((documents_folder(folder) / str(source.file)).relative_to(folder))
