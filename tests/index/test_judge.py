"""The judge: how it is shown a question with passages, what it promises, and what the search does with it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from bot.config import Settings
from index.builder import build
from index.judge import LAYERS, LONGEST, LONGEST_QUESTION, AdaptedJudge, Asked, Odds, Reading, tokens_of
from index.judging import JUDGED, JUDGED_WORDS, LEAST_JUDGED, Judging
from index.model import QUERIES, Encoder, bundled_encoder
from index.remembering import RememberingJudge
from index.searcher import HybridSearcher
from index.storage import load_current
from index.types import Filters
from knowledge.errors import ModelError
from tests.fakes import HashingModel
from tests.index.knowledge_folder import made_up
from tests.index.tiny_model import tiny_model

PARK = Reading(
    "Påhittad parkplan. Skötsel",
    ("Staden har fyrtio parker.", "Parknämnden ansvarar för träden.", "Bänkarna målas gröna varje vår."),
)
HARBOUR = Reading("Påhittad hamnplan", ("Avgiften är fyrtio kronor om dagen.", "Kajerna lagas med granit."))


class LikesHarbours:
    """Finds that a sentence answers when it speaks of harbours."""

    def __init__(self) -> None:
        self.read: list[Asked] = []

    def judge(self, asked: Sequence[Asked]) -> list[list[Odds]]:
        self.read += asked
        return [
            [np.array([9.0 if "hamnar" in s else -3.0 for s in p.sentences], np.float32) for p in passages]
            for _, passages in asked
        ]


@pytest.fixture(scope="module")
def judge(real_settings: Settings) -> AdaptedJudge:
    return AdaptedJudge(bundled_encoder(real_settings.data))


def spelled(judge: AdaptedJudge, ids: Sequence[int]) -> str:
    pieces = judge._encoder.transformer.tokenizer.convert_ids_to_tokens(ids)
    return "".join(pieces).replace("▁", " ").strip()


@pytest.mark.model
def test_each_sentence_stands_where_the_tokens_say(judge: AdaptedJudge) -> None:
    ((tokens,),) = tokens_of(judge._encoder.transformer.tokenizer, "Vem sköter träden?", [PARK])
    assert [spelled(judge, tokens.ids[first:last]) for first, last in tokens.spans] == list(PARK.sentences)
    assert spelled(judge, tokens.ids).startswith("<s> Vem sköter träden?</s></s> Påhittad parkplan. Skötsel Staden")
    assert spelled(judge, tokens.ids).endswith("varje vår.</s>")


@pytest.mark.model
def test_a_long_passage_is_read_in_parts_each_under_its_headings(judge: AdaptedJudge) -> None:
    sentence = "Staden ska vårda sina parker och torg varje vår."
    long = Reading("Påhittad parkplan", (*[sentence] * 60, "Parknämnden ansvarar för träden."))
    (parts,) = tokens_of(judge._encoder.transformer.tokenizer, "Vem sköter träden?", [long])
    assert len(parts) > 1
    assert sum(len(part.spans) for part in parts) == len(long.sentences)
    for part in parts:
        assert spelled(judge, part.ids).startswith("<s> Vem sköter träden?</s></s> Påhittad parkplan Staden")
        assert len(part.ids) <= LONGEST + LONGEST_QUESTION + 4
    ((odds,),) = judge.judge([("Vem sköter träden?", [long])])
    assert odds.shape == (len(long.sentences),)
    assert odds.argmax() == len(long.sentences) - 1


@pytest.mark.model
def test_a_sentence_longer_than_a_part_is_read_from_its_beginning(judge: AdaptedJudge) -> None:
    endless = Reading("", ("staden vårdar parken och " * 200, "Parknämnden ansvarar för träden."))
    (parts,) = tokens_of(judge._encoder.transformer.tokenizer, "Vem sköter träden?", [endless])
    assert [len(part.spans) for part in parts] == [1, 1]


@pytest.mark.model
def test_what_answers_has_the_highest_odds_and_a_wrong_topic_has_low_ones(judge: AdaptedJudge) -> None:
    (park, harbour), (other,) = judge.judge([("Vem sköter träden?", [PARK, HARBOUR]), ("Vad kostar mjölk?", [PARK])])
    assert park.argmax() == 1
    assert park[1] > harbour.max()
    assert other.max() < park[1] - 2


@pytest.mark.model
def test_odds_do_not_depend_on_what_else_is_read(judge: AdaptedJudge) -> None:
    asked = [("Vem sköter träden?", [PARK, HARBOUR]), ("What does it cost per day?", [HARBOUR])]
    together = judge.judge(asked)
    for (question, passages), odds in zip(asked, together, strict=True):
        for passage, found in zip(passages, odds, strict=True):
            assert found.dtype == np.float32 and found.shape == (len(passage.sentences),)
            assert np.allclose(judge.judge([(question, [passage])])[0][0], found, atol=0.15)  # bfloat16


@pytest.mark.model
def test_nothing_to_read_is_no_error(judge: AdaptedJudge) -> None:
    assert judge.judge([("Vem sköter träden?", [])]) == [[]]
    assert judge.judge([]) == []


@pytest.mark.model
def test_questions_are_encoded_and_judged_at_once(judge: AdaptedJudge) -> None:
    """The tokenizer that both use cannot be used twice at once."""
    encoder = judge._encoder
    expected = encoder.encode_query(["Vem sköter träden?"])
    with ThreadPoolExecutor(4) as threads:
        judged = [threads.submit(judge.judge, [("Vem sköter träden?", [PARK, HARBOUR])]) for _ in range(8)]
        encoded = [threads.submit(encoder.encode_query, ["Vem sköter träden?"]) for _ in range(8)]
    assert all(np.allclose(one.result(), expected, atol=1e-3) for one in encoded)
    assert all(one.result()[0][0].argmax() == 1 for one in judged)


@pytest.mark.model
def test_an_adapter_for_another_model_is_a_clear_error(judge: AdaptedJudge, tmp_path: Path) -> None:
    folder = tiny_model(tmp_path / "tiny")
    with pytest.raises(ModelError, match="does not fit"):
        AdaptedJudge(Encoder("tiny", folder, "tiny")).judge([("vem?", [PARK])])
    with pytest.raises(ModelError, match=r"queries\.safetensors"):  # it has no head
        AdaptedJudge(judge._encoder, QUERIES).judge([("vem?", [PARK])])


def test_the_first_passages_are_judged_and_the_best_comes_first(tmp_path: Path) -> None:
    build(made_up(tmp_path / "knowledge"), tmp_path / "data", HashingModel())
    judge = LikesHarbours()
    plain = HybridSearcher(load_current(tmp_path / "data"), HashingModel())
    searcher = HybridSearcher(load_current(tmp_path / "data"), HashingModel(), judge=judge)
    question = "Ska staden vårda hamnar eller vatten?"

    (before,), (after,) = plain.search([question], 12), searcher.search([question], 12)

    ((asked, read),) = judge.read
    assert asked == question and len(read) == JUDGED
    assert {one.row for one in before.passages[:JUDGED]} == {one.row for one in after.passages[:JUDGED]}
    assert [one.row for one in before.passages[JUDGED:]] == [one.row for one in after.passages[JUDGED:]]
    scores = [one.score for one in after.passages]
    assert scores == sorted(scores, reverse=True)
    first = after.passages[0]
    assert "hamnar" in first.passage.span.of(searcher.corpus.documents[first.passage.document].text)
    assert [s.odds for s in first.sentences].count(9.0) >= 1
    assert all(s.odds is None for one in after.passages[JUDGED:] for s in one.sentences)
    assert all(s.odds is None for one in before.passages for s in one.sentences)


def test_a_passage_is_read_under_its_headings(tmp_path: Path) -> None:
    build(made_up(tmp_path / "knowledge"), tmp_path / "data", HashingModel())
    judge = LikesHarbours()
    HybridSearcher(load_current(tmp_path / "data"), HashingModel(), judge=judge).search(["vårda cyklar"], 3)
    ((_, read),) = judge.read
    assert read[0].headings.startswith("Påhittat utlåtande") and read[0].headings.endswith("Om cyklar")
    assert "Staden ska vårda cyklar i utgåva 1." in read[0].sentences


def test_each_passage_is_read_once_with_each_question() -> None:
    judge = LikesHarbours()
    remembering = RememberingJudge(judge)
    first = remembering.judge([("a", [PARK, HARBOUR])])
    again = remembering.judge([("a", [HARBOUR]), ("b", [PARK])])
    assert sum(len(passages) for _, passages in judge.read) == 3
    assert np.array_equal(first[0][1], again[0][0])


def test_what_comes_first_does_not_depend_on_how_many_are_wanted(tmp_path: Path) -> None:
    build(made_up(tmp_path / "knowledge"), tmp_path / "data", HashingModel())
    searcher = HybridSearcher(load_current(tmp_path / "data"), HashingModel(), judge=LikesHarbours())
    question = "Ska staden vårda hamnar eller vatten?"
    (few,), (many,) = searcher.search([question], 1), searcher.search([question], 12)
    assert few.passages == many.passages[:1]


def test_filters_that_leave_nothing_leave_nothing_to_judge(tmp_path: Path) -> None:
    build(made_up(tmp_path / "knowledge"), tmp_path / "data", HashingModel())
    judge = LikesHarbours()
    searcher = HybridSearcher(load_current(tmp_path / "data"), HashingModel(), judge=judge)
    (ranking,) = searcher.search(["vårda hamnar"], 3, Filters(documents=frozenset({"no-such-document"})))
    assert ranking.passages == ()
    assert judge.read == [("vårda hamnar", [])]


def test_as_many_passages_are_judged_as_there_is_time_for(tmp_path: Path) -> None:
    build(made_up(tmp_path / "knowledge"), tmp_path / "data", HashingModel())
    generation = load_current(tmp_path / "data")

    def judging(length: int) -> Judging:
        return Judging(LikesHarbours(), generation.corpus, generation.sentence_offsets, [length] * 24, known=None)

    rows = list(range(12))
    for length, many in ((1, JUDGED), (JUDGED_WORDS // 4, 4), (JUDGED_WORDS // 4 + 1, 3), (10_000, LEAST_JUDGED)):
        assert judging(length)._to_read(rows, ()) == rows[:many]
    assert judging(10_000)._to_read([], ()) == []
    known = ["vem då?"] * (JUDGED_WORDS // 4)  # is read as well, and is half of what there is time for
    assert judging(JUDGED_WORDS // 4)._to_read(rows, known) == rows[:2]


@pytest.mark.model
def test_the_judge_has_the_first_layers_only_and_leaves_the_encoder_whole(judge: AdaptedJudge) -> None:
    network = judge._encoder.network
    first = judge._encoder.first_layers(LAYERS)
    assert len(first.encoder.layer) == LAYERS < len(network.encoder.layer) == 12
    assert first.embeddings is network.embeddings
    assert first.encoder.layer[0] is not network.encoder.layer[0]
