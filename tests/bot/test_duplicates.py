"""One quote for what is said many times, from the source of highest standing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.compose import Composer
from bot.config import PROJECT
from bot.draft import Draft, Pick
from bot.duplicates import Duplicates
from index.types import Corpus
from knowledge.document import Span
from tests.bot.made_up import corpus_of, read_corpus, understood
from tests.bot.remissvar import MISSPELT, PLACES, REPEATED, SUMMARY, family


@pytest.fixture(scope="module")
def twenty(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return family(tmp_path_factory.mktemp("remissvar"))


def pick(corpus: Corpus, document: str, words: str, score: float = 0.5) -> Pick:
    start = corpus.documents[document].text.index(words)
    return Pick(document, Span(start, start + len(words)), score)


def words_of(corpus: Corpus, place: Pick) -> str:
    return place.span.of(corpus.documents[place.document].text)


def test_a_repeated_summary_is_quoted_from_the_proposal_with_all_who_repeat_it(twenty: Corpus) -> None:
    answer = Composer(twenty).answer(
        understood("Vad föreslår stadsledningskontoret?"),
        Draft(quotes=[pick(twenty, "svar05", MISSPELT), pick(twenty, "svar03", SUMMARY)], confidence=0.9),
    )
    (quote,) = answer.quotes
    assert quote.document == "proposal"
    assert quote.text == SUMMARY
    assert [place.document for place in quote.also_in] == [f"svar{n:02}" for n in range(len(PLACES))]


def test_where_nothing_weighs_more_the_found_quote_stays(twenty: Corpus) -> None:
    chosen = pick(twenty, "svar07", "I förslaget anges att hamnen ska byggas.")
    assert Duplicates(twenty).best(chosen) == chosen
    assert len(Duplicates(twenty).places(chosen)) == len(PLACES) - 1


def test_several_sentences_are_elsewhere_where_all_of_them_follow_one_another(twenty: Corpus) -> None:
    text = twenty.documents["svar03"].text
    start = text.index(SUMMARY)
    both = Pick("svar03", Span(start, text.index("byggas.") + len("byggas.")))
    places = Duplicates(twenty).places(both)
    assert {place.document for place in places} == {f"svar{n:02}" for n in range(len(PLACES))} - {"svar03"}
    assert all(words_of(twenty, place).endswith("hamnen ska byggas.") for place in places)


def test_the_real_document_repeats_itself_with_small_differences_in_spelling() -> None:
    corpus = read_corpus(PROJECT / "knowledge")
    text = corpus.documents["sn-2016-10-25"].text
    duplicates = Duplicates(corpus)
    for opening in (
        "För att staden ska nå framgång",
        "Internationell strategi för Stockholms stad föreslås ersätta",
        "Framför allt",
    ):
        start = text.index(opening)
        sentence = next(s for p in corpus.passages for s in p.sentences if s.start == start)
        assert len(duplicates.places(Pick("sn-2016-10-25", sentence))) == 1, opening


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kommunstyrelsen ansvarar för stadens hamn och kajer.", "Kulturnämnden ansvarar för stadens hamn och kajer."),
        ("Samtliga nämnder ska delta i arbetet med hamnen.", "Samtliga nämnder ska inte delta i arbetet med hamnen."),
        ("Nämnderna ska delta i arbetet med den nya hamnen.", "Nämnderna bör delta i arbetet med den nya hamnen."),
        ("Arbetet med den nya hamnen ska börja under 2017.", "Arbetet med den nya hamnen ska börja under 2018."),
        ("Vi tillstyrker förslaget om en ny hamn i staden.", "Vi avstyrker förslaget om en ny hamn i staden."),
    ],
)  # fmt: skip
def test_one_decisive_word_makes_another_statement(tmp_path: Path, one: str, other: str) -> None:
    corpus = corpus_of(tmp_path, {"a.md": f"# Påhittat\n\n{one}\n", "b.md": f"# Påhittat\n\n{other}\n"})
    assert Duplicates(corpus).places(pick(corpus, "a", one)) == []


def test_another_forvaltnings_opinion_is_not_quoted_in_its_place(tmp_path: Path) -> None:
    words = "Förvaltningen anser att förslaget om en hamn är väl avvägt och tydligt."
    text = f"# Påhittat\n\n## Förvaltningens synpunkter\n\n{words}\n"
    register: list[dict[str, object]] = [
        {"id": "a", "file": "a.md", "type": "tjänsteutlåtande", "status": "remissvar", "issuer": "Kulturförvaltningen"},
        {"id": "b", "file": "b.md", "type": "tjänsteutlåtande", "status": "förslag", "issuer": "Stadsledningskontoret"},
    ]
    corpus = corpus_of(tmp_path, {"a.md": text, "b.md": text}, register)
    chosen = pick(corpus, "a", words)
    assert Duplicates(corpus).best(chosen) == chosen
    assert [place.document for place in Duplicates(corpus).places(chosen)] == ["b"]


def test_quotes_that_are_kept_apart_are_never_merged(twenty: Corpus) -> None:
    picks = [pick(twenty, "svar01", REPEATED), pick(twenty, "svar02", REPEATED)]
    answer = Composer(twenty).answer(
        understood("Vad säger nämnderna?"), Draft(quotes=picks, confidence=0.9, keep_apart=True)
    )
    assert [quote.document for quote in answer.quotes] == ["svar01", "svar02"]
    assert all(quote.also_in == () for quote in answer.quotes)
