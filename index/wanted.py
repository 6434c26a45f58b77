"""What a question's words are looked for as: itself, its halves, a translation, what was meant by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.dictionary import swedish_for
from index.lexical import PART, Alternative, LexicalIndex, Wanted
from index.spelling import Spelling
from index.swedish import content_words, is_english, stem, words

PART_WEIGHT = 0.5
"""Worth of the halves of a compound against the compound itself."""
UNACCENTED_WEIGHT, MISSPELT_WEIGHT = 0.9, 0.7


class QuestionReader:
    """Turns a question into wanted words, by the words of one corpus. Thread-safe."""

    def __init__(self, index: LexicalIndex, expansions: Mapping[str, Sequence[str]] | None = None) -> None:
        """
        Args:
            index: the corpus.
            expansions: what else a lower-case term of the field is called ("ks": "kommunstyrelsen").
        """
        self._index = index
        self._expansions = expansions or {}
        self._spelling = Spelling(index.words)

    def read(self, question: str) -> list[Wanted]:
        """The question's content words, each once, in their order."""
        english = is_english(question)
        return [self._wanted(word, english) for word in dict.fromkeys(content_words(question))]

    def _wanted(self, word: str, english: bool) -> Wanted:
        known = stem(word) in self._index
        names = self._swedish(word)
        if english or not known:
            names += [name for other in swedish_for(word) for name in self._swedish(other)]
        names += [self._name([stem(part) for part in words(other)]) for other in self._expansions.get(word, ())]
        names = [name for name in names if name.terms] or self._meant(word, english)
        rarity = self._index.idf(stem(word)) if known else max((name.worth for name in names), default=0.0)
        return Wanted(word, tuple(names), rarity or self._index.rarest)

    def _swedish(self, word: str) -> list[Alternative]:
        parts = self._index.compounds.split(word) or (word,)
        return [self._name([stem(word)]), self._name([PART + stem(part) for part in parts], PART_WEIGHT)]

    def _meant(self, word: str, english: bool) -> list[Alternative]:
        """What the typist may have had in mind. An English word near a Swedish one is seldom a slip."""
        if unaccented := self._spelling.unaccented(word):
            return [self._name([stem(meant)], UNACCENTED_WEIGHT) for meant in unaccented]
        return [] if english else [self._name([stem(meant)], MISSPELT_WEIGHT) for meant in self._spelling.near(word)]

    def _name(self, terms: Sequence[str], weight: float = 1.0) -> Alternative:
        """Only the terms that the corpus holds: the others could bring nothing."""
        return Alternative(tuple((term, weight * self._index.idf(term)) for term in terms if term in self._index))
