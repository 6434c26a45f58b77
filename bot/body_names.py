"""The English names of the city's bodies, put into Swedish before a question is read for whom it names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.bodies import find_bodies
from knowledge.glossary import Term


class SwedishNames:
    """Replaces "the Social Services Administration" by "socialförvaltningen", by the glossary's entries for bodies."""

    def __init__(self, glossary: Sequence[Term]) -> None:
        names = {
            name.casefold(): term.term
            for term in glossary
            if find_bodies(term.term)
            for name in (*term.english, *term.abbreviations)
        }
        longest_first = sorted(names, key=len, reverse=True)
        self._names = names
        self._pattern = re.compile(rf"\b(?:the\s+)?({'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)

    def __call__(self, question: str) -> str:
        if not self._names:
            return question
        return self._pattern.sub(lambda found: self._names[found[1].casefold()], question)
