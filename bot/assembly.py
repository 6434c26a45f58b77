"""Puts the parts together from the settings. Heavy libraries are imported when they are needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.answerer import Answerer
    from bot.config import Settings
    from index.judge import Judge
    from index.reranker import Reranker
    from index.types import EmbeddingModel, Progress, Searcher


@dataclass(frozen=True)
class Models:
    """The models of one configuration; they serve every generation of the index."""

    encoder: EmbeddingModel
    judge: Judge | None = None
    reranker: Reranker | None = None


def open_model(settings: Settings, progress: Progress | None = None) -> EmbeddingModel:
    """The configured encoder, prepared on first use. Raises ModelError."""
    from index.model import load_model

    return load_model(settings.model, settings.data, progress)


def open_models(settings: Settings) -> Models:
    """The encoder, and what reads the first passages again. Raises ModelError."""
    encoder = open_model(settings)
    if not settings.reranker:
        return Models(encoder)
    from index.model import BUNDLED

    if settings.reranker == BUNDLED:
        return Models(encoder, judge=_judge(settings, encoder))
    from index.reranker import load_reranker

    return Models(encoder, reranker=load_reranker(settings.reranker))


def _judge(settings: Settings, encoder: EmbeddingModel) -> Judge:
    """The bundled judge, over the bundled encoder's weights: the encoder's own, or else loaded beside it."""
    from index.judge import AdaptedJudge
    from index.model import BUNDLED, Encoder, bundled_encoder

    if isinstance(encoder, Encoder) and encoder.name == BUNDLED:
        return AdaptedJudge(encoder)
    return AdaptedJudge(bundled_encoder(settings.data, adapter=None))


def open_searcher(settings: Settings, models: Models | None = None) -> Searcher:
    """The current generation, ready to be asked. Raises IndexProblem and ModelError."""
    from index.searcher import HybridSearcher
    from index.storage import load_current

    generation = load_current(settings.data)  # first: a missing index is told before a model is loaded
    models = models or open_models(settings)
    return HybridSearcher(generation, models.encoder, reranker=models.reranker, judge=models.judge)


def open_answerer(settings: Settings, models: Models | None = None) -> Answerer:
    """Raises IndexProblem and ModelError."""
    from bot.answerer import Answerer

    return Answerer(open_searcher(settings, models), settings)
