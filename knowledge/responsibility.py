"""The register of responsibilities: who owns which issue, and the sentence that says so.

Two sources, one shape: extracted from every document by `knowledge.duties`, and curated by hand in
`responsibilities.yaml`, where each entry names a document and its exact words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.document import Document, Passage, PassageKind, Span, Voice
from knowledge.duties import find_duties
from knowledge.duty_rules import Modality
from knowledge.sources import Source


@dataclass(frozen=True, slots=True)
class Responsibility:
    """One owner of one issue. `issue` is words of the document; `span` is the sentence to quote."""

    owner: str  # normalised: "kommunstyrelsen", "samtliga nämnder", "Södermalms stadsdelsnämnd"
    issue: str
    modality: Modality
    document: str
    span: Span
    issue_span: Span
    voice: Voice = Voice.OWN
    curated: bool = False
    whole_city: bool = False  # "staden": no one within it is named
    asked_as: tuple[str, ...] = ()  # curated: other words that askers use for the issue

    @property
    def of_case(self) -> bool:
        """Whether this is the handläggare of one case, who is never the owner of an issue."""
        return self.modality is Modality.HANDLAGGER


def extract(document: Document, passages: Iterable[Passage]) -> tuple[Responsibility, ...]:
    """What the document's sentences say, in reading order, and who handles its case.

    Args:
        document: the document.
        passages: its passages; their sentences are read, a list's items once.
    """
    sentences: dict[Span, Voice] = {}
    for passage in passages:
        if passage.kind is PassageKind.FACTS or passage.voice is Voice.FACTS:
            continue
        for sentence in passage.sentences:
            sentences.setdefault(sentence, passage.voice)
    found = [entry for span in sorted(sentences) for entry in _of_sentence(document, span, sentences[span])]
    return (*_of_case(document), *found)


def extract_all(documents: Mapping[str, Document], passages: Sequence[Passage]) -> tuple[Responsibility, ...]:
    """`extract` over a whole corpus, whose passages may stand in any order."""
    by_document: dict[str, list[Passage]] = {}
    for passage in passages:
        by_document.setdefault(passage.document, []).append(passage)
    return tuple(entry for name, own in by_document.items() for entry in extract(documents[name], own))


def merged(curated: Sequence[Responsibility], extracted: Sequence[Responsibility]) -> tuple[Responsibility, ...]:
    """Both sources; where the curated entry is about words that were extracted too, it stands for both."""
    kept = [entry for entry in extracted if not any(_same_words(entry, better) for better in curated)]
    return (*curated, *kept)


def _same_words(extracted: Responsibility, curated: Responsibility) -> bool:
    return (
        extracted.document == curated.document
        and extracted.owner.casefold() == curated.owner.casefold()
        and extracted.issue_span.overlaps(curated.issue_span)
    )


def _of_sentence(document: Document, span: Span, voice: Voice) -> Iterable[Responsibility]:
    sentence = span.of(document.text)
    for duty in find_duties(sentence):
        entry = Responsibility(
            owner=known_as(duty.owner, document.source),
            issue=" ".join(duty.issue(sentence).split()),
            modality=duty.modality,
            document=document.id,
            span=span,
            issue_span=Span(span.start + duty.issue_start, span.start + duty.issue_end),
            voice=voice,
            whole_city=duty.whole_city,
        )
        # What is proposed to the board is not decided: no "ska", whatever the words.
        yield replace(entry, modality=Modality.FORESLAR) if voice is Voice.DRAFT_DECISION else entry


def _of_case(document: Document) -> Iterable[Responsibility]:
    for fact in document.facts:
        if fact.name == "handläggare" and fact.span is not None:
            issue = document.source.title or document.title
            yield Responsibility(fact.value, issue, Modality.HANDLAGGER, document.id, fact.span, fact.span, Voice.FACTS)


def known_as(owner: str, source: Source) -> str:
    """ "förvaltningen" in a förvaltning's own document is that förvaltning, "nämnden" the one it writes to."""
    for bare, name in (("förvaltningen", source.issuer), ("kontoret", source.issuer), ("nämnden", source.addressee)):
        if owner == bare and name.lower().endswith(bare):
            return name[0].lower() + name[1:] if " " not in name else name
    return owner
