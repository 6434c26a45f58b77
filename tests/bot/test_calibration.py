"""Fitting, on arithmetic that can be followed and on made-up corpora."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.calibration import __main__ as calibration
from bot.calibration.corpora import draw_corpora, part_of
from bot.calibration.fitting import fit_choice, fit_probability
from bot.calibration.reporting import report_of
from bot.calibration.samples import Asker, draw_samples
from bot.confidence import CONFIDENCE_FEATURES
from bot.evaluation import EvalQuestion
from bot.evidence import SENTENCE_FEATURES
from bot.weights import FILE, Linear, fitted
from index.builder import build
from index.generation import Generation
from index.remembering import Remembering
from index.searcher import HybridSearcher
from index.storage import load_current
from index.training.neighbourhood import Neighbourhood
from index.training.questions import ASTRAY_QUESTIONS, read_astray
from tests.fakes import HashingModel
from tests.measured import measured, words_of


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """Twelve made-up (påhittade) plans, each about one thing."""
    folder: Path = tmp_path_factory.mktemp("plans")
    (folder / "documents").mkdir()
    things = (
        "ekar",
        "bänkar",
        "kajer",
        "färjor",
        "lampor",
        "broar",
        "torg",
        "bryggor",
        "staket",
        "hallar",
        "spår",
        "tak",
    )
    for number, thing in enumerate(things):
        text = f"# Påhittad plan\n\nKommunen lagar {thing} på våren. Arbetet med {thing} tar {number + 2} veckor.\n"
        (folder / "documents" / f"{thing}.md").write_text(text, encoding="utf-8")
    build(folder, folder / "data", HashingModel())
    return load_current(folder / "data")


def test_a_part_of_a_generation_is_searched_like_a_generation_of_its_own(generation: Generation) -> None:
    part = part_of(generation, {"ekar", "torg"})
    assert set(part.corpus.documents) == {"ekar", "torg"}
    assert len(part.passage_vectors) == len(part.passages)
    assert part.sentence_offsets[-1] == len(part.sentence_vectors)
    first = HybridSearcher(part, HashingModel()).search(["När lagas torg?"], 1)[0].passages[0]
    assert first.passage.document == "torg"


def test_corpora_are_drawn_the_same_with_the_same_seed_and_within_size(generation: Generation) -> None:
    draws, about = {3: 8, 6: 8}, ("torg", "tak")
    drawn = list(draw_corpora(generation, about, draws, seed=7))
    assert drawn == list(draw_corpora(generation, about, draws, seed=7))
    assert drawn != list(draw_corpora(generation, about, draws, seed=8))
    assert all(len(part_of(generation, names).passages) <= size for size, names in drawn)
    assert all(names & set(about) for _, names in drawn)
    assert Neighbourhood.of(generation).nearest_first("torg")[0] == "torg"


def test_each_question_is_encoded_once() -> None:
    class Counting(HashingModel):
        asked = 0

        def encode_query(self, texts):  # type: ignore[no-untyped-def]  # counts, and passes on
            self.asked += len(texts)
            return super().encode_query(texts)

    model = Counting()
    remembering = Remembering(model)
    first = remembering.encode_query(["a", "b", "a"])
    again = remembering.encode_query(["b"])
    assert model.asked == 2
    assert np.array_equal(first[1], again[0])


def test_questions_are_asked_of_corpora_with_and_without_their_answer(generation: Generation) -> None:
    questions = [
        EvalQuestion(question=f"När lagas {name}?", document=name, answer="på våren", start=0, end=5)
        for name in generation.corpus.documents
    ]
    samples = draw_samples(generation, Asker(Remembering(HashingModel()), None), questions, {4: 12}, 1)
    assert any(s.held for s in samples) and any(s.near for s in samples)
    for sample in samples:
        assert sample.held == (sample.question.document in sample.corpus.documents)
    figures = report_of(samples, 60)
    assert figures["all"]["held"] + figures["all"]["near"] + figures["all"]["far"] <= len(samples)
    assert sum(row["questions"] for row in figures["reliability"]) > 0


def test_a_made_up_document_is_asked_about_other_things_too(
    generation: Generation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calibration, "MADE_UP", tmp_path)
    monkeypatch.setattr(calibration, "FOREIGN", 2)
    monkeypatch.setattr(calibration, "ASTRAY", 1)
    own = '{"question": "När lagas ekar?", "document": "ekar", "any": ["på våren"]}'
    (tmp_path / "questions.jsonl").write_text(own + "\n", encoding="utf-8")
    (tmp_path / "astray.jsonl").write_text('{"question": "när går sista färjan?"}\n', encoding="utf-8")
    foreign = [EvalQuestion(question=f"Vad gör en smed {n}?", document="smeder", answer="smider") for n in range(24)]
    for_each = dict.fromkeys(generation.corpus.documents, foreign)
    samples = calibration.ask_made_up(generation, Asker(HashingModel(), None), for_each, seed=1)
    assert [sample.question.asked for sample in samples if sample.held] == ["När lagas ekar?"]
    others = [sample for sample in samples if not sample.held]
    asked = [sample.question.asked for sample in others]
    assert len(asked) == 36 and asked.count("när går sista färjan?") == 12
    assert set(asked) <= {"när går sista färjan?", *(question.asked for question in foreign)}
    assert all(set(sample.corpus.documents) == {sample.question.document} and not sample.near for sample in others)


def test_what_is_asked_astray_is_either_trained_on_or_calibrated_with_or_measured_with() -> None:
    trained, fitted = (
        {words_of(question.question) for question in read_astray(file)}
        for file in (ASTRAY_QUESTIONS, calibration.MADE_UP / "astray.jsonl")
    )
    asked = set().union(*(words for _, words in measured()))
    assert trained and fitted and asked
    assert not trained & fitted and not asked & (trained | fitted)


def test_the_choice_learns_which_figure_marks_the_answer() -> None:
    random = np.random.default_rng(0)
    features = [random.normal(size=(4, 2)).astype(np.float32) for _ in range(200)]
    right = [f[:, 0] == f[:, 0].max() for f in features]
    model = fit_choice(features, right, ("telling", "noise"))
    assert model.weights[0] > 10 * abs(model.weights[1])


def test_the_probability_is_one_over_a_well_known_logistic() -> None:
    random = np.random.default_rng(0)
    x = random.normal(size=(20_000, 2)).astype(np.float32)
    y = random.random(20_000) < 1 / (1 + np.exp(-(2 * x[:, 0] - 1)))
    model = fit_probability(x, y, np.ones(len(x), np.float32), ("telling", "noise"))
    assert model.weights == pytest.approx([2, 0], abs=0.1)
    assert model.bias == pytest.approx(-1, abs=0.1)


def test_the_shipped_weights_are_those_of_the_features() -> None:
    assert FILE.is_file()
    for judged in (True, False):
        assert fitted("quoting", SENTENCE_FEATURES, judged).features == SENTENCE_FEATURES
        assert fitted("confidence", CONFIDENCE_FEATURES, judged).features == CONFIDENCE_FEATURES


def test_weights_survive_their_file() -> None:
    model = Linear(("a", "b"), np.array([0.5, -2], np.float32), 0.25)
    again = Linear.from_json(model.to_json(), ("a", "b"))
    assert again.weights.tolist() == [0.5, -2] and again.bias == 0.25
    with pytest.raises(KeyError):
        Linear.from_json(model.to_json(), ("a", "c"))
