"""Questions for an owner, over the real document and a made-up register with two sides (påhittat)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.answer import Intent
from bot.config import PROJECT
from bot.draft import Draft
from bot.owners import open_owners
from bot.routes.responsibility import ResponsibilityRoute
from index.types import Corpus
from tests.bot.made_up import FixedSearcher, corpus_of, ranking_of, read_corpus, understood


class Asked:
    """A route over a corpus, asked in plain words."""

    def __init__(self, corpus: Corpus, knowledge: Path | None = None) -> None:
        self.corpus = corpus
        self.register = open_owners(corpus, knowledge)
        self.route = ResponsibilityRoute(self.register)

    def __call__(self, question: str) -> Draft | None:
        return self.route.propose(understood(question), FixedSearcher(self.corpus), ranking_of(self.corpus, question))

    def words(self, draft: Draft, number: int = 0) -> str:
        pick = draft.quotes[number]
        return " ".join(pick.span.of(self.corpus.documents[pick.document].text).split())


@pytest.fixture(scope="module")
def real() -> Asked:
    return Asked(read_corpus(PROJECT / "knowledge"), PROJECT / "knowledge")


EU = (
    "I förslaget till strategi anges att kommunstyrelsen ansvarar för stadens uppfattning i stadsövergripande "
    "internationella- och EU-frågor, samt i de frågor som berör flera nämnders verksamheter."
)
OUTSIDE_WORLD = (
    "I stadsledningskontorets förslag tydliggörs att samtliga nämnder ansvarar för att omvärldsbevaka inom sitt eget "
    "verksamhetsområde."
)


@pytest.mark.parametrize(
    ("question", "owner", "words"),
    [
        ("Vem ansvarar för EU-frågor?", "kommunstyrelsen", EU),
        ("vem äger EU-frågorna", "kommunstyrelsen", EU),
        ("vems fråga är det om flera nämnder berörs?", "kommunstyrelsen", EU),
        ("Vart vänder jag mig med en stadsövergripande internationell fråga?", "kommunstyrelsen", EU),
        ("Who decides the city's position on international issues?", "kommunstyrelsen", EU),
        ("vem anvarar för stadens uppfatning", "kommunstyrelsen", EU),
        ("vilken nämnd ansvarar för EU", "kommunstyrelsen", EU),
        ("EU-frågor ansvarig?", "kommunstyrelsen", EU),
        ("Vem ska omvärldsbevaka?", "samtliga nämnder", OUTSIDE_WORLD),
        ("ansvar omvarldsbevakning", "samtliga nämnder", OUTSIDE_WORLD),
        ("Who is responsible for environmental scanning?", "samtliga nämnder", OUTSIDE_WORLD),
    ],
)
def test_the_owner_leads_and_the_first_quote_is_the_sentence(
    real: Asked, question: str, owner: str, words: str
) -> None:
    draft = real(question)
    assert draft is not None
    assert draft.responsible is not None
    assert draft.responsible.owner == owner
    assert draft.responsible.quote == 0
    assert draft.intent is Intent.RESPONSIBILITY
    assert real.words(draft) == words


def test_it_says_how_sure_and_how_old(real: Asked) -> None:
    draft = real("Vem ansvarar för EU-frågor?")
    assert draft is not None
    assert draft.responsible is not None
    assert draft.responsible.certainty == (
        "Sägs uttryckligen. Socialförvaltningen återger stadsledningskontorets förslag, 2016-10-25 – inte ett beslut."
    )


@pytest.mark.parametrize(
    "question",
    ["Vem ansvarar för vänortsutbyten?", "Who is responsible for the schools?", "Vem ansvarar för klimatfrågor?",
     "vem sköter snöröjningen", "Vilken nämnd ansvarar för bygglov?"],
)  # fmt: skip
def test_it_refuses_when_no_document_says_it(real: Asked, question: str) -> None:
    draft = real(question)
    assert draft is not None
    assert draft.quotes == ()
    assert draft.message == ""
    assert [code for code, _ in draft.notices] == ["no_owner"]


@pytest.mark.parametrize(
    "question",
    ["Vem är handläggare?", "Hur ser ansvarsfördelningen ut?", "Vad är syftet med Profiler?", "Vart vänder jag mig?",
     "Vem ansvarade tidigare för frågan?"],
)  # fmt: skip
def test_it_leaves_other_questions_alone(real: Asked, question: str) -> None:
    assert real(question) is None


def test_a_handlaggare_is_never_the_owner(real: Asked) -> None:
    draft = real("Vem ansvarar för Internationell strategi för Stockholms stad?")
    assert draft is not None
    assert draft.responsible is None or "Sigrún" not in draft.responsible.owner


def test_the_issues_of_an_owner_are_listed(real: Asked) -> None:
    draft = real("Vad ansvarar kommunstyrelsen för?")
    assert draft is not None
    assert [real.words(draft, n) for n in range(len(draft.quotes))] == [EU]


def test_all_owners_are_listed_the_plainest_first(real: Asked) -> None:
    draft = real("Vem ansvarar för vad?")
    assert draft is not None
    assert {real.words(draft, 0), real.words(draft, 1)} == {EU, OUTSIDE_WORLD}
    assert len({pick.span for pick in draft.quotes}) == len(draft.quotes) > 2


STRATEGI = "# Påhittad strategi\n\nKommunstyrelsen ansvarar för vänortsutbytet.\n"
SVAR = "# Påhittat svar\n\nKulturnämnden ansvarar för vänortsutbytet. Därför ansvarar nämnderna för sina resor.\n"


@pytest.fixture
def two_sides(tmp_path: Path) -> Asked:
    register: list[dict[str, object]] = [
        {"id": "strategi", "file": "a.md", "type": "strategi", "status": "antagen", "superseded_by": "ny-strategi"},
        {"id": "svar", "file": "b.md", "type": "strategi", "status": "okänd"},
    ]
    return Asked(corpus_of(tmp_path, {"a.md": STRATEGI, "b.md": SVAR}, register))


def test_two_owners_of_one_issue_are_both_quoted_the_higher_standing_first(two_sides: Asked) -> None:
    draft = two_sides("Vem ansvarar för vänortsutbytet?")
    assert draft is not None
    assert [two_sides.words(draft, n) for n in range(2)] == [
        "Kommunstyrelsen ansvarar för vänortsutbytet.",
        "Kulturnämnden ansvarar för vänortsutbytet.",
    ]
    assert draft.keep_apart
    assert draft.notices == [("owners_disagree", "Dokumenten anger olika ansvariga: kommunstyrelsen, kulturnämnden.")]


def test_a_sentence_that_leans_back_is_quoted_with_the_one_before(two_sides: Asked) -> None:
    draft = two_sides("Vem ansvarar för nämndernas resor?")
    assert draft is not None
    assert two_sides.words(draft) == SVAR.splitlines()[2]


def test_contradictions_and_superseded_entries_are_reported(two_sides: Asked) -> None:
    ((one, other),) = two_sides.register.contradictions()
    assert (one.owner, other.owner) == ("kommunstyrelsen", "kulturnämnden")
    assert [entry.document for entry in two_sides.register.superseded()] == ["strategi"]


def test_the_table_has_a_row_for_each_owner_and_issue(two_sides: Asked) -> None:
    rows = two_sides.register.rows("sv")
    assert [(row.owner, row.issue, row.superseded) for row in rows] == [
        ("kommunstyrelsen", "vänortsutbytet", True),
        ("kulturnämnden", "vänortsutbytet", False),
        ("nämnderna", "sina resor", False),
    ]
    assert rows[0].quote == "Kommunstyrelsen ansvarar för vänortsutbytet."
    assert rows[0].url == f"/documents/strategi#{rows[0].start}-{rows[0].end}"
    assert rows[0].to_dict()["also_in"] == ()


def test_the_same_duty_in_two_documents_is_one_row(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, {"a.md": STRATEGI, "b.md": STRATEGI.replace("strategi", "kopia")})
    (row,) = open_owners(corpus).rows()
    assert [place.document for place in row.also_in] == [{"a": "b", "b": "a"}[row.document]]


def test_a_broken_curated_file_does_not_stop_a_running_bot(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, {"a.md": STRATEGI})
    (tmp_path / "responsibilities.yaml").write_text("responsibilities: [", encoding="utf-8")
    assert [entry.owner for entry in open_owners(corpus, tmp_path).entries] == ["kommunstyrelsen"]


@pytest.mark.parametrize("question", ["Vem ansvarar för visionen?", "Who owns the vision?"])
def test_what_a_task_is_to_be_done_from_has_no_owner_by_it(real: Asked, question: str) -> None:
    """ "… med utgångspunkt i visionen och stadens budget" makes nobody the owner of either."""
    draft = real(question)
    assert draft is not None
    assert draft.responsible is None
    assert draft.quotes == ()


def test_namnderna_are_samtliga_namnder(real: Asked) -> None:
    draft = real("Vad ansvarar nämnderna för?")
    assert draft is not None
    assert draft.responsible is not None
    assert draft.responsible.owner == "samtliga nämnder"


def test_what_another_body_answers_for_is_not_its(real: Asked) -> None:
    draft = real("Vad ansvarar stadsledningskontoret för?")
    assert draft is not None
    assert draft.quotes == ()


def test_a_sentence_that_takes_something_back_is_quoted_with_it(tmp_path: Path) -> None:
    text = "# Påhittat\n\nKulturnämnden ansvarar för vänortsutbytet. Det gäller dock inte ekonomin. Staden är stor.\n"
    asked = Asked(corpus_of(tmp_path, {"a.md": text}, [{"id": "a", "file": "a.md", "type": "strategi"}]))
    draft = asked("Vem ansvarar för vänortsutbytet?")
    assert draft is not None
    assert asked.words(draft).endswith("vänortsutbytet. Det gäller dock inte ekonomin.")


def test_an_owner_in_other_words_is_named_only_where_the_judge_reads_that_sentence_as_the_answer(real: Asked) -> None:
    question = "Vem bestämmer vad staden tycker i EU-frågor"

    def answered(says: str, odds: float) -> bool:
        plain = ranking_of(real.corpus, question)
        passages = []
        for ranked in plain.passages:
            text = real.corpus.documents[ranked.passage.document].text
            read = [replace(s, odds=odds if says in s.span.of(text) else -4.0) for s in ranked.sentences]
            passages.append(replace(ranked, sentences=tuple(read)))
        ranking = replace(plain, passages=tuple(passages))
        draft = real.route.propose(understood(question), FixedSearcher(real.corpus), ranking)
        assert draft is not None
        return draft.responsible is not None and draft.responsible.owner == "kommunstyrelsen"

    assert answered("kommunstyrelsen ansvarar för stadens uppfattning", 4.0)
    assert not answered("kommunstyrelsen ansvarar för stadens uppfattning", 1.0)
    assert not answered("Förvaltningen ställer sig positiv", 6.0)
    assert real(question).responsible is None  # nobody has judged
