"""A reranker: what the search does with one, and a real cross-encoder of a few thousand weights."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.builder import build
from index.lexical import Scores
from index.reranker import RERANKED, load_reranker
from index.searcher import HybridSearcher
from index.storage import load_current
from knowledge.errors import ModelError
from tests.fakes import HashingModel
from tests.index.knowledge_folder import made_up


class LikesHarbours:
    def __init__(self) -> None:
        self.read: list[str] = []

    def scores(self, question: str, passages: Sequence[str]) -> Scores:
        self.read += passages
        return np.array(["hamnar" in passage for passage in passages], np.float32) * 0.8 + 0.1


def test_the_first_passages_are_read_again_and_ordered_by_it(tmp_path: Path) -> None:
    build(made_up(tmp_path / "knowledge"), tmp_path / "data", HashingModel())
    reranker = LikesHarbours()
    plain = HybridSearcher(load_current(tmp_path / "data"), HashingModel())
    searcher = HybridSearcher(load_current(tmp_path / "data"), HashingModel(), reranker=reranker)
    question = "Ska staden vårda hamnar eller vatten?"

    (before,), (after,) = plain.search([question], 15), searcher.search([question], 15)

    assert len(reranker.read) == RERANKED
    assert {one.row for one in before.passages[:RERANKED]} == {one.row for one in after.passages[:RERANKED]}
    assert [one.row for one in before.passages[RERANKED:]] == [one.row for one in after.passages[RERANKED:]]
    scores = [one.score for one in after.passages]
    assert scores[0] == pytest.approx(0.9)
    assert scores == sorted(scores, reverse=True)
    first = after.passages[0].passage
    assert "hamnar" in first.span.of(searcher.corpus.documents[first.document].text)


def tiny_cross_encoder(folder: Path) -> Path:
    """A BERT with random weights that knows six words, in the layout that the hub has."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "vem", "ansvarar", "nämnden", "parken"]
    tokenizer = Tokenizer(models.WordLevel({word: n for n, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
    ).save_pretrained(folder)
    torch.manual_seed(1)  # else two texts now and then get the same score, by chance
    BertForSequenceClassification(
        BertConfig(
            vocab_size=len(words),
            hidden_size=16,
            num_hidden_layers=1,
            num_attention_heads=2,
            intermediate_size=16,
            max_position_embeddings=64,
            num_labels=1,
            initializer_range=1.0,  # so that two texts hardly ever get the same score by chance
        )
    ).save_pretrained(folder)
    return folder


@pytest.mark.model
def test_a_folder_is_a_reranker(tmp_path: Path) -> None:
    reranker = load_reranker(str(tiny_cross_encoder(tmp_path)))
    scores = reranker.scores("vem ansvarar", ["nämnden", "parken", "nämnden"])
    assert scores.shape == (3,)
    assert ((scores > 0) & (scores < 1)).all()
    assert scores[0] == pytest.approx(scores[2], abs=1e-5)
    assert scores[0] != pytest.approx(scores[1], abs=1e-9)


def test_a_folder_that_is_no_reranker_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="reranker"):
        load_reranker(str(tmp_path))
