"""A new generation takes over between two questions; a bad one doesn't, and says so."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace

import pytest

from bot.batching import BatchingService
from bot.reloading import RETRY_SECONDS, Reloader, in_own_thread
from bot.service import Request
from knowledge.errors import IndexProblem
from tests.bot.web.scripted import Scripted


@pytest.fixture
async def service(corpus):
    service = BatchingService(Scripted(corpus))
    await service.start()
    yield service
    await service.close()


class Shelf:
    """Generations by name, as the data directory holds them; a name in `broken` cannot be loaded."""

    def __init__(self, corpus, current: str) -> None:
        self.corpus = corpus
        self.current: str | None = current
        self.broken: set[str] = set()
        self.loads: list[str] = []
        self.gate = threading.Event()
        self.gate.set()

    def name(self) -> str | None:
        return self.current

    def load(self) -> Scripted:
        assert self.current is not None
        name = self.current
        self.loads.append(name)
        assert self.gate.wait(10)
        if name in self.broken:
            raise IndexProblem(f"{name} är skadad.", "Bygg om.")
        return Scripted(replace(self.corpus, generation=name))


async def test_nothing_new_nothing_loaded(service, corpus) -> None:
    shelf = Shelf(corpus, "a")
    assert not await Reloader(service, shelf.name, shelf.load, "a").check()
    assert shelf.loads == []


async def test_no_request_is_dropped_while_a_generation_loads_and_takes_over(service, corpus) -> None:
    shelf = Shelf(corpus, "a")
    reloader = Reloader(service, shelf.name, shelf.load, "a")
    shelf.current = "b"
    shelf.gate.clear()
    checking = asyncio.create_task(reloader.check())
    before = await asyncio.gather(*(service.ask(Request(str(n))) for n in range(50)))
    shelf.gate.set()
    during = asyncio.gather(*(service.ask(Request(str(n))) for n in range(50)))
    assert await checking
    after = await service.ask(Request("efter"))
    assert [a.question for a in (*before, *await during)] == [str(n) for n in range(50)] * 2
    assert {a.generation for a in before} == {corpus.generation}
    assert after.generation == "b"


async def test_a_bad_generation_leaves_the_old_one_and_is_tried_again_later(service, corpus, caplog) -> None:
    shelf = Shelf(corpus, "b")
    shelf.broken = {"b"}
    now = 0.0
    reloader = Reloader(service, shelf.name, shelf.load, "a", clock=lambda: now)
    assert not await reloader.check()
    assert "b is not used" in caplog.text and "skadad" in caplog.text
    assert (await service.ask(Request("?"))).generation == corpus.generation
    assert not await reloader.check() and shelf.loads == ["b"]
    now, shelf.broken = RETRY_SECONDS, set()
    assert await reloader.check()
    assert (await service.ask(Request("?"))).generation == "b"


async def test_a_better_generation_after_a_bad_one_is_not_kept_waiting(service, corpus) -> None:
    shelf = Shelf(corpus, "b")
    shelf.broken = {"b"}
    reloader = Reloader(service, shelf.name, shelf.load, "a", clock=lambda: 0.0)
    assert not await reloader.check()
    shelf.current = "c"
    assert await reloader.check()


async def test_an_unreadable_pointer_changes_nothing(service, corpus, caplog) -> None:
    def unreadable() -> str:
        raise OSError("disken svarar inte")

    assert not await Reloader(service, unreadable, Shelf(corpus, "a").load, "a").check()
    assert "cannot be read" in caplog.text


async def test_what_computes_once_leaves_no_thread_behind() -> None:
    """OpenMP's threads would stay with it, and make every question slower."""
    computing = await in_own_thread(threading.current_thread)
    computing.join(5)
    assert computing is not threading.current_thread() and not computing.is_alive()

    def fails() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await in_own_thread(fails)
