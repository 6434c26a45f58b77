"""What each nämnd thinks, both sides, over the real document and twenty made-up remissvar (påhittade)."""

from __future__ import annotations

import pytest

from bot.answer import Answer
from bot.compose import Composer
from bot.config import PROJECT
from bot.draft import Draft
from bot.opinions import Stance, stance_of
from bot.routes.opinions import OpinionsRoute
from index.types import Corpus
from knowledge.glossary import read_glossary
from tests.bot.made_up import FixedSearcher, ranking_of, read_corpus, understood
from tests.bot.remissvar import PLACES, family, objects


class Asked:
    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.route = OpinionsRoute(corpus, read_glossary(PROJECT / "knowledge"))

    def __call__(self, question: str) -> Draft | None:
        return self.route.propose(understood(question), FixedSearcher(self.corpus), ranking_of(self.corpus, question))

    def answer(self, question: str) -> Answer:
        draft = self(question)
        assert draft is not None
        return Composer(self.corpus).answer(understood(question), draft)


@pytest.fixture(scope="module")
def real() -> Asked:
    return Asked(read_corpus(PROJECT / "knowledge"))


@pytest.fixture(scope="module")
def twenty(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    return Asked(family(tmp_path_factory.mktemp("remissvar")))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (
            "Vad tycker förvaltningen om förslaget?",
            "Förvaltningen ställer sig positiv till stadsledningskontorets förslag",
        ),
        ("Är socialförvaltningen positiv till strategin?", "Förvaltningen ställer sig positiv"),
        ("What does the department think of the proposal?", "Förvaltningen ställer sig positiv"),
        ("Vad tycker socialnämnden?", "Förvaltningen ställer sig positiv"),
        ("Är förvaltningen för eller emot?", "Förvaltningen ställer sig positiv"),
        ("Does the Social Services Administration support the proposal?", "Förvaltningen ställer sig positiv"),
        ("vad är förvaltningen särskilt nöjd med", "Framför allt ser förvaltningen positivt på"),
        (
            "Vad anser förvaltningen att förslaget förtydligar?",
            "Förvaltningen anser att förslaget utvecklar och förtydligar",
        ),
        ("Vad tycker förvaltningen är nödvändigt framöver?", "Förvaltningen har ett gott samarbete"),
    ],
)
def test_the_forvaltnings_own_words_are_quoted(real: Asked, question: str, words: str) -> None:
    answer = real.answer(question)
    assert answer.quotes[0].text.startswith(words)
    assert (
        answer.quotes[0].standing == "Socialförvaltningens bedömning, 2016-10-25 – inte ett beslut"
        or answer.language == "en"
    )
    assert answer.quotes[0].voice == "opinion"


@pytest.mark.parametrize("question", ["Vad tyckte Södermalms stadsdelsnämnd om förslaget?", "Vad anser kulturnämnden?"])
def test_a_body_that_is_not_held_has_no_opinion_here(real: Asked, question: str) -> None:
    answer = real.answer(question)
    assert not answer.answered


@pytest.mark.parametrize(
    "question", ["När går remisstiden ut?", "Vilket nätverk är förvaltningen med i?", "Vad är syftet med Profiler?",
                 "Which bodies was the proposal sent to for comment?", "Fick Stockholms Stadshus AB yttra sig?",
                 "Vilka vill man göra Stockholm mer lockande för?", "har bolagen fått den för synpunkter?"],
)  # fmt: skip
def test_it_leaves_other_questions_alone(real: Asked, question: str) -> None:
    assert real(question) is None


@pytest.mark.parametrize(
    "question", ["Vad föreslås nämnden besluta?", "förslag till beslut", "What is the committee proposed to decide?",
                 "Vilket beslut föreslår förvaltningen?", "alla beslutspunkter tack"],
)  # fmt: skip
def test_a_proposed_decision_is_quoted_whole_and_never_as_decided(real: Asked, question: str) -> None:
    (quote,) = real.answer(question).quotes
    assert "hänvisar till tjänsteutlåtandet som svar på remissen" in quote.text
    assert "Paragrafen justeras omedelbart" in quote.text
    assert quote.voice == "draft_decision"
    assert "inte ett fattat beslut" in quote.standing or "not yet decided" in quote.standing


def test_each_namnd_is_quoted_once_with_its_speaker_and_both_sides_at_the_top(twenty: Asked) -> None:
    answer = twenty.answer("Vad tycker nämnderna om förslaget?")
    assert len(answer.quotes) == len(PLACES)
    assert len({quote.document for quote in answer.quotes}) == len(PLACES)
    assert "disagree" in answer.notices
    first, second = (stance_of(quote.text) for quote in answer.quotes[:2])
    assert {first, second} == {Stance.FOR, Stance.AGAINST}
    for quote in answer.quotes:
        number = int(quote.document.removeprefix("svar"))
        assert (stance_of(quote.text) is Stance.AGAINST) == objects(number)
        assert quote.issuer in quote.standing


def test_what_they_retell_is_not_what_they_think(twenty: Asked) -> None:
    answer = twenty.answer("Vad tycker nämnderna om hamnen?")
    assert answer.quotes
    assert not any(quote.text.startswith("I förslaget anges") for quote in answer.quotes)


def test_those_on_one_side_may_be_asked_for(twenty: Asked) -> None:
    answer = twenty.answer("Vilka nämnder avstyrker förslaget?")
    assert {int(quote.document.removeprefix("svar")) for quote in answer.quotes} == set(
        filter(objects, range(len(PLACES)))
    )
    assert "disagree" not in answer.notices


def test_where_nobody_is_on_that_side_the_answer_is_that_it_is_not_there(real: Asked) -> None:
    assert not real.answer("Vilka nämnder avstyrker förslaget?").answered


@pytest.mark.parametrize("question", ["Vad beslutade socialnämnden?", "What did the committee decide?"])
def test_a_proposal_is_no_decision(real: Asked, question: str) -> None:
    answer = real.answer(question)
    assert not answer.answered
    assert "only_proposed" in answer.notices
    assert [quote.voice for quote in answer.closest] == ["draft_decision"]


def test_one_namnd_may_be_asked_about(twenty: Asked) -> None:
    for body, issuer in (
        ("Farsta stadsdelsnämnd", "Farsta stadsdelsförvaltning"),
        ("kulturnämnden", "Kulturförvaltningen"),
    ):
        answer = twenty.answer(f"Vad tycker {body} om hamnen?")
        assert [quote.issuer for quote in answer.quotes] == [issuer]


@pytest.mark.parametrize(
    ("sentence", "stance"),
    [
        ("Nämnden tillstyrker förslaget.", Stance.FOR),
        ("Nämnden avstyrker förslaget.", Stance.AGAINST),
        ("Förvaltningen delar inte kontorets uppfattning.", Stance.AGAINST),
        ("Förvaltningen är inte positiv till förslaget.", Stance.AGAINST),
        ("Förvaltningen har inga invändningar.", Stance.FOR),
        ("Förvaltningen deltar i nätverket.", Stance.NEITHER),
    ],
)
def test_a_sentence_tells_which_way_it_goes(sentence: str, stance: Stance) -> None:
    assert stance_of(sentence) is stance


@pytest.mark.parametrize(
    "question",
    ["Varför avstyrkte förvaltningen förslaget?", "Varför är socialnämnden tveksam?",
     "På vilka grunder är förvaltningen negativ?",
     "Why is the department critical of the proposal?", "Varför är förvaltningen inte positiv?"],
)  # fmt: skip
def test_a_side_that_is_taken_for_granted_and_not_taken_is_refused(real: Asked, question: str) -> None:
    answer = real.answer(question)
    assert not answer.answered
    assert answer.closest[0].text.startswith("Förvaltningen ställer sig positiv")


def test_a_side_that_is_taken_for_granted_and_taken_is_quoted(real: Asked) -> None:
    assert (
        real.answer("Varför är förvaltningen positiv?").quotes[0].text.startswith("Förvaltningen ställer sig positiv")
    )


@pytest.mark.parametrize("question", ["Hur många remissinstanser avstyrkte förslaget?", "How many boards support it?"])
def test_one_opinion_is_no_count(real: Asked, question: str) -> None:
    assert real(question) is None


def test_the_body_that_an_opinion_is_about_does_not_speak(real: Asked) -> None:
    assert not real.answer("Vad anser stadsledningskontoret om socialnämnden?").answered
    assert real.answer("Vad tycker nämnderna om stadsledningskontorets förslag?").answered


def test_a_denied_side_is_the_other_one(twenty: Asked) -> None:
    against = twenty.answer("Vilka nämnder avstyrker förslaget?").quotes
    assert [q.document for q in twenty.answer("Vilka nämnder stödjer inte förslaget?").quotes] == [
        q.document for q in against
    ]


def test_a_question_in_a_hurry_is_understood(real: Asked) -> None:
    said = [quote.text for quote in real.answer("Vad tycker förvaltningen?").quotes]
    assert said
    for typed in ("va tycker förvaltnigen", "vad tyker förvaltningen", "vad tycker forvaltningne"):
        assert [quote.text for quote in real.answer(typed).quotes] == said, typed
