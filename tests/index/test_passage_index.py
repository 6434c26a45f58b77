"""What every passage index promises. Another one joins the suite with one more fixture parameter."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pytest
import yaml

from index import vector_search
from index.builder import build
from index.dense import DenseIndex
from index.generation import Generation
from index.lexical import LexicalIndex
from index.passage_index import LocalPassageIndex
from index.storage import load_current
from index.types import Filters, PassageIndex
from tests.fakes import HashingModel
from tests.index.knowledge_folder import TOPICS, made_up

MODEL = HashingModel(256)
ALL = Filters()


@pytest.fixture(scope="module", params=["exact", "compressed"])
def generation(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Generation:
    folder = tmp_path_factory.mktemp("index")
    knowledge = made_up(folder / "knowledge", documents=6)
    (folder / "knowledge" / "sources.yaml").write_text(register(), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "compressed":
            patch.setattr(vector_search, "EXACT_UP_TO", 10)
        build(knowledge, folder / "data", MODEL)
    generation = load_current(folder / "data")
    assert generation.manifest.passage_search.kind == request.param
    return generation


def register() -> str:
    """Document 5 holds until 2018, document 4 from then on."""
    valid = {5: {"valid_to": "2017-12-31"}, 4: {"valid_from": "2018-01-01"}}
    entries = [
        {"id": f"pahittat-{n}", "file": f"pahittat-{n}.md", "title": "Påhittat", **valid.get(n, {})} for n in range(6)
    ]
    return yaml.safe_dump({"documents": entries}, allow_unicode=True)


@pytest.fixture(scope="module")
def texts(generation: Generation) -> list[str]:
    return [passage.span.of(generation.corpus.documents[passage.document].text) for passage in generation.passages]


@pytest.fixture(scope="module")
def index(generation: Generation, texts: list[str]) -> PassageIndex:
    return LocalPassageIndex(DenseIndex(generation), LexicalIndex(texts))


def vector(text: str) -> np.ndarray:
    return MODEL.encode_query([text])[0]


def test_candidates_are_the_nearest_and_the_best_by_words(
    index: PassageIndex, generation: Generation, texts: list[str]
) -> None:
    found = index.search(vector(texts[3]), {"park": 2.0}, 4, ALL)
    rows = [candidate.row for candidate in found]
    assert rows == sorted(set(rows))
    cosines = generation.passage_vectors @ vector(texts[3])
    fourth = np.sort(cosines)[-4]
    assert {row for row in range(len(texts)) if cosines[row] > fourth + 1e-6} <= set(rows)
    sentences = generation.sentence_vectors @ vector(texts[3])
    fourth_sentence = np.sort(sentences)[-4]
    for row, (start, end) in enumerate(pairwise(generation.sentence_offsets)):
        assert row in rows or sentences[start:end].max() <= fourth_sentence + 1e-6
    assert sum("parker" in texts[row] for row in rows) >= 4
    for candidate in found:
        assert candidate.dense == pytest.approx(cosines[candidate.row], abs=1e-5)
        assert (candidate.lexical > 0) == ("parker" in texts[candidate.row])


def test_what_a_term_is_worth_weighs(index: PassageIndex) -> None:
    (light, *_), (heavy, *_) = (
        sorted(index.search(vector("parker"), {"park": worth}, 3, ALL), key=lambda found: -found.lexical)
        for worth in (1.0, 3.0)
    )
    assert heavy.lexical == pytest.approx(3 * light.lexical, rel=1e-5)


def test_unknown_terms_match_nothing(index: PassageIndex) -> None:
    found = index.search(vector("Om museer"), {"obefintlig": 9.0}, 5, ALL)
    assert 5 <= len(found) <= 10
    assert {candidate.lexical for candidate in found} == {0.0}


def test_filters_let_nothing_else_through(index: PassageIndex, generation: Generation) -> None:
    only = Filters(documents=frozenset({"pahittat-1", "pahittat-3"}))
    found = index.search(vector("Om skolor"), {"skol": 1.0, "park": 1.0}, 20, only)
    assert {generation.passages[candidate.row].document for candidate in found} == only.documents
    assert len(found) == 2 * len(TOPICS)
    assert index.search(vector("Om skolor"), {"skol": 1.0}, 5, Filters(documents=frozenset({"okänt"}))) == []


@pytest.mark.parametrize(("day", "missing"), [(date(2016, 5, 1), "pahittat-4"), (date(2020, 5, 1), "pahittat-5")])
def test_what_was_not_in_force_that_day_is_not_found(
    index: PassageIndex, generation: Generation, day: date, missing: str
) -> None:
    found = index.search(vector("Om hamnar"), {"hamn": 1.0}, 100, Filters(as_of=day))
    held = {generation.passages[candidate.row].document for candidate in found}
    assert held == {f"pahittat-{n}" for n in range(6)} - {missing}


def test_the_same_question_has_the_same_candidates(index: PassageIndex) -> None:
    one, other = (index.search(vector("staden vårdar vatten"), {"vatt": 1.0}, 7, ALL) for _ in range(2))
    assert one == other
