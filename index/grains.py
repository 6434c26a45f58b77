"""What is embedded for a passage and for a sentence. A vector is stored under these words."""

from __future__ import annotations

from knowledge.document import Document, Passage, Span
from knowledge.passages import search_text

LONGEST_NAME = 20
"""Words of a title or heading. Hardly any has more; a paragraph has."""


def passage_text(document: Document, passage: Passage) -> str:
    """Where the passage stands, then what it says: a passage seldom repeats what its heading said.

    A title or heading that the passage itself starts with is not said twice: it would outweigh the rest. Nor
    is a long one said: a plain text without a title is called by its first line, which may be a paragraph.
    """
    words = search_text(document.text, passage.span)
    return "\n".join((*(name for name in names_of(document, passage) if not words.startswith(name)), words))


def names_of(document: Document, passage: Passage) -> list[str]:
    """Title and headings above the passage, from the top down, without those that are too long to be names."""
    names = dict.fromkeys((document.title, *passage.section))
    return [name for name in names if 0 < len(name.split()) <= LONGEST_NAME]


def sentence_text(document: Document, passage: Passage, sentence: Span) -> str:
    """What the sentence says, alone: its passage's vector knows where it stands."""
    return search_text(document.text, sentence)
