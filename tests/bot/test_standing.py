"""What is said about a quote's standing, in both languages."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.standing import genitive, quote_voice, standing_label, standing_notices
from knowledge.document import Document, Section, Span, Voice
from knowledge.sources import Source, Status

STRATEGY = Source(
    "strategi",
    title="Strategin",
    type="strategi",
    status=Status.FORSLAG,
    issuer="Stadsledningskontoret",
    date=dt.date(2016, 11, 14),
    superseded_by=("dnr 9-9/2021",),
)
SN = Source(
    "sn",
    title="Svaret",
    type="tjänsteutlåtande",
    status=Status.REMISSVAR,
    issuer="Socialförvaltningen",
    addressee="Socialnämnden",
    date=dt.date(2016, 10, 25),
    about="strategi",
    file="sn.md",
)


def test_an_opinion_is_said_to_be_no_decision() -> None:
    assert standing_label(SN, Voice.OPINION, "sv") == "Socialförvaltningens bedömning, 2016-10-25 – inte ett beslut"
    assert standing_label(SN, "opinion", "en") == "Socialförvaltningen's assessment, 2016-10-25 – not a decision"
    nameless = replace(SN, issuer="", date=None)
    assert standing_label(nameless, Voice.OPINION, "sv") == "Förvaltningens bedömning – inte ett beslut"


def test_a_retelling_names_whose_proposal_it_retells() -> None:
    label = standing_label(SN, Voice.REPORTED, "sv", (SN, STRATEGY))
    assert label == "Socialförvaltningen återger stadsledningskontorets förslag, 2016-10-25 – inte ett beslut"
    assert "ett förslag" in standing_label(SN, Voice.REPORTED, "sv")


def test_a_draft_decision_is_never_shown_as_a_decision() -> None:
    label = standing_label(SN, Voice.DRAFT_DECISION, "sv")
    assert label == "Förslag till beslut i Socialnämnden, 2016-10-25 – inte ett fattat beslut"


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("voice", list(Voice))
@pytest.mark.parametrize("status", list(Status))
def test_every_standing_has_words(status: Status, voice: Voice, language: str) -> None:
    label = standing_label(replace(SN, status=status), voice, language)
    assert label[0].isupper()
    assert "{" not in label


def test_an_adopted_strategy_says_so() -> None:
    adopted = replace(STRATEGY, status=Status.ANTAGEN, issuer="Kommunfullmäktige")
    assert standing_label(adopted, Voice.OWN, "sv") == "Antagen: strategi från Kommunfullmäktige, 2016-11-14"


def test_a_successor_is_named_though_it_is_not_held() -> None:
    ((code, sentence),) = standing_notices(SN, (SN, STRATEGY), "sv")
    assert code == "superseded"
    assert "Strategin (2016-11-14)" in sentence
    assert "dnr 9-9/2021" in sentence
    assert "finns inte bland dokumenten" in sentence


def test_a_held_successor_is_not_said_to_be_missing() -> None:
    newer = Source("ny", title="Den nya", date=dt.date(2021, 6, 1), file="ny.md", supersedes=("strategi",))
    old = replace(STRATEGY, superseded_by=())
    ((_, sentence),) = standing_notices(old, (old, newer), "en")
    assert sentence == "Strategin (2016-11-14) has been replaced by Den nya (2021-06-01)."


def test_as_of_a_day_before_the_replacement_it_was_in_force_then() -> None:
    newer = Source("ny", title="Den nya", date=dt.date(2021, 6, 1), supersedes=("strategi",))
    old = replace(STRATEGY, superseded_by=())
    ((code, _),) = standing_notices(old, (old, newer), "sv", as_of=dt.date(2016, 12, 1))
    assert code == "superseded_later"


def test_nothing_is_said_when_nothing_replaced_it() -> None:
    alone = replace(STRATEGY, superseded_by=())
    assert standing_notices(alone, (alone,), "sv") == ()
    ((code, _),) = standing_notices(replace(alone, status=Status.UPPHAVD), (), "sv")
    assert code == "superseded"


def test_the_voice_of_a_quote_is_its_own_not_its_paragraphs() -> None:
    text = "Förvaltningens synpunkter\nI förslaget anges att nämnden ansvarar. Förvaltningen anser att det är bra."
    path = ("Förvaltningens synpunkter",)
    document = Document(SN, text, "Svaret", sections=(Section(path[0], 1, path, Span(0, 25), Span(0, len(text))),))
    middle = text.index(" Förvaltningen anser")
    assert quote_voice(document, Span(26, middle)) is Voice.REPORTED
    assert quote_voice(document, Span(middle + 1, len(text))) is Voice.OPINION


@pytest.mark.parametrize(
    ("name", "form"),
    [("Socialnämnden", "Socialnämndens"), ("Stockholms stadshus AB", "Stockholms stadshus AB:s"), ("SLK", "SLK:s"),
     ("Arbetsmarknadens hus", "Arbetsmarknadens hus")],
)  # fmt: skip
def test_genitives(name: str, form: str) -> None:
    assert genitive(name) == form
