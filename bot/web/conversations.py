"""Conversations that a client names by an id instead of sending its earlier questions each time."""

from __future__ import annotations

from collections import OrderedDict, deque

from bot.answer import Conversation


class Conversations:
    """The last questions of the conversations used most recently; in memory only, gone with the process.

    Args:
        most: conversations kept; the one unused for longest makes room.
        turns: questions kept of each.
    """

    def __init__(self, most: int = 1000, turns: int = 10) -> None:
        self._most = most
        self._turns = turns
        self._questions: OrderedDict[str, deque[str]] = OrderedDict()

    def questions(self, conversation: str) -> Conversation:
        """Oldest first; () for an id that is not known."""
        if conversation not in self._questions:
            return ()
        self._questions.move_to_end(conversation)
        return tuple(self._questions[conversation])

    def remember(self, conversation: str, question: str) -> None:
        self._questions.setdefault(conversation, deque(maxlen=self._turns)).append(question)
        self._questions.move_to_end(conversation)
        while len(self._questions) > self._most:
            self._questions.popitem(last=False)

    def __len__(self) -> int:
        return len(self._questions)
