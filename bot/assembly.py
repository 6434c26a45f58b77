"""Puts the parts together from the settings. Heavy libraries are imported when they are needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.answerer import Answerer
    from bot.config import Settings
    from index.types import EmbeddingModel, Progress, Searcher


def open_model(settings: Settings, progress: Progress | None = None) -> EmbeddingModel:
    """The configured encoder, prepared on first use. Raises ModelError."""
    from index.model import load_model

    return load_model(settings.model, settings.data, progress)


def open_searcher(settings: Settings, model: EmbeddingModel | None = None) -> Searcher:
    """The current generation, ready to be asked. Raises IndexProblem and ModelError."""
    from index.reranker import load_reranker
    from index.searcher import HybridSearcher
    from index.storage import load_current

    generation = load_current(settings.data)  # first: a missing index is told before a model is loaded
    reranker = load_reranker(settings.reranker) if settings.reranker else None
    return HybridSearcher(generation, model or open_model(settings), reranker=reranker)


def open_answerer(settings: Settings, model: EmbeddingModel | None = None) -> Answerer:
    """Raises IndexProblem and ModelError."""
    from bot.answerer import Answerer

    return Answerer(open_searcher(settings, model), settings)
