"""Files that somebody might hand us: random ones, and good ones with damage."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import lxml.etree
import lxml.html
import pypdfium2
from reportlab.pdfgen.canvas import Canvas

import knowledge
from tests.knowledge import samples

OFFICE = Path(__file__).with_name("office")
ENDINGS = (".md", ".txt", ".html", ".docx", ".pdf")
_HEADS = {".pdf": b"%PDF-1.7\n", ".docx": b"PK\x03\x04", ".html": b"<html><body>", ".md": b"# ", ".txt": b""}
_TOKENS = (
    *(
        b"\x00",
        b"\xff",
        b"\xc3",
        b"(",
        b")",
        b"<<",
        b">>",
        b"stream",
        b"endobj",
        b"obj",
        b"9999999999",
        b"-1",
        b"/Kids",
    ),
    *(b"<w:p>", b"</w:p>", b"<w:tbl>", b"<table>", b"<div>", b"</", b"&#0;", b"&lt;", b"<!--", b"]]>", b"PK\x03\x04"),
    *(b"**", b"- 1. ", b"\n\n", b"> ", b"|", b"\r", b"\x0c", b"%%EOF"),
    *("\u202e".encode(), "\u00ad".encode(), "å".encode()),
)


@cache
def _good(ending: str) -> tuple[bytes, ...]:
    match ending:
        case ".pdf":
            office = [path.read_bytes() for path in sorted(OFFICE.glob("*.pdf"))]
            return samples.pdf(), _plain_pdf(samples.pdf()), *office
        case ".docx":
            return samples.docx(), (OFFICE / "utlatande.docx").read_bytes()
        case ".html":
            return samples.HTML, (OFFICE / "utlatande.html").read_bytes()
        case _:
            folder = Path(knowledge.__file__).parent / "documents"
            return tuple(path.read_bytes() for path in folder.iterdir() if path.suffix == ".md")


def _plain_pdf(content: bytes) -> bytes:
    """The same pages saved anew, laid out in another way."""
    target = io.BytesIO()
    document = pypdfium2.PdfDocument(content)
    document.save(target)
    return target.getvalue()


def files(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Endings and contents; the same for the same seed."""
    chance = random.Random(seed)
    for number in range(count):
        ending = ENDINGS[number % len(ENDINGS)]
        if chance.random() < 0.15:
            yield ending, _HEADS[ending] + chance.randbytes(chance.choice((0, 3, 50, 2_000)))
            continue
        content = chance.choice(_good(ending))
        if ending == ".docx" and chance.random() < 0.8:
            yield ending, _repacked(content, chance)
        elif ending == ".html" and chance.random() < 0.3:
            yield ending, _rearranged(content, chance, lxml.html)
        elif ending == ".pdf" and chance.random() < 0.4:
            yield ending, _drawn(chance)
        elif ending in (".md", ".txt", ".html") and chance.random() < 0.7:
            yield ending, _damaged(content, chance).decode(errors="ignore").encode()
        else:
            yield ending, _damaged(content, chance)


def _damaged(content: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5, 20, 100))):
        at = chance.randrange(len(damaged) + 1)
        length = chance.choice((1, 4, 30, 400))
        match chance.randrange(6):
            case 0 if damaged:
                damaged[at % len(damaged)] ^= 1 << chance.randrange(8)
            case 1:
                del damaged[at : at + length]
            case 2:
                damaged[at:at] = chance.choice(_TOKENS) * chance.choice((1, 2, 300))
            case 3:
                damaged[at:at] = damaged[at : at + length] * chance.choice((2, 50))
            case 4:
                damaged[at : at + length] = chance.randbytes(length)
            case _:
                if chance.random() < 0.1:
                    del damaged[at:]
    return bytes(damaged[: 2**21])


def _repacked(content: bytes, chance: random.Random) -> bytes:
    """A DOCX whose packing is sound and one of whose parts is damaged."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as archive:
        names = source.namelist()
        victim = chance.choice([name for name in names if name.endswith((".xml", ".rels"))])
        if chance.random() < 0.6:
            victim = "word/document.xml"
        for name in names:
            part = source.read(name)
            if name == victim:
                part = _rearranged(part, chance, lxml.etree) if chance.random() < 0.6 else _damaged(part, chance)
            archive.writestr(name, part)
    return target.getvalue()


def _rearranged(content: bytes, chance: random.Random, parser: Any) -> bytes:
    """Sound XML or HTML that nobody would write: elements doubled, moved, renamed, without their attributes."""
    root = parser.fromstring(content)
    for _ in range(chance.choice((1, 3, 10, 40))):
        elements = [element for element in root.iter() if isinstance(element.tag, str) and element is not root]
        if not elements:
            break
        one, other = chance.choice(elements), chance.choice(elements)
        match chance.randrange(6):
            case 0:
                one.getparent().remove(one)
            case 1:
                one.addnext(deepcopy(one))
            case 2 if one not in other.iterancestors() and one is not other:
                other.append(one)
            case 3:
                one.tag = other.tag
            case 4:
                for name in list(one.attrib):
                    if chance.random() < 0.5:
                        one.set(
                            name, chance.choice(("", "-1", "0", "9" * 20, "x", "\u202e", "on", str(other.tag)[:20]))
                        )
                    else:
                        del one.attrib[name]
            case _:
                one.text = chance.choice((None, "1.", "•", "Till", "\t" * 50, "å" * 5_000, "Sida 1 (2)", "Dnr 1/2"))
    return bytes(parser.tostring(root))


def _drawn(chance: random.Random) -> bytes:
    """A sound PDF with words in any place, size and direction: what the layout has to make something of."""
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=(chance.choice((5, 200, 595, 5_000)), chance.choice((5, 842, 14_000))))
    words = (
        "Till",
        "Handläggare",
        "1.",
        "•",
        "1 not",
        "Sida 1 (9)",
        "för-",
        "valtning",
        "Dnr KS 2031/1",
        "2031-01-01",
        "påhittade ord",
    )
    for _ in range(chance.choice((1, 1, 3))):
        grid = chance.choice((None, None, 3, 40))
        for _ in range(chance.choice((0, 5, 60, 400))):
            canvas.saveState()
            canvas.setFont(
                chance.choice(("Times-Roman", "Times-Bold")), chance.choice((0.001, 6, 8, 11, 11, 11, 18, 900))
            )
            place = [chance.uniform(-50, 900), chance.uniform(-50, 900)]
            canvas.translate(*(place if grid is None else (round(place[0] / 100) * 100, round(place[1] / grid) * grid)))
            if chance.random() < 0.05:
                canvas.rotate(chance.choice((90, 180, 33)))
            if chance.random() < 0.05:
                canvas.scale(chance.choice((-1, 0.0001, 50)), chance.choice((1, -1, 1e-9)))
            canvas.drawString(
                0, 0, " ".join(chance.choices((*words, "påhittade ord i rad"), k=chance.choice((1, 1, 6))))
            )
            canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return content.getvalue()
