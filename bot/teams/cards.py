"""`to_card`: an answer as an Adaptive Card, within every limit that Teams sets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.answer import Answer, Quote
from bot.service import Surroundings
from bot.teams.elements import (
    LONGEST_TITLE,
    Element,
    ask,
    card,
    container,
    execute,
    heading,
    label,
    open_url,
    shorten,
    unfold,
    written,
)
from bot.teams.quotes import CLOSE, QuoteBlock
from bot.teams.share import share_link
from bot.teams.sizes import CARD_LIMIT, weight
from bot.teams.state import CardState, reference, state_of
from bot.texts import text

MOST_CLOSEST = 2
MOST_SUGGESTIONS = 4
MOST_NOTES = 4
LONGEST_MESSAGE = 1200
LONGEST_SPOKEN = 800


@dataclass(frozen=True, slots=True)
class CardOptions:
    """What this installation can do. `interactive`: the card's buttons reach the bot."""

    public_url: str = ""
    can_ask_a_person: bool = False
    interactive: bool = True
    limit: int = CARD_LIMIT


def to_card(
    answer: Answer,
    options: CardOptions = CardOptions(),
    state: CardState | None = None,
    surroundings: Surroundings | None = None,
) -> Element:
    """The card of an answer.

    Every quote is shown whole, in the words of its document, or not at all: when they do not all fit
    under `options.limit`, the last ones are left out, and the card says how many. Buttons and sources
    are never what is left out. `surroundings` belong to the quote that `state.open` names.
    """
    state = state_of(answer) if state is None else state
    lead = [*_asked_by_button(answer, state), *_lead(answer)]
    tail = [*_notes(answer), *_said(answer, state), *_suggestions(answer, options)]
    actions = _actions(answer, options, state)
    room = options.limit - weight(_whole(answer, lead, [], tail, actions))
    blocks = [
        _block(quote, answer, options, state, surroundings if reference(quote) == state.open else None)
        for quote in answer.quotes or answer.closest[:MOST_CLOSEST]
    ]
    return _whole(answer, lead, _fitting(blocks, room, answer.language), tail, actions)


def spoken(answer: Answer) -> str:
    """The answer as a sentence or two: for notifications, screen readers and clients without cards.

    The first quote is in it whole, or, when it is long, not at all.
    """
    parts = [answer.responsible.owner if answer.responsible else "", answer.message]
    if answer.quotes:
        first = answer.quotes[0]
        parts += [" ".join(first.text.split()), first.standing or first.issuer]
    said = " – ".join(part for part in parts if part)
    return said if said and weight(said) <= 2 * LONGEST_SPOKEN else text("teams.see_card", answer.language)


def _whole(
    answer: Answer, lead: list[Element], quotes: list[Element], tail: list[Element], actions: list[Element]
) -> Element:
    return card([*lead, *quotes, *tail], actions, spoken(answer), answer.language)


def _fitting(blocks: list[Element], room: int, language: str) -> list[Element]:
    """As many blocks as there is room for, from the first on, and a line about those left out."""
    left_out = [label(text("teams.left_out", language, count=len(blocks)), isSubtle=True)]
    room -= weight(left_out)
    kept: list[Element] = []
    for block in blocks:
        room -= weight(block) + 4  # and the ", " before it
        if room < 0:
            return [*kept, label(text("teams.left_out", language, count=len(blocks) - len(kept)), isSubtle=True)]
        kept.append(block)
    return kept


def _block(
    quote: Quote, answer: Answer, options: CardOptions, state: CardState, surroundings: Surroundings | None
) -> Element:
    buttons_of = state if options.interactive else None
    return QuoteBlock(quote, answer.language, options.public_url, buttons_of, surroundings).element()


def _asked_by_button(answer: Answer, state: CardState) -> list[Element]:
    """The question, when no message in the chat shows it."""
    return written(shorten(answer.question, LONGEST_TITLE), weight="Bolder") if state.by_button else []


def _lead(answer: Answer) -> list[Element]:
    lead: list[Element] = []
    if answer.resolved and answer.resolved != answer.question:
        lead.append(label(text("teams.understood_as", answer.language), size="Small", isSubtle=True))
        lead += written(shorten(answer.resolved, LONGEST_TITLE), CLOSE, size="Small", isSubtle=True)
    if (owner := answer.responsible) is not None:
        lead.append(label(text("teams.owner", answer.language), size="Small", isSubtle=True))
        lead += written(shorten(owner.owner, LONGEST_TITLE), CLOSE, size="Large", weight="Bolder")
        lead += written(shorten(owner.certainty, LONGEST_TITLE), CLOSE, size="Small", isSubtle=True)
    lead += _message(answer)
    if answer.closest and not answer.quotes:
        lead.append(heading(text("teams.closest", answer.language)))
        lead.append(label(text("teams.not_an_answer", answer.language), isSubtle=True, spacing="None"))
    return lead


def _message(answer: Answer) -> list[Element]:
    message = answer.message
    return written(message if weight(message) <= 2 * LONGEST_MESSAGE else shorten(message, LONGEST_MESSAGE))


def _notes(answer: Answer) -> list[Element]:
    return [
        container(written(shorten(note, 2 * LONGEST_TITLE)), style="warning", spacing="Medium")
        for note in answer.notes[:MOST_NOTES]
        if note.strip()
    ]


def _said(answer: Answer, state: CardState) -> list[Element]:
    """A receipt for what the reader has just done."""
    if not state.said:
        return []
    return [container([label(text(f"teams.said_{state.said}", answer.language))], style="good", spacing="Medium")]


def _suggestions(answer: Answer, options: CardOptions) -> list[Element]:
    fitting = [one for one in answer.suggestions if one.strip() and weight(one) <= 2 * LONGEST_TITLE][:MOST_SUGGESTIONS]
    if not fitting or not options.interactive:
        return []
    title = label(text("teams.suggestions", answer.language), isSubtle=True, spacing="Medium")
    return [title, {"type": "ActionSet", "actions": [ask(question) for question in fitting]}]


def _actions(answer: Answer, options: CardOptions, state: CardState) -> list[Element]:
    """The buttons under an answer. What has been done is said where its button was."""
    if not options.interactive or not (answer.quotes or answer.closest):
        return []
    return [
        *_feedback(answer, state),
        *_ask_a_person(answer, options, state),
        *open_url(text("teams.share", answer.language), share_link(answer, options.public_url)),
    ]


def _feedback(answer: Answer, state: CardState) -> Iterable[Element]:
    language = answer.language
    if state.said in ("useful", "not_useful"):
        return []
    reasons = ("wrong", "incomplete", "unclear", "outdated")
    form: list[Element] = [
        {
            "type": "Input.ChoiceSet",
            "id": "reason",
            "label": text("teams.why", language),
            "style": "expanded",
            "choices": [{"title": text(f"teams.reason_{one}", language), "value": one} for one in reasons],
        },
        {
            "type": "Input.Text",
            "id": "comment",
            "label": text("teams.comment", language),
            "isMultiline": True,
            "maxLength": 500,
        },
    ]
    send = execute(text("teams.send", language), "not_useful", state.data())
    return [
        execute(text("teams.useful", language), "useful", state.data()),
        unfold(text("teams.not_useful", language), form, [send]),
    ]


def _ask_a_person(answer: Answer, options: CardOptions, state: CardState) -> Iterable[Element]:
    if not options.can_ask_a_person or state.said == "asked":
        return []
    language = answer.language
    consent: list[Element] = [
        {
            "type": "Input.Toggle",
            "id": "consent",
            "title": text("teams.consent", language),
            "valueOn": "yes",
            "valueOff": "no",
            "value": "no",
            "wrap": True,
        }
    ]
    send = execute(text("teams.pass_on", language), "ask_a_person", state.data())
    return [unfold(text("teams.ask_a_person", language), consent, [send])]
