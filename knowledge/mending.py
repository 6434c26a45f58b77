"""Search text: what a span says when line breaks, soft hyphens and stray spaces are mended.

The document's own text stays as it is. This is what is indexed, so that "företagsetableringar" finds
"företags-etableringar" and "006-1137/2007" finds "006- 1137/2007". The lines of a PDF, which has no text
but its lines, are put together by the same rule.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.document import Span

_SOFT_HYPHEN = re.compile("\u00ad\\s*")
_DIARY_NUMBER = re.compile(r"\b(\d{2,4}) ?[-–] ?(\d{1,6}) ?/ ?(\d{2,4})\b")
_CUT_OVER_LINES = re.compile(r"(?<=[^\W\d_])[-\u2010] *\n\s*(?=[^\W\d_])")
_LEFT_OVER = re.compile(r"\b([a-zåäöéü]{4,})[-\u2010]([a-zåäöéü]{3,})\b")
_HALF_WORD = re.compile(r"(?:och|eller|samt|respektive|resp|alternativt|till|som|i|på|and|or)\b", re.IGNORECASE)
"""What follows half a word: "barn- och", "kultur- som". Not "men", which ends "program-men" far more often."""
_WHOLE_WITH = re.compile(r"(?:in|här|där|fram|dit|hit|lik|så|efter|även)(?:till|som|på|i)", re.IGNORECASE)
"""Words that may be cut before what looks like one of those."""
_OWN_HYPHEN = re.compile(r"(?:icke|semi|anti|post|ultra|super|mini|socio|ekonomisk|röd|grön|svart|blå)", re.IGNORECASE)
"""First parts that take a hyphen by right, whatever follows: "icke-statlig", "röd-grön"."""
_PAIR = re.compile(r"\w+(?:sk|al|io|nord|syd|öst|väst)-\w+(?:sk|ska|skt|al|ala|alt|lig|liga|ligt)", re.IGNORECASE)
"""Two adjectives side by side: "svensk-norska"."""


def search_text(text: str, span: Span) -> str:
    """The words of the span on one line, with broken words and numbers whole again."""
    words = _SOFT_HYPHEN.sub("", span.of(text))
    words = _CUT_OVER_LINES.sub(_rejoin, words)
    words = " ".join(words.split())
    words = _DIARY_NUMBER.sub(r"\1-\2/\3", words)
    return _LEFT_OVER.sub(_without_left_over, words)


def joined_lines(lines: Sequence[str]) -> tuple[str, list[int]]:
    """The lines as one text, and the offset in it where each begins.

    A word that a line's end cut is whole again ("förvalt-" / "ningen"); other lines part at a line break.
    """
    text = ""
    starts: list[int] = []
    for line in lines:
        if text and (cut := _CUT_OVER_LINES.search(f"{text[-60:]}\n{line[:60]}", max(0, len(text[-60:]) - 1))):
            glue = _rejoin(cut)
            text = text[: -1 if glue != "- " else None].rstrip() + {"": "", "-": "-", "- ": "\n"}[glue]
        elif text:
            text += "\n"
        starts.append(len(text))
        text += line
    return text, starts


def _rejoin(cut: re.Match[str]) -> str:
    """What stands instead of a hyphen at a line's end and the line break after it."""
    rest = cut.string[cut.end() : cut.end() + 40]
    before = re.search(r"[\w-]*$", cut.string[max(0, cut.start() - 40) : cut.start()])
    left = before.group() if before else ""
    if (half := _HALF_WORD.match(rest)) and not _WHOLE_WITH.fullmatch(left + half[0]):
        return "- "  # "barn-\noch ungdomsfrågor"
    keeps = left.isupper() or len(left) == 1 or rest[0].isupper() or _has_own_hyphen(left, rest)
    return "-" if keeps else ""  # "EU-\nfrågor", "Hägersten-\nLiljeholmen"; else "förvalt-\nningen"


def _without_left_over(word: re.Match[str]) -> str:
    return word[0] if _has_own_hyphen(word[1], word[2]) else word[1] + word[2]


def _has_own_hyphen(left: str, rest: str) -> bool:
    right = re.match(r"\w*", rest)
    assert right is not None  # it matches nothing at least
    return _OWN_HYPHEN.fullmatch(left) is not None or _PAIR.fullmatch(f"{left}-{right[0]}") is not None
