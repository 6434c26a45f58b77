"""One ranking out of words and meaning, which decides by itself how much the words are worth.

A fixed mix of the two rankings wins where a question's words are the text's own and loses where they are
not, because a ranking by BM25 has a first place even when it has found nothing: z-scores and ranks blow
that nothing up. Here words count in absolute terms: the share of what the question's words are worth in
this corpus (their idf, that of words which no passage holds included) that a passage really has. The
share is squared, so that half of the words is worth a quarter: a word or two in common happens by chance.
A question asked in words of its own, or in another language, thus leaves the ranking to meaning, and one
that quotes the text leaves it to words, without a switch between.

The weights are in standard deviations of the semantic score. More of them helps questions in the texts' own
words, less of them helps questions in other words (a FAQ's): halved or raised by half they move the mean
reciprocal rank of either kind by about 0.01, on questions that the encoder's adapter was not trained on.
"""

from __future__ import annotations

import numpy as np

from index.lexical import LexicalMatch, Scores
from index.meaning import Rows, SemanticMatch

PASSAGE_WORDS = 7.5
"""For a passage that holds all of the question's words, as often as it can."""
SENTENCE_WORDS = 4.0
"""More when one sentence holds them all, and not several of them some."""
COVERAGE = 2.5
"""More when they all occur, however seldom."""


def fuse(semantic: SemanticMatch, passages: LexicalMatch, sentences: LexicalMatch, starts: Rows) -> Scores:
    """(n,) scores of the passages; only differences within one question mean anything.

    Args:
        semantic: the question's meaning against passages and sentences.
        passages: the question's words against the passages.
        sentences: the same against the sentences.
        starts: (n,) where each passage's sentences start.
    """
    best_sentence: Scores = np.maximum.reduceat(sentences.share, starts)
    fused: Scores = (
        semantic.score
        + PASSAGE_WORDS * passages.share**2
        + SENTENCE_WORDS * best_sentence**2
        + COVERAGE * passages.coverage**2
    )
    return fused


def fuse_sentences(semantic: SemanticMatch, sentences: LexicalMatch) -> Scores:
    """(m,) scores of the sentences, made as those of passages are."""
    fused: Scores = semantic.sentences + PASSAGE_WORDS * sentences.share**2 + COVERAGE * sentences.coverage**2
    return fused
