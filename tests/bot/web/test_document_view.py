"""The document's page loses nothing and marks exactly the quoted words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.config import PROJECT
from bot.web.document_view import Part, Run, contents_of, marked_span, parts_of
from knowledge.document import Block, BlockKind, Document, Span
from tests.bot.web.scripted import corpus_of

DOCUMENT = corpus_of(PROJECT / "knowledge").documents["sn-2016-10-25"]


def runs(parts: list[Part]) -> Iterator[Run]:
    for part in parts:
        yield from part.runs
        yield from runs(part.parts)


def squeezed(text: str) -> str:
    return "".join(text.split())


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_every_word_is_shown_once_and_the_mark_is_the_span(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(DOCUMENT.text) - 1))
    end = data.draw(st.integers(start + 1, min(start + 2000, len(DOCUMENT.text))))
    mark = marked_span(DOCUMENT, start, end)
    assert (mark is None) == (not DOCUMENT.text[start:end].strip())
    shown = list(runs(parts_of(DOCUMENT, mark)))
    assert squeezed("".join(r.text for r in shown)) == squeezed(DOCUMENT.text)
    assert squeezed("".join(r.text for r in shown if r.marked)) == squeezed(DOCUMENT.text[start:end])
    ids = [r.id for r in shown if r.id]
    assert ids == ([f"{start}-{end}"] if mark else [])


def test_what_no_block_covers_is_shown_all_the_same() -> None:
    bare = Document(source=DOCUMENT.source, text="Ett stycke.\n\nOch ett till.", title="Påhittat")
    (part,) = parts_of(bare)
    assert part.kind == "paragraph" and part.runs[0].text == bare.text


def test_headings_begin_at_two_and_have_the_anchors_of_the_contents() -> None:
    headings = [part for part in parts_of(DOCUMENT) if part.kind == "heading"]
    assert min(part.level for part in headings) == 2
    assert {entry.anchor for entry in contents_of(DOCUMENT)} == {part.anchor for part in headings}


def test_lists_are_lists_and_an_item_s_name_stands_out() -> None:
    lists = [part for part in parts_of(DOCUMENT) if part.kind == "items"]
    assert [len(part.parts) for part in lists] == [3, 4, 1]
    assert [next(r.text for r in item.runs if r.strong) for item in lists[1].parts] == [
        "Profiler",
        "Omvärldsbevakning",
        "Samverkan",
        "Påverkan",
    ]


@pytest.mark.parametrize(("start", "end"), [(0, 0), (5, 4), (0, 10**8), (-1, 4)])
def test_a_span_that_is_not_the_document_s_marks_nothing(start: int, end: int) -> None:
    assert marked_span(DOCUMENT, start, end) is None


def test_rows_have_cells_and_pages_their_numbers() -> None:
    text = "Påhittat\nNämnd\tSvar\nMiljö\tAvstyrker\nSlut"
    rows = [Span(9, 19), Span(20, 35)]
    document = Document(
        source=DOCUMENT.source,
        text=text,
        title="Påhittat",
        blocks=tuple(Block(BlockKind.ROW, span, -1, list_id=1) for span in rows),
        pages=(0, 20),
    )
    heading, table, page, rest, end = parts_of(document, Span(26, 35))
    assert [[runs[0].text for runs in (c.runs for c in row.parts)] for row in table.parts] == [["Nämnd", "Svar"]]
    assert (page.kind, page.number) == ("page", "2")
    assert [[r.text for r in cell.runs if r.marked] for row in rest.parts for cell in row.parts] == [[], ["Avstyrker"]]
    assert heading.runs[0].text.strip() == "Påhittat" and end.runs[0].text.strip() == "Slut"


def test_an_unregistered_folder_of_files(tmp_path: Path) -> None:
    """No register, another format: still a page."""
    (tmp_path / "pahittat.txt").write_text("Påhittat dokument\n\nHär står <b>något</b> påhittat.\n", encoding="utf-8")
    document = corpus_of(tmp_path).documents["pahittat"]
    assert squeezed("".join(r.text for r in runs(parts_of(document)))) == squeezed(document.text)
