"""What speaks for a sentence as the answer: figures that mean the same in every corpus."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.asking import LIGHT, QUESTION_WORDS
from bot.expecting import STRICT, Expected, expected_of, shows
from bot.terms import stems
from bot.words import Word, fold
from index.types import LOWEST_ODDS, Corpus, RankedPassage, RankedSentence, Ranking
from knowledge.document import BlockKind, Passage, PassageKind, Span

Features = npt.NDArray[np.float32]

PASSAGES = 5
"""Passages whose sentences are looked at: what answers stands further down only by luck."""
LIGHT_WORTH = 0.2
LEAST_TOLD = 0.02
"""What is less probable by known questions is not told apart from what none of them is about."""
_QUANTIFIERS = frozenset({"manga", "mycket", "stor", "stora", "many", "much"})

SENTENCE_FEATURES = (
    "passage",  # logit of the passage's score, under that of the best passage
    "passage_first",
    "score",  # under the best sentence's, in standard deviations of ordinary questions
    "meaning",  # the same without words
    "words",  # idf of the question's words that the sentence holds, over that of all
    "words_under_best",
    "words_after",  # the same of the sentence before: an answer often follows what repeats the question
    "words_before",
    "score_after",
    "score_before",
    "strict_shown",  # a date is asked for, and here is one
    "strict_missing",
    "soft_shown",
    "soft_missing",
    "question",  # a sentence that asks answers nothing
    "after_question",
    "lead",  # ends in a colon
    "short",
    "length",
    "first",  # of its passage
    "item",
    "heading_words",
    "odds",  # the judge's, under the best sentence's
    "likely",  # the judge's probability, "none answers" included
    "asked",  # how much it answers a known question like this one
    "asked_under_best",
    "sought",  # how probable it is by known questions that it is asked for, above LEAST_TOLD, in log odds
    "sought_under_best",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be quoted, and where it was found."""

    passage: RankedPassage
    place: int  # among the passage's sentences
    span: Span
    text: str

    @property
    def document(self) -> str:
        return self.passage.passage.document

    @property
    def sentence(self) -> RankedSentence:
        return self.passage.sentences[self.place]


def candidates_of(ranking: Ranking, corpus: Corpus) -> list[Candidate]:
    """The sentences of the best passages, each once: an item's rather than its list's."""
    best = ranking.passages[:PASSAGES]
    order = sorted(best, key=lambda ranked: ranked.passage.kind is PassageKind.LIST)
    found: dict[tuple[str, Span], Candidate] = {}
    for ranked in order:
        text = corpus.documents[ranked.passage.document].text
        for place, sentence in enumerate(ranked.sentences):
            key = (ranked.passage.document, sentence.span)
            found.setdefault(key, Candidate(ranked, place, sentence.span, " ".join(sentence.span.of(text).split())))
    return list(found.values())


def sentence_features(ranking: Ranking, corpus: Corpus, candidates: Sequence[Candidate]) -> Features:
    """(candidates, len(SENTENCE_FEATURES))."""
    expected = expected_of(ranking.query)
    top = logit(max(candidate.passage.score for candidate in candidates))
    scores = [_score(candidate, candidate.place) for candidate in candidates]
    meanings = [candidate.sentence.meaning for candidate in candidates]
    coverage = _coverage(ranking, candidates)
    held = [coverage[candidate.passage.row][candidate.place] for candidate in candidates]
    best_score, best_meaning, best_held = max(scores), max(meanings), max(held)
    passages = {c.passage.row: c.passage.passage for c in candidates}
    headings = {row: covered(ranking, [held_above(ranking, corpus, passages[row])]) for row in passages}
    first = ranking.passages[0]
    texts = {(candidate.passage.row, candidate.place): candidate.text for candidate in candidates}
    read = odds_of(ranking, candidates)
    odds = np.zeros(len(candidates), np.float32) if read is None else read
    likely = np.zeros(len(candidates)) if read is None else np.exp(odds) / (1 + np.exp(odds).sum())
    asked = [candidate.sentence.asked for candidate in candidates]
    sought = [log_odds_told(candidate.sentence.sought) for candidate in candidates]
    most_asked, most_sought = max(asked), max(sought)
    rows = []
    figures = zip(candidates, scores, meanings, held, odds - odds.max(), likely, asked, sought, strict=True)
    for candidate, score, meaning, words, under_best, chance, alike, sure in figures:
        shown = shows(expected, candidate.text)
        before, after = candidate.place - 1, candidate.place + 1
        length = len(candidate.text.split())
        rows.append(
            (
                logit(candidate.passage.score) - top,
                candidate.passage is first,
                score - best_score,
                meaning - best_meaning,
                words,
                words - best_held,
                _neighbour(coverage[candidate.passage.row], before),
                _neighbour(coverage[candidate.passage.row], after),
                _score(candidate, before) - best_score,
                _score(candidate, after) - best_score,
                expected in STRICT and shown,
                expected in STRICT and not shown,
                expected not in STRICT and expected is not Expected.ANYTHING and shown,
                expected not in STRICT and not shown,
                candidate.text.endswith("?"),
                texts.get((candidate.passage.row, before), "").endswith("?"),
                candidate.text.endswith(":"),
                length < 5,
                math.log(1 + length) / 4,
                candidate.place == 0,
                candidate.passage.passage.kind is PassageKind.ITEM,
                headings[candidate.passage.row],
                under_best,
                chance,
                alike,
                alike - most_asked,
                sure,
                sure - most_sought,
            )
        )
    return np.array(rows, np.float32)


def odds_of(ranking: Ranking, candidates: Sequence[Candidate]) -> Features | None:
    """(candidates,) the judge's log odds that each answers, at least LOWEST_ODDS; None when no judge read anything.

    A sentence that stands in a list and in its item was read twice: the better reading counts.
    """
    read: dict[tuple[str, Span], float] = {}
    for document, span, odds in judged(ranking):
        read[document, span] = max(read.get((document, span), LOWEST_ODDS), odds)
    if not read:
        return None
    return np.array([read.get((c.document, c.span), LOWEST_ODDS) for c in candidates], np.float32)


def is_judged(ranking: Ranking) -> bool:
    """Whether a judge has read any of it."""
    return next(judged(ranking), None) is not None


def judged(ranking: Ranking) -> Iterator[tuple[str, Span, float]]:
    """The sentences that a judge has read, as (document, span, log odds); one in a list and in its item comes twice."""
    for ranked in ranking.passages:
        for sentence in ranked.sentences:
            if sentence.odds is not None:
                yield ranked.passage.document, sentence.span, sentence.odds


def worths(ranking: Ranking) -> list[float]:
    """The idf of each of the question's words; a fifth of it for words that say little in any question."""
    return [word.rarity * (LIGHT_WORTH if fold(word.word) in LIGHT else 1) for word in ranking.words]


def things(asked: Sequence[Word]) -> list[Word]:
    """The word after "vilka", "hur många", "which": what is asked for."""
    for place, word in enumerate(asked[:-1]):
        if word.folded in QUESTION_WORDS:
            after = asked[place + 2 :] if asked[place + 1].folded in _QUANTIFIERS else asked[place + 1 :]
            return list(after[:1])
    return []


def above(corpus: Corpus, passage: Passage) -> str:
    """What stands above a passage and counts as said with it: title, headings, and an item's list's lead."""
    document = corpus.documents[passage.document]
    titles = [document.title, *passage.section]
    if passage.kind is PassageKind.ITEM:
        lists = {block.list_id for block in document.blocks if block.span.overlaps(passage.span)} - {-1}
        leads = (b for b in document.blocks if b.kind is BlockKind.LIST_LEAD and b.list_id in lists)
        titles += [lead.span.of(document.text) for lead in leads]
    return " ".join(titles)


def held_above(ranking: Ranking, corpus: Corpus, passage: Passage) -> tuple[float, ...]:
    """For each of the question's words, 1 when what stands above the passage has it, else 0."""
    said = stems(above(corpus, passage))
    return tuple(float(bool(stems(word.word) & said)) for word in ranking.words)


def log_odds_told(probability: float) -> float:
    """What known questions tell, above LEAST_TOLD; 0 below that, and where none is known."""
    return logit(max(probability, LEAST_TOLD)) - logit(LEAST_TOLD)


def logit(score: float) -> float:
    clipped = min(max(score, 1e-6), 1 - 1e-6)
    return math.log(clipped / (1 - clipped))


def _score(candidate: Candidate, place: int) -> float:
    """A sentence's score; a neighbour's that does not exist counts as the passage's worst."""
    sentences = candidate.passage.sentences
    if 0 <= place < len(sentences):
        return sentences[place].score
    return min(sentence.score for sentence in sentences)


def _coverage(ranking: Ranking, candidates: Sequence[Candidate]) -> dict[int, Sequence[float]]:
    """For each passage's row, what `covered` is for each of its sentences alone."""
    worth = np.array(worths(ranking))
    total = float(worth.sum())
    found: dict[int, Sequence[float]] = {}
    for passage in {candidate.passage.row: candidate.passage for candidate in candidates}.values():
        holds = [sentence.holds for sentence in passage.sentences]
        alone = np.array(holds) @ worth / total if total and all(holds) else np.zeros(len(holds))
        found[passage.row] = alone.tolist()
    return found


def _neighbour(values: Sequence[float], place: int) -> float:
    return values[place] if 0 <= place < len(values) else 0.0


def covered(ranking: Ranking, holds: Sequence[Sequence[float]]) -> float:
    """Idf of the question's words that one of the texts holds, over that of all, in [0, 1]."""
    rarity = worths(ranking)
    total = sum(rarity)
    if not total or not any(holds):
        return 0.0
    best = [max(each) for each in zip(*[held for held in holds if held], strict=True)]
    return float(np.dot(best, rarity)) / total
