"""What every implementation of `Records` promises."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.config import Settings
from bot.records import schema
from bot.records.store import SqlRecords, open_records
from bot.records.types import Feedback, NotUseful, Records, Unanswered
from tests.bot.records.conftest import Clock


async def test_an_event_is_new_once(records: SqlRecords) -> None:
    assert await records.first_seen("slack:Ev1")
    assert not await records.first_seen("slack:Ev1")
    assert await records.first_seen("slack:Ev2")


async def test_one_of_many_at_once_is_first(records: SqlRecords) -> None:
    seen = await asyncio.gather(*(records.first_seen("slack:Ev1") for _ in range(30)))
    assert seen.count(True) == 1


async def test_an_event_is_new_once_across_replicas_and_restarts(settings: Settings) -> None:
    replicas = [await open_records(settings), await open_records(settings)]
    seen = await asyncio.gather(*(replica.first_seen(f"slack:Ev{n}") for n in range(20) for replica in replicas))
    assert seen.count(True) == 20
    for replica in replicas:
        await replica.close()
    restarted = await open_records(settings)
    assert not await restarted.first_seen("slack:Ev7")
    await restarted.close()


async def test_two_processes_may_open_new_records_at_once(settings: Settings) -> None:
    both = await asyncio.gather(open_records(settings), open_records(settings))
    assert both[0].pseudonym("slack", "U1") == both[1].pseudonym("slack", "U1")
    assert await both[0].first_seen("slack:Ev1")
    assert not await both[1].first_seen("slack:Ev1")
    for one in both:
        await one.close()


async def test_a_conversation_is_of_one_asker_in_one_thread(records: SqlRecords) -> None:
    await records.remember("slack", "C1:1.0", "anna", "Vilka är målen?")
    await records.remember("slack", "C1:1.0", "bo", "Vem ansvarar?")
    await records.remember("slack", "C2:1.0", "anna", "Vad är en remiss?")
    await records.remember("teams", "C1:1.0", "anna", "Vad är dnr?")
    await records.remember("slack", "C1:1.0", "anna", "Och varför?")
    assert await records.conversation("slack", "C1:1.0", "anna") == ("Vilka är målen?", "Och varför?")
    assert await records.conversation("slack", "C1:1.0", "cecilia") == ()


async def test_a_conversation_holds_the_latest_oldest_first(records: SqlRecords) -> None:
    for n in range(12):
        await records.remember("web", "t", "anna", f"Fråga {n}?")
    assert await records.conversation("web", "t", "anna", limit=3) == ("Fråga 9?", "Fråga 10?", "Fråga 11?")


async def test_unanswered_questions_are_counted_in_their_masked_wording(records: SqlRecords) -> None:
    await records.add_unanswered("Vad gäller 850101-1236?", "sv")
    await records.add_unanswered("vad gäller  710912-3456?", "sv")
    await records.add_unanswered("Vad gäller 850101-1236?", "en")
    await records.add_unanswered("Vem är ny?", "sv")
    assert await records.unanswered() == [
        Unanswered("Vad gäller [personnummer]?", "sv", 2),
        Unanswered("Vem är ny?", "sv", 1),
        Unanswered("Vad gäller [personnummer]?", "en", 1),
    ]
    assert len(await records.unanswered(limit=1)) == 1


async def test_answers_of_no_use_are_counted_with_what_was_said_of_them(records: SqlRecords) -> None:
    async def said(question: str, reason: str = "", quote: str = "plan#0-9", useful: bool = False) -> None:
        await records.add_feedback(Feedback("web", "anna", question, useful, reason, quote))

    await said("Vem är ny?", "fel person")
    await said("Vad gäller 850101-1236?", "ring 070-123 45 67")
    await said("vad gäller 710912-3456?", "gammalt")
    await said("Vad gäller 850101-1236?", "gammalt")
    await said("Vad gäller 850101-1236?", useful=True)
    await said("Vem är ny?", quote="annan#0-9")
    first, *others = await records.not_useful()
    assert first.count == 3 and first.quote == "plan#0-9" and "850101" not in first.question
    assert first.reasons[0] == "gammalt" and len(first.reasons) == 2 and "070" not in first.reasons[1]
    assert others == [
        NotUseful("Vem är ny?", "annan#0-9", 1, ()),
        NotUseful("Vem är ny?", "plan#0-9", 1, ("fel person",)),
    ]
    assert await records.not_useful(limit=1) == [first]


async def test_unanswered_questions_asked_at_once_are_all_counted(records: SqlRecords) -> None:
    await asyncio.gather(*(records.add_unanswered("Vem äger frågan?", "sv") for _ in range(20)))
    assert await records.unanswered() == [Unanswered("Vem äger frågan?", "sv", 20)]


async def test_settings_are_json_and_of_one_asker(records: SqlRecords) -> None:
    assert await records.setting("anna", "tour") is None
    await records.set_setting("anna", "tour", {"step": 3, "roll": "förvaltning"})
    await records.set_setting("anna", "language", "en")
    await records.set_setting("anna", "tour", {"step": 4})
    assert await records.setting("anna", "tour") == {"step": 4}
    assert await records.setting("anna", "language") == "en"
    assert await records.setting("bo", "tour") is None


async def test_a_setting_set_twice_at_once_keeps_one_value(records: SqlRecords) -> None:
    await asyncio.gather(*(records.set_setting("anna", "language", value) for value in ("sv", "en") * 5))
    assert await records.setting("anna", "language") in ("sv", "en")


async def test_old_rows_go_and_young_ones_stay(records: SqlRecords, clock: Clock) -> None:
    await fill(records, "gammal")
    clock.pass_days(80)
    await fill(records, "ung")
    clock.pass_days(11)
    # The old round's question, feedback, unanswered question and setting; and both rounds' events (7 days).
    assert await records.expire() == 4 + 2
    assert await records.conversation("slack", "t", "gammal") == ()
    assert await records.conversation("slack", "t", "ung") == ("Fråga ung?",)
    assert [row.question for row in await records.unanswered()] == ["Fråga ung?"]
    assert await records.setting("gammal", "language") is None
    assert await records.setting("ung", "language") == "en"
    assert await records.expire() == 0


async def test_a_setting_in_use_stays(records: SqlRecords, clock: Clock) -> None:
    await records.set_setting("anna", "language", "en")
    for _ in range(4):
        clock.pass_days(60)
        assert await records.setting("anna", "language") == "en"
        await records.expire()


async def test_an_event_is_kept_while_it_may_come_again(records: SqlRecords, clock: Clock) -> None:
    await records.first_seen("slack:Ev1")
    clock.pass_days(6)
    assert await records.expire() == 0


async def test_an_event_that_could_not_be_written_may_be_tried_again(settings: Settings) -> None:
    opened = await open_records(settings)
    empty = create_async_engine("sqlite+aiosqlite://")  # without tables
    gone = SqlRecords(empty, b"k" * 32)
    with pytest.raises(DBAPIError):
        await gone.first_seen("slack:Ev1")
    await empty.dispose()
    gone._engine = opened._engine
    assert await gone.first_seen("slack:Ev1")
    await opened.close()


def test_a_pseudonym_is_the_same_for_the_same_person_only(records: SqlRecords) -> None:
    anna = records.pseudonym("slack", "U123")
    assert anna == records.pseudonym("slack", "U123")
    assert len({anna, records.pseudonym("teams", "U123"), records.pseudonym("slack", "U124")}) == 3
    assert "U123" not in anna


async def test_nothing_personal_is_kept(records: SqlRecords) -> None:
    text = "Ring 08-508 25 000 eller skriv till a.b@stockholm.se, 19850101-1236."
    asker = records.pseudonym("slack", "U0HEMLIG")
    await records.first_seen("slack:C0KANAL:1.0")
    await records.remember("slack", "D0SAMTAL", asker, text)
    await records.add_unanswered(text, "sv")
    await records.add_feedback(Feedback("slack", asker, text, useful=False, reason=text))
    async with records._engine.connect() as connection:
        held = str([(await connection.execute(select(table))).all() for table in schema.metadata.sorted_tables])
    assert held.count("Ring [telefon] eller skriv till [e-post], [personnummer].") == 4
    for secret in ("508 25", "stockholm.se", "19850101", "U0HEMLIG", "D0SAMTAL", "C0KANAL"):
        assert secret not in held


async def fill(records: Records, name: str) -> None:
    await records.first_seen(f"slack:{name}")
    await records.remember("slack", "t", name, f"Fråga {name}?")
    await records.add_unanswered(f"Fråga {name}?", "sv")
    await records.add_feedback(Feedback("slack", name, f"Fråga {name}?", useful=True))
    await records.set_setting(name, "language", "en")
