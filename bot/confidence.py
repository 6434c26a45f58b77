"""How likely it is that the first quote answers the question, in any corpus of 20 to 5,000 passages."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bot.evidence import covered, held_above, is_judged, log_odds_told, logit, odds_of, things, worths
from bot.expecting import STRICT, Expected, expected_of, shows
from bot.quoting import Choice
from bot.weights import fitted
from bot.words import Word, fold, words
from index.types import LOWEST_ODDS, Corpus, Ranking

_SIGNALS = (
    "top_z",
    "cosine_z",
    "sentence_cosine_z",
    "share",
    "sentence_share",
    "words_rank",
    "meaning_rank",
    "english",
)
CONFIDENCE_FEATURES = (
    *_SIGNALS,
    "few_words",  # of content in the question: one word is covered easily
    "size",  # of the corpus
    "chance",  # of the quote and what says the same, against the other sentences
    "runner_up",  # the highest chance of a sentence that says something else
    "margin",  # of the quote's passage over the best one that says something else, in standard deviations
    "heading_words",  # of the question, in the headings that the quote stands under
    "quote_words",  # idf of the question's words that the quote holds, over that of all
    "place_words",  # the same, its headings included
    "unknown",  # the same of words that stand nowhere in the corpus
    "known_missing",  # the same of words that stand elsewhere in the corpus, and not in the quote
    "rarest_missing",  # the rarest of the question's words that the quote lacks, against the rarest there can be
    "missing",  # how many of the question's words the quote and its headings lack, of all
    "asked_missing",  # the thing asked for ("Vilka vänorter …?") is not named
    "name_missing",  # share of the question's names and numbers that the quote lacks
    "cosine_under_best",  # of the quote's best sentence, under the best anywhere
    "meaning",  # of the quote's best sentence, in standard deviations of ordinary questions
    "strict_shown",
    "strict_missing",
    "soft_shown",
    "soft_missing",
    "english_words",
    "english_unknown",
    "english_meaning",
    "english_cosine",
    "judged",  # the judge's log odds of the quote and what says the same, against all else and against "none"
    "judged_best",  # the judge's highest log odds of a quoted sentence, against "none"
    "judged_none",  # the log odds that the judge gives "none of what was read answers"
    "judged_top",  # whether the quote holds what the judge likes best
    "english_judged",
    "asked",  # how much the quote answers a known question like this one
    "asked_elsewhere",  # the same of the sentences that say something else
    "sought",  # how probable it is by known questions that the quote is asked for, above LEAST_TOLD, in log odds
    "sought_elsewhere",  # the same of the sentences that say something else
    "not_answered",  # the same of what the document does not answer
    "not_answered_judged",  # the judge's log odds that this one asks for the same as one of those, above the lowest
)
SPEAKING_OF_LIST = 2


def confidence(ranking: Ranking, corpus: Corpus, choice: Choice) -> float:
    """The probability that the quote answers the question, in [0, 1]."""
    model = fitted("confidence", CONFIDENCE_FEATURES, is_judged(ranking))
    return 1 / (1 + math.exp(-float(model(confidence_features(ranking, corpus, choice)))))


def confidence_features(ranking: Ranking, corpus: Corpus, choice: Choice) -> npt.NDArray[np.float32]:
    """(len(CONFIDENCE_FEATURES),)."""
    signals = ranking.signals
    quoted = [choice.candidates[n] for n in _speaking(choice)]
    own = {*choice.quoted, *choice.echoes}
    sentences = [candidate.sentence for candidate in quoted]
    texts = [sentence.holds for sentence in sentences]
    said_above = held_above(ranking, corpus, quoted[0].passage.passage)
    places = [*texts, *(candidate.passage.holds for candidate in quoted[:1]), said_above]
    place_words = covered(ranking, places)
    worth = worths(ranking)
    total, rarest = sum(worth) or 1.0, max(worth, default=1.0) or 1.0
    lacking = _lacking(len(worth), places)
    known = [word.known for word in ranking.words]
    unknown = sum(w for w, k in zip(worth, known, strict=True) if not k) / total
    lacked = [share * w for share, w in zip(lacking, worth, strict=True)]
    meaning = max(sentence.meaning for sentence in sentences)
    cosine = max(sentence.cosine for sentence in sentences)
    best = max(s.cosine for candidate in choice.candidates for s in candidate.passage.sentences)
    asked_missing, name_missing = _focus_missing(ranking, lacking)
    expected = expected_of(ranking.query)
    shown = shows(expected, " ".join(candidate.text for candidate in quoted))
    if expected is Expected.COUNT and asked_missing:
        shown = False  # a number, but of something else
    english = signals.get("english", 0.0)
    verdict = _verdict(ranking, choice)
    soft = expected not in STRICT and expected is not Expected.ANYTHING
    values = (
        *(signals.get(name, 0.0) for name in _SIGNALS),
        1 / (len(worth) or 1),
        math.log(len(corpus.passages)) / 8,
        sum(choice.chances[n] for n in own),
        _highest(own, choice.chances)[1],
        _margin(choice, own),
        covered(ranking, [said_above]),
        covered(ranking, texts),
        place_words,
        unknown,
        sum(lack for lack, k in zip(lacked, known, strict=True) if k) / total,
        max(lacked, default=0.0) / rarest,
        sum(lacking) / (len(lacking) or 1),
        asked_missing,
        name_missing,
        (cosine - best) * 20,
        meaning,
        expected in STRICT and shown,
        expected in STRICT and not shown,
        soft and shown,
        soft and not shown,
        english * place_words,
        english * unknown,
        english * meaning,
        english * signals.get("sentence_cosine_z", 0.0),
        *verdict,
        english * verdict[0],
        *_highest(own, [candidate.sentence.asked for candidate in choice.candidates]),
        *_highest(own, [log_odds_told(candidate.sentence.sought) for candidate in choice.candidates]),
        log_odds_told(signals.get("not_answered", 0.0)),
        _bounded(signals.get("not_answered_judged", LOWEST_ODDS)) - LOWEST_ODDS,
    )
    return np.array(values, np.float32)


def _speaking(choice: Choice) -> Sequence[int]:
    """The candidates that speak for the quote: of a whole list the likeliest, since a long list has all words."""
    if not choice.whole_list:
        return choice.quoted
    return sorted(choice.quoted, key=lambda n: -choice.chances[n])[:SPEAKING_OF_LIST]


def _verdict(ranking: Ranking, choice: Choice) -> tuple[float, float, float, float]:
    """The figures "judged" to "judged_top"; all 0 when no judge read anything."""
    odds = odds_of(ranking, choice.candidates)
    if odds is None:
        return 0.0, 0.0, 0.0, 0.0
    own = {*choice.quoted, *choice.echoes}
    said = _log_sum([float(odds[n]) for n in own])
    others = _log_sum([0.0, *(float(one) for n, one in enumerate(odds) if n not in own)])
    best = max(float(odds[n]) for n in _speaking(choice))
    none = -_log_sum(odds.tolist())
    return _bounded(said - others), _bounded(best), _bounded(none), float(int(odds.argmax()) in own)


def _highest(own: set[int], figures: Sequence[float]) -> tuple[float, float]:
    """The highest figure of what is quoted or says the same, and of the other candidates; 0 where there is none."""
    others = [figure for n, figure in enumerate(figures) if n not in own]
    return max(figures[n] for n in own), max(others, default=0.0)


def _log_sum(values: Sequence[float]) -> float:
    most = max(values)
    return most + math.log(sum(math.exp(value - most) for value in values))


def _bounded(odds: float) -> float:
    return min(max(odds, LOWEST_ODDS), -LOWEST_ODDS)


def _margin(choice: Choice, own: set[int]) -> float:
    passages = {candidate.passage.row: candidate.passage.score for candidate in choice.candidates}
    saying_it = {choice.candidates[n].passage.row for n in own}
    others = [score for row, score in passages.items() if row not in saying_it]
    return logit(max(passages[row] for row in saying_it)) - logit(max(others, default=0.5))


def _lacking(count: int, holds: Sequence[Sequence[float]]) -> list[float]:
    """For each of the question's words, the share of it that none of the texts holds."""
    best = [max(each) for each in zip(*[held for held in holds if held], strict=True)] or [0.0] * count
    return [1 - share for share in best]


def _focus_missing(ranking: Ranking, lacking: Sequence[float]) -> tuple[float, float]:
    """How much of the thing asked for, and of the question's names and numbers, is missing."""
    lacks = {fold(word.word): lack for word, lack in zip(ranking.words, lacking, strict=True)}
    asked = words(ranking.query)
    thing = next((_lack(word, lacks) for word in things(asked)), 0.0)
    names = [_lack(w, lacks) for n, w in enumerate(asked) if w.text[0].isdigit() or (n and w.text[0].isupper())]
    return thing, sum(names) / len(names) if names else 0.0


def _lack(word: Word, lacks: dict[str, float]) -> float:
    """A hyphenated word is several words of content: its worst part counts. Words that say nothing lack nothing."""
    parts = [lacks[part] for part in (word.folded, *word.folded.replace("-", " ").split()) if part in lacks]
    return max(parts, default=0.0)
