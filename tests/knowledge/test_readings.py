"""Unchanged files are not read again; a damaged cache costs a reading and no more."""

import subprocess
import sys
from pathlib import Path

from knowledge.library import load
from knowledge.readings import READING, Readings, sources
from tests.knowledge import samples


def test_an_unchanged_file_is_read_once(tmp_path: Path) -> None:
    folder, kept = tmp_path / "kunskap", tmp_path / "lästa"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(samples.pdf())
    (folder / "b.md").write_text("# Påhittad\n\nText.\n", encoding="utf-8")
    first = load(folder, readings=Readings(kept))
    (file,) = kept.iterdir()
    marked = READING.validate_json(file.read_bytes())
    file.write_bytes(READING.dump_json(marked).replace("påhittade nätverk".encode(), "PÅHITTADE NÄTVERK".encode()))
    again = load(folder, readings=Readings(kept))
    assert "PÅHITTADE NÄTVERK" in again.documents[0].text  # so it was not read again
    file.write_bytes(b"{")
    assert load(folder, readings=Readings(kept)).documents == first.documents


def test_what_is_no_longer_used_is_removed(tmp_path: Path) -> None:
    folder, kept = tmp_path / "kunskap", tmp_path / "lästa"
    folder.mkdir()
    (folder / "a.html").write_bytes(samples.HTML)
    load(folder, readings=Readings(kept))
    (folder / "a.html").write_bytes(samples.HTML + b" ")
    load(folder, readings=Readings(kept))
    assert len(list(kept.iterdir())) == 1


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "fil").write_bytes(b"")
    folder = tmp_path / "kunskap"
    folder.mkdir()
    (folder / "a.html").write_bytes(samples.HTML)
    assert load(folder, readings=Readings(tmp_path / "fil")).problems == ()


def test_whatever_a_reader_uses_decides_whether_it_reads_anew() -> None:
    program = (
        "import sys, knowledge.worker\n"
        "for ending in ('.md', '.txt', '.pdf', '.docx', '.html'): knowledge.worker.reader_of(ending)\n"
        "print(*(m.__file__ for n, m in sys.modules.items() if n.startswith('knowledge.')), sep='\\n')"
    )
    used = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert used
    assert {Path(file) for file in used} <= set(sources())
