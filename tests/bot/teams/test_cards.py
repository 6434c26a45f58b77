"""`to_card`: valid, verbatim and within the limits, whatever the answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answer import Answer, Intent, Place, Quote, Responsible
from bot.service import Surroundings
from bot.teams.cards import CardOptions, spoken, to_card
from bot.teams.delivery import card_message, fits
from bot.teams.elements import LONGEST_TITLE, shorten
from bot.teams.greeting import welcome_card
from bot.teams.sizes import CARD_LIMIT, MESSAGE_LIMIT, SHORTENED, weight
from bot.teams.state import CardState, read_reference, read_state, reference, state_of
from tests.bot.teams.cards_schema import elements, lines, titles, validate
from tests.bot.teams.world import answer, quote

EVERYTHING = CardOptions("https://strategi.example", can_ask_a_person=True)
BUTTONS = ["Till hjälp", "Inte till hjälp", "Fråga en person", "Dela"]

NASTY = (
    "*fet* _kursiv_ **mycket fet** [länk](https://evil.example) `kod` ~~struken~~",
    "1. Första",
    "- punkt",
    "# rubrik",
    "> citat",
    "<at>alla</at> <script>alert(1)</script> &amp; &lt;",
    "{{DATE(2017-02-14T06:08:39Z,SHORT)}} {{TIME(x)}} {{{{",
    "${$root.hemligt} \\*omvänt\\*",
    'Han sa "nej" \\ \\\\ \\"',
    "👩‍👩‍👧‍👦🇸🇪 \u202eomvänd\u202c \u0000 \ud7ff",
)

words = st.sampled_from(NASTY) | st.text(max_size=200)
some = st.sampled_from(["", "Påhittad text."]) | words


def long(part: str) -> st.SearchStrategy[str]:
    return st.integers(1, 60).map(lambda times: part * times)


LONGEST_FILE_NAME = 255  # a document's id is its file's name
quotes = st.builds(
    quote,
    text=(words | words.flatmap(long)).filter(str.strip),
    start=st.integers(0, 10**7),
    title=words | words.flatmap(long),
    issuer=some,
    standing=some,
    name=some,
    dnr=st.none() | words,
    section=st.lists(words, max_size=3).map(tuple),
    page=st.none() | st.integers(1, 999),
    also_in=st.lists(st.builds(Place, some, st.just(0), st.just(1), some), max_size=5).map(tuple),
    url=words.map("/documents/".__add__) | words.flatmap(long),
    document=(some | words.flatmap(long)).map(lambda name: name[:LONGEST_FILE_NAME]),
)
answers = st.builds(
    Answer,
    question=some | words.flatmap(long),
    language=st.sampled_from(["sv", "en"]),
    intent=st.sampled_from(Intent),
    answered=st.booleans(),
    confidence=st.floats(0, 1),
    quotes=st.lists(quotes, max_size=6).map(tuple) | quotes.map(lambda one: (one,) * 40),
    responsible=st.none() | st.builds(Responsible, words, words, st.just(0), certainty=some),
    closest=st.lists(quotes, max_size=4).map(tuple),
    suggestions=st.lists(words, max_size=6).map(tuple),
    message=some | words.flatmap(long),
    notes=st.lists(words | words.flatmap(long), max_size=6).map(tuple),
    resolved=some,
    generation=some,
)


def folded(text: str) -> str:
    return " ".join(text.split())


def shown_quotes(card: dict[str, Any]) -> list[str]:
    """What stands in each quote's box, as one text."""
    return [
        folded(" ".join(lines({"body": box})))
        for box in card["body"]
        if box["type"] == "Container" and box.get("style") == "emphasis"
    ]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(answers, st.booleans())
def test_any_answer_makes_a_valid_card_within_the_limits(given_answer: Answer, interactive: bool) -> None:
    options = replace(EVERYTHING, interactive=interactive)
    card = to_card(given_answer, options)
    validate(card)
    assert weight(card) < CARD_LIMIT
    message = card_message(card, spoken(given_answer))
    assert weight(message.model_dump(by_alias=True, exclude_unset=True, mode="json")) < MESSAGE_LIMIT and fits(message)
    _shown_whole_or_not_at_all(given_answer, card)
    if interactive and given_answer.quotes:
        wanted = 4 if given_answer.quotes[0].url and len(given_answer.quotes[0].url) < 200 else 3
        assert len(card["actions"]) >= wanted  # buttons are never what is cut


def _shown_whole_or_not_at_all(given_answer: Answer, card: dict[str, Any]) -> None:
    candidates = given_answer.quotes or given_answer.closest[:2]
    boxes = shown_quotes(card)
    for one, box in zip(candidates, boxes, strict=False):
        assert folded(one.text) in box
    if len(boxes) < len(candidates):
        left_out = len(candidates) - len(boxes)
        assert any(str(left_out) in part.get("text", "") for part in card["body"])


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(answers)
def test_a_shorter_card_is_valid_and_verbatim_too(given_answer: Answer) -> None:
    for limit in SHORTENED:
        card = to_card(given_answer, replace(EVERYTHING, limit=limit))
        validate(card)
        _shown_whole_or_not_at_all(given_answer, card)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(quotes, some, some)
def test_surroundings_are_verbatim_round_the_quote(one: Quote, before: str, after: str) -> None:
    around = Surroundings(before, one, after)
    card = to_card(answer("?", one), EVERYTHING, state_of(answer("?", one)).having(open=reference(one)), around)
    validate(card)
    assert weight(card) < CARD_LIMIT
    for box in shown_quotes(card):
        assert folded(f"{before} {one.text} {after}") in box


@pytest.mark.parametrize("text", NASTY)
def test_markup_in_a_quote_is_shown_as_it_is_written(text: str) -> None:
    card = to_card(answer("?", quote(text)), EVERYTHING)
    assert folded(text) in [folded(line) for line in lines(card)]
    for element in elements(card["body"]):
        if element.get("type") == "TextBlock":  # where Markdown is rendered
            assert folded(text) not in folded(element["text"])
        if element.get("type") == "TextRun":  # the one thing that is computed in a TextRun
            assert "{{" not in element["text"]


def test_a_card_says_who_speaks_where_and_when() -> None:
    one = quote(name="Påverkan", also_in=tuple(Place(f"d{n}", 1, 2, f"Handling {n}") for n in range(5)))
    shown = lines(to_card(answer("?", one), EVERYTHING))
    assert shown == [
        "Påverkan",
        one.text,
        "Förvaltningens bedömning, 2016-10-25 – inte ett beslut",
        "Påhittat tjänsteutlåtande",
        "Ärendet › Förslag · s. 3 · dnr 1.2-3/2016",
        "Handling 0",
        "Handling 1",
        "Handling 2",
        "… och 2 till",
    ]


def test_the_date_is_said_once() -> None:
    assert "2016-10-25" in lines(to_card(answer("?", quote(standing="Bedömning")), EVERYTHING))[-1]


def test_the_owner_leads() -> None:
    owned = answer(responsible=Responsible("Kommunstyrelsen", "EU-frågor", 0, certainty="Står uttryckligen"))
    card = to_card(owned, EVERYTHING)
    assert lines(card)[:2] == ["Kommunstyrelsen", "Står uttryckligen"]
    assert spoken(owned).startswith("Kommunstyrelsen – Alla nämnder")


def test_the_closest_are_not_an_answer() -> None:
    nothing = answer(answered=False, quotes=(), closest=(quote(),) * 5, message="Det framgår inte.")
    card = to_card(nothing, EVERYTHING)
    said = [element["text"] for element in elements(card["body"]) if element.get("type") == "TextBlock"]
    assert any(text.startswith("Inte ett svar") for text in said)
    assert len(shown_quotes(card)) == 2
    assert spoken(nothing) == "Det framgår inte."


def test_notes_and_suggestions_are_there() -> None:
    card = to_card(answer(notes=("Ersatt av en påhittad strategi.",), suggestions=("Vem ansvarar?",)), EVERYTHING)
    assert "Ersatt av en påhittad strategi." in lines(card)
    assert {"ask": "Vem ansvarar?"} in [part.get("data") for part in elements(card)]


def test_the_buttons() -> None:
    card = to_card(answer(), EVERYTHING)
    assert titles(card) == BUTTONS
    rows = [
        action["title"]
        for part in elements(card["body"])
        if part.get("type") == "ActionSet"
        for action in part["actions"]
    ]
    assert rows == ["Mer sammanhang", "Öppna dokumentet", "Vem ansvarar?"]


def test_what_cannot_be_done_has_no_button() -> None:
    assert titles(to_card(answer(), CardOptions("http://127.0.0.1:8080"))) == ["Till hjälp", "Inte till hjälp"]
    still = to_card(answer(), replace(EVERYTHING, interactive=False))
    assert "actions" not in still
    assert {part["type"] for part in elements(still) if str(part.get("type")).startswith("Action.")} == {
        "Action.OpenUrl"
    }


def test_what_has_been_done_is_said_where_its_button_was() -> None:
    card = to_card(answer(), EVERYTHING, state_of(answer()).having(said="useful"))
    assert titles(card) == ["Fråga en person", "Dela"]
    assert "Tack!" in str(card["body"])


def test_english_labels_round_a_swedish_quote() -> None:
    card = to_card(answer(language="en"), EVERYTHING)
    assert titles(card)[0] == "Helpful" and card["lang"] == "en"
    assert "Alla nämnder ska påhittat samverka." in lines(card)


def test_forty_quotes_are_as_many_as_fit_and_a_count() -> None:
    many = tuple(quote(f"Påhittad mening {n}.", start=n) for n in range(40))
    card = to_card(answer("?", *many), EVERYTHING)
    shown = shown_quotes(card)
    assert 5 < len(shown) < 40
    assert any(f": {40 - len(shown)}." in part.get("text", "") for part in card["body"])
    assert [box.split(" Förv")[0] for box in shown] == [one.text for one in many[: len(shown)]]


def test_a_quote_too_long_for_any_card_is_left_out_and_not_cut() -> None:
    card = to_card(answer("?", quote("Påhittat. " * 4000)), EVERYTHING)
    assert shown_quotes(card) == []
    assert titles(card) == BUTTONS
    assert spoken(answer("?", quote("Påhittat. " * 4000))) == "Svaret finns i kortet."


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_welcome_is_valid(language: str) -> None:
    card = welcome_card(language)
    validate(card)
    assert weight(card) < CARD_LIMIT


@given(st.text(), st.integers(2, 200))
@settings(max_examples=100, deadline=None)
def test_a_shortened_title_is_short_and_light(text: str, longest: int) -> None:
    short = shorten(text, longest)
    assert len(short) <= longest and weight(short) <= 2 * longest + 64 + 6
    assert short == folded(text) or short.endswith("…") or "\x00" <= min(text) < " " or max(text) >= "\x7f"


def test_a_long_title_is_cut_at_a_word() -> None:
    assert shorten("Ett påhittat och mycket långt namn", 20) == "Ett påhittat och…"
    assert len(shorten("x" * 999, LONGEST_TITLE)) == LONGEST_TITLE


@given(st.builds(CardState, q=st.text(max_size=300), l=st.sampled_from(["sv", "en"]), f=st.text(max_size=200)))
@settings(max_examples=50, deadline=None)
def test_a_cards_state_survives_its_buttons(state: CardState) -> None:
    assert read_state(state.data(reason="wrong")) == state


@pytest.mark.parametrize("data", [None, [], "q", {"q": 7}, {"l": "tyska"}, {"q": "x" * 301}, {"s": "påhittat"}])
def test_a_state_that_was_tampered_with_is_empty(data: Any) -> None:
    assert read_state(data) == CardState()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("doc#1-20", ("doc", 1, 20)),
        ("a#b#1-2", ("a#b", 1, 2)),
        ("doc", None),
        ("#1-2", None),
        ("doc#1", None),
        ("doc#-1-2", None),
        ("doc#١-٢", None),
        (None, None),
        (["doc#1-2"], None),
    ],
)
def test_a_reference_names_a_span(text: Any, place: tuple[str, int, int] | None) -> None:
    assert read_reference(text) == place
