"""An answer as blocks: what is shown, and every limit for any answer."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answer import Answer, Intent, Place, Quote, Responsible
from bot.slack.blocks import Look, shorten, to_blocks, to_text
from bot.slack.mrkdwn import unescape
from bot.slack.state import QUESTION, unpack
from tests.bot.slack.blockkit import buttons, labels, problems, quoted, size
from tests.bot.slack.samples import ENGLISH, HELLO, LIST, NOT_FOUND, OWNER, RESPONSIBILITY, TWO_SIDES

FULL = Look("https://strategi.example", ask_a_person=True, share=True)
SPITEFUL = [
    "<!channel>", "<!here> & <@U1>", "```kod```", "`x`", "[länk](https://x.example)", "*fet* _kursiv_ ~struken~",
    "&lt;!channel&gt;",
    "👩‍👩‍👧‍👦", "🇸🇪", "\"citat\"", "\\", "a\u0301", "\u202eomvänt", ":eu:", "> citat", "<https://x|y>", "\n\n", "|",
]  # fmt: skip

piece = st.one_of(st.sampled_from(SPITEFUL), st.sampled_from(["Staden ska inte. ", "Ordet ", "å", "nämnden bör "]))
times = st.sampled_from([1, 1, 3, 40, 400, 2_000])
wild = st.builds(lambda parts, n: "".join(parts) * n, st.lists(piece, min_size=1, max_size=6), times)
wild = wild.map(str.strip).filter(bool)
small = st.one_of(st.just(""), wild.map(lambda text: text[:300]), wild)
path = small.map(lambda text: f"/documents/{text}")
place = st.builds(Place, wild, st.integers(0, 9), st.integers(10, 99), small, path)
quote = st.builds(
    Quote,
    text=wild,
    start=st.integers(0, 10**6),
    end=st.integers(10**6, 10**7),
    document=wild,
    title=small,
    type=small,
    status=small,
    issuer=small,
    date=st.sampled_from([None, "2016-10-25"]),
    dnr=st.none(),
    section=st.lists(wild, max_size=3).map(tuple),
    page=st.sampled_from([None, 3]),
    score=st.just(0.5),
    url=path,
    also_in=st.lists(place, max_size=5).map(tuple),
    standing=small,
    name=small,
)
responsible = st.builds(Responsible, wild, wild, st.just(0), certainty=small)


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    quotes = tuple(draw(st.lists(quote, max_size=3)))
    if draw(st.booleans()):
        quotes = (quotes * 40)[:40]
    return Answer(
        question=draw(wild),
        language=draw(st.sampled_from(["sv", "en"])),
        intent=Intent.OTHER,
        answered=bool(quotes),
        confidence=0.5,
        quotes=quotes,
        closest=() if quotes else tuple(draw(st.lists(quote, max_size=5))),
        message=draw(small),
        resolved=draw(small),
        responsible=draw(st.one_of(st.none(), responsible)) if quotes else None,
        suggestions=tuple(draw(st.lists(wild, max_size=5))),
        notes=tuple(draw(st.lists(wild, max_size=5))),
        generation=draw(small),
    )


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(answers(), st.sampled_from([Look(), FULL]))
def test_any_answer_is_within_the_limits(answer: Answer, look: Look) -> None:
    blocks = to_blocks(answer, look)
    assert not blocks or problems(blocks) == []
    assert 0 < size(to_text(answer)) <= 4_000
    held = buttons(blocks)
    # No button is what is cut, however much else there is.
    if answer.quotes:
        assert {"useful", "not_useful"} <= held.keys()
        if look is FULL:
            assert {"ask_a_person", "share"} <= held.keys()
    for name, button in held.items():
        if name != "open":
            assert unpack(button["value"]).language == answer.language
    shown, words = quoted(blocks), answer.quotes or answer.closest
    assert bool(shown) == bool(words)
    for mine, theirs in zip(shown, words, strict=False):
        assert theirs.text == mine or theirs.text.startswith(mine)
    for sent in (labels(blocks), to_text(answer)):
        assert "<!" not in sent
        assert "<@" not in sent


@given(wild.map(lambda text: text[: QUESTION // 2]))  # a code point takes one or two units
@settings(max_examples=60, deadline=None)
def test_the_question_is_carried_whole_by_the_button_that_shares_it(question: str) -> None:
    answer = replace(RESPONSIBILITY, question=question)
    carried = unpack(buttons(to_blocks(answer, FULL))["share"]["value"]).question
    assert carried.split() == "".join(c if c.isprintable() else " " for c in question).split()


@settings(max_examples=100, deadline=None)
@given(wild, st.integers(1, 3_000))
def test_a_shortened_quote_is_the_beginning_of_the_quote(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert text.startswith(short)
    assert size(short) <= limit


def test_a_quote_is_cut_after_a_sentence_and_that_is_said() -> None:
    long = "Staden ska påverka. " * 600 + "Staden ska inte vika."
    blocks = to_blocks(replace(RESPONSIBILITY, quotes=(replace(OWNER, text=long),)))
    assert quoted(blocks)[0].endswith("Staden ska påverka.")
    assert "Citatet är avkortat här" in labels(blocks)
    assert "avkortat" not in labels(to_blocks(RESPONSIBILITY))


def test_a_long_list_is_one_whole_quote() -> None:
    whole = "Fyra inriktningar:\n" + "\n".join(
        f"{n}. Inriktning - {'Staden ska lära av andra. ' * 40}" for n in range(4)
    )
    blocks = to_blocks(replace(RESPONSIBILITY, quotes=(replace(OWNER, text=whole.strip()),)), FULL)
    assert quoted(blocks) == [whole.strip()]
    assert problems(blocks) == []


def test_quotes_are_shown_to_the_character() -> None:
    for text in SPITEFUL:
        words = f"Staden {text} ska."
        assert quoted(to_blocks(replace(RESPONSIBILITY, quotes=(replace(OWNER, text=words),)))) == [words]
        assert words in unescape(to_text(replace(RESPONSIBILITY, quotes=(replace(OWNER, text=words),))))


def test_the_owner_leads_then_the_quote_then_who_says_so() -> None:
    blocks = to_blocks(RESPONSIBILITY, FULL)
    assert [block["type"] for block in blocks] == [
        "header", "context", "rich_text", "context", "context", "context", "context", "actions", "actions",
    ]  # fmt: skip
    assert blocks[0]["text"]["text"] == "Ansvarig: Kommunstyrelsen"
    assert blocks[1]["elements"][0]["text"] == "Sägs uttryckligen."  # by whom stands below the quote
    line = blocks[3]["elements"][0]["text"]
    assert line == (
        "Påhittade förvaltningen återger ett förslag, 2016-10-25 – inte ett beslut · Ärendet › Ansvar · s. 3 · "
        "<https://strategi.example/documents/pahittat-utlatande-2016#100-171|Svar på remiss om en påhittad strategi>"
    )
    assert blocks[4]["elements"][0]["text"].startswith(
        "Samma ord finns också i: <https://strategi.example/documents/pah"
    )
    assert blocks[5]["elements"][0]["text"].startswith(":warning: Det här handlar om ett förslag")
    assert [button["text"]["text"] for button in buttons(blocks).values()][-6:] == [
        "Visa sammanhanget", "Öppna dokumentet", "Till hjälp", "Inte till hjälp", "Fråga en person", "Visa för kanalen",
    ]  # fmt: skip
    assert buttons(blocks)["open"]["url"] == "https://strategi.example/documents/pahittat-utlatande-2016#100-171"


def test_a_list_has_one_source_line_and_a_name_once() -> None:
    blocks = to_blocks(LIST)
    assert [block["type"] for block in blocks] == ["rich_text", "context", "actions"]
    bold = [e["elements"][0]["text"] for e in blocks[0]["elements"] if e["type"] == "rich_text_section"]
    assert bold == ["Synas", "Påverka", "Växa"]  # "Lära – …" names itself
    assert quoted(blocks) == [quote.text for quote in LIST.quotes]


def test_two_sides_each_have_their_speaker() -> None:
    blocks = to_blocks(TWO_SIDES)
    assert [block["type"] for block in blocks] == ["rich_text", "context", "rich_text", "context", "actions"]


def test_closest_is_said_to_be_no_answer() -> None:
    blocks = to_blocks(NOT_FOUND, FULL)
    assert blocks[0]["text"]["text"] == NOT_FOUND.message
    assert blocks[1]["text"]["text"] == "*Närmast i dokumenten – inte ett svar på frågan:*"
    assert to_text(NOT_FOUND) == NOT_FOUND.message
    assert {"context", "open", "share"}.isdisjoint(buttons(blocks))
    assert "ask_a_person" in buttons(blocks)


def test_small_talk_is_its_words_only() -> None:
    assert [block["type"] for block in to_blocks(HELLO)] == ["section"]


def test_what_has_no_room_is_counted_and_linked_to() -> None:
    many = replace(
        RESPONSIBILITY, quotes=tuple(replace(OWNER, document=f"d{n}", text=f"Ord {n}. " * 90) for n in range(40))
    )
    blocks = to_blocks(many, FULL)
    shown = len(quoted(blocks))
    assert 5 < shown < 40
    assert f"Fler citat än vad som ryms här: {40 - shown}." in labels(blocks)
    assert "https://strategi.example/?q=Vem%20ansvarar" in labels(blocks)


def test_labels_are_in_the_answers_language_and_the_quote_is_not_translated() -> None:
    blocks = to_blocks(ENGLISH, FULL)
    assert blocks[0]["text"]["text"] == "Responsible: Kommunstyrelsen"
    assert quoted(blocks) == [OWNER.text]
    assert not re.search("Visa|Öppna|Till hjälp", json.dumps(list(buttons(blocks).values()), ensure_ascii=False))


@pytest.mark.parametrize("value", ["", "{", "[]", '{"l":"xx"}', '{"p":[{"d":"","s":-1,"e":2}]}', '{"q":' + '"x' * 900])
def test_a_value_that_is_not_ours_is_an_empty_state(value: str) -> None:
    assert unpack(value).first == ""
    assert unpack(value).question == ""
