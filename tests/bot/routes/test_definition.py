"""Words of the field, explained in our own words and never as a quote."""

from __future__ import annotations

import pytest

from bot.answer import Intent
from bot.config import PROJECT
from bot.draft import Draft
from bot.routes.definition import DefinitionRoute
from knowledge.glossary import read_glossary
from tests.bot.made_up import FixedSearcher, ranking_of, read_corpus, understood

GLOSSARY = read_glossary(PROJECT / "knowledge")


@pytest.fixture(scope="module")
def searcher() -> FixedSearcher:
    return FixedSearcher(read_corpus(PROJECT / "knowledge"))


def ask(searcher: FixedSearcher, question: str) -> Draft | None:
    ranking = ranking_of(searcher.corpus, question)
    return DefinitionRoute(GLOSSARY).propose(understood(question), searcher, ranking)


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("Vad betyder remiss?", "remiss"),
        ("vad betyder dnr", "diarienummer"),
        ("Vad är en nämnd?", "nämnd"),
        ("vad menas med inriktning", "inriktning"),
        ("Vad betyder KS?", "kommunstyrelsen"),
        ("vad står SLK för?", "stadsledningskontoret"),
        ("Vad är ett tjänsteutlåtande?", "tjänsteutlåtande"),
        ("vad är ett tjänsteutlåtnade", "tjänsteutlåtande"),
        ("What is a remiss?", "remiss"),
        ("What does tjänsteutlåtande mean?", "tjänsteutlåtande"),
        ("vad betyder ordet handläggare?", "handläggare"),
    ],
)
def test_a_term_is_explained_and_marked_as_our_own_words(searcher: FixedSearcher, question: str, term: str) -> None:
    draft = ask(searcher, question)
    assert draft is not None
    assert draft.quotes == ()
    assert draft.message.startswith(term)
    assert draft.intent is Intent.DEFINITION
    assert [code for code, _ in draft.notices] == ["own_words"]


def test_an_english_question_is_explained_in_english(searcher: FixedSearcher) -> None:
    draft = ask(searcher, "What is a remiss?")
    assert draft is not None
    assert "Sending a proposal to others" in draft.message


@pytest.mark.parametrize(
    "question",
    [
        "Vad betyder en fullmakt?",  # has the stem of "fullmäktige", and is another word
        "Vad betyder omvärldsbevakning?",  # the document itself explains it
        "Vad är målet med det internationella arbetet?",
        "Vad betyder strategin för nämnden?",
        "Vad betyder fotosyntes?",
        "När går remisstiden ut?",
        "Vem är handläggare?",
    ],
)
def test_it_leaves_other_questions_to_the_documents(searcher: FixedSearcher, question: str) -> None:
    assert ask(searcher, question) is None


def test_every_term_is_defined_in_both_languages() -> None:
    assert [term.term for term in GLOSSARY if not (term.definition and term.definition_en)] == []
