"""What is stated about a document outside its running text: handläggare, telephone, date, signatures.

Only what the address block or the signatures say is quoted. When the block is there and lacks what is
asked for, the answer is "framgår inte": a telephone number elsewhere is somebody else's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.draft import Draft, Pick, Understood
from bot.words import fold, words
from index.types import Ranking, Searcher
from knowledge.document import BlockKind, Document, Fact, Span

CONFIDENCE = 0.97
"""A labelled line in an address block leaves little doubt; the rest is for a misread question."""
MOST_DOCUMENTS = 3

_PAPER = r"(?:tjansteutlatande\w*|utlatande\w*|dokument\w*|skrivelse\w*|remissvar\w*|svaret|arende\w*|statement|document|memo|paper|reply|response|official report)"
_KINDS: tuple[tuple[str, str], ...] = (
    ("e-post", r"\b(?:e-?post\w*|e-?mail\w*|mejl\w*|mailadress\w*)\b"),
    ("telefon", r"\b(?:telefon\w*|mobilnummer\w*|tel|tfn|phone|telephone)\b|\b(?:ringa|call)\b.*\b(?:handlaggare\w*|case officer)\b"),
    ("signature", r"\b(?:(?:skriv\w*|skrev) under|undertecknat?\w*|undertecknar\w*|underskrift\w*|signer\w+|signed|signator\w*|signatures?)\b"),
    ("handläggare", r"\b(?:vem|vilken|vad heter|namn\w*|vilka|kontakta?|who|name|which)\b.*\b(?:handlaggare(?:n|ns)?|kontaktperson\w*|case ?(?:officer|worker|handler)|contact person|administrator|desk officer)\b"
                    r"|^\W*(?:handlaggare(?:n|ns)?|kontaktperson\w*|case officer)\W*$"
                    rf"|\b(?:vem|who)\b(?: har| has)? (?:skrev|skrivit|forfattat|forfattade|handlagger|handlagt|wrote|written|authored)\b.*{_PAPER}"),
    ("till", rf"\b(?:mottagare\w*|adressat\w*|addressee|addressed to)\b|\b(?:stallt|riktat|stalld|riktad|adresserat|adresserad)\b.*\btill\b|\btill (?:vem|vilken|vilka)\b.*(?:{_PAPER}|stallt|riktat|skickat)"
             rf"|\b(?:vem|vilken namnd) ar {_PAPER} till\b|\b(?:who|which (?:board|committee))\b.*\b(?:addressed|written) (?:for|to)\b"),
    ("datum", rf"\b(?:nar|vilket datum|vilken dag|when|what date|which date)\b.*\b(?:skrev|skrevs|skrivet|skrivits|daterat|daterad|daterades|dagtecknat|upprattat|upprattades|written|dated|issued)\b"
              rf"|\b(?:datum\w*|daterat|dated?)\b(?: \w+){{0,3}} {_PAPER}|{_PAPER}(?: \w+){{0,2}} (?:datum|daterat|dated?)\b|\b(?:hur gammalt|how old) (?:ar|is)\b.*{_PAPER}"),
    ("dnr", r"\b(?:dnr|diarienum\w*|diarienr|reference number|registration number|case number|file number)\b"),
)  # fmt: skip
_ENGLISH_OFFICES = {
    "forvaltningschef": r"head of (?:the )?(?:administration|department|agency)|director(?: of social services)?|administration manager",
    "tf administrativ chef": r"(?:acting )?(?:head of administration|administrative (?:head|manager|director))",
}
_OTHERS = re.compile(r"\bstrategi\w*|\bstrategy\b|\briktlinje\w*|\bguidelines?\b|\btidigare\b|\bprevious\b|\bearlier\b")


class Facts:
    def propose(self, understood: Understood, searcher: Searcher, ranking: Ranking) -> Draft | None:
        flat = fold(understood.query)
        documents = _nearest_first(understood.query, searcher.corpus.documents.values(), ranking)
        if officers := _of_office(flat, documents):
            if _kind(flat) in (None, "signature", "handläggare"):
                return _draft(officers)
            return Draft()  # the telephone number in the address block is not the chief's
        kind = _kind(flat)
        if kind is None or not any(_in_block(document, fact) for document in documents for fact in document.facts):
            return None
        if kind in ("datum", "dnr", "till") and _OTHERS.search(flat) and not re.search(_PAPER, flat):
            earlier = kind == "dnr" and re.search(r"riktlinj|guideline|tidigare|previous|earlier|ersatt|replac", flat)
            return Draft() if kind == "dnr" and not earlier else None
        picks = [pick for document in documents if (pick := _pick(document, kind))]
        return _draft(picks)


def _kind(flat: str) -> str | None:
    return next((name for name, pattern in _KINDS if re.search(pattern, flat)), None)


def _draft(picks: Sequence[Pick]) -> Draft:
    return Draft(quotes=picks[:MOST_DOCUMENTS], confidence=CONFIDENCE if picks else 0.0)


def _pick(document: Document, name: str) -> Pick | None:
    """The lines of the block that state the fact; all signatures together."""
    blocks = [span for fact in document.facts if fact.name == name and (span := _in_block(document, fact))]
    return Pick(document.id, Span(blocks[0].start, blocks[-1].end), CONFIDENCE) if blocks else None


def _in_block(document: Document, fact: Fact) -> Span | None:
    """The address block or signature that holds the fact; None for a fact of the running text."""
    if fact.span is None:
        return None
    blocks = (block.span for block in document.blocks if block.kind is BlockKind.FACT)
    return next((span for span in blocks if span.covers(fact.span)), None)


def _of_office(flat: str, documents: Iterable[Document]) -> list[Pick]:
    """Whoever signed under the office that the question names: "Vem är förvaltningschef?" """
    if not re.search(r"\b(?:vem|vad heter|vilka|namn\w*|who|name|what is the name)\b", flat):
        return []
    picks = []
    for document in documents:
        named = [
            (len(label), span)
            for fact in document.facts
            if fact.name == "signature" and (label := fold(fact.label)) and (span := _in_block(document, fact))
            if re.search(
                rf"\b(?:{re.escape(label)}(?:en|ens)?|{re.escape(label.removeprefix('tf '))}(?:en|ens)?|{_ENGLISH_OFFICES.get(label, '(?!)')})\b",
                flat,
            )
        ]
        if named:
            picks.append(Pick(document.id, max(named)[1], CONFIDENCE))
    return picks


def _nearest_first(query: str, documents: Iterable[Document], ranking: Ranking) -> list[Document]:
    """The documents whose register entry the question names first, then as they were found."""
    asked = {word.folded for word in words(query) if len(word.folded) > 3}
    found = list(dict.fromkeys(ranked.passage.document for ranked in ranking.passages))

    def order(document: Document) -> tuple[int, int]:
        source = document.source
        described = {word.folded for word in words(f"{source.issuer} {source.addressee} {source.date or ''}")}
        return -len(asked & described), found.index(document.id) if document.id in found else len(found)

    return sorted(documents, key=order)
