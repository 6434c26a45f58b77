"""Files that somebody might hand us: random ones, and good ones with damage."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pypdfium2

import knowledge
from tests.knowledge import samples

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
            return samples.pdf(), _plain_pdf(samples.pdf())
        case ".docx":
            return (samples.docx(),)
        case ".html":
            return (samples.HTML,)
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
            archive.writestr(name, _damaged(part, chance) if name == victim else part)
    return target.getvalue()
