"""How likely it is that the first quote answers the question, in any corpus of 20 to 5,000 passages."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bot.evidence import covered
from bot.expecting import STRICT, Expected, expected_of, shows
from bot.quoting import Choice
from bot.weights import fitted
from index.types import Corpus, QuestionWord, Ranking

_SIGNALS = (
    "top_z",
    "cosine_z",
    "sentence_cosine_z",
    "margin",
    "share",
    "coverage",
    "best_coverage",
    "sentence_coverage",
    "sentence_share",
    "unknown",
    "words_rank",
    "meaning_rank",
    "english",
)
CONFIDENCE_FEATURES = (
    *_SIGNALS,
    "few_words",  # of content in the question: one word is covered easily
    "size",  # of the corpus
    "chance",  # of the quote, against the other sentences
    "chance_of_best",
    "quote_words",  # idf of the question's words that the quote holds, over that of all
    "place_words",  # the same, its headings included
    "rarest_missing",  # the rarest of the question's words that the quote lacks, against the rarest there can be
    "missing",  # how many of the question's words the quote and its headings lack, of all
    "known_missing",  # the same of those that stand elsewhere in the corpus
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
)


def confidence_features(ranking: Ranking, corpus: Corpus, choice: Choice) -> npt.NDArray[np.float32]:
    """(len(CONFIDENCE_FEATURES),)."""
    signals = ranking.signals
    quoted = [choice.candidates[n] for n in choice.quoted]
    sentences = [candidate.passage.sentences[candidate.place] for candidate in quoted]
    texts = [sentence.holds for sentence in sentences]
    places = [*texts, *(candidate.passage.holds for candidate in quoted[:1])]
    quote_words, place_words = covered(ranking, texts), covered(ranking, places)
    lacking = _lacking(ranking, places)
    rarest = max((word.rarity for word in ranking.words), default=1.0) or 1.0
    count = len(ranking.words) or 1
    meaning = max(sentence.meaning for sentence in sentences)
    cosine = max(sentence.cosine for sentence in sentences)
    best = max(s.cosine for candidate in choice.candidates for s in candidate.passage.sentences)
    expected = expected_of(ranking.query)
    shown = shows(expected, " ".join(candidate.text for candidate in quoted))
    english = signals.get("english", 0.0)
    soft = expected not in STRICT and expected is not Expected.ANYTHING
    values = (
        *(signals.get(name, 0.0) for name in _SIGNALS),
        1 / count,
        math.log(len(corpus.passages)) / 8,
        sum(choice.chances[n] for n in choice.quoted),
        max(choice.chances),
        quote_words,
        place_words,
        max((share * word.rarity / rarest for share, word in lacking), default=0.0),
        sum(share for share, _ in lacking) / count,
        sum(share for share, word in lacking if word.known) / count,
        (cosine - best) * 20,
        meaning,
        expected in STRICT and shown,
        expected in STRICT and not shown,
        soft and shown,
        soft and not shown,
        english * place_words,
        english * signals.get("unknown", 0.0),
        english * meaning,
        english * signals.get("sentence_cosine_z", 0.0),
    )
    return np.array(values, np.float32)


def confidence(ranking: Ranking, corpus: Corpus, choice: Choice) -> float:
    """The probability that the quote answers the question, in [0, 1]."""
    model = fitted("confidence", CONFIDENCE_FEATURES)
    return 1 / (1 + math.exp(-float(model(confidence_features(ranking, corpus, choice)))))


def _lacking(ranking: Ranking, holds: Sequence[Sequence[float]]) -> list[tuple[float, QuestionWord]]:
    """For each of the question's words, the share of it that none of the texts holds."""
    best = [max(each) for each in zip(*[held for held in holds if held], strict=True)] or [0.0] * len(ranking.words)
    return [(1 - share, word) for share, word in zip(best, ranking.words, strict=True)]
