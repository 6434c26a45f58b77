"""Training adapters, on a tiny model and made-up documents: what is learnt, and what may be learnt from."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from index import known
from index.fingerprint import fingerprint_of
from index.judge import QUESTIONS, AdaptedJudge, Reading
from index.model import Encoder
from index.training import judge as judge_training
from index.training import queries as query_training
from index.training import siblings
from index.training.judge import Drawing, train_judge
from index.training.queries import train_queries
from index.training.questions import BadTraining, TrainingQuestion, indexed, placed, read_astray, read_training
from index.training.siblings import Siblings
from tests.index.tiny_model import tiny_model

pytestmark = pytest.mark.model
TOPICS = ("ekar", "torg", "kajer", "broar", "bad", "spår", "ljus", "vatten")


def documents(folder: Path) -> Path:
    """Eight påhittade documents, each about a thing of its own."""
    file = folder / "documents.jsonl"
    texts = {f"d{n}": f"Om {topic}.\n\nStaden har {topic}. De vårdas av nämnd {n}." for n, topic in enumerate(TOPICS)}
    file.write_text("".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in texts.items()))
    return file


def questions(folder: Path) -> Path:
    file = folder / "questions.jsonl"
    lines = [{"question": f"vem vårdar {t}?", "document": f"d{n}", "split": "train"} for n, t in enumerate(TOPICS)]
    lines += [{"question": f"vad kostar {t}?", "document": f"d{n}", "answerable": False} for n, t in enumerate(TOPICS)]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return file


@pytest.fixture
def tiny(tmp_path: Path) -> Encoder:
    folder = tiny_model(tmp_path / "tiny")
    return Encoder("tiny", folder, fingerprint_of(folder))


def test_nothing_is_learnt_from_a_document_that_is_set_aside(tmp_path: Path) -> None:
    file = questions(tmp_path)
    with file.open("a") as out:
        out.write(json.dumps({"question": "vilka torg?", "document": "d1", "split": "calibration"}) + "\n")
        out.write(json.dumps({"question": "vilka bad?", "document": "d4", "split": "dev"}) + "\n")
    asked = read_training([file])
    assert {question.document for question in asked} == {f"d{n}" for n in (0, 2, 3, 4, 5, 6, 7)}
    assert len(asked) == 14


def test_what_is_asked_astray_is_answered_by_no_document(tmp_path: Path) -> None:
    file = tmp_path / "astray.jsonl"
    file.write_text('{"question": "när går sista färjan?"}\n{"question": "hej"}\n', encoding="utf-8")
    assert [question.question for question in read_astray(file)] == ["när går sista färjan?", "hej"]
    put = read_astray(file)[0].asked_of("d3")
    assert (put.document, put.answerable, put.place) == ("d3", False, None)


def test_questions_learn_where_their_answers_are(
    tmp_path: Path, tiny: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"BATCH": 4, "EPOCHS": 20, "RATE": 3e-2, "WARM_UP": 2, "DRIFT": 0.0, "SHARE": 1.0}.items():
        monkeypatch.setattr(query_training, name, value)
    generation = indexed([documents(tmp_path)], tmp_path / "data", tiny)
    asked = read_training([questions(tmp_path)])
    losses: list[float] = []
    file = tmp_path / "queries.safetensors"
    train_queries(generation, tiny, asked, file, 1, lambda step, steps, loss: losses.append(loss))
    assert np.mean(losses[-4:]) < 0.8 * np.mean(losses[:4])

    held = [question for question in asked if question.answerable]
    vectors = Encoder("tiny", tmp_path / "tiny", "adapted", file).encode_query([q.question for q in held])
    nearest = [generation.passages[row].document for row in (vectors @ generation.passage_vectors.T).argmax(axis=1)]
    assert sum(name == question.document for name, question in zip(nearest, held, strict=True)) > len(held) / 2


def test_the_judge_learns_which_sentence_answers_and_when_none_does(
    tmp_path: Path, tiny: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"BATCH": 4, "EPOCHS": 15, "RATE": 1e-2, "WARM_UP": 2}.items():
        monkeypatch.setattr(judge_training, name, value)
    generation = indexed([documents(tmp_path)], tmp_path / "data", tiny)
    losses: list[float] = []
    file = tmp_path / "judge.safetensors"
    asked = read_training([questions(tmp_path)])
    drawing = Drawing(generation, tiny, asked, 1)
    taught = [(drawing, question) for question in asked]
    train_judge(taught, tiny, file, 1, lambda step, steps, loss: losses.append(loss))
    assert np.mean(losses[-5:]) < 0.8 * np.mean(losses[:5])
    read = Reading("Om torg.", ("Staden har torg.", "De vårdas av nämnd 1."))
    ((odds,),) = AdaptedJudge(tiny, file).judge([("vem vårdar torg?", [read])])
    assert odds.shape == (2,)


def test_where_all_documents_are_of_one_kind_a_question_meets_its_own_only(tmp_path: Path, tiny: Encoder) -> None:
    generation = indexed([documents(tmp_path)], tmp_path / "data", tiny)
    asked = read_training([questions(tmp_path)])
    drawing = Drawing(generation, tiny, asked, 1, alone=True)
    for question in asked:
        example = drawing.example(question)
        assert example is not None
        text = generation.corpus.documents[question.document].text
        read = [passage for passage in example.passages if passage.headings != QUESTIONS]
        assert all(sentence in text for passage in read for sentence in passage.sentences)
        assert any(map(any, example.right)) == example.answered == question.answerable


def test_a_question_asked_of_another_document_has_no_answer_there(tmp_path: Path, tiny: Encoder) -> None:
    generation = indexed([documents(tmp_path)], tmp_path / "data", tiny)
    own = placed(asking("vem vårdar dem?", quote="vårdas av nämnd 3"), generation)
    foreign = own.asked_of("d4")
    drawn = Drawing(generation, tiny, [own, foreign], 1, alone=True).example(foreign)
    assert drawn is not None and not drawn.answered and not any(map(any, drawn.right))
    assert "Staden har bad." in drawn.passages[0].sentences


def asking(words: str, **about: str | bool) -> TrainingQuestion:
    return TrainingQuestion.model_validate({"question": words, "document": "d3", **about})


def test_known_questions_are_right_when_they_ask_for_the_same(
    tmp_path: Path, tiny: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(siblings, "FEWEST", 1.0)
    monkeypatch.setattr(known, "READ_FROM", -1.0)
    generation = indexed([documents(tmp_path)], tmp_path / "data", tiny)
    asked = [
        asking("vem vårdar dem?", quote="vårdas av nämnd 3"),
        asking("vilken nämnd har hand om broar?", quote="De vårdas av nämnd"),
        asking("vad har staden?", quote="Staden har broar"),
        asking("vad kostar broar?", answerable=False, want="1"),
        asking("priset på broar?", answerable=False, want="1"),
        asking("vem målar broar?", answerable=False),
        asking("vem är statsminister?", answerable=False, kind="other"),
        asking("vem vårdar bad?", document="d4", quote="vårdas av nämnd 4"),
    ]
    asked = [placed(question, generation) for question in asked]
    drawing = Siblings(generation, tiny, asked, 1)

    def same(question: TrainingQuestion) -> dict[str, bool]:
        drawn = drawing.draw(question)
        assert drawn is not None
        return dict(zip(drawn[0].sentences, drawn[1], strict=True))

    others = {question.question for question in asked[1:6]}
    assert same(asked[0]) == {words: words == asked[1].question for words in others}
    assert [words for words, right in same(asked[3]).items() if right] == ["priset på broar?"]
    assert not any(same(asked[5]).values())  # nothing is known to ask for the same
    assert drawing.draw(asked[7]) is None  # nothing else is known of that document


def test_an_answers_words_are_found_in_its_document(tmp_path: Path, tiny: Encoder) -> None:
    generation = indexed([documents(tmp_path)], tmp_path / "data", tiny)
    asked = TrainingQuestion(question="vem?", document="d3", quote="vårdas  av nämnd 3")
    place = placed(asked, generation).place
    assert place is not None and place.of(generation.corpus.documents["d3"].text) == "vårdas av nämnd 3"
    with pytest.raises(BadTraining, match="nämnd 9"):
        placed(asked.model_copy(update={"quote": "av nämnd 9"}), generation)


def test_too_few_questions_are_a_clear_error(tmp_path: Path, tiny: Encoder) -> None:
    generation = indexed([documents(tmp_path)], tmp_path / "data", tiny)
    with pytest.raises(BadTraining, match="questions"):
        train_queries(generation, tiny, [], tmp_path / "none.safetensors", 1, lambda step, steps, loss: None)
    with pytest.raises(BadTraining, match="questions"):
        train_judge([], tiny, tmp_path / "none.safetensors", 1, lambda step, steps, loss: None)
