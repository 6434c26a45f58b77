"""What goes wrong in real life, and must not be noticed: or must be said, once, in few words."""

from __future__ import annotations

import asyncio
import logging
import re

import pytest

from bot import slack
from bot.config import Settings
from bot.records.store import SqlRecords, open_records
from bot.slack import socket as socket_mode
from bot.tasks import BackgroundTasks
from tests.bot.slack.blockkit import quoted
from tests.bot.slack.conftest import HandService, configured, running
from tests.bot.slack.fake import BOT, FakeSlack, Fault
from tests.bot.slack.samples import OWNER
from tests.bot.slack.test_messages import ASK, quiet


async def test_a_redelivered_event_is_answered_once(bot: HandService, fake: FakeSlack) -> None:
    payload = fake.callback(fake.write(ASK) | {"type": "app_mention"})
    for attempt in range(3):
        await fake.deliver("events_api", payload | {"retry_attempt": attempt})
    await fake.until(lambda: fake.posted())
    await quiet(fake)
    assert len(fake.posted()) == 1
    assert len(fake.acknowledged) >= 3


async def test_two_replicas_answer_once(bot: HandService, fake: FakeSlack, settings: Settings) -> None:
    async with running(settings):  # the same database, a connection of its own
        await fake.until(lambda: len(fake.sockets) == 2)
        for number in range(5):
            event = fake.write(f"<@{BOT}> Fråga {number}?") | {"type": "app_mention"}
            await asyncio.gather(fake.event(event, socket=0), fake.event(event, socket=1))
        await fake.until(lambda: len(fake.posted()) == 5)
        await quiet(fake)
        assert len({answer["thread_ts"] for answer in fake.posted()}) == len(fake.posted()) == 5


async def test_a_restart_of_ours_forgets_no_answer(fake: FakeSlack, settings: Settings) -> None:
    event = fake.write(ASK) | {"type": "app_mention"}
    async with running(settings):
        await fake.event(event)
        await fake.until(lambda: fake.posted())
    async with running(settings):
        await fake.event(event)
        await quiet(fake)
    assert len(fake.posted()) == 1


async def test_what_is_under_way_is_sent_before_we_leave(fake: FakeSlack, settings: Settings) -> None:
    async with running(settings) as service:
        service.slow = 0.5
        await fake.say(ASK)
        await fake.until(lambda: service.requests)
    [answer] = fake.posted()
    assert quoted(answer["blocks"]) == [OWNER.text]
    assert fake.reactions == set()


@pytest.mark.parametrize("times", [1, 3])
async def test_rate_limits_delay_and_lose_nothing(bot: HandService, fake: FakeSlack, times: int) -> None:
    for method in ("chat.postMessage", "reactions.add", "reactions.remove", "conversations.replies"):
        fake.faults[method] += [Fault(429)] * times
    await fake.say(ASK)
    [answer] = await fake.until(lambda: fake.posted())
    assert quoted(answer["blocks"]) == [OWNER.text]
    await fake.until(lambda: fake.called("reactions.remove")[times:])
    assert len(fake.called("chat.postMessage")) == times + 1
    await fake.until(lambda: fake.reactions == set())


@pytest.mark.parametrize("fault", [Fault(), Fault(after=True), Fault(500), Fault(503), Fault(500, after=True)])
async def test_a_broken_call_is_made_again_and_never_twice(bot: HandService, fake: FakeSlack, fault: Fault) -> None:
    """`after`: Slack had the message already when the connection broke."""
    fake.faults["chat.postMessage"] += [fault]
    await fake.say(ASK)
    await fake.until(lambda: fake.posted())
    await fake.until(lambda: fake.called("reactions.remove"))
    await quiet(fake)
    assert len(fake.posted()) == 1


async def test_a_command_survives_rate_limits_and_trouble(bot: HandService, fake: FakeSlack) -> None:
    fake.faults["response_url"] += [Fault(429), Fault(429), Fault(429), Fault(502)]
    await fake.command("Vem ansvarar för EU-frågor?")
    [answer] = await fake.until(lambda: fake.responses)
    assert quoted(answer["blocks"]) == [OWNER.text]


async def test_a_reaction_that_fails_does_not_stop_the_answer(bot: HandService, fake: FakeSlack) -> None:
    fake.faults["reactions.add"] += [Fault(error="missing_scope")]
    await fake.say(ASK)
    await fake.until(lambda: fake.posted())


async def test_an_error_is_short_has_a_number_and_nothing_of_the_exception(
    bot: HandService, fake: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    bot.broken = RuntimeError("hemligt lösenord i databasen")
    asked = await fake.say(ASK)
    [answer] = await fake.until(lambda: fake.posted())
    await fake.until(lambda: fake.called("reactions.remove"))
    found = re.search(r"Felnummer: (\w{8})$", answer["text"])
    assert found is not None
    assert answer["thread_ts"] == asked["ts"]
    assert f"error {found[1]}: RuntimeError" in caplog.text
    assert "hemligt" not in answer["text"] + caplog.text
    assert fake.reactions == set()


async def test_no_words_and_no_ids_of_people_are_logged(
    bot: HandService, fake: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    fake.faults["chat.postMessage"] += [Fault(429), Fault(500)]
    await fake.say(f"<@{BOT}> Vad gäller för hemligheten?", user="UHEMLIG")
    await fake.until(lambda: fake.posted())
    bot.broken = RuntimeError("hemligheten")
    await fake.say(f"<@{BOT}> Och hemligheten?", user="UHEMLIG")
    await fake.command("Och hemligheten?", user="UHEMLIG")
    await fake.until(lambda: len(fake.posted()) == 2 and fake.responses)
    logged = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("aiosqlite"))
    assert "hemlighet" not in logged
    assert "UHEMLIG" not in logged


async def test_an_answer_that_slack_refuses_is_told_about(bot: HandService, fake: FakeSlack) -> None:
    fake.faults["chat.postMessage"] += [Fault(error="invalid_blocks")]
    await fake.say(ASK)
    [answer] = await fake.until(lambda: fake.posted())
    assert "Felnummer" in answer["text"]


async def test_a_database_that_is_away_is_told_about(fake: FakeSlack, settings: Settings) -> None:
    opened = await open_records(settings)

    class Away(SqlRecords):
        async def first_seen(self, event: str) -> bool:
            raise OSError("away")

    away = Away(opened._engine, b"k" * 32)
    async with running(settings, away):
        await fake.say("Vem ansvarar?", channel="D0ANNA")
        [answer] = await fake.until(lambda: fake.posted("D0ANNA"))
        assert "Felnummer" in answer["text"]
    await opened.close()


@pytest.mark.parametrize("way", ["close", "drop", "disconnect"])
async def test_a_socket_that_goes_in_mid_answer_loses_nothing(bot: HandService, fake: FakeSlack, way: str) -> None:
    bot.slow = 0.3
    await fake.say(ASK)
    await fake.until(lambda: bot.requests)
    old = fake.sockets[-1]
    if way == "close":
        await old.close()
    elif way == "drop":
        transport = old._req.transport if old._req else None
        assert transport is not None
        transport.abort()
    else:
        await old.send_json({"type": "disconnect", "reason": "refresh_requested"})
    await fake.until(lambda: fake.posted())
    await fake.until(lambda: [socket for socket in fake.sockets if socket is not old])
    await fake.say("Och sedan?", channel="D0ANNA")
    await fake.until(lambda: fake.posted("D0ANNA"))
    assert len(fake.posted()) == 1


async def test_an_envelope_lost_with_its_socket_comes_again(bot: HandService, fake: FakeSlack) -> None:
    """Slack delivers what was never acknowledged on the next connection."""
    old = fake.sockets[-1]
    envelope = {
        "type": "events_api",
        "envelope_id": "E-lost",
        "accepts_response_payload": False,
        "payload": fake.callback(fake.write(ASK) | {"type": "app_mention"}),
    }
    fake.sent["E-lost"] = envelope
    fake.sent_at["E-lost"] = 0.0
    await old.close()
    await fake.until(lambda: "E-lost" in fake.acknowledged)
    await fake.until(lambda: fake.posted())


async def test_slack_restarts(fake: FakeSlack, settings: Settings) -> None:
    """Slack is gone for a while, and back at the same address."""
    async with running(settings):
        await fake.until(lambda: fake.sockets)
        port = fake.server.port
        for socket in list(fake.sockets):
            await socket.close()
        await fake.server.close()
        await asyncio.sleep(0.2)
        async with fake.serve(port):
            await fake.until(lambda: fake.sockets)
            await fake.say(ASK)
            await fake.until(lambda: fake.posted())


async def test_slack_that_is_away_at_start_is_waited_for(
    fake: FakeSlack, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_mode, "AGAIN", 0.1)  # fifteen seconds are too long for a test
    fake.faults["auth.test"] += [Fault(), Fault(), Fault(), Fault(503)]
    async with running(settings):
        await fake.say(ASK)
        await fake.until(lambda: fake.posted())


async def test_thirty_ask_at_once_and_slow_answers_delay_no_receipt(bot: HandService, fake: FakeSlack) -> None:
    bot.slow = 1.0
    names = [f"U{number:03}" for number in range(30)]
    asked = await asyncio.gather(*(fake.say(ASK, user=name) for name in names))
    commands = await asyncio.gather(*(fake.command("Vem ansvarar?", user=name) for name in names))
    await fake.until(lambda: len(fake.acknowledged) == 90 and fake.posted() == [])  # all receipts before any answer
    await fake.until(lambda: len(fake.posted()) == 30 and len(fake.responses) == 30)
    assert {answer["thread_ts"] for answer in fake.posted()} == {message["ts"] for message in asked}
    assert all(name in fake.acknowledged for name in commands)
    await fake.until(lambda: fake.reactions == set())


async def test_bad_tokens_are_refused_with_what_to_do(fake: FakeSlack, settings: Settings) -> None:
    from pydantic import SecretStr

    from knowledge.errors import BadConfiguration

    records = await open_records(settings)
    for change, said in (
        ({"bot_token": SecretStr("xoxb-fel")}, "invalid_auth.*OAuth"),
        ({"app_token": SecretStr("xapp-fel")}, "invalid_auth.*connections:write"),
        ({"bot_token": SecretStr("")}, "SLACK_BOT_TOKEN.*saknas.*OAuth"),
        ({"app_token": SecretStr("xoxb-fake")}, "SLACK_APP_TOKEN.*xapp-"),
    ):
        wrong = settings.model_copy(update={"slack": settings.slack.model_copy(update=change)})
        with pytest.raises(BadConfiguration, match=said):
            await slack.run(wrong, HandService(), records, BackgroundTasks())
    await records.close()
    assert fake.sockets == []


async def test_unknown_payloads_are_acknowledged(bot: HandService, fake: FakeSlack) -> None:
    """What is not acknowledged would come again and again."""
    sent = [
        await fake.event({"type": "team_join", "user": {"id": "U1"}}),
        await fake.event({"type": "app_mention"}),
        await fake.event({"type": "app_home_opened", "tab": "messages", "user": "U1"}),
        await fake.event({"type": "assistant_thread_context_changed", "assistant_thread": {}}),
        await fake.event({"type": "assistant_thread_started", "assistant_thread": {}}),
        await fake.click({"action_id": "open"}, ephemeral="C0ALLA"),
        await fake.click({"action_id": "something_old", "value": "{"}, ephemeral="C0ALLA"),
        await fake.deliver(
            "interactive", {"type": "view_closed", "view": {"callback_id": "old"}, "user": {"id": "U1"}}
        ),
    ]
    await fake.until(lambda: all(name in fake.acknowledged for name in sent))
    await quiet(fake)
    assert fake.posted() == []


async def test_a_rule_is_of_the_configuration_only(fake: FakeSlack, settings: Settings) -> None:
    with pytest.raises(ValueError, match="answr"):
        configured(fake, settings.data, default={"answr": True})
