"""Trains the adapter that questions are encoded with.

Passages are encoded as the model itself does, once and for all; only questions move, towards the passage and
the sentence that answers them and away from all others of the corpus at once. So a step costs what a few short
texts cost, and what has been indexed stays as it is. A question that moves far from where the model itself
puts it pays for it: that, and keeping only a share of the change, is what lets it help on texts of other kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch

from index.generation import Generation
from index.model import Encoder
from index.training.lora import Trainee, shuffled_batches
from index.training.questions import TrainingQuestion

BATCH = 64
EPOCHS = 3
RATE = 3e-4
WARM_UP = 20
SHARPNESS = 40.0
"""What cosines are multiplied by in the softmax."""
DRIFT = 40.0
"""What a question pays for each unit of cosine between where it is put and where the model itself puts it."""
SHARE = 0.6
"""Of the change that is kept."""
LONGEST = 64

Told = Callable[[int, int, float], None]
"""Called as `told(step, steps, loss)`."""


def train_queries(
    generation: Generation, encoder: Encoder, questions: Sequence[TrainingQuestion], file: Path, seed: int, told: Told
) -> None:
    """Writes the adapter to `file`.

    Args:
        generation: an index over the questions' documents, made with `encoder`.
        encoder: the bundled one, without an adapter.
        questions: those without an answer are left out.
        file: safetensors.
        seed: of the order of the questions.
        told: how it goes.
    """
    torch.manual_seed(seed)
    examples = _examples(generation, questions)
    texts = [question.question for question, _, _ in examples]
    plain = dict(zip(texts, torch.from_numpy(encoder.encode_query(texts)), strict=True))
    passages = torch.from_numpy(np.array(generation.passage_vectors))
    sentences = torch.from_numpy(np.array(generation.sentence_vectors))
    steps = EPOCHS * (len(examples) // BATCH)
    trainee = Trainee(encoder.network, RATE, steps, WARM_UP)
    batches = shuffled_batches(examples, BATCH, EPOCHS, torch.Generator().manual_seed(seed))
    for number, batch in enumerate(batches, 1):
        vectors = _encoded(trainee.model, encoder, [question.question for question, _, _ in batch])
        wrong = _loss(vectors @ passages.T, [rows for _, rows, _ in batch])
        wrong = wrong + _loss(vectors @ sentences.T, [rows for _, _, rows in batch])
        there = torch.stack([plain[question.question] for question, _, _ in batch])
        trainee.step(wrong + DRIFT * (1 - (vectors * there).sum(dim=1)).mean())
        told(number, steps, float(wrong.detach()))
    trainee.save(file, SHARE)


Example = tuple[TrainingQuestion, list[int], list[int]]
"""A question, and the rows of the passages and of the sentences that answer it."""


def _examples(generation: Generation, questions: Sequence[TrainingQuestion]) -> list[Example]:
    rows: dict[str, list[int]] = {}
    for row, passage in enumerate(generation.passages):
        rows.setdefault(passage.document, []).append(row)
    examples = []
    for question in questions:
        passages, sentences = [], []
        for row in rows.get(question.document, []):
            passage, first = generation.passages[row], int(generation.sentence_offsets[row])
            found = [n for n, span in enumerate(passage.sentences) if question.is_answered_by(passage, span)]
            sentences += [first + n for n in found]
            passages += [row] if found else []
        if passages:
            examples.append((question, passages, sentences))
    return examples


def _encoded(model: torch.nn.Module, encoder: Encoder, texts: Sequence[str]) -> torch.Tensor:
    """(texts, d), rows of length 1: mean of the states, as the encoder's own pooling."""
    prompted = [encoder.prompts["query"] + text for text in texts]
    tokens = encoder.transformer.tokenizer(
        prompted, padding=True, truncation=True, max_length=LONGEST, return_tensors="pt"
    )
    mask = tokens["attention_mask"]
    states = model(input_ids=tokens["input_ids"], attention_mask=mask).last_hidden_state.float()
    weights = mask.unsqueeze(-1).float()
    return torch.nn.functional.normalize((states * weights).sum(dim=1) / weights.sum(dim=1), dim=-1)


def _loss(cosines: torch.Tensor, answers: Sequence[Sequence[int]]) -> torch.Tensor:
    """Minus the log of the softmax's share that falls on rows which answer; the mean over the questions."""
    right = torch.zeros_like(cosines, dtype=torch.bool)
    for number, rows in enumerate(answers):
        right[number, list(rows)] = True
    scores = SHARPNESS * cosines
    return (torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(~right, -torch.inf), 1)).mean()
