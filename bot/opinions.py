"""What each body thinks: the opinions in a corpus, by speaker, and which way they go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from bot.phrases import phrase
from bot.standing import quote_voice
from bot.terms import stems
from bot.words import flat, fold, words
from index.types import Corpus
from knowledge.bodies import find_bodies
from knowledge.document import Passage, PassageKind, Span, Voice
from knowledge.sources import Source

_NAMED_BY = ("nämnd", "nämnden", "förvaltning", "förvaltningen", "kontoret", "stadsdelsnämnd", "stadsdelsförvaltning")
_GENERAL = frozenset(
    {"namnden", "forvaltningen", "kontoret", "bolaget", "staden", "namnderna", "forvaltningarna", "bolagen"}
)


class Stance(IntEnum):
    """Which way an opinion goes, as far as its words tell."""

    AGAINST = -1
    NEITHER = 0
    FOR = 1


@dataclass(frozen=True, slots=True)
class Opinion:
    """A sentence in which a document's own author speaks."""

    document: str
    span: Span
    words: str
    stance: Stance
    stems: frozenset[str]


def find_opinions(corpus: Corpus) -> dict[str, tuple[Opinion, ...]]:
    """For each document that is somebody's comment on something else, its opinions in reading order."""
    found: dict[str, list[Opinion]] = {}
    seen: set[tuple[str, Span]] = set()
    for passage in corpus.passages:
        if not _may_hold_opinions(passage):
            continue
        document = corpus.documents[passage.document]
        for span in passage.sentences:
            if (document.id, span) in seen or quote_voice(document, span) is not Voice.OPINION:
                continue
            seen.add((document.id, span))
            sentence = span.of(document.text)
            opinion = Opinion(document.id, span, sentence, stance_of(sentence), stems(sentence))
            found.setdefault(document.id, []).append(opinion)
    return {name: tuple(sorted(own, key=lambda opinion: opinion.span)) for name, own in found.items()}


def _may_hold_opinions(passage: Passage) -> bool:
    reporting = passage.voice in (Voice.OPINION, Voice.REPORTED, Voice.PROCESS)
    return reporting and passage.kind in (PassageKind.PARAGRAPH, PassageKind.ITEM)


def stance_of(sentence: str) -> Stance:
    said = flat(sentence)
    if phrase("opinions", "no_objection").search(said):
        return Stance.FOR
    if phrase("opinions", "against").search(said):
        return Stance.AGAINST
    return Stance.FOR if phrase("opinions", "for").search(said) else Stance.NEITHER


def named_bodies(question: str) -> list[str]:
    """The bodies that the question names one by one: not "nämnderna", not "förvaltningen"."""
    capital = " ".join(word.text[0].upper() + word.text[1:] for word in words(question))
    found = [body.name for body in (*find_bodies(question), *find_bodies(capital))]
    return list(dict.fromkeys(name for name in found if fold(name) not in _GENERAL and " och " not in name))


def speaks_for(source: Source, names: Sequence[str]) -> bool:
    """Whether one of the named bodies wrote the document, or is the board that it was written to."""
    return any(_same_body(name, own) for name in names for own in (source.issuer, source.addressee) if own)


def _same_body(asked: str, own: str) -> bool:
    """Socialförvaltningen speaks for Socialnämnden, and Södermalms stadsdelsförvaltning for its stadsdelsnämnd."""
    return _root(asked) == _root(own)


def _root(name: str) -> tuple[str, ...]:
    kept = []
    for word in words(name):
        root = word.folded
        for ending in map(fold, _NAMED_BY):
            root = root.removesuffix(ending)
        if root:
            kept.append(root.removesuffix("s"))
    return tuple(kept)
