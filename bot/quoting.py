"""Choosing what to quote: whole sentences of the best passages, whole lists where a list is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answer import Intent
from bot.draft import Pick, Understood
from bot.words import fold
from index.types import Corpus, RankedPassage, Ranking
from knowledge.document import Document, PassageKind, Span

PASSAGES = 5
"""Passages whose sentences are looked at: what answers stands further down only by luck."""
LONGEST_LIST = 320
"""Words of a list that is still quoted whole."""

_LEANS_BACK = re.compile(
    r"^(?:(?:det(?:ta)?|den(?:na)?|de(?:ssa)?|han|hon|dess|deras|hans|hennes)\s+(?:(?:innebär|gäller|betyder|medför|gör|kan|ska|bör|är|har|"
    r"var|blir|får|måste|omfattar|används|görs|sker|beror|handlar|gjorde|finns även|fyra|tre|två|fem|båda)\b)"
    r"|(?:detta|dessa|denna|sådana?|där|därför|därmed|därigenom|dessutom|däremot|dock|även|också|samtidigt|vidare|annars|i så fall|"
    r"i det sammanhanget|i detta sammanhang|på så sätt|på det sättet|av dessa|för detta|med detta|till detta|båda)\b)",
    re.IGNORECASE,
)
"""Openings that need the sentence before: "Det innebär att", "Dessa fyra inriktningar"."""
_EXPLETIVE = re.compile(
    r"^det\s+(?:är|var|blir|kan|finns)\s+(?:\w+\s+){0,3}?(?:att|som|en|ett|inga?|inget|många|flera|vara)\b",
    re.IGNORECASE,
)
_RESTRICTS = re.compile(
    r"^(?:dock|men|undantag|(?:det|detta) gäller (?:dock |däremot )?(?:inte|endast|bara)|i annat fall|däremot)\b|^\w+(?:\s\w+)?\s+dock\b",
    re.IGNORECASE,
)
"""Openings that take something back: what they restrict is never quoted without them."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be quoted."""

    passage: RankedPassage
    place: int  # among the passage's sentences
    span: Span
    score: float


def choose(understood: Understood, corpus: Corpus, ranking: Ranking, max_words: int) -> list[Pick]:
    """The best quote first; never more than about `max_words` words, unless it is a list."""
    best = ranking.passages[:PASSAGES]
    if not best:
        return []
    if wants_list(understood) and (whole := _whole_list(corpus, best)):
        return [whole]
    candidates = [
        Candidate(passage, place, sentence.span, passage.score * sentence.score)
        for passage in best
        if passage.passage.kind is not PassageKind.LIST
        for place, sentence in enumerate(passage.sentences)
    ] or [Candidate(p, n, s.span, p.score * s.score) for p in best for n, s in enumerate(p.sentences)]
    if not candidates:
        return []
    chosen = max(candidates, key=lambda c: c.score)
    document = corpus.documents[chosen.passage.passage.document]
    span = grown(document, chosen.passage.passage.sentences, chosen.place, max_words)
    return [Pick(document.id, span, chosen.score)]


def wants_list(understood: Understood) -> bool:
    return understood.intent in (Intent.LIST, Intent.DIRECTION, Intent.PRINCIPLE, Intent.GOAL) and bool(
        re.search(r"\b(vilka|lista|namn|rakna upp|samtliga|alla|list|what are|which|name)\b", fold(understood.query))
    )


def _whole_list(corpus: Corpus, best: Sequence[RankedPassage]) -> Pick | None:
    """The list that the best passage is, or is an item of."""
    top = best[0].passage
    lists = [p.passage for p in best if p.passage.kind is PassageKind.LIST]
    for passage in lists:
        if passage == top or (passage.document == top.document and passage.span.covers(top.span)):
            span = Span(passage.sentences[0].start, passage.sentences[-1].end)
            if word_count(corpus.documents[passage.document], span) <= LONGEST_LIST:
                return Pick(passage.document, span, best[0].score)
    return None


def grown(document: Document, sentences: Sequence[Span], place: int, max_words: int) -> Span:
    """The sentence with what it leans on before it, and with what restricts it after it."""
    first = last = place
    while first > 0 and leans_back(sentences[first].of(document.text)):
        if word_count(document, Span(sentences[first - 1].start, sentences[last].end)) > 2 * max_words:
            break
        first -= 1
    while last + 1 < len(sentences) and _RESTRICTS.match(sentences[last + 1].of(document.text)):
        last += 1
    return Span(sentences[first].start, sentences[last].end)


def leans_back(sentence: str) -> bool:
    """Whether the sentence needs the one before it to be understood."""
    return bool(_LEANS_BACK.match(sentence)) and not _EXPLETIVE.match(sentence)


def word_count(document: Document, span: Span) -> int:
    return len(span.of(document.text).split())
