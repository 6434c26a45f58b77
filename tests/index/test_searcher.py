"""Searching a small corpus: who comes first, what is left out, what is told about the ranking."""

from __future__ import annotations

import datetime as dt
import logging
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from index import meaning, vector_search
from index import searcher as searcher_module
from index.builder import build
from index.searcher import HybridSearcher
from index.storage import load_current
from index.types import Filters, Vectors
from knowledge.document import PassageKind
from knowledge.errors import IndexProblem
from tests.fakes import HashingModel

PARKS = """# Påhittad parkplan

## Träd

Staden planterar ekar längs gatorna. Förvaltningen vårdar dem i femton år.

## Bänkar

Parkbänkar målas gröna varje vår. Trasiga bänkar lagas inom en vecka.
"""
HARBOURS = """# Påhittad hamnplan

## Inriktningar

Planen har tre inriktningar:

1. **Kajer** - Kajerna lagas med granit.
2. **Färjor** - Färjorna drivs med el från kajen.
3. **Vakter** - Hamnvakten kontrollerar båtarna om natten.

## Avgifter

Hamnavgiften är fyrtio kronor om dagen.
"""


@pytest.fixture
def searcher(tmp_path: Path) -> HybridSearcher:
    return searcher_of(tmp_path, {"parker": PARKS, "hamnar": HARBOURS})


def searcher_of(folder: Path, texts: dict[str, str], register: str = "") -> HybridSearcher:
    documents = folder / "knowledge" / "documents"
    documents.mkdir(parents=True)
    for name, text in texts.items():
        (documents / f"{name}.md").write_text(text, encoding="utf-8")
    if register:
        (folder / "knowledge" / "sources.yaml").write_text(register, encoding="utf-8")
    build(folder / "knowledge", folder / "data", HashingModel())
    return HybridSearcher(load_current(folder / "data"), HashingModel())


def first(searcher: HybridSearcher, question: str) -> str:
    best = searcher.search([question], 1)[0].passages[0].passage
    return best.span.of(searcher.corpus.documents[best.document].text)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Hur snabbt lagas trasiga bänkar?", "inom en vecka"),
        ("vad kostar hamnavgiftn", "fyrtio kronor"),
        ("What trees are planted along the streets?", "ekar"),
        ("Vilka inriktningar har planen?", "tre inriktningar"),
    ],
)
def test_the_passage_that_answers_comes_first(searcher: HybridSearcher, question: str, words: str) -> None:
    assert words in first(searcher, question)


def test_scores_fall_within_zero_and_one(searcher: HybridSearcher) -> None:
    for ranking in searcher.search(["Hur lagas kajerna?", "xyzzy", "", "Who paints the benches?"]):
        scores = [ranked.score for ranked in ranking.passages]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)
        assert all(len(ranked.sentences) == len(ranked.passage.sentences) for ranked in ranking.passages)


def test_a_batch_gives_what_one_by_one_gives(searcher: HybridSearcher) -> None:
    questions = ["Hur lagas kajerna?", "When are the benches painted?", "femton år"]
    together = searcher.search(questions)
    alone = [searcher.search([question])[0] for question in questions]
    assert [[ranked.row for ranked in ranking.passages] for ranking in together] == [
        [ranked.row for ranked in ranking.passages] for ranking in alone
    ]
    assert [ranking.query for ranking in together] == questions


def test_the_best_sentence_holds_the_words(searcher: HybridSearcher) -> None:
    best = searcher.search(["När målas bänkarna?"])[0].passages[0]
    sentence = max(best.sentences, key=lambda ranked: ranked.score)
    assert "målas gröna" in sentence.span.of(searcher.corpus.documents["parker"].text)


def test_an_item_below_its_list_gives_its_place_to_others(searcher: HybridSearcher) -> None:
    ranked = searcher.search(["Vilka tre inriktningar har planen: kajer, färjor och vakter?"])[0].passages
    kinds = [one.passage.kind for one in ranked]
    assert kinds[0] is PassageKind.LIST
    assert PassageKind.ITEM not in kinds
    assert len({one.row for one in ranked}) == len(ranked)


def test_an_item_above_its_list_stays(searcher: HybridSearcher) -> None:
    ranked = searcher.search(["Vem kontrollerar båtarna om natten?"])[0].passages
    assert [one.passage.kind for one in ranked[:2]] == [PassageKind.ITEM, PassageKind.LIST]


def test_only_the_documents_that_are_asked_for_are_searched(searcher: HybridSearcher) -> None:
    ranked = searcher.search(["Hur lagas bänkar?"], filters=Filters(documents=frozenset({"hamnar"})))[0].passages
    assert {one.passage.document for one in ranked} == {"hamnar"}
    assert searcher.search(["Hur lagas bänkar?"], filters=Filters(documents=frozenset({"okänd"})))[0].passages == ()


def test_what_is_not_searched_is_no_evidence(searcher: HybridSearcher) -> None:
    question = "Hur snabbt lagas trasiga bänkar?"
    whole, elsewhere = (
        searcher.search([question], filters=filters)[0].signals
        for filters in (None, Filters(documents=frozenset({"hamnar"})))
    )
    for name in ("top_z", "cosine_z", "sentence_cosine_z", "best_coverage", "coverage"):
        assert elsewhere[name] < whole[name]


def test_only_what_counted_on_the_day_is_searched(tmp_path: Path) -> None:
    register = """
  - {id: parker, file: parker.md, date: 2020-01-01}
  - {id: hamnar, file: hamnar.md, date: 2024-01-01}
"""
    dated = searcher_of(tmp_path, {"parker": PARKS, "hamnar": HARBOURS}, f"documents:{register}")
    ranked = dated.search(["Hur lagas kajerna?"], filters=Filters(as_of=dt.date(2022, 5, 1)))[0].passages
    assert {one.passage.document for one in ranked} == {"parker"}


def test_signals_tell_a_met_question_from_one_about_something_else(searcher: HybridSearcher) -> None:
    asked = ["Hur snabbt lagas trasiga bänkar?", "Vem reglerar fjärrvärmen?"]
    met, unmet = (ranking.signals for ranking in searcher.search(asked))
    assert met["top_z"] > 1 > unmet["top_z"]
    assert met["coverage"] > 0.5 > unmet["coverage"]
    assert met["unknown"] < unmet["unknown"] == 1
    assert met["words_rank"] == met["meaning_rank"] == 1
    assert unmet["words_rank"] == 0
    assert met["margin"] > 0
    assert met.keys() == unmet.keys()


def test_one_passage_is_corpus_enough(tmp_path: Path) -> None:
    lone = searcher_of(tmp_path, {"lone": "# Påhittat\n\nFisken serveras på torsdagar."})
    (ranking,) = lone.search(["När serveras fisken?"])
    assert len(ranking.passages) == 1
    assert ranking.signals["coverage"] == pytest.approx(1)


QUESTIONS = ("Hur lagas kajerna?", "Vem kontrollerar båtarna om natten?", "Hur mycket är hamnavgiften om dagen?")


@pytest.mark.parametrize("filters", [Filters(), Filters(documents=frozenset({"hamnar"}))])
@pytest.mark.parametrize("codes", [False, True])
def test_a_large_corpus_is_ranked_by_its_candidates(
    tmp_path: Path, filters: Filters, codes: bool, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    squares = "\n\n".join(f"## Torg {n}\n\nTorg {n} stenläggs år {2000 + n}." for n in range(20))
    texts = {"parker": PARKS, "hamnar": HARBOURS, "torg": f"# Påhittad torgplan\n\n{squares}"}
    whole = searcher_of(tmp_path / "whole", texts).search(QUESTIONS, 3, filters)
    assert "every passage is scored" in caplog.text
    monkeypatch.setattr(meaning, "WHOLE_UP_TO", 5)
    monkeypatch.setattr(searcher_module, "CANDIDATES", 3)
    if codes:
        monkeypatch.setattr(vector_search, "EXACT_UP_TO", 5)
    large = searcher_of(tmp_path / "large", texts)
    assert "3 best of each kind" in caplog.text
    for ranking, expected in zip(large.search(QUESTIONS, 3, filters), whole, strict=True):
        assert ranking.passages[0].row == expected.passages[0].row
        assert ranking.passages[0].dense == pytest.approx(expected.passages[0].dense, abs=1e-4)
        assert all(not filters.documents or one.passage.document in filters.documents for one in ranking.passages)
        assert ranking.signals.keys() == expected.signals.keys()
        assert all(math.isfinite(value) for value in ranking.signals.values())


def test_ordinary_questions_are_encoded_when_the_index_is_built(tmp_path: Path) -> None:
    class Counting(HashingModel):
        asked = 0

        def encode_query(self, texts: Sequence[str]) -> Vectors:
            self.asked += len(texts)
            return super().encode_query(texts)

    built = searcher_of(tmp_path, {"parker": PARKS})
    generation = load_current(tmp_path / "data")
    model = Counting()
    stored = HybridSearcher(generation, model).search(QUESTIONS)
    assert model.asked == len(QUESTIONS)
    older = HybridSearcher(replace(generation, cohort_vectors=None), model)  # as those of before they were stored
    assert model.asked > 2 * len(QUESTIONS)
    assert older.search(QUESTIONS) == stored == built.search(QUESTIONS)


def test_another_model_is_refused(tmp_path: Path) -> None:
    searcher_of(tmp_path, {"parker": PARKS})
    with pytest.raises(IndexProblem, match="hashing-64"):
        HybridSearcher(load_current(tmp_path / "data"), HashingModel(64))
