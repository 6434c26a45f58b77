"""How much words are worth against meaning."""

from __future__ import annotations

import numpy as np

from index.fusion import fuse, fuse_sentences
from index.lexical import LexicalMatch
from index.meaning import SemanticMatch


def words(share: list[float]) -> LexicalMatch:
    shares = np.array(share, np.float32)
    return LexicalMatch(shares * 10, shares, shares, shares[None])


def meaning(score: list[float]) -> SemanticMatch:
    scores = np.array(score, np.float32)
    return SemanticMatch(scores, scores, scores, scores)


STARTS = np.array([0, 1])


def order(share: list[float], score: list[float]) -> list[int]:
    fused = fuse(meaning(score), words(share), words(share), STARTS)
    return np.argsort(-fused).tolist()


def test_a_question_in_the_texts_own_words_is_ranked_by_words() -> None:
    assert order([0.1, 0.6], [2.0, 0.0]) == [1, 0]


def test_a_question_in_other_words_is_ranked_by_meaning_although_bm25_has_a_first_place() -> None:
    assert order([0.0, 0.15], [2.0, 0.0]) == [0, 1]


def test_without_any_word_in_common_the_fused_score_is_the_semantic_one() -> None:
    fused = fuse(meaning([0.3, -1.0]), words([0, 0]), words([0, 0]), STARTS)
    assert fused.tolist() == meaning([0.3, -1.0]).score.tolist()


def test_words_spread_over_sentences_are_worth_less_than_in_one() -> None:
    together = fuse(meaning([0, 0]), words([0.5, 0.5]), words([0.5, 0.1]), STARTS)
    assert together[0] > together[1]


def test_sentences_are_ranked_by_the_same_rule() -> None:
    assert fuse_sentences(meaning([1.0, 0.0]), words([0.0, 0.6])).argmax() == 1
    assert fuse_sentences(meaning([1.0, 0.0]), words([0.0, 0.1])).argmax() == 0
