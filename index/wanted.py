"""What a question's words are looked for as: itself, its halves, a translation, what was meant by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.dictionary import swedish_for, synonyms
from index.expansions import Expansions, Stems
from index.lexical import PART, Alternative, LexicalIndex, Wanted
from index.spelling import Spelling
from index.swedish import is_content, is_english, root, stem, words

PART_WEIGHT = 0.5
"""Worth of the halves of a compound against the compound itself."""
UNACCENTED_WEIGHT, MISSPELT_WEIGHT = 0.9, 0.7
NEAR_WEIGHT = 0.4
"""Worth of a Swedish word that shares an English one with the word asked for: it may mean something else."""


class QuestionReader:
    """Turns a question into wanted words, by the words of one corpus. Thread-safe."""

    def __init__(self, index: LexicalIndex, expansions: Expansions | None = None) -> None:
        """
        Args:
            index: the corpus.
            expansions: what else the field's terms are called.
        """
        self._index = index
        self._expansions = expansions or Expansions()
        self._spelling = Spelling(index.words)

    def read(self, question: str) -> list[Wanted]:
        """The question's content words, each once, in their order; a term of several words is one."""
        english = is_english(question)
        asked = words(question)
        stems = [stem(word) for word in asked]
        wanted: dict[str, Wanted] = {}
        place = 0
        while place < len(asked):
            length, others = self._expansions.at(stems, place)
            if length > 1:
                term = " ".join(asked[place : place + length])
                wanted[term] = self._rated(
                    term, [self._name(name) for name in (stems[place : place + length], *others)]
                )
            elif length or is_content(asked[place]):
                wanted[asked[place]] = self._wanted(asked[place], english, others)
            place += length or 1
        return list(wanted.values())

    def _wanted(self, word: str, english: bool, others: Sequence[Stems]) -> Wanted:
        names = self._swedish(word) + [self._name(other) for other in others]
        if english or stem(word) not in self._index:
            names += [name for other in swedish_for(word) for name in self._swedish(other)]
        if not any(name.terms for name in names):
            names = self._meant(word, english)
        near = () if english else tuple(self._name([stem(other)], NEAR_WEIGHT) for other in synonyms(stem(word)))
        return replace(self._rated(word, names), near=tuple(name for name in near if name.terms))

    def _rated(self, word: str, names: Sequence[Alternative]) -> Wanted:
        """With the worth of the word itself, or, where the corpus has another name for it, of the best of those."""
        names = [name for name in names if name.terms]
        own = self._index.idf(stem(word)) if stem(word) in self._index else 0.0
        rarity = own or max((name.worth for name in names), default=0.0) or self._index.rarest
        return Wanted(word, tuple(names), rarity)

    def _swedish(self, word: str) -> list[Alternative]:
        parts = self._index.compounds.split(word) or (word,)
        return [self._name([stem(word)]), self._name([PART + root(part) for part in parts], PART_WEIGHT)]

    def _meant(self, word: str, english: bool) -> list[Alternative]:
        """What the typist may have had in mind. An English word near a Swedish one is seldom a slip."""
        if unaccented := self._spelling.unaccented(word):
            return [self._name([stem(meant)], UNACCENTED_WEIGHT) for meant in unaccented]
        return [] if english else [self._name([stem(meant)], MISSPELT_WEIGHT) for meant in self._spelling.near(word)]

    def _name(self, terms: Sequence[str], weight: float = 1.0) -> Alternative:
        """Only the terms that the corpus holds: the others could bring nothing."""
        return Alternative(tuple((term, weight * self._index.idf(term)) for term in terms if term in self._index))
