"""What is embedded for a passage and for a sentence. A vector is stored under these words."""

from __future__ import annotations

from knowledge.document import Document, Passage, Span
from knowledge.passages import search_text


def passage_text(document: Document, passage: Passage) -> str:
    """Where the passage stands, then what it says: a passage seldom repeats what its heading said.

    A title or heading that the passage itself starts with is not said twice: it would outweigh the rest.
    """
    words = search_text(document.text, passage.span)
    place = [name for name in dict.fromkeys((document.title, *passage.section)) if name and not words.startswith(name)]
    return "\n".join((*place, words))


def sentence_text(document: Document, passage: Passage, sentence: Span) -> str:
    """What the sentence says, alone: its passage's vector knows where it stands."""
    return search_text(document.text, sentence)
