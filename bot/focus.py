"""What a question is about within itself, and how another thing is put in its place."""

from __future__ import annotations

from bot.asking import ARTICLES, ASPECTS, CONJUNCTIONS, ENGLISH_ASPECTS, PREPOSITIONS, QUESTION_WORDS, TRAILING
from bot.language import swedishness
from bot.phrases import phrase
from bot.question import subject_of
from bot.words import Word, words
from knowledge.document import Span


def focus_span(question: str) -> Span:
    """Where the thing asked about stands: after the last preposition, else the whole subject.

    "Vad är syftet med Profiler?" is about Profiler, "Vem är handläggare?" about handläggare.
    """
    asked = _without_trailing(words(question))
    subject = subject_of(question)
    start = question.rfind(subject) if subject else 0
    while len(asked) > 1 and asked[-1].folded in PREPOSITIONS:
        asked.pop()  # "Vad är strategin till för?"
    for place in range(len(asked) - 2, 0, -1):
        if asked[place].folded in PREPOSITIONS and asked[place + 1].start >= start:
            return Span(asked[place + 1].start, asked[-1].end)
    return Span(start, max(start, asked[-1].end)) if subject else Span(0, len(question))


def focus_of(question: str) -> str:
    return focus_span(question).of(question)


def put_in_place(fragment: str, question: str) -> str:
    """The question with the fragment where it fits: a preposition, a body, an aspect, or else the focus.

    "för EU-frågor" takes the place of what stands after "för", "kommunstyrelsen" that of another body, and
    "syftet" asks for the purpose of what the question was about.
    """
    new = _without_trailing(words(fragment))
    while len(new) > 1 and new[0].folded in ARTICLES:
        new = new[1:]
    if not new:
        return question
    fragment = fragment[new[0].start : new[-1].end]
    asked = words(question)
    if len(new) == 1 and new[0].folded in ASPECTS:
        linking = "of" if new[0].folded in ENGLISH_ASPECTS and swedishness(question) <= 0 else "med"
        return f"{fragment} {linking} {focus_of(question)}?"
    if len(new) > 1 and new[0].folded in PREPOSITIONS:
        return _after_preposition(fragment, new[0], asked, question)
    if phrase("follow_ups", "body").fullmatch(new[-1].folded):
        for word in asked:
            if phrase("follow_ups", "body").fullmatch(word.folded):
                return question[: word.start] + fragment + question[word.end :]
    place = focus_span(question)
    return question[: place.start] + fragment + question[place.end :]


def without_question_word(question: str) -> str:
    """ "Vad tycker förvaltningen?" without "Vad": what a lone "Varför?" asks about."""
    asked = words(question)
    rest = [word for word in asked if word.folded not in CONJUNCTIONS]
    while rest and rest[0].folded in QUESTION_WORDS:
        rest.pop(0)
    return question[rest[0].start : asked[-1].end] if rest else question


def _after_preposition(fragment: str, preposition: Word, asked: list[Word], question: str) -> str:
    for word in reversed(asked[1:]):
        if word.folded == preposition.folded:
            return f"{question[: word.start]}{fragment}?"
    start = focus_span(question).start
    before = [word for word in asked[1:] if word.end <= start and word.folded in PREPOSITIONS]
    cut = before[-1].start if before else len(question.rstrip(" ?"))
    return f"{question[:cut].rstrip()} {fragment}?"


def _without_trailing(asked: list[Word]) -> list[Word]:
    while asked and asked[-1].folded in TRAILING:
        asked = asked[:-1]
    return asked
