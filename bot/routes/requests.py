"""Requests to do what the bot does not do: to write, to translate, to pretend, to forget its rules."""

from __future__ import annotations

from bot.draft import Draft, Understood
from bot.phrases import phrase
from bot.words import flat
from index.types import Ranking, Searcher


class Requests:
    """Refuses what asks for anything but a quote; a question about the documents is none of its business."""

    def propose(self, understood: Understood, searcher: Searcher, ranking: Ranking) -> Draft | None:
        return Draft() if phrase("requests", "task").match(flat(understood.query)) else None
