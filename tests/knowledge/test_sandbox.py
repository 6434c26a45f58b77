"""Reading untrusted files: limits that the kernel enforces, and a reader that can die."""

import io
import os
import signal
import time
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from knowledge.errors import UnreadableDocument
from knowledge.files import read_file, steady_bytes
from knowledge.library import load
from knowledge.sandbox import Limits, Sandbox
from knowledge.sources import Source
from tests.knowledge import samples

GOOD = "# Påhittad\n\nStaden samverkar.\n".encode()


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def helper() -> int:
    """The helper process of the one open sandbox."""
    for child in children(os.getpid()):
        if b"knowledge.worker" in Path(f"/proc/{child}/cmdline").read_bytes():
            return child
    raise AssertionError("no helper runs")


def zip_bomb() -> bytes:
    """A DOCX of some hundred kilobytes that unpacks to 300 MB."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(samples.docx())) as good, zipfile.ZipFile(content, "w") as archive:
        for name in good.namelist():
            archive.writestr(name, good.read(name))
        archive.writestr("word/media/picture.bin", bytes(300 * 2**20), zipfile.ZIP_DEFLATED)
    return content.getvalue()


def lying_zip_bomb() -> bytes:
    """The same, with a directory that says one byte."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("[Content_Types].xml", bytes(100 * 2**20), zipfile.ZIP_DEFLATED)
    return content.getvalue().replace((100 * 2**20).to_bytes(4, "little"), (1).to_bytes(4, "little"))


def pdf_bomb() -> bytes:
    """A PDF whose one stream unpacks, twice over, to gigabytes."""
    once = zlib.compress(b" " * 200 * 2**20, 9)
    twice = zlib.compress(once * 40, 9)
    head = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    page = b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
    stream = b"4 0 obj<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n" % len(twice)
    return head + page + stream + twice + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def test_the_sandbox_reads_what_the_readers_read() -> None:
    with Sandbox() as sandbox:
        assert sandbox.read(GOOD, ".md").text == "Påhittad\n\nStaden samverkar."
        assert samples.TITLE in sandbox.read(samples.pdf(), ".pdf").text


def test_a_refusal_comes_back_with_its_reason() -> None:
    with Sandbox() as sandbox, pytest.raises(UnreadableDocument, match="not UTF-8") as refusal:
        sandbox.read(b"a\n\xff", ".txt")
    assert refusal.value.line == 2


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read() -> None:
    slow = b"[" * 2_000_000
    with Sandbox(Limits(seconds=1)) as sandbox:
        with pytest.raises(UnreadableDocument, match="more than 1 seconds"):
            sandbox.read(slow, ".md")
        assert sandbox.read(GOOD, ".md").text


def test_a_busy_machine_is_no_reason_to_refuse_a_file() -> None:
    """What a second of work takes on the clock says nothing of the file; here its reader is made to wait."""
    with Sandbox(Limits(seconds=1)) as sandbox, ThreadPoolExecutor() as pool:
        assert sandbox.read(GOOD, ".md").text  # starts the helper
        reading = pool.submit(sandbox.read, b"# a\n" * 10_000, ".md")
        while not (readers := children(helper())):
            time.sleep(0.0005)
        os.kill(readers[0], signal.SIGSTOP)
        time.sleep(2)
        os.kill(readers[0], signal.SIGCONT)
        assert reading.result(30).text.startswith("a")


def test_a_file_that_takes_too_much_memory_is_given_up_and_the_next_is_read() -> None:
    with Sandbox(Limits(memory=400 * 2**20)) as sandbox:
        with pytest.raises(UnreadableDocument, match=r"memory|crash"):
            sandbox.read(b"# a\n" * 4_000_000, ".md")
        assert sandbox.read(GOOD, ".md").text


def test_more_text_than_can_be_kept_is_given_up() -> None:
    with Sandbox(Limits(largest_text=10_000)) as sandbox, pytest.raises(UnreadableDocument, match="more text"):
        sandbox.read(b"ord " * 10_000, ".txt")


@pytest.mark.parametrize(
    ("bomb", "ending"), [(zip_bomb, ".docx"), (lying_zip_bomb, ".docx"), (pdf_bomb, ".pdf")], ids=lambda x: str(x)
)
def test_a_bomb_is_refused_and_the_next_file_is_read(bomb: object, ending: str) -> None:
    assert callable(bomb)
    with Sandbox(Limits(seconds=20)) as sandbox:
        with pytest.raises(UnreadableDocument):
            sandbox.read(bomb(), ending)
        assert sandbox.read(GOOD, ".md").text


def test_a_helper_that_is_killed_in_the_middle_of_a_file_is_started_anew() -> None:
    with Sandbox() as sandbox, ThreadPoolExecutor() as threads:
        sandbox.read(GOOD, ".md")
        pid = helper()
        slow = threads.submit(sandbox.read, b"[" * 2_000_000, ".md")
        while not children(pid):
            time.sleep(0.01)
        fork = children(pid)[0]
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(UnreadableDocument, match="crash"):
            slow.result()
        os.kill(fork, signal.SIGKILL)
        assert sandbox.read(GOOD, ".md").text


def test_the_helper_gets_no_secret_and_ends_with_the_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-påhittad")
    with Sandbox() as sandbox:
        sandbox.read(GOOD, ".md")
        pid = helper()
        assert b"xoxb" not in Path(f"/proc/{pid}/environ").read_bytes()
    assert pid not in children(os.getpid())


def test_a_pdf_of_two_thousand_pages() -> None:
    content = io.BytesIO()
    canvas = Canvas(content)
    for number in range(2000):
        canvas.drawString(70, 800, f"Sida {number + 1} (2000)")
        canvas.drawString(70, 700, f"Den påhittade meningen nummer {number + 1} står ensam på sin sida.")
        canvas.showPage()
    canvas.save()
    with Sandbox() as sandbox:
        reading = sandbox.read(content.getvalue(), ".pdf")
    assert len(reading.pages) == 2000
    assert reading.text[reading.pages[1233] :].startswith("Den påhittade meningen nummer 1234 ")


def test_a_file_that_changes_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ändras.md"
    path.write_bytes(GOOD)
    size = len(GOOD)

    class Growing(type(path)):  # type: ignore[misc]  # the class of this system's paths
        def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
            nonlocal size
            size += 1
            with self.open("ab") as file:
                file.write(b"x")
            return super().stat(follow_symlinks=follow_symlinks)

    with pytest.raises(UnreadableDocument, match="changes while it is read"):
        steady_bytes(Growing(path))
    assert size == len(GOOD) + 3


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "hemlig.md"
    path.write_bytes(GOOD)
    path.chmod(0)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)  # root may read everything, nobody may not
    try:
        with pytest.raises(UnreadableDocument, match="Permission denied"):
            steady_bytes(path)
    finally:
        os.seteuid(user)


def test_a_folder_in_a_files_place(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="is a folder") as told:
        steady_bytes(tmp_path)
    assert "Name the files" in told.value.remedy


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "utanför.md").write_bytes(GOOD)
    folder = tmp_path / "kunskap"
    folder.mkdir()
    (folder / "länk.md").symlink_to(tmp_path / "utanför.md")
    (folder / "egen.md").write_bytes(GOOD)
    library = load(folder)
    assert [document.id for document in library.documents] == ["egen"]
    assert "leads out" in library.problems[0].message


def test_a_large_plain_file_is_read_in_the_sandbox_to_the_same_document(tmp_path: Path) -> None:
    path = tmp_path / "lång.txt"
    path.write_text("Rubrik\n" + "En påhittad mening som slutar här. " * 9_000, encoding="utf-8")
    with Sandbox() as sandbox:
        document, _ = read_file(path, Source(id="lång"), sandbox)
        assert helper()
    assert document.text == path.read_text(encoding="utf-8")
    assert document.title == "Rubrik"
