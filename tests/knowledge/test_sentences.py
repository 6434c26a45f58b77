"""Where a Swedish sentence ends."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.document import Span
from knowledge.sentences import split_sentences

WHOLE = [
    "Det gäller bl.a. Stockholm och t.ex. Malmö.",
    "Strategin ersätter tidigare riktlinjer (Dnr. 006-1137/2007).",
    "Den s.k. Agenda 2030 gäller fr.o.m. 2016 t.o.m. 2030.",
    "Beslutet fattades av Tf. Förvaltningschefen Peter Svensson.",
    "Visionen heter Ett Stockholm för Alla – Vision 2040 och gäller alla.",
    "Ärendet föredrogs av K. Andersson och J.R. Berg den 17 oktober.",
    "1. Profiler - I takt med att konkurrensen ökar.",
    "a. Profiler och annat.",
    "Läs mer på www.stockholm.se/Internationellt.aspx?id=1.2 och i bilagan.",
    "Nämnden beslutade (se bilaga 1. Den är lång.) att återremittera ärendet.",
    "Han svarade ”Nej. Aldrig i livet.” och gick.",
    "Remissen skickades kl. 10.30 till samtliga nämnder",
    "Staden samarbetar … och lär av andra.",
    "Genom kontakter lär vi av andra städer och regioner,\n\noch har även möjlighet att berätta.",
]


@pytest.mark.parametrize("text", WHOLE)
def test_one_sentence_stays_whole(text: str) -> None:
    assert split_sentences(text, Span(0, len(text))) == (Span(0, len(text)),)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Staden samverkar. Förvaltningen deltar.", 2),
        ("Det gäller EU, Norden m.fl. Förvaltningen deltar.", 2),
        ("Det kostar 450 kr. Beloppet kan sänkas.", 2),
        ("Strategin antogs år 2016. Därefter reviderades den.", 2),
        ("Vem ansvarar? Kommunstyrelsen ansvarar!", 2),
        ("Vi arbetar inom organisationer.Sveriges erfarenhet är lång.", 2),
        ("Han sade ”Nej.” Sedan gick han.", 2),
        ("Se bilaga. (Den är lång.) Läs den.", 3),
        ("Dnr 171-482/2016. Strategin är ny.", 2),
        ("Läs mer på stockholm.se. Där finns allt.", 2),
    ],
)
def test_sentences_are_told_apart(text: str, count: int) -> None:
    assert len(split_sentences(text, Span(0, len(text)))) == count


words = st.text(st.sampled_from('aåB1 .,!?:;()”"-–\n…\u00ad\u00a0'), max_size=120)


@given(words, st.data())
@settings(max_examples=200)
def test_sentences_hold_all_but_white_space_and_never_overlap(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    end = span.start
    for sentence in split_sentences(text, span):
        assert span.covers(sentence)
        assert not text[end : sentence.start].strip()
        assert sentence.of(text) == sentence.of(text).strip() != ""
        end = sentence.end
    assert not text[end : span.end].strip()
