"""The micro-batcher: who waits is answered together, alone nobody waits, and nobody fails with a neighbour."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.answer import Answer
from bot.batching import BatchingService, NotReady, Overloaded
from bot.service import Request
from knowledge.errors import StrategibotError
from tests.bot.web.scripted import Scripted


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110  # what is waited for happens in a thread, which has no asyncio.Event
            await asyncio.sleep(0.001)


@pytest.fixture
async def busy(scripted: Scripted):
    """A service whose worker is held at the gate with one question, until the gate is set."""
    service = BatchingService(scripted, max_batch=4, max_waiting=6)
    await service.start()
    scripted.gate.clear()
    first = asyncio.create_task(service.ask(Request("första")))
    await until(lambda: len(scripted.batches) == 1)
    yield service, first
    scripted.gate.set()
    await service.close()


async def ask_many(service: BatchingService, *questions: str) -> list[asyncio.Task[Answer]]:
    tasks = [asyncio.create_task(service.ask(Request(question))) for question in questions]
    await asyncio.sleep(0)
    return tasks


async def test_those_who_wait_are_answered_together_and_each_gets_its_own_answer(busy, scripted: Scripted) -> None:
    service, first = busy
    others = await ask_many(service, "a", "b", "c")
    scripted.gate.set()
    assert (await first).question == "första"
    assert [answer.question for answer in await asyncio.gather(*others)] == ["a", "b", "c"]
    assert [[r.question for r in batch] for batch in scripted.batches] == [["första"], ["a", "b", "c"]]


async def test_a_batch_is_never_larger_than_agreed(busy, scripted: Scripted) -> None:
    service, _ = busy
    others = await ask_many(service, *"abcdef")
    scripted.gate.set()
    await asyncio.gather(*others)
    assert [len(batch) for batch in scripted.batches] == [1, 4, 2]


async def test_a_full_queue_refuses_at_once_in_the_asker_s_language(busy, scripted: Scripted) -> None:
    service, _ = busy
    waiting = await ask_many(service, *"abcdef")
    with pytest.raises(Overloaded, match="Många frågar"):
        await service.ask(Request("en till"))
    with pytest.raises(Overloaded, match="Many people"):
        await service.ask(Request("one more", language="en"))
    scripted.gate.set()
    assert len(await asyncio.gather(*waiting)) == 6
    assert (await service.ask(Request("nu går det"))).question == "nu går det"


async def test_who_has_left_is_not_answered_and_leaves_the_others_alone(busy, scripted: Scripted) -> None:
    service, _ = busy
    left, stays = await ask_many(service, "gick", "stannar")
    left.cancel()
    scripted.gate.set()
    assert (await stays).question == "stannar"
    assert [r.question for r in scripted.batches[1]] == ["stannar"]


async def test_one_bad_question_fails_alone_and_shows_nothing_of_the_error(corpus, caplog) -> None:
    def bug(request: Request) -> Answer:
        raise ValueError(f"hemlig text: {request.question}")

    def refuse(_request: Request) -> Answer:
        raise StrategibotError("Det går inte.", "Gör så här.")

    scripted = Scripted(corpus, {"trasig": bug, "nekas": refuse})
    service = BatchingService(scripted)
    await service.start()
    outcomes = await asyncio.gather(
        *(service.ask(Request(q)) for q in ("hel", "trasig", "nekas", "också hel")), return_exceptions=True
    )
    await service.close()
    whole, broken, refused, also_whole = outcomes
    assert isinstance(whole, Answer) and isinstance(also_whole, Answer)
    assert isinstance(refused, StrategibotError) and refused.message == "Det går inte."
    assert isinstance(broken, StrategibotError) and "hemlig" not in str(broken)
    number = broken.message.split("felnummer ")[1].rstrip(").")
    assert number in caplog.text and "ValueError" in caplog.text
    assert "hemlig" not in caplog.text and "trasig" not in caplog.text


async def test_the_event_loop_stays_free_while_the_worker_is_busy(busy, scripted: Scripted) -> None:
    """The worker thread is stuck in the first batch, and yet the loop serves a lookup that needs no model."""
    service, first = busy
    found = await service.surroundings("sn-2016-10-25", 0, 11)
    assert found.quote.text == "Handläggare"
    assert not first.done()


async def test_answers_come_from_one_thread_that_is_not_the_event_loop_s(corpus) -> None:
    threads = set()

    def note(request: Request) -> Answer:
        threads.add(threading.get_ident())
        return Scripted(corpus)._answer(request)

    service = BatchingService(Scripted(corpus, {str(n): note for n in range(20)}), max_batch=3)
    await service.start()
    await asyncio.gather(*(service.ask(Request(str(n))) for n in range(20)))
    await service.close()
    assert len(threads) == 1 and threading.get_ident() not in threads


async def test_a_swap_takes_effect_between_two_batches(busy, scripted: Scripted, corpus) -> None:
    service, first = busy
    newer = Scripted(replace(corpus, generation="test-2"))
    (waiting,) = await ask_many(service, "efter")
    service.swap(newer)
    scripted.gate.set()
    assert (await first).generation == "test-1"
    assert (await waiting).generation == "test-2"
    assert service.corpus is newer.corpus


async def test_closing_answers_who_waits_and_refuses_who_comes_later(busy, scripted: Scripted) -> None:
    service, first = busy
    waiting = await ask_many(service, "a", "b")
    closing = asyncio.create_task(service.close())
    await asyncio.sleep(0)
    with pytest.raises(NotReady):
        await service.ask(Request("för sent"))
    scripted.gate.set()
    await closing
    assert first.done() and all(task.done() for task in waiting)
    assert [(await task).question for task in waiting] == ["a", "b"]


async def test_not_ready_without_an_answerer(corpus) -> None:
    service = BatchingService()
    await service.start()
    assert not service.ready and service.corpus is None
    with pytest.raises(NotReady, match="loaded"):
        await service.ask(Request("too early", language="en"))
    with pytest.raises(NotReady):
        await service.surroundings("sn-2016-10-25", 0, 1)
    service.swap(Scripted(corpus))
    assert service.ready
    await service.close()
