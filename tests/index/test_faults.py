"""What goes wrong for real: builds killed at every moment, full disks, two builds, permissions.

Builds run in processes of their own, forked from one that has imported everything, so that each costs
some hundredths of a second.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from index.builder import BuildReport, build
from index.generation import Generation
from index.layout import IndexFolder
from index.storage import current_name, load_current
from index.types import Progress, Vectors
from knowledge.errors import IndexProblem
from tests.fakes import HashingModel
from tests.index.knowledge_folder import made_up

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload([__name__])
RANDOM_MOMENTS = 60
STAGES = ("read", "passages", "sentences", "write")
WRITES = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree", "sqlite3.connect")
"""Python's audit events round which a build touches the disk."""


def version_of(generation: Generation) -> int:
    """Which version of the knowledge a generation holds; every part of it must say the same."""
    said = [
        {int(after.split(".")[0]) for after in document.text.split("i utgåva ")[1:]}
        for document in generation.documents
    ]
    assert all(len(versions) == 1 for versions in said)
    model = HashingModel()
    for row, passage in enumerate(generation.passages):
        text = generation.corpus.documents[passage.document].text
        start, end = generation.sentence_offsets[row : row + 2]
        vectors = model.encode_query([span.of(text) for span in passage.sentences])
        assert (generation.sentence_vectors[start:end] == vectors).all()
    return max(max(versions) for versions in said)


def build_and_tell(knowledge: Path, data: Path, stage: Progress | None = None) -> BuildReport:
    return build(knowledge, data, HashingModel(), stage)


def killed_at_event(knowledge: Path, data: Path, event: int) -> None:
    """Builds, and dies as by kill -9 just before the n-th time that the disk is touched."""
    left = event

    def count(name: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if name in WRITES and str(arguments[0]).startswith(str(data)):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    build_and_tell(knowledge, data)


class Slow(HashingModel):
    """Takes its time over each text, as a real encoder does, and tells how far it is."""

    def encode_document(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        for done in range(len(texts)):
            if progress:
                progress("encode", done, len(texts))
            time.sleep(0.0005)
        return super().encode_document(texts, progress)


def killed_from_outside(knowledge: Path, data: Path, stage: Any) -> None:
    """Builds, and tells how far it is, so that the test can tell when the kill came."""

    def note(name: str, _: int, __: int) -> None:
        stage.value = name.encode()

    build(knowledge, data, Slow(), note)
    stage.value = b"done"


def test_a_build_killed_at_any_touch_of_the_disk_leaves_a_sound_index(tmp_path: Path) -> None:
    knowledge, data = tmp_path / "knowledge", tmp_path / "data"
    build_and_tell(made_up(knowledge), data)
    version, event, outcomes = 1, 0, Counter[str]()
    while True:
        event += 1
        made_up(knowledge, version=version + 1)
        process = FORKS.Process(target=killed_at_event, args=(knowledge, data, event))
        process.start()
        process.join(60)
        if process.exitcode == 0:  # it was done before the n-th event: every moment has been tried
            break
        assert process.exitcode == -signal.SIGKILL
        generation = load_current(data)
        assert generation.notices == ()
        assert version_of(generation) in (version, version + 1)
        outcomes["new" if version_of(generation) == version + 1 else "old"] += 1
        version = version_of(generation)
    print(f"killed before each of {event - 1} touches of the disk: {dict(outcomes)}")
    assert event > 50
    assert outcomes["old"] > 0
    assert outcomes["new"] > 0
    assert version_of(load_current(data)) == version + 1
    assert not [path for path in IndexFolder(data).generations.iterdir() if path.name.startswith(".")]


def begun_build(knowledge: Path, data: Path, until: str = "read") -> tuple[Any, Any]:
    """A process that has come to a stage of its build, and the stage that it is at now."""
    stage = FORKS.Array("c", 16)
    process = FORKS.Process(target=killed_from_outside, args=(knowledge, data, stage))
    process.start()
    while stage.value.decode() not in STAGES[STAGES.index(until) :] and process.is_alive():
        time.sleep(0.0002)
    return process, stage


def test_a_build_killed_at_random_moments_of_every_stage_leaves_a_sound_index(tmp_path: Path) -> None:
    knowledge, data = tmp_path / "knowledge", tmp_path / "data"
    made_up(knowledge, documents=12)
    build_and_tell(knowledge, data)
    chance, version, stages = random.Random(171482), 1, Counter[str]()
    for moment in range(RANDOM_MOMENTS):
        newest = moment + 2  # new each time, so that there is something to embed
        made_up(knowledge, documents=12, version=newest)
        process, stage = begun_build(knowledge, data, until=STAGES[moment % len(STAGES)])
        time.sleep(chance.choice((0, 0.001, 0.01)) * chance.random())
        process.kill()
        process.join(60)
        stages[stage.value.decode()] += 1
        generation = load_current(data)
        assert generation.notices == ()
        assert version_of(generation) in (version, newest)
        version = version_of(generation)
    assert set(stages) >= set(STAGES), stages
    print(f"killed at {dict(stages)}")
    build_and_tell(knowledge, data)
    assert version_of(load_current(data)) == newest


class Waiting(HashingModel):
    """Embeds when the test says so."""

    def __init__(self, begun: Any, go: Any) -> None:
        super().__init__()
        self._begun, self._go = begun, go

    def encode_document(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        self._begun.set()
        self._go.wait(60)
        return super().encode_document(texts, progress)


def build_when_told(knowledge: Path, data: Path, begun: Any, go: Any) -> None:
    build(knowledge, data, Waiting(begun, go))


def test_of_two_builds_at_once_the_second_refuses(tmp_path: Path) -> None:
    knowledge, data = made_up(tmp_path / "knowledge"), tmp_path / "data"
    begun, go = FORKS.Event(), FORKS.Event()
    first = FORKS.Process(target=build_when_told, args=(knowledge, data, begun, go))
    first.start()
    assert begun.wait(60)
    with pytest.raises(IndexProblem, match="under way"):
        build_and_tell(knowledge, data)
    assert current_name(data) is None
    go.set()
    first.join(60)
    assert first.exitcode == 0
    assert build_and_tell(knowledge, data).unchanged


def test_a_killed_build_gives_its_lock_back(tmp_path: Path) -> None:
    knowledge, data = made_up(tmp_path / "knowledge"), tmp_path / "data"
    begun, go = FORKS.Event(), FORKS.Event()
    first = FORKS.Process(target=build_when_told, args=(knowledge, data, begun, go))
    first.start()
    assert begun.wait(60)
    first.kill()
    first.join(60)
    build_and_tell(knowledge, data)
    assert version_of(load_current(data)) == 1


def in_a_process(task: Callable[[Path, Path], None], knowledge: Path, data: Path) -> None:
    process = FORKS.Process(target=task, args=(knowledge, data))
    process.start()
    process.join(60)
    assert process.exitcode == 0


def refused_for_size(knowledge: Path, data: Path) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
    with pytest.raises(IndexProblem, match="cannot be") as caught:
        build_and_tell(knowledge, data)
    assert "room" in caught.value.remedy


def test_a_file_that_may_not_grow_is_an_error_and_the_index_is_as_it_was(tmp_path: Path) -> None:
    knowledge, data = made_up(tmp_path / "knowledge"), tmp_path / "data"
    name = build_and_tell(knowledge, data).generation
    made_up(knowledge, documents=8, version=2)
    in_a_process(refused_for_size, knowledge, data)
    assert load_current(data).name == name
    assert not [path for path in IndexFolder(data).generations.iterdir() if path.name.startswith(".")]
    assert build_and_tell(knowledge, data).documents == 8


FULL_DISK = """
import sys
from pathlib import Path
from index.builder import build
from index.storage import load_current
from knowledge.errors import IndexProblem
from tests.fakes import HashingModel
from tests.index.knowledge_folder import made_up

disk = Path(sys.argv[1])
knowledge, data = made_up(Path(sys.argv[2])), disk / "data"
first = build(knowledge, data, HashingModel()).generation
filler = disk / "filler"
refused = 0
for left in (0, 4_096, 20_000, 60_000, 120_000, 200_000, 300_000):
    made_up(knowledge, documents=8, version=2)
    with filler.open("wb", buffering=0) as stream:
        try:
            while stream.write(bytes(4_096)):
                pass
        except OSError:
            pass
    size = filler.stat().st_size
    with filler.open("r+b") as stream:
        stream.truncate(max(0, size - left))
    try:
        build(knowledge, data, HashingModel())
        break
    except IndexProblem as problem:
        assert "room" in problem.remedy, problem
        refused += 1
        assert load_current(data).name == first
        assert load_current(data).notices == ()
assert refused >= 3, refused
filler.unlink()
assert build(knowledge, data, HashingModel()).documents == 8
print("refused", refused)
"""


def test_a_full_disk_is_an_error_and_the_index_is_as_it_was(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounting = f'mount -t tmpfs -o size=4m tmpfs "{disk}"'
    alone = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"]), "sh", "-c"]
    if not shutil.which("unshare") or subprocess.run([*alone, mounting], capture_output=True).returncode:
        pytest.skip("a small disk cannot be mounted here; the limit on file sizes is tested above")
    script = f'{mounting} && exec "{sys.executable}" -c "$1" "{disk}" "{tmp_path / "knowledge"}"'
    done = subprocess.run([*alone, script, "sh", FULL_DISK], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("refused")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that another user, too, can reach."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def as_another_user(knowledge: Path, data: Path) -> None:
    load_current(data)  # imports the last of what it needs while it may
    if os.geteuid() == 0:
        os.setuid(65534)  # root may write everywhere
    assert load_current(data).notices == ()  # reading is enough to answer
    with pytest.raises(IndexProblem, match="Permission denied") as caught:
        build_and_tell(knowledge, data)
    assert "permissions" in caught.value.remedy


def test_a_folder_that_may_not_be_written_is_named_and_can_still_be_read(open_folder: Path) -> None:
    knowledge, data = made_up(open_folder / "knowledge"), open_folder / "data"
    build_and_tell(knowledge, data)
    paths = [data, *data.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        in_a_process(as_another_user, knowledge, data)
    finally:
        for path in paths:
            path.chmod(0o755 if path.is_dir() else 0o644)


def test_a_file_in_the_place_of_the_data_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(IndexProblem, match="cannot be"):
        build_and_tell(made_up(tmp_path / "knowledge"), tmp_path / "data")
