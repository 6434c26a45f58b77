"""What a question asks for is learnt from examples, which are trusted as far as they are right of each other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.classifier import NOISE, QuestionClassifier, regression

EXAMPLES = ("Vem ansvarar för hamnen?", "vem har ansvaret för hamnar", "När öppnar badet?", "vilken tid öppnas badet")
CLASSES = np.array([0, 0, 1, 1])
SAME = np.ones((4, 1), np.float32)
ALL = np.ones(2, bool)


def learnt(classes: np.ndarray = CLASSES) -> QuestionClassifier:
    return QuestionClassifier(EXAMPLES, SAME, classes, 2)


def told(question: str, classifier: QuestionClassifier, allowed: np.ndarray = ALL) -> list[float]:
    found: list[float] = classifier.probabilities(question, np.ones(1, np.float32), allowed).tolist()
    return found


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Vem är ansvarig för hamnarna?", 0),
        ("hammnen, vem ansvrar?", 0),
        ("Öppnar baden i dag?", 1),
        ("badets öppning", 1),
    ],
)
def test_letters_alone_tell_what_is_asked_for(question: str, expected: int) -> None:
    assert int(np.argmax(told(question, learnt()))) == expected


def test_meaning_alone_tells_what_is_asked_for() -> None:
    towards = np.eye(2, dtype=np.float32)[CLASSES]
    classifier = QuestionClassifier(["a", "b", "c", "d"], towards, CLASSES, 2)
    for number, vector in enumerate(np.eye(2, dtype=np.float32)):
        assert int(np.argmax(classifier.probabilities("what?", vector, ALL))) == number


def test_what_is_not_allowed_is_left_out_of_account() -> None:
    classifier = learnt()
    both = told(EXAMPLES[0], classifier)
    assert sum(both) == pytest.approx(1) and both[0] > both[1] > 0
    assert told(EXAMPLES[0], classifier, np.array([False, True])) == [0, 1]


def test_examples_that_contradict_each_other_are_trusted_less() -> None:
    question = "Vem ansvarar för hamnarna?"
    assert max(told(question, learnt())) > 0.8 > max(told(question, learnt(np.array([0, 1, 0, 1]))))


def test_a_class_may_be_the_only_one_and_an_example_too() -> None:
    alone = QuestionClassifier(["Vem?"], np.ones((1, 1), np.float32), np.array([0]), 1)
    assert told("", alone, np.ones(1, bool)) == [1]


def test_the_least_probable_class_is_certain_where_no_other_is_allowed() -> None:
    weights = np.array([[200.0, -200.0]] * 4, np.float32)  # so far apart that an exponential would overflow
    assert told(EXAMPLES[0], QuestionClassifier(EXAMPLES, SAME, CLASSES, 2, weights), np.array([False, True])) == [0, 1]


def test_what_was_learnt_before_says_the_same() -> None:
    before = learnt()
    again = QuestionClassifier(EXAMPLES, SAME, CLASSES, 2, before.weights)
    assert before.weights.shape == (4, 2) and before.weights.dtype == np.float32
    assert told("Vem har hand om hamnen?", again) == told("Vem har hand om hamnen?", before)


@given(st.integers(2, 12), st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_what_the_others_say_of_an_example_is_what_they_say_without_it(k: int, c: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    points, values = random.normal(size=(k, 3)), random.normal(size=(k, c))
    alike = np.exp(-((points[:, None] - points[None]) ** 2).sum(axis=2) / 2)
    weights, by_others = regression(alike.copy(), values)
    assert (alike + NOISE * np.eye(k)) @ weights == pytest.approx(values, abs=1e-6)
    for left_out in range(k):
        rest = np.arange(k) != left_out
        without, _ = regression(alike[np.ix_(rest, rest)].copy(), values[rest])
        assert alike[left_out, rest] @ without == pytest.approx(by_others[left_out], abs=1e-6)
