""" "Vad betyder remiss?": a word of the field, from our own glossary and marked as our own words."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Intent
from bot.asking import ASKING
from bot.draft import Draft, Understood
from bot.phrases import phrase, word_set
from bot.texts import text
from bot.words import flat, nearest, words
from index.swedish import stem
from index.types import Ranking, Searcher
from knowledge.document import BlockKind
from knowledge.glossary import Term

SURE = 0.99
"""The word that is asked for is the glossary's very word."""
LONGER = 2
"""Letters that the glossary's form of a word may have more: a "fullmakt" is no "fullmäktige", with the same stem."""


class DefinitionRoute:
    """Constructed once: `DefinitionRoute(read_glossary(settings.knowledge))`.

    Explains a term when the question asks for nothing but its meaning. A term that the documents
    themselves explain in a named item ("Omvärldsbevakning – …") is left to them: a quote beats our words.
    """

    def __init__(self, glossary: Sequence[Term]) -> None:
        self._terms: dict[tuple[str, ...], tuple[str, Term]] = {}
        for term in glossary:
            if term.definition:
                for name in term.names:
                    self._terms.setdefault(_key(name), (name, term))
        self._vocabulary = {word.folded for term in glossary for name in term.names for word in words(name)}

    def propose(self, understood: Understood, searcher: Searcher, ranking: Ranking) -> Draft | None:
        asked = flat(understood.query)
        if understood.intent is not Intent.DEFINITION and not phrase("definition", "asks").search(asked):
            return None
        term = self._term(self._subject(understood.query))
        if term is None or _explained(term, searcher):
            return None
        language = understood.language
        explained = term.definition_en if language == "en" and term.definition_en else term.definition
        return Draft(
            message=text("definition.means", language, term=_shown(term, language), definition=explained),
            confidence=SURE,
            notices=[("own_words", text("definition.own_words", language))],
            intent=Intent.DEFINITION,
        )

    def _term(self, subject: str) -> Term | None:
        name, term = self._terms.get(_key(subject), ("", None))
        return term if len(name) - len(subject) <= LONGER else None

    def _subject(self, question: str) -> str:
        """What is left of the question without its asking words, slips of the finger mended."""
        left = [word.folded for word in words(question)]
        left = [word for word in left if word not in ASKING and word not in word_set("definition", "empty")]
        return " ".join(nearest(word, self._vocabulary) or word for word in left)


def _key(name: str) -> tuple[str, ...]:
    return tuple(stem(word.folded) for word in words(name))


def _shown(term: Term, language: str) -> str:
    """ "diarienummer (dnr)", in English "diarienummer (registration number)"."""
    others = term.english if language == "en" else term.abbreviations
    return f"{term.term} ({others[0]})" if others else term.term


def _explained(term: Term, searcher: Searcher) -> bool:
    return any(
        block.kind is BlockKind.ITEM and _key(block.name) == _key(term.term)
        for document in searcher.corpus.documents.values()
        for block in document.blocks
    )
