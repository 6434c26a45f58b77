"""A folder of documents: with a register, without one, and with things wrong in it."""

from pathlib import Path

import pytest

from knowledge.errors import BadRegister
from knowledge.library import load
from knowledge.sources import Status

GOOD = "# Påhittad strategi\n\nStaden samverkar.\n"


def folder(place: Path, register: str | None = None, **files: str | bytes) -> Path:
    (place / "documents").mkdir()
    for name, content in files.items():
        raw = content if isinstance(content, bytes) else content.encode()
        (place / "documents" / name.replace("_", ".")).write_bytes(raw)
    if register is not None:
        (place / "sources.yaml").write_text(register, encoding="utf-8")
    return place


def test_a_folder_without_a_register(tmp_path: Path) -> None:
    (tmp_path / "mål.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "plan.txt").write_text("Plan\nText om planen.\n", encoding="utf-8")
    (tmp_path / "bild.jpg").write_bytes(b"x")
    library = load(tmp_path)
    assert [(d.id, d.title, d.source.title) for d in library.documents] == [
        ("mål", "Påhittad strategi", "Påhittad strategi"),
        ("plan", "Plan", "Plan"),
    ]
    assert {source.status for source in library.sources} == {Status.OKAND}
    assert library.problems == ()


def test_two_files_with_the_same_id(tmp_path: Path) -> None:
    (tmp_path / "plan.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "plan.txt").write_text("Plan\nText.\n", encoding="utf-8")
    library = load(tmp_path)
    assert len(library.documents) == 1
    assert [problem.file for problem in library.problems] == ["plan.txt"]


@pytest.mark.parametrize(
    ("entry", "line", "says"),
    [
        ("  - id: b\n    file: saknas.md\n", 4, "saknas.md, which does not exist"),
        ("  - id: a\n    file: b.md\n", 4, "already used on line 2"),
        ("  - id: b\n    file: b.md\n    date: 2016-13-45\n", 6, "not a date"),
        ("  - id: b\n    file: b.md\n    status: klar\n", 6, "unknown status"),
        ("  - id: b\n    file: b.md\n    färg: röd\n", 6, "not a field"),
        ("  - file: b.md\n", 4, "`id` is missing"),
        ("  - id: b\n    file: ../b.md\n", 5, "inside documents/"),
        ("  - bara text\n", 4, "not made of fields"),
    ],
)
def test_a_wrong_entry_is_told_with_its_line_and_the_others_load(
    tmp_path: Path, entry: str, line: int, says: str
) -> None:
    library = load(folder(tmp_path, f"documents:\n  - id: a\n    file: a.md\n{entry}", a_md=GOOD))
    assert [document.id for document in library.documents] == ["a"]
    (problem,) = library.problems
    assert (problem.file, problem.line) == ("sources.yaml", line)
    assert says in problem.message
    assert str(problem).startswith(f"sources.yaml:{line}: ")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"Rubrik\n\n\xe5\xe4\xf6\n", "documents/b.md:3: not UTF-8"),
        (b"", "documents/b.md:1: the file is empty"),
        (b" \n", "documents/b.md:1: the file is empty"),
    ],
)
def test_a_bad_file_is_told_with_its_line_and_the_others_load(tmp_path: Path, content: bytes, says: str) -> None:
    library = load(folder(tmp_path, a_md=GOOD, b_md=content))
    assert [document.id for document in library.documents] == ["a"]
    (problem,) = library.problems
    assert problem.file == "documents/b.md"
    assert str(problem).startswith(says)


@pytest.mark.parametrize("register", ["documents: [", "documents: {a: b}", "text", "\tx"])
def test_a_register_that_cannot_be_read_leaves_the_files(tmp_path: Path, register: str) -> None:
    library = load(folder(tmp_path, register, a_md=GOOD))
    assert [document.id for document in library.documents] == ["a"]
    (problem,) = library.problems
    assert "sources.yaml" in str(problem)


def test_a_file_that_changed_since_it_was_registered(tmp_path: Path) -> None:
    entry = f"documents:\n  - id: a\n    file: a.md\n    sha256: {'0' * 64}\n"
    library = load(folder(tmp_path, entry, a_md=GOOD))
    assert len(library.documents) == 1
    assert "changed" in library.problems[0].message


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(BadRegister):
        load(tmp_path / "ingen")


def test_progress_reaches_its_end(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    load(folder(tmp_path, a_md=GOOD, b_txt="Plan\nText.\n"), lambda *step: seen.append(step))
    assert seen == [("read", 0, 2), ("read", 1, 2), ("read", 2, 2)]


def test_a_register_that_is_no_yaml_is_named_once(tmp_path: Path) -> None:
    library = load(folder(tmp_path, "sources:\n  - [\n", plan_md=GOOD))
    (problem,) = library.problems
    assert str(problem) == "sources.yaml:3: not valid YAML. Check indentation and quotes."
    assert len(library.documents) == 1
