"""Writing the register: only the entry in question changes."""

import datetime as dt
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import register
from knowledge.errors import BadRegister
from knowledge.sources import Source, Status, read_register

TEXT = """# En kommentar överst.
documents:
  - id: a
    title: Påhittad A   # en kommentar vid sidan
    status: förslag

  # Om b.
  - id: b
    supersedes: [a, "1-2/2030"]

  - id: c
    file: c.md
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sources.yaml").write_text(TEXT, encoding="utf-8")
    return tmp_path


def text_of(folder: Path) -> str:
    return (folder / "sources.yaml").read_text(encoding="utf-8")


def test_a_new_entry_stands_last_and_the_rest_is_untouched(folder: Path) -> None:
    new = Source(id="d", title="Påhittad: “D”", status=Status.ANTAGEN, date=dt.date(2031, 1, 2), dnr="006-1/2031")
    register.put(folder, new)
    assert text_of(folder).startswith(TEXT)
    assert read_register(folder / "sources.yaml").sources[-1] == new


def test_a_changed_entry_stands_where_it_stood(folder: Path) -> None:
    register.put(folder, Source(id="b", title="Nytt namn"))
    assert text_of(folder) == TEXT.replace('    supersedes: [a, "1-2/2030"]\n', "    title: Nytt namn\n")


def test_an_entry_goes_with_its_lines_only(folder: Path) -> None:
    register.remove(folder, "b")
    assert text_of(folder) == TEXT.replace('  - id: b\n    supersedes: [a, "1-2/2030"]\n\n', "")
    with pytest.raises(BadRegister, match="no entry is called"):
        register.remove(folder, "b")


def test_a_register_comes_into_being(tmp_path: Path) -> None:
    register.put(tmp_path, Source(id="a", title="Påhittad"))
    assert [source.id for source in read_register(tmp_path / "sources.yaml").sources] == ["a"]


def test_the_last_entry_may_go(tmp_path: Path) -> None:
    register.put(tmp_path, Source(id="a"))
    register.remove(tmp_path, "a")
    assert read_register(tmp_path / "sources.yaml").sources == ()
    register.put(tmp_path, Source(id="b"))
    assert [source.id for source in read_register(tmp_path / "sources.yaml").sources] == ["b"]


@pytest.mark.parametrize("change", ["status=klar", "datum=2031-01-01", "date=i går", "status", "file=../x.md"])
def test_a_wrong_change_is_refused(change: str) -> None:
    with pytest.raises(BadRegister):
        register.changed(Source(id="a"), [change])


def test_changes_are_made() -> None:
    changed = register.changed(Source(id="a", title="A"), ["status=antagen", "supersedes=b, c", "date=2031-01-02"])
    assert changed == Source(id="a", title="A", status=Status.ANTAGEN, supersedes=("b", "c"), date=dt.date(2031, 1, 2))


values = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=40).map(str.strip)


@given(values, values, st.lists(values.filter(bool), max_size=3))
@settings(max_examples=100)
def test_whatever_is_written_is_read_back(title: str, note: str, supersedes: list[str]) -> None:
    source = Source(
        id="a", title=title, note=note, supersedes=tuple(supersedes), dnr="006-1/2031", date=dt.date(2031, 1, 2)
    )
    with tempfile.TemporaryDirectory() as folder:
        register.put(Path(folder), source)
        assert read_register(Path(folder) / "sources.yaml").sources == (source,)
