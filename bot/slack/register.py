"""Who owns what, for App Home: the register of the documents that answer now."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Protocol, runtime_checkable

from bot.owners import OwnerRegister, OwnerRow, open_owners
from index.types import Corpus


@runtime_checkable
class HoldsCorpus(Protocol):
    """A service that shows which documents it answers from."""

    @property
    def corpus(self) -> Corpus | None: ...


class Register:
    """Made once for each generation, off the event loop: every sentence of the documents is read for it."""

    def __init__(self, knowledge: Path | None) -> None:
        self._knowledge = knowledge
        self._register: OwnerRegister | None = None
        self._making = asyncio.Lock()

    async def rows(self, corpus: Corpus, language: str) -> tuple[OwnerRow, ...]:
        """The owners of issues; the handläggare of a case is none."""
        async with self._making:
            if self._register is None or self._register.corpus is not corpus:
                self._register = await asyncio.to_thread(open_owners, corpus, self._knowledge)
            register = self._register
        return tuple(row for row in register.rows(language) if not row.of_case)
