"""Follow-ups, resolved against the asker's earlier questions without a language model.

"Och Påverkan då?" borrows the earlier question and puts its own subject in; "Vem ansvarar för det?"
keeps its own words and borrows the subject; "Varför?" borrows all but the question word; "den tredje"
is looked up in the list that the earlier question was answered with. A question that stands on its
own feet is left alone, so that a new topic is not dragged along.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.answer import Conversation
from bot.asking import (
    ASKING,
    ASPECTS,
    CONJUNCTIONS,
    CONTRASTING,
    COURTESIES,
    ENGLISH_PRONOUNS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    QUESTION_WORDS,
    TRAILING,
)
from bot.focus import focus_of, put_in_place, without_question_word
from bot.phrases import phrase, word_set
from bot.question import normalise, subject_of
from bot.routes.small_talk import small_talk
from bot.words import Word, words
from knowledge.document import Span

Listed = Callable[[str], Sequence[str]]
"""The names of the items that a question was answered with, in order; () when that was no list."""

_LAST = -1
_ORDINALS = {
    form: _LAST if number == "last" else int(number)
    for number in ("last", *"12345678")
    for form in word_set("follow_ups", f"ordinal_{number}")
}
_AFTER_PRONOUN = word_set("follow_ups", "after_pronoun")
_THERE = word_set("follow_ups", "there")
_LONGEST_FRAGMENT = 8
"""Words of "Och för frågor som berör flera nämnder?"; longer ones are questions of their own."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question on its own feet."""

    query: str
    follow_up: bool = False


def resolve(question: str, conversation: Conversation, listed: Listed = lambda _: ()) -> Resolved:
    """The question with what it borrows from the earlier ones.

    Args:
        question: as typed.
        conversation: the asker's earlier questions, oldest first, as typed; each is resolved in turn.
        listed: what an earlier, resolved question was answered with; asked for only when needed.
    """
    earlier: list[str] = []
    for turn in conversation:
        turn = normalise(turn)
        if small_talk(turn) is None and subject_of(turn := _resolve(turn, earlier, listed).query):
            earlier.append(turn)
    return _resolve(normalise(question), earlier, listed)


def _resolve(question: str, earlier: Sequence[str], listed: Listed) -> Resolved:
    """`earlier` are resolved questions. Tries the most explicit kind of follow-up first."""
    if not earlier or small_talk(question) is not None:
        return Resolved(question)
    previous = earlier[-1]
    flat = _Flat(question)
    if phrase("follow_ups", "more").fullmatch(flat.text):
        return Resolved(previous, follow_up=True)  # with its source, which is what "vem säger det?" asks for
    if named := _named(flat, earlier, listed):
        question, item, of = named
        rest = [word for word in words(question) if word.folded not in CONJUNCTIONS | TRAILING]
        if " ".join(word.text for word in rest) != " ".join(word.text for word in words(item)):
            return Resolved(question, follow_up=True)
        return Resolved(item if of == previous else put_in_place(item, previous), follow_up=True)
    own = [word for word in flat.words if word.folded not in CONJUNCTIONS | TRAILING]
    if not own:
        return Resolved(question)
    if opening := phrase("follow_ups", "opening").match(" ".join(word.folded for word in own)):
        rest = own[opening.group().count(" ") + 1 :]
        if rest:
            return Resolved(put_in_place(question[rest[0].start : rest[-1].end], previous), follow_up=True)
    if all(word.folded in QUESTION_WORDS for word in own):  # "Varför då?"
        return Resolved(f"{own[0].text} {without_question_word(previous)}?", follow_up=True)
    if replaced := _with_antecedent(flat, previous):
        return Resolved(replaced, follow_up=True)
    if _is_fragment(question, flat.words, own):
        return Resolved(put_in_place(question[own[0].start : own[-1].end], previous), follow_up=True)
    return Resolved(question)


class _Flat:
    """A question's folded words in one string, and the way back to where they stand."""

    def __init__(self, question: str) -> None:
        self.question = question
        self.words = words(question)
        self.text = " ".join(word.folded for word in self.words)

    def span(self, start: int, end: int) -> Span:
        """Where in the question the words of `text[start:end]` stand."""
        first = self.text.count(" ", 0, start)
        last = self.text.count(" ", 0, end)
        return Span(self.words[first].start, self.words[last].end)


def _named(flat: _Flat, earlier: Sequence[str], listed: Listed) -> tuple[str, str, str] | None:
    """The question with "den tredje" named, the name, and the question whose answer was the list; or None."""
    for match in phrase("follow_ups", "ordinal").finditer(flat.text):
        digit = match["digit"]
        number = int(digit) if digit else _ORDINALS.get(match["word"] or match["bare"], 0)
        if not number:
            continue
        for of in reversed(earlier):
            items = listed(of)
            if len(items) >= max(2, number):
                item = items[number - 1 if number > 0 else number]
                place = flat.span(*match.span())
                return flat.question[: place.start] + item + flat.question[place.end :], item, of
    return None


def _with_antecedent(flat: _Flat, previous: str) -> str:
    """The question with its pronoun replaced by the earlier subject; "" when no pronoun points back."""
    asked, question = flat.words, flat.question
    expletives = [flat.span(*match.span()) for match in phrase("follow_ups", "expletive").finditer(flat.text)]
    said = False  # whether the question has named something by itself
    for place, word in enumerate(asked):
        if said and word.folded in CONJUNCTIONS:
            return ""  # "Vad är Samverkan och vad innebär det?"
        following = asked[place + 1].folded if place + 1 < len(asked) else ""
        if word.folded in _THERE and not following:
            return f"{question[: word.start]}({focus_of(previous)})?"
        if word.folded not in PRONOUNS:
            said = said or word.folded not in ASKING | ASPECTS | PREPOSITIONS
            continue
        if any(span.covers(Span(word.start, word.end)) for span in expletives):
            continue
        if word.folded in POSSESSIVES and following:
            linking = "of" if word.folded in ENGLISH_PRONOUNS else "med"
            rest = question[asked[place + 1].start : asked[-1].end]
            return f"{question[: word.start]}{rest} {linking} {focus_of(previous)}?"
        if not following or following in _AFTER_PRONOUN or following in TRAILING:
            return question[: word.start] + focus_of(previous) + question[word.end :]
    return ""


def _is_fragment(question: str, asked: list[Word], own: list[Word]) -> bool:
    """Whether the words are no question of their own: "Och för EU-frågor?", "Påverkan då?", "Syftet?"."""
    first = own[0].folded
    if first in QUESTION_WORDS or len(own) > _LONGEST_FRAGMENT:
        return False
    opened = asked[0].folded in CONJUNCTIONS - CONTRASTING
    closed = asked[-1].folded in TRAILING - COURTESIES
    if opened or closed:
        return first not in ASKING - PREPOSITIONS or len(own) <= 4
    if first in ASPECTS and len(own) == 1:
        return True
    if first in PREPOSITIONS:
        return len(own) <= 4
    return len(own) <= 2 and question.rstrip().endswith("?") and first not in ASKING
