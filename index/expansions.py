"""What a term of the field is also called: "KS" is kommunstyrelsen, and so is the City Executive Board."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.swedish import stem, words

Stems = tuple[str, ...]


class Expansions:
    """The names of the field's terms, found in a question in any of their forms."""

    def __init__(self, terms: Iterable[Sequence[str]] = ()) -> None:
        """
        Args:
            terms: all names of each term.
        """
        self._others: dict[Stems, list[Stems]] = {}
        for names in terms:
            keys = [tuple(map(stem, words(name))) for name in names]
            for key in filter(None, keys):
                others = self._others.setdefault(key, [])
                others += [other for other in keys if other and other != key and other not in others]
        self._longest = max(map(len, self._others), default=0)

    def at(self, stems: Sequence[str], place: int) -> tuple[int, list[Stems]]:
        """How many words the longest name that starts at `place` has, and the term's other names; (0, []) for none."""
        for length in range(min(self._longest, len(stems) - place), 0, -1):
            if others := self._others.get(tuple(stems[place : place + length])):
                return length, others
        return 0, []
