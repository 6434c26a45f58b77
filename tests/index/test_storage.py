"""Generations: kept, gone back to, and passed over when they are damaged."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from index.builder import build
from index.cohort import cohort_key
from index.layout import IndexFolder
from index.storage import KEEP, current_name, load_current, roll_back
from knowledge.errors import IndexProblem
from tests.fakes import HashingModel
from tests.index.knowledge_folder import made_up

FILES = (
    "manifest.json",
    "sources.jsonl",
    "documents.jsonl",
    "passages.jsonl",
    "passage_vectors.npy",
    "sentence_vectors.npy",
    f"cohort-{cohort_key()}.npy",
)


def builds(folder: Path, count: int) -> list[str]:
    """So many generations, each of another version of the knowledge."""
    return [
        build(made_up(folder / "knowledge", version=version), folder / "data", HashingModel()).generation
        for version in range(1, count + 1)
    ]


def flipped(content: bytes) -> bytes:
    chance = random.Random(len(content))
    place = chance.randrange(len(content))
    return content[:place] + bytes([content[place] ^ 1 << chance.randrange(8)]) + content[place + 1 :]


DAMAGE: dict[str, Callable[[bytes], bytes | None]] = {
    "flipped": flipped,
    "truncated": lambda content: content[:-1],
    "empty": lambda content: b"",
    "longer": lambda content: content + b"\n",
    "missing": lambda content: None,
}


def hurt(file: Path, damage: str) -> None:
    content = DAMAGE[damage](file.read_bytes())
    file.unlink()
    if content is not None:
        file.write_bytes(content)


def test_the_last_three_are_kept(tmp_path: Path) -> None:
    names = builds(tmp_path, KEEP + 2)
    assert names == sorted(set(names))
    assert IndexFolder(tmp_path / "data").names() == names[-KEEP:]
    assert current_name(tmp_path / "data") == names[-1]


def test_rollback_goes_back_step_by_step(tmp_path: Path) -> None:
    data = tmp_path / "data"
    names = builds(tmp_path, 3)
    assert roll_back(data).name == names[1] == load_current(data).name
    assert load_current(data).notices == ()
    assert roll_back(data).name == names[0] == current_name(data)
    with pytest.raises(IndexProblem, match="no earlier generation"):
        roll_back(data)
    assert current_name(data) == names[0]
    # what was gone back from is not in use, and the next build is newer than all
    newest = build(made_up(tmp_path / "knowledge", version=9), data, HashingModel()).generation
    assert newest > names[-1]
    assert names[0] not in IndexFolder(data).names()


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("file", FILES)
def test_a_damaged_generation_is_passed_over_loudly(
    tmp_path: Path, file: str, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    data = tmp_path / "data"
    names = builds(tmp_path, 2)
    hurt(IndexFolder(data).generation(names[1]).folder / file, damage)
    generation = load_current(data)
    assert generation.name == names[0]
    assert any(file in notice for notice in generation.notices)
    assert any(record.levelno == logging.ERROR and file in record.message for record in caplog.records)
    # and a build, though nothing has changed, makes it good
    assert build(tmp_path / "knowledge", data, HashingModel()).generation > names[1]
    assert load_current(data).notices == ()


def test_any_flipped_bit_is_noticed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    names = builds(tmp_path, 2)
    folder = IndexFolder(data).generation(names[1]).folder
    chance = random.Random(2016)
    for _ in range(100):
        file = folder / chance.choice(FILES)
        content = file.read_bytes()
        place = chance.randrange(len(content))
        changed = bytes([content[place] ^ 1 << chance.randrange(8)])
        file.write_bytes(content[:place] + changed + content[place + 1 :])
        assert load_current(data).name == names[0], (file.name, place)
        file.write_bytes(content)
    assert load_current(data).name == names[1]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"../../etc\n", b"000001-2016", b"999999-20301231T235959\n"])
def test_a_damaged_pointer_leads_to_the_newest_generation(tmp_path: Path, content: bytes) -> None:
    data = tmp_path / "data"
    names = builds(tmp_path, 2)
    IndexFolder(data).current.write_bytes(content)
    generation = load_current(data)
    assert generation.name == names[1]
    assert generation.notices


def test_when_all_are_damaged_the_remedy_is_named(tmp_path: Path) -> None:
    data = tmp_path / "data"
    for name in builds(tmp_path, 2):
        hurt(IndexFolder(data).generation(name).passages, "truncated")
    with pytest.raises(IndexProblem, match="No generation") as caught:
        load_current(data)
    assert "index build" in caught.value.remedy


def test_no_index_is_said_plainly(tmp_path: Path) -> None:
    assert current_name(tmp_path) is None
    with pytest.raises(IndexProblem, match="There is no index"):
        load_current(tmp_path)
