"""An encoder and a judge that do each thing once, for those who ask the same questions of many corpora."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.judge import Asked, Judge, Odds, Reading
from index.types import EmbeddingModel, Progress, Vectors

BATCH = 64


class Remembering:
    """An encoder that encodes each question once, however many corpora it is asked of."""

    def __init__(self, model: EmbeddingModel) -> None:
        self._model = model
        self._known: dict[str, Vectors] = {}
        self.name, self.fingerprint = model.name, model.fingerprint
        self.prompts, self.dimensions = model.prompts, model.dimensions

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        for start in range(0, len(new), BATCH):
            batch = new[start : start + BATCH]
            self._known.update(zip(batch, self._model.encode_query(batch), strict=True))
        return np.stack([self._known[text] for text in texts]) if texts else np.empty((0, self.dimensions), np.float32)

    def encode_document(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return self._model.encode_document(texts, progress)


class RememberingJudge:
    """A judge that reads each passage with each question once."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._known: dict[tuple[str, Reading], Odds] = {}

    def judge(self, asked: Sequence[Asked]) -> list[list[Odds]]:
        missing: dict[str, dict[Reading, None]] = {}
        for question, passages in asked:
            for passage in passages:
                if (question, passage) not in self._known:
                    missing.setdefault(question, {})[passage] = None
        new = [(question, list(passages)) for question, passages in missing.items()]
        for (question, passages), odds in zip(new, self._judge.judge(new), strict=True):
            self._known.update(zip([(question, passage) for passage in passages], odds, strict=True))
        return [[self._known[question, passage] for passage in passages] for question, passages in asked]
