"""The tjänsteutlåtande that comes with the project, with all that is odd in its file."""

from knowledge.document import BlockKind, Document, Passage, PassageKind, Voice
from knowledge.library import Library
from knowledge.mending import search_text
from knowledge.sources import Status
from tests.knowledge.promises import check


def test_the_register_is_whole(shipped: Library) -> None:
    assert shipped.problems == ()
    sources = {source.id: source for source in shipped.sources}
    held = sources["sn-2016-10-25"]
    assert (held.issuer, held.addressee, held.status) == ("Socialförvaltningen", "Socialnämnden", Status.REMISSVAR)
    strategy = sources[held.about]
    assert not strategy.held
    assert strategy.dnr == "171-482/2016"
    assert strategy.supersedes == ("006-1137/2007",)


def test_every_promise_is_kept(real: Document) -> None:
    check(real)


def test_no_markup_is_left_and_no_word_is_lost(real: Document, shipped: Library) -> None:
    assert not set("*#") & set(real.text)
    assert "---" not in real.text
    assert "andra städer och regioner,\n\noch har även möjligheten" in real.text


def test_headings_are_siblings_whatever_their_markup(real: Document) -> None:
    assert [section.path for section in real.sections] == [
        ("Internationell strategi för Stockholms stad",),
        ("Förvaltningens förslag till beslut",),
        ("Sammanfattning",),
        ("Bakgrund",),
        ("Ärendets beredning",),
        ("Ärendet",),
        ("Förvaltningens synpunkter och förslag",),
        ("Bilagor",),
    ]


def test_address_block_and_signatures_are_facts(real: Document) -> None:
    facts = [(fact.name, fact.value, fact.label) for fact in real.facts]
    assert facts == [
        ("handläggare", "Sigrún Andersdóttir", ""),
        ("telefon", "08-508 25 119", ""),
        ("till", "Socialnämnden", ""),
        ("datum", "2016-10-25", ""),
        ("signature", "Gillis Hammar", "Förvaltningschef"),
        ("signature", "Peter Svensson", "Tf administrativ chef"),
        ("dnr", "006-1137/2007", ""),
    ]
    spans = [fact.span.of(real.text) for fact in real.facts if fact.span is not None]
    assert spans == [value for _, value, _ in facts]


def test_facts_can_be_quoted(real: Document, real_passages: tuple[Passage, ...]) -> None:
    quotable = [
        sentence.of(real.text)
        for passage in real_passages
        if passage.kind is PassageKind.FACTS
        for sentence in passage.sentences
    ]
    assert "Handläggare\nSigrún Andersdóttir\nTelefon: 08-508 25 119" in quotable
    assert "Peter Svensson\nTf administrativ chef" in quotable


def test_the_four_directions_are_one_list_with_its_lead(real: Document, real_passages: tuple[Passage, ...]) -> None:
    items = [block for block in real.blocks if block.kind is BlockKind.ITEM and block.name]
    assert [(item.number, item.name) for item in items] == [
        ("1", "Profiler"),
        ("2", "Omvärldsbevakning"),
        ("3", "Samverkan"),
        ("4", "Påverkan"),
    ]
    assert len({item.list_id for item in items}) == 1
    at, whole = next(
        (at, passage)
        for at, passage in enumerate(real_passages)
        if passage.kind is PassageKind.LIST and "Påverkan" in passage.span.of(real.text)
    )
    assert whole.span.of(real.text).startswith("I förslaget till internationell strategi presenteras fyra inriktningar")
    children = [passage for passage in real_passages if passage.parent == at]
    assert [child.span for child in children] == [item.span for item in items]
    assert children[0].span.of(real.text).startswith("1. Profiler - I takt med")


def test_a_sentence_cut_by_a_page_break_is_one(real: Document, real_passages: tuple[Passage, ...]) -> None:
    sentences = [search_text(real.text, sentence) for passage in real_passages for sentence in passage.sentences]
    assert (
        "Genom internationella kontakter har förvaltningen möjlighet att lära av goda exempel från det sociala arbetet "
        "i andra städer och regioner, och har även möjligheten att strategiskt lyfta fram det framgångsrika arbete som "
        "bedrivs i stadens verksamheter." in sentences
    )


def test_broken_words_are_whole_in_the_search_text_only(real: Document, real_passages: tuple[Passage, ...]) -> None:
    searched = " ".join(search_text(real.text, passage.span) for passage in real_passages)
    assert "006- 1137/2007" in real.text
    assert "006- 1137/2007" not in searched
    assert "företags-etableringar" in real.text
    assert "företagsetableringar" in searched


def test_the_voices_of_its_sections(real_passages: tuple[Passage, ...]) -> None:
    voices = {passage.section[0]: passage.voice for passage in real_passages if passage.section}
    assert voices["Förvaltningens synpunkter och förslag"] is Voice.OPINION
    assert voices["Ärendet"] is Voice.REPORTED
    assert voices["Ärendets beredning"] is Voice.PROCESS
