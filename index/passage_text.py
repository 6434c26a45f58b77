"""What is indexed of a passage and of a sentence: their words, and for a passage where it stands."""

from __future__ import annotations

from knowledge.document import Document, Passage
from knowledge.mending import search_text


def passage_text(document: Document, passage: Passage) -> str:
    """The document's title, the section path and the passage's own words, none of them twice.

    "Arbetsuppgifter" above a passage says little; under "Bibliotekarie" it says whose.
    """
    words = search_text(document.text, passage.span)
    place: list[str] = []
    for name in (document.title, *passage.section):
        if name and name not in place and not words.startswith(name):
            place.append(name)
    return ". ".join((*place, words))


def sentence_texts(document: Document, passage: Passage) -> list[str]:
    """The words of each of the passage's sentences, in reading order."""
    return [search_text(document.text, sentence) for sentence in passage.sentences]
