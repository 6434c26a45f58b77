"""What is embedded of a passage."""

from __future__ import annotations

from pathlib import Path

from index.grains import passage_text
from knowledge.library import load
from knowledge.passages import make_passages


def texts_of(folder: Path, name: str, text: str) -> list[str]:
    (folder / "documents").mkdir()
    (folder / "documents" / name).write_text(text, encoding="utf-8")
    (document,) = load(folder).documents
    return [passage_text(document, passage) for passage in make_passages(document)]


def test_a_passage_is_told_with_its_place_and_nothing_twice(tmp_path: Path) -> None:
    text = "# Påhittad plan\n\nEtt förord.\n\n## Träd\n\nDe vattnas.\n"
    assert texts_of(tmp_path, "plan.md", text) == [
        "Påhittad plan Ett förord.",
        "Påhittad plan\nTräd De vattnas.",
    ]


def test_a_first_line_that_is_a_paragraph_is_no_title_of_the_others(tmp_path: Path) -> None:
    opening = "Väggen får rivas om den inte bär. " * 14
    first, *others = texts_of(tmp_path, "svar.txt", opening + "\n\n" + "Fråga annars en konstruktör. " * 20)
    assert first.startswith("Väggen får rivas")
    assert others and not any("Väggen" in text for text in others[-1:])
