"""Building: only what is new is embedded, and what was there stays until the new generation is whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.builder import AT_ONCE, build
from index.generation import Generation
from index.layout import IndexFolder
from index.storage import current_name, load_current
from index.types import Progress, Vectors
from knowledge.errors import BadRegister, IndexProblem
from knowledge.known_questions import QUESTIONS
from tests.fakes import HashingModel
from tests.index.knowledge_folder import TOPICS, made_up


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    return made_up(tmp_path / "knowledge")


def same(one: Generation, other: Generation) -> bool:
    return (
        one.corpus.documents == other.corpus.documents
        and one.corpus.passages == other.corpus.passages
        and one.corpus.sources == other.corpus.sources
        and np.array_equal(one.passage_vectors, other.passage_vectors)
        and np.array_equal(one.sentence_vectors, other.sentence_vectors)
    )


def test_a_generation_holds_the_documents_and_their_vectors(knowledge: Path, data: Path) -> None:
    model = HashingModel()
    report = build(knowledge, data, model)
    generation = load_current(data)
    assert generation.name == report.generation == current_name(data)
    assert [document.id for document in generation.documents] == ["pahittat-0", "pahittat-1", "pahittat-2"]
    assert len(generation.passages) == report.passages == 3 * len(TOPICS)
    assert generation.passage_vectors.shape == (report.passages, model.dimensions)
    for row, passage in enumerate(generation.passages):
        start, end = generation.sentence_offsets[row : row + 2]
        text = generation.corpus.documents[passage.document].text
        said = [span.of(text) for span in passage.sentences]
        assert np.array_equal(generation.sentence_vectors[start:end], model.encode_query(said))
    generation.require(model)
    with pytest.raises(IndexProblem, match="hashing-64"):
        generation.require(HashingModel(64))


def test_nothing_new_is_a_build_that_embeds_and_writes_nothing(knowledge: Path, data: Path) -> None:
    first = build(knowledge, data, HashingModel())
    model = HashingModel()
    again = build(knowledge, data, model)
    assert (again.unchanged, again.generation, again.embedded, model.encoded) == (True, first.generation, 0, 0)
    assert again.reused == first.embedded


def test_a_changed_document_costs_that_document(knowledge: Path, data: Path) -> None:
    build(knowledge, data, HashingModel())
    made_up(knowledge, version=2)
    model = HashingModel()
    report = build(knowledge, data, model)
    # a passage and one of its two sentences a topic: "Dokument 2 handlar om …" is as it was
    assert model.encoded == report.embedded == 2 * len(TOPICS)
    assert not report.unchanged


def test_an_incremental_build_holds_what_a_full_one_does(knowledge: Path, data: Path, tmp_path: Path) -> None:
    build(knowledge, data, HashingModel())
    made_up(knowledge, documents=5, version=3)
    (knowledge / "pahittat-0.md").unlink()
    build(knowledge, data, HashingModel())
    build(knowledge, tmp_path / "fresh", HashingModel())
    assert same(load_current(data), load_current(tmp_path / "fresh"))
    full = build(knowledge, data, model := HashingModel(), full=True)
    assert (full.reused, model.encoded) == (0, full.embedded)
    assert same(load_current(data), load_current(tmp_path / "fresh"))


def test_another_model_is_another_index(knowledge: Path, data: Path) -> None:
    build(knowledge, data, HashingModel())
    other = HashingModel(64)
    report = build(knowledge, data, other)
    assert (report.reused, report.unchanged) == (0, False)
    load_current(data).require(other)


class Interrupting(HashingModel):
    """Ctrl-C while the n-th batch is embedded."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.left = at

    def encode_document(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.left -= 1
        if self.left == 0:
            raise KeyboardInterrupt
        return super().encode_document(texts, progress)


def test_an_interrupted_build_leaves_all_as_it_was_and_goes_on_where_it_stopped(tmp_path: Path, data: Path) -> None:
    knowledge = tmp_path / "knowledge"
    knowledge.mkdir()
    lines = "\n\n".join(f"## Del {n}\n\nStycke {n} handlar om sak {n}." for n in range(AT_ONCE + 100))
    (knowledge / "lang.md").write_text(f"# Påhittat\n\n{lines}\n", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        build(knowledge, data, interrupted := Interrupting(at=3))
    assert interrupted.encoded == AT_ONCE + 100  # the passages were done
    assert current_name(data) is None
    assert IndexFolder(data).names() == []
    report = build(knowledge, data, model := HashingModel())
    assert model.encoded == report.embedded == report.sentences
    assert report.reused == AT_ONCE + 100


def test_progress_rises_to_the_end_of_every_stage(knowledge: Path, data: Path) -> None:
    calls: list[tuple[str, int, int]] = []
    build(knowledge, data, HashingModel(), lambda *call: calls.append(call))
    assert list(dict.fromkeys(stage for stage, _, _ in calls)) == ["read", "passages", "sentences", "write"]
    for stage in ("read", "passages", "sentences", "write"):
        done = [(done, total) for name, done, total in calls if name == stage]
        assert done == sorted(done)
        assert done[-1][0] == done[-1][1]


def test_known_questions_are_a_stage_of_their_own(knowledge: Path, data: Path) -> None:
    (knowledge / QUESTIONS).write_text(
        "not_answered:\n  - document: pahittat-1\n    asked_as:\n      - får min båt ligga här?\n", encoding="utf-8"
    )
    calls: list[tuple[str, int, int]] = []
    build(knowledge, data, HashingModel(), lambda *call: calls.append(call))
    stages = list(dict.fromkeys(stage for stage, _, _ in calls))
    assert stages == ["read", "passages", "sentences", "questions", "write"] and ("questions", 1, 1) in calls


def test_an_unreadable_document_is_reported_and_the_others_are_indexed(knowledge: Path, data: Path) -> None:
    (knowledge / "trasig.md").write_bytes(b"\xff\xfe\x00 inte utf-8 \x80")
    report = build(knowledge, data, HashingModel())
    assert report.documents == 3
    assert [problem.file for problem in report.problems] == ["trasig.md"]


def test_no_documents_at_all_never_replaces_an_index(knowledge: Path, data: Path, tmp_path: Path) -> None:
    name = build(knowledge, data, HashingModel()).generation
    (tmp_path / "empty").mkdir()
    with pytest.raises(IndexProblem, match="No document"):
        build(tmp_path / "empty", data, HashingModel())
    with pytest.raises(BadRegister):
        build(tmp_path / "nowhere", data, HashingModel())
    assert load_current(data).name == name
