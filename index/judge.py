"""Reads a question together with the first passages, and says of each sentence how likely it is to answer.

An encoder gives question and passage a vector each before they have met; here they are read as one text, by
the same encoder's first layers with an adapter that was trained for it (`index.training`). A sentence is judged in its
passage, under its headings, so that what stands before it is known.

A figure is a log odds against "none of these passages answers", which is 0: the softmax over all sentences
that were read for a question, and that 0, is how probable each is to be the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from index.adapter import read_adapter, unreadable
from index.grains import names_of, sentence_text
from index.model import Encoder
from knowledge.document import Document, Passage

if TYPE_CHECKING:
    import torch

Odds = npt.NDArray[np.float32]

ADAPTER = Path(__file__).with_name("data") / "judge.safetensors"
LONGEST = 224
"""Tokens of a passage that are read at once, its headings included."""
LONGEST_QUESTION = 64
LAYERS = 8
"""Of the encoder's twelve. Those above them make a text's one vector; learning was quicker without them, and
reading takes two thirds of the time."""
QUESTIONS = "Frågor"
"""What known questions are read under."""
AT_ONCE = 2
"""Passages that go through the encoder at once, of about the same length: of more, the short ones would be padded, and
two cores are busy with two."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage to be read: what stands above it, and its sentences in reading order."""

    headings: str
    sentences: tuple[str, ...]

    @classmethod
    def of(cls, document: Document, passage: Passage) -> Reading:
        sentences = tuple(sentence_text(document, passage, sentence) for sentence in passage.sentences)
        return cls(". ".join(names_of(document, passage)), sentences)

    @classmethod
    def of_questions(cls, wordings: Sequence[str]) -> Reading:
        """Known questions: each is a sentence, which answers a question that asks for the same."""
        return cls(QUESTIONS, tuple(wordings))


Asked = tuple[str, Sequence[Reading]]
"""A question, and the passages to be read with it."""


class Judge(Protocol):
    """Judges sentences. Thread-safe."""

    def judge(self, asked: Sequence[Asked]) -> list[list[Odds]]:
        """For each question and each of its passages, (sentences,) float32: log odds of each to answer."""
        ...


@dataclass(frozen=True, slots=True)
class Tokens:
    """One question with one passage, or with a part of a long one, as the encoder takes it."""

    ids: list[int]
    spans: list[tuple[int, int]]  # of the sentences, as places in `ids`


def tokens_of(tokenizer: Any, question: str, passages: Sequence[Reading]) -> list[list[Tokens]]:
    """`<s> question </s></s> headings sentences </s>` for each passage, with where each sentence stands.

    A passage of more than LONGEST tokens is read in parts, each under its headings. Every sentence stands in
    one of the parts; of one that is longer than a part, the beginning.
    """
    pieces = [question]
    for passage in passages:
        pieces += [passage.headings, *passage.sentences]
    encoded: Iterator[list[int]] = iter(tokenizer(pieces, add_special_tokens=False)["input_ids"])
    bos, eos = tokenizer.bos_token_id, tokenizer.eos_token_id
    asked = next(encoded)[:LONGEST_QUESTION]
    found = []
    for passage in passages:
        above = [bos, *asked, eos, eos, *next(encoded)[: LONGEST // 3]]
        room = len(asked) + 3 + LONGEST
        parts = [Tokens(list(above), [])]
        for sentence in [next(encoded) for _ in passage.sentences]:
            if parts[-1].spans and len(parts[-1].ids) + len(sentence) > room:
                parts.append(Tokens(list(above), []))
            ids, spans = parts[-1].ids, parts[-1].spans
            start = len(ids)
            ids += sentence[: room - start]
            spans.append((start, len(ids)))
        for part in parts:
            part.ids.append(eos)
        found.append(parts)
    return found


def sentence_states(model: Any, tokens: Sequence[Tokens], padding: int) -> torch.Tensor:
    """(sentences, d) float32: the mean of the encoder's last states over each sentence, one passage after another."""
    import torch

    device = next(model.parameters()).device
    longest = max(len(one.ids) for one in tokens)
    ids = torch.full((len(tokens), longest), padding)
    mask = torch.zeros((len(tokens), longest), dtype=torch.long)
    shares = torch.zeros((sum(len(one.spans) for one in tokens), len(tokens), longest))
    sentence = 0
    for row, one in enumerate(tokens):
        ids[row, : len(one.ids)] = torch.tensor(one.ids)
        mask[row, : len(one.ids)] = 1
        for first, last in one.spans:
            shares[sentence, row, first:last] = 1 / (last - first)
            sentence += 1
    states = model(input_ids=ids.to(device), attention_mask=mask.to(device)).last_hidden_state
    means: torch.Tensor = shares.flatten(1).to(states) @ states.flatten(0, 1)
    return means.float().cpu()


class AdaptedJudge:
    """Implements `Judge` with the bundled encoder and an adapter. Its weights are loaded when it first judges."""

    def __init__(self, encoder: Encoder, adapter: Path = ADAPTER) -> None:
        """
        Args:
            encoder: the bundled one: the adapter was trained on its weights.
            adapter: written by `python -m index.training judge`.
        """
        self._encoder = encoder
        self._adapter = adapter

    def judge(self, asked: Sequence[Asked]) -> list[list[Odds]]:
        """As `Judge` promises. Raises ModelError when the adapter or the encoder cannot be loaded."""
        import torch

        with self._encoder.lock:
            model, head, bias = self._loaded
            tokenizer = self._encoder.transformer.tokenizer
            tokens = [tokens_of(tokenizer, question, passages) for question, passages in asked]
        flat = [part for of_question in tokens for parts in of_question for part in parts]
        order = sorted(range(len(flat)), key=lambda row: len(flat[row].ids))
        odds: dict[int, list[float]] = {}
        for start in range(0, len(order), AT_ONCE):
            rows = order[start : start + AT_ONCE]
            with self._encoder.lock, torch.inference_mode():
                with self._encoder.precision():
                    means = sentence_states(model, [flat[row] for row in rows], tokenizer.pad_token_id)
                found = iter((means @ head + bias).tolist())
                for row in rows:
                    odds[row] = [next(found) for _ in flat[row].spans]
        numbers = iter(range(len(flat)))
        return [
            [np.array([one for _ in parts for one in odds[next(numbers)]], np.float32) for parts in of_question]
            for of_question in tokens
        ]

    @cached_property
    def _loaded(self) -> tuple[Any, torch.Tensor, float]:
        """The encoder with the adapter added, and the head that turns a sentence's mean state into odds."""
        tensors, scale = read_adapter(self._adapter)
        try:
            head, bias = tensors["head.weight"].float()[0], float(tensors["head.bias"])
        except KeyError as error:
            raise unreadable(self._adapter, error) from None
        return self._encoder.adapted(tensors, scale, LAYERS), head, bias
