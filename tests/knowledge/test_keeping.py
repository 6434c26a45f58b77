"""Documents come in, are renewed from their address, and go out."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.errors import BadRegister, StrategibotError, UnreadableDocument
from knowledge.keeping import Outcome, fetch_all, forget, keep, understand
from knowledge.library import load
from knowledge.sandbox import Sandbox
from knowledge.sources import Status
from tests.knowledge import samples
from tests.knowledge.test_fetching import Origin, loopback, origin

__all__ = ["origin"]  # a fixture


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "kunskap" / "documents").mkdir(parents=True)
    return tmp_path / "kunskap"


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "Påhittat utlåtande (2031).pdf"
    path.write_bytes(samples.pdf())
    return path


def registered(folder: Path, origin: Origin, more: str = "") -> None:
    (folder / "sources.yaml").write_text(f"documents:\n  - id: a\n    url: {origin.url()}\n{more}", encoding="utf-8")


def outcomes(folder: Path, sandbox: Sandbox) -> list[tuple[Outcome, str]]:
    return [(result.outcome, result.reason) for result in fetch_all(folder, sandbox, loopback)]


def test_nothing_is_written_before_it_is_approved(folder: Path, pdf: Path, sandbox: Sandbox) -> None:
    understood = understand(folder, str(pdf), sandbox)
    assert list(folder.rglob("*")) == [folder / "documents"]
    assert understood.source.id == "pahittat-utlatande-2031"
    assert not understood.replaces


def test_an_approved_document_is_kept_and_known(folder: Path, pdf: Path, sandbox: Sandbox) -> None:
    keep(folder, understand(folder, str(pdf), sandbox))
    library = load(folder)
    assert library.problems == ()
    assert [document.title for document in library.documents] == [samples.TITLE]
    assert library.documents[0].source.status is Status.REMISSVAR
    assert library.unregistered == ()


def test_a_document_known_of_takes_its_place(folder: Path, pdf: Path, sandbox: Sandbox) -> None:
    (folder / "sources.yaml").write_text("documents:\n  - id: a\n    title: Egen\n    note: Känd.\n", encoding="utf-8")
    understood = understand(folder, str(pdf), sandbox, name="a")
    assert understood.replaces
    keep(folder, understood)
    (source,) = load(folder).sources
    assert (source.title, source.note, source.file) == ("Egen", "Känd.", "a.pdf")


def test_a_new_format_replaces_the_old_file(folder: Path, pdf: Path, sandbox: Sandbox, tmp_path: Path) -> None:
    keep(folder, understand(folder, str(pdf), sandbox, name="a"))
    (tmp_path / "ny.docx").write_bytes(samples.docx())
    keep(folder, understand(folder, str(tmp_path / "ny.docx"), sandbox, name="a"))
    assert [path.name for path in (folder / "documents").iterdir()] == ["a.docx"]
    assert load(folder).problems == ()


def test_a_file_of_the_same_name_is_not_written_over(folder: Path, pdf: Path, sandbox: Sandbox) -> None:
    (folder / "documents" / "a.pdf").write_bytes(b"annat")
    with pytest.raises(BadRegister, match="exists already"):
        keep(folder, understand(folder, str(pdf), sandbox, name="a"))


@pytest.mark.parametrize(("name", "content"), [("saknas.pdf", None), ("bild.png", b"x"), ("trasig.pdf", b"%PDF-1")])
def test_what_cannot_be_read_is_refused_by_name(
    folder: Path, tmp_path: Path, sandbox: Sandbox, name: str, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableDocument, match=name):
        understand(folder, str(tmp_path / name), sandbox)


def test_a_document_goes_out_with_its_file(folder: Path, pdf: Path, sandbox: Sandbox) -> None:
    keep(folder, understand(folder, str(pdf), sandbox, name="a"))
    forget(folder, "a")
    assert list((folder / "documents").iterdir()) == []
    assert load(folder).sources == ()
    with pytest.raises(BadRegister):
        forget(folder, "a")


def test_a_document_comes_from_an_address(folder: Path, sandbox: Sandbox, origin: Origin) -> None:
    keep(folder, understand(folder, origin.url(), sandbox, allowed=loopback))
    (source,) = load(folder).sources
    assert (source.id, source.url, source.file) == ("dok", origin.url(), "dok.md")


def test_fetching_brings_what_is_new_and_what_has_changed(folder: Path, sandbox: Sandbox, origin: Origin) -> None:
    registered(folder, origin)
    assert outcomes(folder, sandbox) == [(Outcome.NEW, "")]
    assert outcomes(folder, sandbox) == [(Outcome.UNCHANGED, "")]
    assert origin.asked[-1]["if-none-match"] == '"1"'
    origin.headers["ETag"], origin.body = '"2"', "# Påhittad\n\nNy text.\n".encode()
    assert outcomes(folder, sandbox) == [(Outcome.CHANGED, "")]
    library = load(folder)
    assert library.problems == ()
    assert "Ny text." in library.documents[0].text


def test_what_fails_leaves_what_was_there(folder: Path, sandbox: Sandbox, origin: Origin) -> None:
    registered(folder, origin, f"  - id: b\n    url: {origin.url('/b.md')}\n")
    assert outcomes(folder, sandbox) == [(Outcome.NEW, ""), (Outcome.NEW, "")]
    before = {path: path.read_bytes() for path in (folder / "documents").iterdir()}
    origin.headers = {"Content-Type": "application/pdf", "ETag": '"2"'}
    origin.body = b"%PDF-1.4 trasig"
    results = outcomes(folder, sandbox)
    assert [outcome for outcome, _ in results] == [Outcome.FAILED] * 2
    assert all("damaged PDF" in reason for _, reason in results)
    assert {path: path.read_bytes() for path in (folder / "documents").iterdir()} == before


def test_a_registered_hash_must_fit_what_comes_first(folder: Path, sandbox: Sandbox, origin: Origin) -> None:
    registered(folder, origin, f"    sha256: {'0' * 64}\n")
    ((outcome, reason),) = outcomes(folder, sandbox)
    assert outcome is Outcome.FAILED
    assert "sha256" in reason
    assert list((folder / "documents").iterdir()) == []


def test_private_addresses_in_the_register_are_refused(folder: Path, sandbox: Sandbox, origin: Origin) -> None:
    registered(folder, origin)
    ((outcome, reason),) = [(r.outcome, r.reason) for r in fetch_all(folder, sandbox)]
    assert outcome is Outcome.FAILED
    assert "private address" in reason
    assert origin.asked == []
    with pytest.raises(StrategibotError, match="private address"):
        understand(folder, origin.url(), sandbox)


@pytest.mark.parametrize(("name", "says"), [("tabell.xlsx", ".xlsx cannot be read"), ("namn", "without ending")])
def test_a_kind_of_file_that_no_reader_reads_is_named(
    folder: Path, tmp_path: Path, sandbox: Sandbox, name: str, says: str
) -> None:
    (tmp_path / name).write_bytes(b"pahittat")
    with pytest.raises(UnreadableDocument) as refused:
        understand(folder, str(tmp_path / name), sandbox)
    assert says in refused.value.message
    assert ".docx" in refused.value.remedy
