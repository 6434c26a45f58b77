""" "Vilka är inriktningarna?", "vad är syftet med Påverkan?": answered whole, from the documents' own structure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache

from bot.answer import Intent
from bot.asking import ASKING
from bot.draft import Draft, Pick, Understood
from bot.phrases import phrase, word_set
from bot.refusing import not_held_notices
from bot.structure import LONGEST, Kind, Part, Whole, find_mentions, find_wholes
from bot.words import flat, nearest, words
from index.types import Corpus, Ranking, Searcher
from knowledge.document import Span
from knowledge.glossary import Term
from knowledge.sentences import split_sentences

SURE = 0.95
MENTIONED = 0.8
"""A sentence that only says that there are principles answers less than the principles would."""
MOST_PARTS = 8
_ENDINGS = ("n", "en", "t", "et", "r", "er", "na", "erna", "ar", "arna", "s", "ns", "ens", "nas", "ernas", "arnas")

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


class StructureRoute:
    """Constructed once a generation: `StructureRoute(searcher.corpus, read_glossary(settings.knowledge))`.

    Proposes when the question is about all directions, principles or goals, or about one that it names or
    numbers, and about nothing more. Of several documents, the one of highest standing is quoted.
    """

    def __init__(self, corpus: Corpus, glossary: Sequence[Term] = ()) -> None:
        self.corpus = corpus
        self.wholes = find_wholes(corpus)
        self._called = {term.term: tuple(_key(name) for name in term.names) for term in glossary}
        self._vocabulary = {
            word.folded for whole in self.wholes for part in whole.parts for word in words(part.name)
        } | word_set("structure", "kinds")

    @cached_property
    def _said(self) -> frozenset[str]:
        """Every word of the documents."""
        return frozenset(word.folded for document in self.corpus.documents.values() for word in words(document.text))

    def propose(self, understood: Understood, searcher: Searcher, ranking: Ranking) -> Draft | None:
        if understood.intent is Intent.RESPONSIBILITY:
            return None
        left = self._left(understood.query)
        kind = _kind_asked(flat(understood.query), understood.intent)
        if found := self._part(understood.query, left, kind):
            return self._of_part(*found, flat(understood.query))
        if kind is None or left:
            return None
        if wholes := [whole for whole in self.wholes if whole.kind is kind]:
            if _ordinal(flat(understood.query)) is not None:
                return Draft(closest=self._whole(wholes[0]), intent=Intent(kind))  # "den femte" of four
            return Draft(quotes=self._whole(wholes[0]), confidence=SURE, intent=Intent(kind))
        if mentions := find_mentions(self.corpus, kind):
            best = mentions[0]
            if _ordinal(flat(understood.query)) is not None:  # that there are principles does not tell the third
                return Draft(closest=[Pick(best.document, best.span)], intent=Intent(kind))
            return Draft(
                quotes=[Pick(best.document, best.span, MENTIONED)],
                confidence=MENTIONED,
                notices=not_held_notices(self.corpus.sources, understood.language),
                intent=Intent(kind),
            )
        return None

    def _left(self, question: str) -> list[str]:
        """The question's words beyond those that ask, those for the kinds, and those that add nothing."""
        idle = ASKING | word_set("structure", "idle") | word_set("structure", "kinds")
        mended = [self._mended(word.folded) for word in words(question)]
        return [word for word in mended if word not in idle and not word.isdigit()]

    def _mended(self, word: str) -> str:
        """ "påvekran" is meant to be "påverkan", but "påverkas" is a word of its own."""
        return word if word in self._said else nearest(word, self._vocabulary) or word

    def _part(self, question: str, left: list[str], kind: Kind | None) -> tuple[Whole, Part] | None:
        """The part that the question names, in any form or in English, or numbers ("den tredje")."""
        key = tuple(left)
        for whole in self.wholes:
            if kind is not None and whole.kind is not kind:
                continue
            for part in whole.parts:
                if key and part.name and self._is_called(part.name, key):
                    return whole, part
        number = _ordinal(flat(question))
        if number is None or left or kind is None:
            return None
        return next(
            ((w, w.parts[number]) for w in self.wholes if w.kind is kind and -1 <= number < len(w.parts)),
            None,
        )

    def _is_called(self, name: str, asked: tuple[str, ...]) -> bool:
        """Whether the asked words are the name, one of its names in the glossary, or that one's last words."""
        names = next((called for called in self._called.values() if _same(_key(name), called[0])), (_key(name),))
        # "Advocacy (Påverkan)" gives the name twice.
        return any(_same(asked, n[-len(asked) :]) for n in names) or (
            len(asked) > 1 and all(any(_same((word,), n) for n in names) for word in asked)
        )

    def _of_part(self, whole: Whole, part: Part, asked: str) -> Draft:
        text = self.corpus.documents[whole.document].text
        span = part.span
        if phrase("structure", "purpose").search(asked):
            # "Vad är syftet med …?" is answered by the sentence that says so; the rest explains the background.
            for sentence in split_sentences(text, _body(text, part)):
                if re.match(r"(?:syftet|målet|avsikten)\b", sentence.of(text), re.IGNORECASE):
                    span = sentence
        return Draft(quotes=[Pick(whole.document, span, SURE, part.name)], confidence=SURE, intent=Intent(whole.kind))

    def _whole(self, whole: Whole) -> list[Pick]:
        text = self.corpus.documents[whole.document].text
        if len(whole.span.of(text).split()) <= LONGEST:
            return [Pick(whole.document, whole.span, SURE)]
        return [Pick(whole.document, part.span, SURE, part.name) for part in whole.parts[:MOST_PARTS]]


def _kind_asked(asked: str, intent: Intent) -> Kind | None:
    for kind in Kind:
        if phrase("structure", str(kind)).search(asked):
            return kind
    return next((kind for kind in Kind if kind.value == intent.value), None)


def _ordinal(asked: str) -> int | None:
    """The place that the question numbers, from 0; -1 for the last."""
    for place, name in enumerate(_ORDINALS):
        if phrase("structure", name).search(asked):
            return place
    return -1 if phrase("structure", "last").search(asked) else None


def _body(text: str, part: Part) -> Span:
    """The part without the name that leads it."""
    start = part.span.start
    if part.name and text.startswith(part.name, start):
        start += len(part.name)
        while start < part.span.end and (text[start].isspace() or text[start] in "-–—:."):
            start += 1
    return Span(start, part.span.end)


@lru_cache(maxsize=4096)  # names of parts and terms come back with every question
def _key(name: str) -> tuple[str, ...]:
    return tuple(word.folded for word in words(name))


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """The same words, whatever their number and definiteness. A stem would make "påverkas" one with "påverkan"."""
    return len(one) == len(other) and all(a == b or _inflects(a, b) for a, b in zip(one, other, strict=True))


def _inflects(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) > 3 and long.startswith(short) and long[len(short) :] in _ENDINGS
