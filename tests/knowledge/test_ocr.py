"""Scanned documents: read with Tesseract where it is installed, and said plainly where it isn't."""

import io
import os
import shutil
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from knowledge.document import BlockKind, Document
from knowledge.errors import ScannedDocument
from knowledge.files import read_untrusted
from knowledge.sandbox import Sandbox
from knowledge.sources import Source
from tests.knowledge import samples
from tests.knowledge.promises import check


def scanned() -> bytes:
    """The made-up tjänsteutlåtande as pictures of its pages."""
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=A4)
    for page in pypdfium2.PdfDocument(samples.pdf()):
        canvas.drawImage(ImageReader(page.render(scale=150 / 72).to_pil()), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return content.getvalue()


def read(content: bytes) -> Document:
    with Sandbox() as sandbox:
        return read_untrusted(content, ".pdf", Source(id="påhittat"), sandbox)


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract-ocr and tesseract-ocr-swe are not installed")
def test_a_scanned_document_is_read_with_its_pages() -> None:
    document = read(scanned())
    check(document)
    assert document.title == samples.TITLE
    sentence = "Kostnaderna ryms inom budgeten för år 2031."
    assert document.page_of(document.text.index(sentence)) == 2
    assert ("handläggare", "Eva Påhittad") in {(fact.name, fact.value) for fact in document.facts}
    assert samples.DNR in {fact.value for fact in document.facts}
    assert "Read from pictures with OCR" in document.notes[0]


def test_without_tesseract_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/ingenstans")
    with pytest.raises(ScannedDocument, match="behöver OCR") as refusal:
        read(scanned())
    assert "tesseract-ocr-swe" in refusal.value.remedy


HOCR = """<html xmlns="http://www.w3.org/1999/xhtml"><body><div>
<span class="ocr_line" title="bbox 300 300 1500 380; x_size 80">Påhittad rubrik</span>
<span class="ocr_line" title="bbox 300 500 2100 550; x_size 46">Den påhittade meningen fortsätter på</span>
<span class="ocr_line" title="bbox 300 560 1200 610; x_size 44.5"><span title="bbox 1 1 2 2">nästa rad.</span></span>
<span class="ocr_line" title="bbox 300 900 1500 950; x_size 45">En annan påhittad mening.</span></div></body></html>"""


def program(folder: Path, script: str) -> None:
    path = folder / "tesseract"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def test_lines_that_are_recognised_become_headings_and_paragraphs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hocr").write_text(HOCR, encoding="utf-8")
    program(tmp_path, f"/bin/cat > /dev/null; /bin/cat {tmp_path}/hocr")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    document = read(scanned()[:])
    kinds = [(block.kind, block.span.of(document.text)) for block in document.blocks][:3]
    assert kinds == [
        (BlockKind.HEADING, "Påhittad rubrik"),
        (BlockKind.PARAGRAPH, "Den påhittade meningen fortsätter på\nnästa rad."),
        (BlockKind.PARAGRAPH, "En annan påhittad mening."),
    ]


def test_a_tesseract_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "exit 1")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(ScannedDocument, match="could not be read by OCR"):
        read(scanned())
