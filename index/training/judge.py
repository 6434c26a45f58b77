"""Trains the judge: the encoder with an adapter, which reads a question together with passages.

For each question it reads the passages that a search found first, from all documents or from a few that are
about the like, and learns which of their sentences answers, or that none does. It meets right topics without
an answer (questions of the kind "near", and passages from which the answer is missing) as often as a bot does.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import torch

from index.generation import Generation
from index.judge import LAYERS, Reading, Tokens, sentence_states, tokens_of
from index.model import Encoder
from index.remembering import Remembering
from index.searcher import HybridSearcher
from index.training.lora import Trainee, shuffled_batches
from index.training.neighbourhood import Neighbourhood
from index.training.queries import Told
from index.training.questions import TrainingQuestion
from index.training.siblings import Siblings
from index.types import Filters
from knowledge.document import Passage

PASSAGES = 3
"""Read for each question."""
BATCH = 16
EPOCHS = 1
RATE = 8e-4
WARM_UP = 30
FORCED = 0.85
"""How often an answer that the search missed is put in; else none of what is read answers, and that is learnt."""
NARROWED = 0.5
"""How often the search is in a few documents only."""
FEW = (1, 3, 10, 40)
"""Documents searched then."""
ASKED = 0.6
"""How often questions about the same document are known, and the most alike are read, too."""
AT_ONCE = 16
DOUBT = -2.0
"""Where the head's bias starts: most sentences answer nothing."""


@dataclass(frozen=True)
class Example:
    """A question, what is read with it, and which of the sentences are right: those that answer, and known questions
    that ask for the same."""

    question: str
    passages: tuple[Reading, ...]
    right: tuple[tuple[bool, ...], ...]
    answered: bool  # by one of the sentences, or by what answers a known question that asks for the same


Taught = tuple["Drawing", TrainingQuestion]
"""A question, and what is searched for what is read with it."""


def train_judge(taught: Sequence[Taught], encoder: Encoder, file: Path, seed: int, told: Told) -> None:
    """Writes the adapter and its head to `file`.

    Args:
        taught: questions with and without answers; each is read with passages once.
        encoder: the bundled one.
        file: safetensors.
        seed: of the order of the questions.
        told: how it goes.

    Raises:
        BadTraining: there are fewer questions than one step takes.
    """
    torch.manual_seed(seed)
    head = torch.nn.Linear(encoder.dimensions, 1)
    torch.nn.init.normal_(head.weight, std=0.02)
    torch.nn.init.constant_(head.bias, DOUBT)
    steps = EPOCHS * (len(taught) // BATCH)
    trainee = Trainee(encoder.first_layers(LAYERS), RATE, steps, WARM_UP, head)
    batches = shuffled_batches(taught, BATCH, EPOCHS, torch.Generator().manual_seed(seed))
    with ThreadPoolExecutor(1) as ahead:  # a search leaves a core idle that a step can use, and the other way round
        for number, examples in enumerate(_one_ahead(ahead, batches), 1):
            loss = _loss(trainee, head, encoder, examples)
            trainee.step(loss)
            told(number, steps, float(loss.detach()))
    trainee.save(file, extra={"head.weight": head.weight, "head.bias": head.bias})


def _one_ahead(executor: Executor, batches: Iterator[list[Taught]]) -> Iterator[list[Example]]:
    """What is drawn for each batch, the next one while this one is learnt from."""

    def draw(batch: list[Taught]) -> list[Example]:
        drawn = (drawing.example(question) for drawing, question in batch)
        return [example for example in drawn if example is not None]

    waiting = executor.submit(draw, next(batches))
    for batch in batches:
        examples = waiting.result()
        waiting = executor.submit(draw, batch)
        yield examples
    yield waiting.result()


class Drawing:
    """Searches for what is read with a question."""

    def __init__(
        self,
        generation: Generation,
        encoder: Encoder,
        questions: Sequence[TrainingQuestion],
        seed: int,
        alone: bool = False,
    ) -> None:
        """
        Args:
            generation: an index over the questions' documents, made with `encoder`.
            encoder: the bundled one.
            questions: all that will be drawn for.
            seed: of what is drawn.
            alone: always search in the question's own document only, of which other questions may be known.
                Where all documents are of one kind, another's answer to "Vem är handläggare?" is as right as
                the question's own, and must not be learnt to be wrong.
        """
        model = Remembering(encoder)
        model.encode_query([question.question for question in questions])  # at once, which is quicker
        self._generation = generation
        self._siblings = Siblings(generation, model, questions, seed) if alone else None
        self._searcher = HybridSearcher(generation, model)
        self._neighbourhood = Neighbourhood.of(generation)
        self._random = random.Random(seed)  # noqa: S311 (nothing secret is drawn)
        self._of_document: dict[str, list[Passage]] = defaultdict(list)
        for passage in generation.passages:
            self._of_document[passage.document].append(passage)

    def example(self, question: TrainingQuestion) -> Example | None:
        """What is read with the question this time; None when nothing was found."""
        filters = Filters(frozenset([question.document]) if self._siblings else self._some(question.document))
        found = self._searcher.search([question.question], PASSAGES, filters)[0]
        passages = [ranked.passage for ranked in found.passages]
        if not any(_right(question, passage).count(True) for passage in passages):
            answering = [p for p in self._of_document[question.document] if any(_right(question, p))]
            if answering and self._random.random() < FORCED:
                passages = [*passages[: PASSAGES - 1], answering[0]]
        if not passages:
            return None
        documents = self._generation.corpus.documents
        readings = [Reading.of(documents[passage.document], passage) for passage in passages]
        right = [_right(question, passage) for passage in passages]
        known = self._siblings.draw(question) if self._siblings and self._random.random() < ASKED else None
        if known:
            readings.append(known[0])
            right.append(known[1])
        answered = question.answerable and any(map(any, right))
        return Example(question.question, tuple(readings), tuple(right), answered)

    def _some(self, document: str) -> frozenset[str]:
        """All documents, which the empty set stands for, or this one with some that are about the like, or with any."""
        if self._random.random() >= NARROWED:
            return frozenset()
        few = self._random.choice(FEW)
        if self._random.random() < 0.5:
            return frozenset(self._neighbourhood.nearest_first(document)[:few])
        names = self._neighbourhood.names
        return frozenset([document, *self._random.sample(names, min(few, len(names)))])


def _right(question: TrainingQuestion, passage: Passage) -> tuple[bool, ...]:
    return tuple(question.is_answered_by(passage, sentence) for sentence in passage.sentences)


def _loss(trainee: Trainee, head: torch.nn.Module, encoder: Encoder, examples: Sequence[Example]) -> torch.Tensor:
    """Minus the log of the share of the softmax that falls on right sentences, and on "none" where nothing answers."""
    tokenizer = encoder.transformer.tokenizer
    read: list[tuple[Tokens, tuple[bool, ...], int]] = []
    for number, example in enumerate(examples):
        of_passages = tokens_of(tokenizer, example.question, example.passages)
        first = [parts[0] for parts in of_passages]  # of a long list, what is read first is enough to learn from
        read += [(one, answers, number) for one, answers in zip(first, example.right, strict=True)]
    read.sort(key=lambda one: len(one[0].ids))
    states: list[torch.Tensor] = []
    right: list[bool] = []
    owner: list[int] = []
    for start in range(0, len(read), AT_ONCE):
        part = read[start : start + AT_ONCE]
        states.append(sentence_states(trainee.model, [tokens for tokens, _, _ in part], tokenizer.pad_token_id))
        for tokens, answers, number in part:
            right += answers[: len(tokens.spans)]
            owner += [number] * len(tokens.spans)
    odds = head(torch.cat(states)).squeeze(-1)
    answering, owners = torch.tensor(right), torch.tensor(owner)
    losses = []
    for number in range(len(examples)):
        own = owners == number
        scores = torch.cat([odds[own], torch.zeros(1)])  # the last: none answers
        nothing = not examples[number].answered or not bool(answering[own].any())  # a part may have been left out
        held = torch.cat([answering[own], torch.tensor([nothing])])
        losses.append(torch.logsumexp(scores, 0) - torch.logsumexp(scores[held], 0))
    return torch.stack(losses).mean()
