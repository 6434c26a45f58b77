"""What is stated about a document outside its running text: handläggare, telephone, date, signatures.

Only what the address block or the signatures say is quoted. When the block is there and lacks what is
asked for, the answer is "framgår inte": a telephone number elsewhere is somebody else's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.body_names import SwedishNames
from bot.draft import Draft, Pick, Understood
from bot.opinions import named_bodies, speaks_for
from bot.phrases import names, phrase
from bot.words import flat, words
from index.types import Ranking, Searcher
from knowledge.document import BlockKind, Document, Fact, Span, Voice
from knowledge.glossary import Term

CONFIDENCE = 0.97
"""A labelled line in an address block leaves little doubt; the rest is for a misread question."""
MOST_DOCUMENTS = 3

_KINDS = ("e-post", "telefon", "signature", "handläggare", "till", "datum", "dnr", "bilaga")
"""Names of facts (and of their phrases), in the order in which they are tried."""

_OF_THE_CASE = ("handläggare", "telefon", "e-post")


class Facts:
    """Constructed once: `Facts(read_glossary(settings.knowledge))`; the glossary gives the bodies' English names."""

    def __init__(self, glossary: Sequence[Term] = ()) -> None:
        self._in_swedish = SwedishNames(glossary)

    def propose(self, understood: Understood, searcher: Searcher, ranking: Ranking) -> Draft | None:
        question = self._in_swedish(understood.query)
        asked = flat(question)
        documents = _nearest_first(question, searcher.corpus.documents.values(), ranking)
        kind = _kind(asked)
        own = [document for document in documents if _may_be_of(question, document)]
        if _of_office(asked, documents) and not own:
            return Draft()  # another body's chief
        if officers := _of_office(asked, own):
            if kind in ("telefon", "e-post"):
                return Draft()  # what the address block gives is the handläggare's, not the chief's
            if _asks("name_asked", asked):
                return _draft(officers)
        if kind in _OF_THE_CASE and _about_another(question, documents):
            return None if kind != "handläggare" or _speak_of_officer(searcher, ranking) else Draft(doubtful=True)
        if kind is None or not any(_in_block(document, fact) for document in documents for fact in document.facts):
            return None
        if kind in ("datum", "dnr", "till") and _asks("other_paper", asked) and not _asks("paper", asked):
            return Draft(doubtful=True) if kind == "dnr" and not _asks("earlier_paper", asked) else None
        if kind == "bilaga":
            return _draft([pick for document in documents if (pick := _attachments(document))])
        of = own if kind in _OF_THE_CASE else documents
        picks = [pick for document in of if (pick := _pick(document, kind))]
        return _draft(picks)


def _asks(name: str, asked: str) -> bool:
    return phrase("facts", name).search(asked) is not None


def _kind(asked: str) -> str | None:
    return next((name for name in _KINDS if _asks(name, asked)), None)


def _draft(picks: Sequence[Pick]) -> Draft:
    return Draft(quotes=picks[:MOST_DOCUMENTS], confidence=CONFIDENCE if picks else 0.0)


def _pick(document: Document, name: str) -> Pick | None:
    """The lines of the block that state the fact; all signatures together."""
    blocks = [span for fact in document.facts if fact.name == name and (span := _in_block(document, fact))]
    return Pick(document.id, Span(blocks[0].start, blocks[-1].end), CONFIDENCE) if blocks else None


def _about_another(question: str, documents: Iterable[Document]) -> bool:
    """Whether it names what is not the document's own: the case's contact person is not that of EUROCITIES."""
    known = {
        word.folded
        for document in documents
        for said in (document.source.issuer, document.source.addressee, document.source.type, document.title)
        for word in words(said)
    }
    return any(
        word.text[0].isupper() and not any(word.folded.startswith(own) or own.startswith(word.folded) for own in known)
        for word in words(question)[1:]
    )


def _may_be_of(question: str, document: Document) -> bool:
    """Whether the document is of a body that the question names, or it names none: each has its own handläggare."""
    named = [name for name in named_bodies(question) if phrase("facts", "with_officers").search(flat(name))]
    return not named or speaks_for(document.source, named)


def _speak_of_officer(searcher: Searcher, ranking: Ranking) -> bool:
    """Whether the running text that was found names a handläggare: whoever owns an issue is not its handläggare."""
    found = [ranked.passage for ranked in ranking.passages[:3] if ranked.passage.voice is not Voice.FACTS]
    texts = (passage.span.of(searcher.corpus.documents[passage.document].text) for passage in found)
    return any(phrase("facts", "officer").search(flat(said)) for said in texts)


def _attachments(document: Document) -> Pick | None:
    """What stands under the heading "Bilagor"."""
    for number, section in enumerate(document.sections):
        if _asks("bilaga", flat(section.title)):
            blocks = [b.span for b in document.blocks if b.section == number and b.kind is not BlockKind.HEADING]
            if blocks:
                return Pick(document.id, Span(blocks[0].start, blocks[-1].end), CONFIDENCE)
    return None


def _in_block(document: Document, fact: Fact) -> Span | None:
    """The address block or signature that holds the fact; None for a fact of the running text."""
    if fact.span is None:
        return None
    blocks = (block.span for block in document.blocks if block.kind is BlockKind.FACT)
    return next((span for span in blocks if span.covers(fact.span)), None)


def _of_office(asked: str, documents: Iterable[Document]) -> list[Pick]:
    """Whoever signed under the office that the question names: "Vem är förvaltningschef?" """
    picks = []
    for document in documents:
        named = [
            (len(fact.label), span)
            for fact in document.facts
            if fact.name == "signature" and _names(asked, fact.label) and (span := _in_block(document, fact))
        ]
        if named:
            picks.append(Pick(document.id, max(named)[1], CONFIDENCE))
    return picks


def _names(asked: str, office: str) -> bool:
    """Whether the question names the office, in any Swedish form ("förvaltningschefen") or in English."""
    label = flat(office)
    forms = {label, label.removeprefix("tf ")} - {""}
    if any(f" {form}{ending} " in f" {asked} " for form in forms for ending in ("", "en", "ens")):
        return True
    return office.lower() in names("facts") and _asks(office.lower(), asked)


def _nearest_first(query: str, documents: Iterable[Document], ranking: Ranking) -> list[Document]:
    """The documents whose register entry the question names first, then as they were found."""
    asked = {word.folded for word in words(query) if len(word.folded) > 3}
    found = list(dict.fromkeys(ranked.passage.document for ranked in ranking.passages))

    def order(document: Document) -> tuple[int, int]:
        source = document.source
        described = {word.folded for word in words(f"{source.issuer} {source.addressee} {source.date or ''}")}
        return -len(asked & described), found.index(document.id) if document.id in found else len(found)

    return sorted(documents, key=order)
