"""Choosing what to quote: whole sentences of the best passages, whole lists where a list is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz.fuzz import ratio

from bot.answer import Intent
from bot.draft import Pick, Understood
from bot.duplicates import ALIKE
from bot.evidence import (
    SENTENCE_FEATURES,
    Candidate,
    candidates_of,
    held_above,
    is_judged,
    sentence_features,
    things,
)
from bot.leaning import leans_back, restricts
from bot.phrases import phrase
from bot.standing import quote_voice
from bot.weights import Linear, fitted
from bot.words import flat, fold, words
from index.types import Corpus, RankedPassage, Ranking
from knowledge.document import Document, PassageKind, Span, Voice

LONGEST_LIST = 320
"""Words of a list that is still quoted whole."""
COST_OF_A_WORD = 0.001
"""Chance of holding the answer that a further word must bring: 20 words are worth it from a chance of 2 % on."""

HALF = 0.5
"""Of a word: that only one half of a compound is there, which is no meeting ("stadsdelar", "stadens")."""
FAIR_CHANCE = 0.15
"""Of a further sentence, to be quoted as well: about one in seven of them answers better than the first quote."""
MOST_FURTHER = 2


@dataclass(frozen=True)
class Choice:
    """What to quote first, and what the choice was made from."""

    pick: Pick
    candidates: Sequence[Candidate]
    chances: Sequence[float]  # of each candidate to be the answer, if one of them is
    quoted: Sequence[int]  # the candidates that the pick holds
    echoes: Sequence[int] = ()  # the candidates that say the same as a quoted one, elsewhere
    whole_list: bool = False


def choose(understood: Understood, corpus: Corpus, ranking: Ranking, max_words: int) -> Choice | None:
    """The best first quote of at most about `max_words` words, unless it is a list; None without passages."""
    candidates = candidates_of(ranking, corpus)
    if not candidates:
        return None
    chances = _chances(fitted("quoting", SENTENCE_FEATURES, is_judged(ranking)), ranking, corpus, candidates)
    best = int(np.argmax(chances))
    wanted = wants_list(understood) and _has_thing(ranking, corpus, candidates[best])
    if wanted and (span := _whole_list(corpus, ranking.passages, candidates[best])):
        document = candidates[best].document
        quoted = [n for n, c in enumerate(candidates) if c.document == document and span.covers(c.span)]
        return Choice(Pick(document, span, _total(chances, quoted)), candidates, chances, quoted, whole_list=True)
    quoted = _window(candidates, chances, corpus, max_words)
    span = _span(candidates, quoted, corpus, max_words)
    pick = Pick(candidates[quoted[0]].document, span, _total(chances, quoted))
    return Choice(pick, candidates, chances, quoted, _echoes(candidates, quoted))


def further(choice: Choice, corpus: Corpus, max_words: int) -> list[Pick]:
    """At most two more quotes, from sentences that also have a fair chance to be what was asked for."""
    candidates, chances = choice.candidates, choice.chances
    by_place = {(c.passage.row, c.place): n for n, c in enumerate(candidates)}
    taken = {*choice.quoted, *choice.echoes}
    picks: list[Pick] = []
    for number in sorted(range(len(candidates)), key=lambda n: -chances[n]):
        if chances[number] < FAIR_CHANCE or len(picks) == MOST_FURTHER:
            break
        window = _completed([number], candidates, by_place, max_words)
        if number not in taken and not taken & set(window):
            span = _span(candidates, window, corpus, max_words)
            picks.append(Pick(candidates[number].document, span, _total(chances, window)))
            taken |= {*window, *_echoes(candidates, window)}
    return picks


def wants_list(understood: Understood) -> bool:
    """Whether the question asks for several things: "Vilka är de fyra inriktningarna?" """
    return understood.intent is Intent.LIST or bool(phrase("expecting", "list_asked").search(flat(understood.query)))


def _chances(model: Linear, ranking: Ranking, corpus: Corpus, candidates: Sequence[Candidate]) -> list[float]:
    scores = model(sentence_features(ranking, corpus, candidates)).astype(np.float64)
    chances = np.exp(scores - scores.max())
    return [float(chance) for chance in chances / chances.sum()]


def _echoes(candidates: Sequence[Candidate], quoted: Sequence[int]) -> list[int]:
    """A tjänsteutlåtande says things twice: that a sentence has a double speaks for it, not against it."""
    said = [candidates[n].text.casefold() for n in quoted]
    others = [n for n in range(len(candidates)) if n not in quoted]
    return [n for n in others if any(ratio(candidates[n].text.casefold(), one, score_cutoff=ALIKE) for one in said)]


def _total(chances: Sequence[float], quoted: Sequence[int]) -> float:
    return sum(chances[n] for n in quoted)


def _window(candidates: Sequence[Candidate], chances: Sequence[float], corpus: Corpus, max_words: int) -> list[int]:
    """The neighbouring sentences of one speaker that are most likely to hold the answer, for their length."""
    best: tuple[float, list[int]] = (-1.0, [int(np.argmax(chances))])
    by_place = {(c.passage.row, c.place): n for n, c in enumerate(candidates)}
    for start in range(len(candidates)):
        first = candidates[start]
        window: list[int] = []
        words = 0
        place = first.place
        while (number := by_place.get((first.passage.row, place))) is not None:
            words += len(candidates[number].text.split())
            if window and (words > max_words or _voice(candidates[number], corpus) is not _voice(first, corpus)):
                break
            window.append(number)
            place += 1
            value = _total(chances, window) - COST_OF_A_WORD * words
            if value > best[0]:
                best = (value, list(window))
    return _completed(best[1], candidates, by_place, max_words)


def _voice(candidate: Candidate, corpus: Corpus) -> Voice:
    """A quote says who is speaking, so what is retold and what is thought of it are not one quote."""
    return quote_voice(corpus.documents[candidate.document], candidate.span)


def _completed(
    window: list[int], candidates: Sequence[Candidate], by_place: dict[tuple[int, int], int], max_words: int
) -> list[int]:
    """With the sentence that the first one leans on, and the one that restricts the last."""
    first, last = candidates[window[0]], candidates[window[-1]]
    before = by_place.get((first.passage.row, first.place - 1))
    words = sum(len(candidates[n].text.split()) for n in window)
    longest = 2 * max_words  # a long sentence is better than one that cannot be understood
    if before is not None and leans_back(first.text) and words + len(candidates[before].text.split()) <= longest:
        window = [before, *window]
    after = by_place.get((last.passage.row, last.place + 1))
    if after is not None and restricts(candidates[after].text):
        window = [*window, after]
    return window


def _span(candidates: Sequence[Candidate], quoted: Sequence[int], corpus: Corpus, max_words: int) -> Span:
    """From the first quoted sentence to the last; and what the first leans on, where a passage was cut before it."""
    first, last = candidates[quoted[0]], candidates[quoted[-1]]
    span = Span(first.span.start, last.span.end)
    row = first.passage.row
    if first.place or not row or not leans_back(first.text):
        return span
    before, passage = corpus.passages[row - 1], first.passage.passage
    if (passage.document, passage.section, passage.kind) != (before.document, before.section, before.kind):
        return span
    longer = Span(before.sentences[-1].start, span.end)
    text = corpus.documents[passage.document].text
    return longer if len(longer.of(text).split()) <= 2 * max_words else span


def _has_thing(ranking: Ranking, corpus: Corpus, chosen: Candidate) -> bool:
    """Whether the thing that several are asked for of ("Vilka inriktningar …?") is spoken of where it was found."""
    asked = {thing.folded for thing in things(words(ranking.query))}
    holds = zip(chosen.passage.holds, held_above(ranking, corpus, chosen.passage.passage), strict=False)
    lacked = [word for word, (own, above) in zip(ranking.words, holds, strict=False) if max(own, above) <= HALF]
    return not asked & {fold(word.word) for word in lacked}


def _whole_list(corpus: Corpus, best: Sequence[RankedPassage], chosen: Candidate) -> Span | None:
    """The list that holds the chosen sentence, if it is not too long to be read."""
    passage = chosen.passage.passage
    for ranked in best:
        whole = ranked.passage
        if whole.kind is PassageKind.LIST and whole.document == passage.document and whole.span.covers(chosen.span):
            return _of_length(corpus.documents[whole.document], whole.sentences)
    if passage.kind is not PassageKind.ITEM or passage.parent < 0:
        return None
    siblings = [p for p in corpus.passages if p.document == passage.document]
    return _of_length(corpus.documents[passage.document], siblings[passage.parent].sentences)


def _of_length(document: Document, sentences: Sequence[Span]) -> Span | None:
    span = Span(sentences[0].start, sentences[-1].end)
    return span if len(span.of(document.text).split()) <= LONGEST_LIST else None
