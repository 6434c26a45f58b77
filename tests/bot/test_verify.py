"""What leaves the bot is in the document, word for word and in whole sentences."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.compose import Composer
from bot.config import PROJECT
from bot.draft import Pick
from bot.verify import Verifier
from index.types import Corpus
from knowledge.document import Span
from knowledge.errors import NotQuotable
from tests.bot.made_up import corpus_of, read_corpus

MADE_UP = """# Påhittad plan

Nämnden ansvarar för samverkan. Den ska
rapportera varje år. Det gäller dock inte
bolagen.

- Mål ett gäller skolan.
- Mål två gäller vården.
"""


@pytest.fixture(scope="module")
def real() -> Corpus:
    return read_corpus(PROJECT / "knowledge")


@pytest.fixture(scope="module")
def composer(real: Corpus) -> Composer:
    return Composer(real)


@given(data=st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_span_is_sent_word_for_word_and_whole_or_not_at_all(composer: Composer, data: st.DataObject) -> None:
    document = next(iter(composer.corpus.documents.values()))
    # Half of the spans are made of real edges: others would hardly ever be whole.
    edges = sorted({e for p in composer.corpus.passages for s in p.sentences for e in (s.start, s.end)})
    edge = st.one_of(st.sampled_from(edges), st.integers(0, len(document.text)))
    start, end = sorted((data.draw(edge), data.draw(edge)))
    try:
        quote = composer.quote(Pick(document.id, Span(start, end)), "sv")
    except NotQuotable:
        return
    assert quote.text.split() == document.text[quote.start : quote.end].split()
    assert quote.url == f"/documents/{document.id}#{quote.start}-{quote.end}"
    starts = {s.start for p in composer.corpus.passages for s in p.sentences}
    starts |= {block.span.start for block in document.blocks} | {f.span.start for f in document.facts if f.span}
    ends = {s.end for p in composer.corpus.passages for s in p.sentences}
    ends |= {block.span.end for block in document.blocks} | {f.span.end for f in document.facts if f.span}
    assert quote.start in starts and quote.end in ends


def test_every_sentence_that_is_indexed_can_be_sent(composer: Composer) -> None:
    for passage in composer.corpus.passages:
        for sentence in passage.sentences:
            assert composer.quote(Pick(passage.document, sentence), "sv").text


def test_other_words_half_sentences_and_unknown_documents_are_refused(real: Corpus) -> None:
    verifier = Verifier(real.documents, real.passages)
    name, document = next(iter(real.documents.items()))
    sentence = real.passages[8].sentences[0]
    verifier.check(name, sentence, sentence.of(document.text))
    with pytest.raises(NotQuotable, match="others"):
        verifier.check(name, sentence, "Förvaltningen ställer sig negativ.")
    half = Span(sentence.start, sentence.end - 5)
    with pytest.raises(NotQuotable, match="cuts"):
        verifier.check(name, half, half.of(document.text))
    with pytest.raises(NotQuotable, match="outside"):
        verifier.check(name, Span(0, len(document.text) + 1), document.text)
    with pytest.raises(NotQuotable, match="no document"):
        verifier.check("another", sentence, sentence.of(document.text))


def test_a_text_that_changed_after_indexing_is_noticed(real: Corpus) -> None:
    name, document = next(iter(real.documents.items()))
    documents = dict(real.documents)
    verifier = Verifier(documents, real.passages)
    documents[name] = replace(document, text=document.text.replace("positiv", "negativ"))
    sentence = real.passages[3].sentences[0]
    with pytest.raises(NotQuotable, match="changed"):
        verifier.check(name, sentence, sentence.of(document.text))


def test_a_sentence_that_a_page_break_cut_is_sent_in_one_piece(composer: Composer) -> None:
    document = next(iter(composer.corpus.documents.values()))
    place = document.text.index("Genom internationella kontakter")
    sentence = next(s for p in composer.corpus.passages for s in p.sentences if s.start == place)
    assert (
        "andra städer och regioner, och har även möjligheten" in composer.quote(Pick(document.id, sentence), "sv").text
    )


def test_items_and_the_lines_of_an_address_block_stay_apart(composer: Composer) -> None:
    document = next(iter(composer.corpus.documents.values()))
    blocks = [block.span for block in document.blocks]
    assert composer.quote(Pick(document.id, blocks[0]), "sv").text.splitlines() == [
        "Handläggare",
        "Sigrún Andersdóttir",
        "Telefon: 08-508 25 119",
    ]
    items = [block.span for block in document.blocks if block.number in ("1", "2", "3")][:3]
    whole = composer.quote(Pick(document.id, Span(items[0].start, items[-1].end)), "sv")
    assert len(whole.text.splitlines()) == 3


def test_neighbours_stay_within_the_section(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, {"plan.md": MADE_UP + "\n## Nästa avsnitt\n\nHär börjar något annat.\n"})
    verifier = Verifier(corpus.documents, corpus.passages)
    text = corpus.documents["plan"].text
    sentences = verifier.sentences("plan")
    before, after = verifier.neighbours("plan", sentences[1])
    assert before and before.of(text) == "Nämnden ansvarar för samverkan."
    assert after and after.of(text).startswith("Det gäller dock inte")
    assert verifier.neighbours("plan", sentences[0])[0] is None
    assert verifier.neighbours("plan", sentences[-1]) == (None, None)
