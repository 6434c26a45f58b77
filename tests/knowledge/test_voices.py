"""Who speaks, on the real document's own words and a few made-up ones (påhittade)."""

from __future__ import annotations

import pytest

from knowledge.document import Voice
from knowledge.sources import Source, Status
from knowledge.voices import voice_of

SN = Source("sn", type="tjänsteutlåtande", status=Status.REMISSVAR, issuer="Socialförvaltningen")
TITLE = "Internationell strategi för Stockholms stad"


@pytest.mark.parametrize(
    ("path", "text", "voice"),
    [
        ((TITLE, "Förvaltningens förslag till beslut"), "Paragrafen justeras omedelbart.", Voice.DRAFT_DECISION),
        ((TITLE, "Förslag till beslut"), "Nämnden anser att ärendet är besvarat.", Voice.DRAFT_DECISION),
        (("Ärendets beredning",), "Ärendet har tagits fram.", Voice.PROCESS),
        (("Ärendet",), "Syftet med inriktningen är att påverka processer, initiativ och lagförslag.", Voice.REPORTED),
        (("Bakgrund",), "Remisstiden sträcker sig till den 17 oktober 2016.", Voice.PROCESS),
        (("Bakgrund",), "Stadens arbete har styrts av tidigare riktlinjer.", Voice.REPORTED),
        (("Ärendet", "Förvaltningens synpunkter och förslag"), "Förvaltningen är representerad.", Voice.OPINION),
        (("Förvaltningens synpunkter och förslag",), "I förslaget anges att nämnden ansvarar.", Voice.REPORTED),
        (("Förvaltningens synpunkter och förslag",), "Förvaltningen anser att förslaget är bra.", Voice.OPINION),
        (("Ärendet",), "Socialförvaltningen avstyrker förslaget.", Voice.OPINION),
        ((TITLE, "Sammanfattning"), "Strategin föreslås ersätta tidigare riktlinjer.", Voice.REPORTED),
        ((TITLE, "Sammanfattning"), "Förvaltningen ställer sig positiv till förslaget.", Voice.OPINION),
        (("Bilagor",), "Stadsledningskontorets förslag.", Voice.FACTS),
        ((), "Socialnämnden", Voice.FACTS),
    ],
)
def test_a_tjansteutlatande_speaks_with_several_voices(path: tuple[str, ...], text: str, voice: Voice) -> None:
    assert voice_of(SN, path, text) is voice


def test_a_passage_has_the_voice_of_most_of_its_sentences_and_its_sections_in_a_tie() -> None:
    retold = "I förslaget anges att kommunstyrelsen ansvarar för EU-frågor."
    opinion = "Förvaltningen anser att det är bra."
    path = ("Förvaltningens synpunkter och förslag",)
    assert voice_of(SN, path, f"{retold} {opinion}") is Voice.OPINION
    assert voice_of(SN, path, f"{retold} {retold} {opinion}") is Voice.REPORTED


@pytest.mark.parametrize("status", [Status.ANTAGEN, Status.FORSLAG])
def test_a_strategy_speaks_for_itself(status: Status) -> None:
    strategy = Source("s", type="strategi", status=status)
    assert voice_of(strategy, ("Bakgrund",), "Förvaltningen anser att det är bra.") is Voice.OWN


def test_the_proposers_own_arende_retells_nobody() -> None:
    proposal = Source("slk", type="tjänsteutlåtande", status=Status.FORSLAG)
    assert voice_of(proposal, ("Ärendet",), "Fyra inriktningar vägleder arbetet.") is Voice.OWN
    assert voice_of(proposal, ("Förslag till beslut",), "Strategin antas.") is Voice.DRAFT_DECISION
