"""Generations on disk: written beside the one in use, switched to by one rename, and gone back to.

What is in use is never written to. A build that dies leaves a folder that nothing points to; the next
build removes it.
"""

from __future__ import annotations

import datetime as dt
import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.files import sync, sync_tree
from index.generation import Generation, read_generation
from index.layout import GenerationFiles, IndexFolder, is_name
from knowledge.errors import IndexProblem

log = logging.getLogger(__name__)

KEEP = 3
"""Generations that stay on disk: the one in use and two to go back to."""


def current_name(data: Path) -> str | None:
    """The name of the generation that should answer; None when there is none. One read of a tiny file."""
    try:
        name = IndexFolder(data).current.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return name if is_name(name) else None


def load_current(data: Path) -> Generation:
    """The generation in use, verified; when it is damaged, the newest sound one before it, loudly.

    What was passed over is logged as an error and stands in the generation's `notices`.

    Raises:
        IndexProblem: there is no index, or no generation of it is sound.
    """
    folder = IndexFolder(data)
    current = current_name(data)  # before the names: a build may switch to a new one meanwhile
    names = folder.names()
    if not names:
        raise IndexProblem(f"There is no index in {data}.", "Build it: strategibot index build")
    notices: list[str] = []
    if current is None:
        notices.append(f"{folder.current} is missing or damaged")
    candidates = [name for name in names if current is None or name <= current]
    if current is not None and current not in candidates:
        notices.append(f"{current} is missing")
    for name in reversed(candidates):
        try:
            generation = read_generation(folder.generation(name), tuple(notices))
        except IndexProblem as problem:
            notices.append(problem.message)
            continue
        for notice in notices:
            log.error("%s Generation %s is used instead.", notice, name)
        return generation
    raise IndexProblem(
        "No generation of the index is sound: " + " ".join(notices), "Build it again: strategibot index build --full"
    )


def roll_back(data: Path) -> Generation:
    """Switches to the newest sound generation before the one in use, and returns it.

    Raises IndexProblem when there is none, or while a build is under way.
    """
    with exclusive(data) as folder:
        current = current_name(data) or "9"
        for name in reversed([name for name in folder.names() if name < current]):
            try:
                generation = read_generation(folder.generation(name))
            except IndexProblem as problem:
                log.error("%s It is passed over.", problem.message)
                continue
            switch_to(folder, name)
            return generation
    raise IndexProblem("There is no earlier generation to go back to.", "Build a new one: strategibot index build")


@contextmanager
def exclusive(data: Path) -> Iterator[IndexFolder]:
    """The right to write, for one process at a time; given back by the system when the process dies.

    Raises IndexProblem when another process has it or the folder may not be written.
    """
    folder = IndexFolder(data)
    try:
        folder.generations.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.lock, timeout=0):
            yield folder
    except Timeout:
        raise IndexProblem("Another build of this index is under way.", "Wait for it, then try again.") from None
    except OSError as error:
        raise IndexProblem(
            f"{error.filename or folder.root} cannot be read or written ({error.strerror or error}).",
            "Check the permissions and that the disk has room; the index in use is as it was.",
        ) from None


def next_name(folder: IndexFolder) -> str:
    """Numbered, so that the order is right even when the clock was not."""
    names = folder.names()
    number = int(names[-1].partition("-")[0]) + 1 if names else 1
    return f"{number:06d}-{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S}"


def build_number(name: str) -> int:
    return int(name.partition("-")[0])


@contextmanager
def writing(folder: IndexFolder, name: str) -> Iterator[GenerationFiles]:
    """A folder to write the generation `name` into; it becomes that generation when the block ends well.

    It is not in use before `switch_to`. Raises OSError.
    """
    for path in folder.generations.iterdir():
        if path.name.startswith("."):  # of a build that died: we hold the lock, so nobody writes there
            shutil.rmtree(path, ignore_errors=True)
    temporary = folder.generations / f".{name}"
    temporary.mkdir()
    try:
        yield GenerationFiles(temporary)
        sync_tree(temporary)
        temporary.rename(folder.generations / name)
        sync(folder.generations)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def switch_to(folder: IndexFolder, name: str) -> None:
    """From here on `name` is in use: one rename, flushed to the disk before and after. Raises OSError."""
    temporary = folder.current.with_name(".CURRENT")
    temporary.write_text(name + "\n", encoding="ascii")
    sync(temporary)
    temporary.replace(folder.current)
    sync(folder.root)


def prune(folder: IndexFolder, current: str) -> None:
    """Removes all generations but the newest ones and `current`."""
    for name in folder.names()[:-KEEP]:
        if name != current:
            remove(folder, name)


def remove(folder: IndexFolder, name: str) -> None:
    """Hides the generation before removing it, so that nobody sees it half gone. Raises OSError."""
    hidden = folder.generations / f".{name}"
    (folder.generations / name).rename(hidden)
    shutil.rmtree(hidden, ignore_errors=True)
