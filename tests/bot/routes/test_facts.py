"""The address block's telephone and e-mail, asked for or merely spoken of."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import PROJECT
from bot.draft import Draft
from bot.routes.facts import Facts
from index.types import Corpus
from tests.bot.made_up import FixedSearcher, ranking_of, read_corpus, understood

NUMBER = "08-508 25 119"


@pytest.fixture(scope="module")
def real() -> Corpus:
    return read_corpus(Path(PROJECT / "knowledge"))


def propose(corpus: Corpus, question: str) -> Draft | None:
    return Facts().propose(understood(question), FixedSearcher(corpus), ranking_of(corpus, question))


@pytest.mark.parametrize(
    "question",
    [
        "Vilket telefonnummer har handläggaren?",
        "telefon till handläggaren",
        "Vilket nummer har handläggaren på telefon?",
        "Kan jag ringa handläggaren?",
        "Telefon?",
        "What is the phone number of the case officer?",
        "How do I call the case officer?",
    ],
)
def test_the_telephone_that_is_asked_for(real: Corpus, question: str) -> None:
    draft = propose(real, question)
    assert draft is not None and draft.quotes
    pick = draft.quotes[0]
    assert NUMBER in pick.span.of(real.documents[pick.document].text)


@pytest.mark.parametrize(
    "question",
    [
        "Vem uppfann telefonen?",
        "Who invented the telephone?",
        "Vad kostar en telefon?",
        "När kom e-posten till Sverige?",
    ],
)
def test_telephones_and_mail_in_general_are_not_the_block_s(real: Corpus, question: str) -> None:
    assert propose(real, question) is None


@pytest.mark.parametrize("question", ["Vilken e-postadress har handläggaren?", "mejl till handläggaren", "E-post?"])
def test_an_address_that_the_block_lacks_is_refused(real: Corpus, question: str) -> None:
    draft = propose(real, question)
    assert draft is not None and not draft.quotes
