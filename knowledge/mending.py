"""Search text: what a span says when line breaks, soft hyphens and stray spaces are mended.

The document's own text stays as it is. This is what is indexed, so that "företagsetableringar" finds
"företags-etableringar" and "006-1137/2007" finds "006- 1137/2007".
"""

from __future__ import annotations

import re

from knowledge.document import Span

_SOFT_HYPHEN = re.compile("\u00ad\\s*")
_DIARY_NUMBER = re.compile(r"\b(\d{2,4}) ?[-–] ?(\d{1,6}) ?/ ?(\d{2,4})\b")
_CUT_OVER_LINES = re.compile(r"(?<=[^\W\d_])[-\u2010] *\n\s*(?=[^\W\d_])")
_LEFT_OVER = re.compile(r"\b([a-zåäöéü]{4,})[-\u2010]([a-zåäöéü]{3,})\b")
_HALF_WORD = re.compile(r"(?:och|eller|samt|respektive|resp|alternativt|till|men|som|i|på|per|and|or)\b", re.IGNORECASE)
_OWN_HYPHEN = re.compile(r"(?:icke|semi|anti|post|ultra|super|mini|nord|syd|väst|röd|grön|svart|blå|\w+sk|\w+io|\w+al)")
"""First parts that take a hyphen by right: "icke-statlig", "svensk-norsk", "socio-ekonomisk"."""


def search_text(text: str, span: Span) -> str:
    """The words of the span on one line, with broken words and numbers whole again."""
    words = _SOFT_HYPHEN.sub("", span.of(text))
    words = _CUT_OVER_LINES.sub(_rejoin, words)
    words = " ".join(words.split())
    words = _DIARY_NUMBER.sub(r"\1-\2/\3", words)
    return _LEFT_OVER.sub(_without_left_over, words)


def _rejoin(cut: re.Match[str]) -> str:
    rest = cut.string[cut.end() : cut.end() + 12]
    if _HALF_WORD.match(rest):
        return "- "  # "barn-\noch ungdomsfrågor"
    before = re.search(r"[\w-]*$", cut.string[max(0, cut.start() - 40) : cut.start()])
    left = before.group() if before else ""
    keeps = left.isupper() or len(left) == 1 or rest[0].isupper()
    return "-" if keeps else ""  # "EU-\nfrågor", "Hägersten-\nLiljeholmen"; else "förvalt-\nningen"


def _without_left_over(word: re.Match[str]) -> str:
    if _OWN_HYPHEN.fullmatch(word[1]):
        return word[0]
    return word[1] + word[2]
