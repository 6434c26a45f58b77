"""What every document and its passages promise, whatever file they were read from."""

from knowledge.document import Document, PassageKind, Span
from knowledge.passages import LONGEST, make_passages


def check(document: Document) -> None:
    """Asserts the invariants of a document's spans."""
    text = document.text
    end = 0
    for block in document.blocks:
        assert not text[end : block.span.start].strip(), "text between blocks is lost"
        assert end <= block.span.start < block.span.end <= len(text)
        assert -1 <= block.section < len(document.sections)
        end = block.span.end
    assert not text[end:].strip()
    for section in document.sections:
        assert section.span.covers(section.heading)
        if section.parent >= 0:
            parent = document.sections[section.parent]
            assert parent.level < section.level
            assert parent.span.covers(section.span)
            assert section.path == (*parent.path, section.title)
    for fact in document.facts:
        assert fact.span is None or 0 <= fact.span.start < fact.span.end <= len(text)
    assert list(document.pages) == sorted(document.pages)
    check_passages(document)


def check_passages(document: Document) -> None:
    text = document.text
    covered = bytearray(len(text))
    ends = dict.fromkeys(PassageKind, 0)
    passages = make_passages(document)
    for passage in passages:
        covered[passage.span.start : passage.span.end] = b"\1" * (passage.span.end - passage.span.start)
        assert passage.sentences
        assert all(passage.span.covers(sentence) for sentence in passage.sentences)
        assert all(sentence.of(text).strip() for sentence in passage.sentences)
        assert passage.span.start >= ends[passage.kind], "passages of a kind overlap"
        ends[passage.kind] = passage.span.end
        if passage.kind is PassageKind.ITEM:
            parent = passages[passage.parent]
            assert parent.kind is PassageKind.LIST
            assert parent.span.covers(passage.span)
        if passage.kind is PassageKind.PARAGRAPH and len(passage.sentences) > 1:
            words = Span(passage.sentences[0].start, passage.span.end).of(text)
            assert len(words.split()) <= LONGEST
        last = 0
        for sentence in passage.sentences:
            assert sentence.start >= last
            last = sentence.end
    lost = [character for character, held in zip(text, covered, strict=True) if not held and not character.isspace()]
    assert not lost
