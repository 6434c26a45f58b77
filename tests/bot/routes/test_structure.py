"""Directions, principles and goals, answered whole from the structure."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answer import Intent
from bot.config import PROJECT
from bot.draft import Draft
from bot.routes.structure import StructureRoute
from index.types import Corpus
from knowledge.glossary import read_glossary
from tests.bot.made_up import FixedSearcher, corpus_of, ranking_of, read_corpus, understood

GLOSSARY = read_glossary(PROJECT / "knowledge")


class Asked:
    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.route = StructureRoute(corpus, GLOSSARY)

    def __call__(self, question: str) -> Draft | None:
        return self.route.propose(understood(question), FixedSearcher(self.corpus), ranking_of(self.corpus, question))

    def words(self, draft: Draft, number: int = 0) -> str:
        pick = draft.quotes[number]
        return " ".join(pick.span.of(self.corpus.documents[pick.document].text).split())


@pytest.fixture(scope="module")
def real() -> Asked:
    return Asked(read_corpus(PROJECT / "knowledge"))


@pytest.mark.parametrize(
    "question",
    ["Vilka är inriktningarna?", "inriktningar", "What are the four directions of the strategy?",
     "Kan du lista strategins inriktningar", "vilka inriktingar finns", "Vilka inriktningar gällde?"],
)  # fmt: skip
def test_all_directions_are_one_whole_quote(real: Asked, question: str) -> None:
    draft = real(question)
    assert draft is not None
    words = real.words(draft)
    assert words.startswith("I förslaget till internationell strategi presenteras fyra inriktningar")
    assert words.endswith("begränsande eller möjliggörande för stadens utveckling.")
    for name in ("Profiler", "Omvärldsbevakning", "Samverkan", "Påverkan"):
        assert name in words
    assert draft.intent is Intent.DIRECTION


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Berätta om Påverkan", "Påverkan"),
        ("What is the direction advocacy about?", "Påverkan"),
        ("What does the direction influence mean?", "Påverkan"),
        ("vad betyder inriktningen paverkan", "Påverkan"),
        ("Tell me about monitoring", "Omvärldsbevakning"),
        ("environmental scanning", "Omvärldsbevakning"),
        ("What is collaboration?", "Samverkan"),
        ("profiles", "Profiler"),
        ("den tredje inriktningen", "Samverkan"),
        ("What is the last direction?", "Påverkan"),
        ("TL;DR inriktning 3 (samverkan)?", "Samverkan"),
    ],
)
def test_a_direction_is_found_by_any_of_its_names(real: Asked, question: str, name: str) -> None:
    draft = real(question)
    assert draft is not None
    assert draft.quotes[0].name == name
    assert name in real.words(draft)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Vad är syftet med Profiler?", "Syftet med profiler är att stärka"),
        ("What is the purpose of the direction Advocacy (Påverkan)?", "Syftet med inriktningen är att påverka"),
        ("vad är syftet med påvekran", "Syftet med inriktningen är att påverka"),
        ("syftet med den andra inriktningen", "Syftet med proaktiv omvärldsbevakning är"),
    ],
)
def test_a_purpose_is_the_sentence_that_states_it(real: Asked, question: str, words: str) -> None:
    draft = real(question)
    assert draft is not None
    assert real.words(draft).startswith(words)


def test_one_of_the_principles_is_not_told_where_they_are_only_mentioned(real: Asked) -> None:
    draft = real("Vilken är den tredje principen?")
    assert draft is not None and not draft.quotes and draft.closest


@pytest.mark.parametrize(
    "question", ["Vad är principerna?", "What principles are there?", "Finns det några principer?"]
)
def test_principles_that_are_only_mentioned_are_quoted_so_and_the_strategy_is_said_to_be_missing(
    real: Asked, question: str
) -> None:
    draft = real(question)
    assert draft is not None
    assert real.words(draft).startswith("I förslaget fastslås även ett antal principer")
    assert [code for code, _ in draft.notices] == ["not_held"]


def test_goals_are_quoted_from_where_they_are_stated(real: Asked) -> None:
    draft = real("Vilka är målen?")
    assert draft is not None
    assert "måluppfyllnad av stadens övergripande vision" in real.words(draft)


@pytest.mark.parametrize(
    "question",
    ["Hur hänger inriktningarna ihop?", "Hur påverkas socialtjänsten?", "Vem ansvarar för Påverkan?",
     "Hur påverkas staden?", "Vad kostar inriktningarna?",
     "den sjunde inriktningen i Malmö", "Vad tycker förvaltningen om målen?"],
)  # fmt: skip
def test_it_leaves_other_questions_alone(real: Asked, question: str) -> None:
    assert real(question) is None


PAHITTAD = """# Påhittad strategi

## Inriktningar

### Hamnen

Hamnen ska växa.

### Skogen

Skogen ska vila. Den är gammal.

## Mål

Målen är följande:

- fler båtar
- fler träd
"""
REMISSVAR = """# Påhittat svar

## Ärendet

Förslaget har två inriktningar:

- **Hamn** - Den ska växa.
- **Skog** - Den ska vila.
"""


@pytest.fixture
def two(tmp_path: Path) -> Asked:
    register: list[dict[str, object]] = [
        {"id": "svar", "file": "a.md", "type": "tjänsteutlåtande", "status": "remissvar"},
        {"id": "strategi", "file": "b.md", "type": "strategi", "status": "antagen"},
    ]
    return Asked(corpus_of(tmp_path, {"a.md": REMISSVAR, "b.md": PAHITTAD}, register))


def test_an_adopted_strategy_is_quoted_rather_than_a_retelling_of_it(two: Asked) -> None:
    draft = two("Vilka är inriktningarna?")
    assert draft is not None
    assert draft.quotes[0].document == "strategi"
    assert two.words(draft) == "Hamnen Hamnen ska växa. Skogen Skogen ska vila. Den är gammal."


def test_a_section_is_a_direction_with_its_title_for_a_name(two: Asked) -> None:
    draft = two("Vad är inriktningen Skogen?")
    assert draft is not None
    assert (draft.quotes[0].document, draft.quotes[0].name) == ("strategi", "Skogen")


def test_a_list_of_goals_is_whole(two: Asked) -> None:
    draft = two("Vad är målen?")
    assert draft is not None
    assert two.words(draft).startswith("Målen är följande:")
    assert two.words(draft).endswith("fler träd")
    assert draft.intent is Intent.GOAL


@pytest.mark.parametrize(
    "question", ["Vilken är den femte inriktningen?", "What is the sixth direction?", "inriktning 7"]
)
def test_a_part_beyond_the_last_is_refused_with_the_whole_as_close(real: Asked, question: str) -> None:
    draft = real(question)
    assert draft is not None
    assert draft.quotes == ()
    assert draft.closest


@pytest.mark.parametrize("question", ["Vilka är de 4 inriktningarna?", "Vilka andra inriktningar finns?"])
def test_a_count_is_no_place_in_the_list(real: Asked, question: str) -> None:
    draft = real(question)
    assert draft is not None
    assert "Profiler" in real.words(draft)


def test_a_number_after_its_noun_is_a_place_in_the_list(real: Asked) -> None:
    draft = real("inriktning 2")
    assert draft is not None
    assert real.words(draft).startswith("2. Omvärldsbevakning")
