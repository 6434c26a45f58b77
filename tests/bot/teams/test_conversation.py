"""Messages, through the real adapter, to the connector."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.service import Request
from bot.teams.sizes import CARD_LIMIT, weight
from knowledge.errors import IndexProblem
from tests.bot.teams.cards_schema import button, lines
from tests.bot.teams.conftest import MakeWorld
from tests.bot.teams.world import (
    BOT,
    OUTBOUND,
    SERVICE_URL,
    TEAMS,
    TENANT,
    Fault,
    KnownAnswers,
    World,
    activity,
    answer,
    mention,
    message,
    quote,
)


async def test_a_question_is_answered_with_a_card_in_its_conversation(world: World) -> None:
    sent = await world.ask("Vad ska nämnderna göra?")
    assert sent.conversation == "a:personlig"
    assert sent.authorization == f"Bearer {OUTBOUND}"
    assert world.clients.asked_for == [SERVICE_URL]
    assert "Alla nämnder ska påhittat samverka." in str(sent.card)
    assert sent.body["summary"].startswith("Alla nämnder ska påhittat samverka.")
    assert len(world.connector.typing) == 1


async def test_the_post_returns_before_there_is_an_answer(make_world: MakeWorld) -> None:
    service = KnownAnswers(gate=asyncio.Event())
    world = await make_world(service=service)
    assert (await world.post(message("Vad?"))).status == 202
    assert world.connector.messages == []
    service.gate.set()
    await world.connector.wait_for(1)


async def test_a_late_answer_takes_the_place_of_a_note(make_world: MakeWorld) -> None:
    service = KnownAnswers(gate=asyncio.Event())
    world = await make_world(TEAMS.model_copy(update={"patience": 0.01}), service)
    note = await world.ask("Vad ska nämnderna göra?")
    assert note.body["text"] == "Jag letar i dokumenten …"
    service.gate.set()
    _, edit = await world.connector.wait_for(2)
    assert (edit.method, edit.activity) == ("PUT", "message-2")  # the first id went to the typing indicator
    assert "samverka" in str(edit.card)


async def test_the_answer_is_sent_anew_when_its_note_is_gone(make_world: MakeWorld) -> None:
    service = KnownAnswers(gate=asyncio.Event())
    world = await make_world(TEAMS.model_copy(update={"patience": 0.01}), service)
    await world.ask("Vad ska nämnderna göra?")
    world.connector.faults.append(Fault(404))
    service.gate.set()
    _, anew = await world.connector.wait_for(2)
    assert anew.method == "POST" and anew.card


async def test_a_channel_is_answered_in_the_thread_when_the_bot_is_mentioned(world: World) -> None:
    await world.post(mention("Vad ska nämnderna göra?"))
    (sent,) = await world.connector.wait_for(1)
    assert sent.conversation == "19:kanal@thread.tacv2;messageid=100"
    assert [request.question for request in world.service.asked] == ["Vad ska nämnderna göra?"]


async def test_mentions_of_others_are_left_alone(world: World) -> None:
    await world.post(mention("vad tycker du?", "29:bo", "Bo"))
    await world.post(message("Utan något namn alls", "channel"))
    await world.post(message("En grupp", conversation={"id": "19:grupp", "isGroup": True, "tenantId": TENANT}))
    await world.settled()
    assert world.service.asked == [] and world.connector.messages == []


async def test_somebody_else_named_in_a_question_stays_in_it(world: World) -> None:
    own = {"type": "mention", "mentioned": {"id": BOT, "name": "Strategiboten"}, "text": "<at>Strategiboten</at>"}
    other = {"type": "mention", "mentioned": {"id": "29:bo", "name": "Bo"}, "text": "<at>Bo</at>"}
    text = "<at>Strategiboten</at>&nbsp;vad ska <at>Bo</at> och nämnderna göra?"
    await world.post(message(text, "groupChat", entities=[own, other]))
    await world.connector.wait_for(1)
    assert world.service.asked[0].question == "vad ska Bo och nämnderna göra?"


@pytest.mark.parametrize(
    "body",
    [
        activity("messageUpdate", text="Ändrad fråga?"),
        activity("messageDelete"),
        activity("messageReaction", reactionsAdded=[{"type": "like"}]),
        activity("typing"),
        activity("event", name="application/vnd.microsoft.readReceipt", value={}),
        activity("installationUpdate", action="add"),
        activity("endOfConversation"),
        activity("conversationUpdate", membersAdded=[{"id": "29:bo"}]),
        activity("conversationUpdate", membersRemoved=[{"id": "29:bo"}]),
        activity("en påhittad sort"),
        message("Jag är en annan bot", **{"from": {"id": "28:annan", "name": "Annan bot"}}),
    ],
    ids=lambda body: body["type"],
)
async def test_what_is_no_question_to_the_bot_is_left_alone(world: World, body: dict) -> None:
    assert (await world.post(body)).status == 202
    await world.settled()
    assert world.service.asked == [] and world.connector.messages == []


@pytest.mark.parametrize("where", ["personal", "channel"])
async def test_a_button_asks_without_a_mention_and_its_answer_shows_the_question(world: World, where: str) -> None:
    await world.post(activity("message", where, value={"ask": "Vem ansvarar?"}))
    (sent,) = await world.connector.wait_for(1)
    assert lines(sent.card)[0] == "Vem ansvarar?"
    folded = await world.click("fold", button(sent.card, "Mer sammanhang")["data"])
    assert lines(folded["value"])[0] == "Vem ansvarar?"


@pytest.mark.parametrize("value", [{"ask": 7}, {"ask": ""}, {"x": 1}, [], "ask"], ids=str)
async def test_a_button_without_a_question_asks_nothing(world: World, value: object) -> None:
    await world.post(activity("message", "channel", value=value))
    await world.settled()
    assert world.service.asked == []


async def test_the_same_message_is_answered_once(world: World) -> None:
    body = message("Vad ska nämnderna göra?")
    for _ in range(3):
        assert (await world.post(body)).status == 202
    await world.settled()
    assert len(world.connector.messages) == 1


async def test_a_follow_up_has_the_threads_earlier_questions(world: World) -> None:
    for text in ("Vilka är inriktningarna?", "Och Påverkan då?"):
        await world.ask(text)
        await world.settled()
    await world.post(mention("Vad gäller här?"))
    await world.settled()
    assert world.service.asked == [
        Request("Vilka är inriktningarna?"),
        Request("Och Påverkan då?", ("Vilka är inriktningarna?",)),
        Request("Vad gäller här?"),
    ]


@pytest.mark.parametrize("status", [412, 429, 502, 503])
async def test_an_answer_survives_a_busy_connector(world: World, status: int) -> None:
    world.connector.faults.extend([Fault(status)] * 3)
    sent = await world.ask("Vad ska nämnderna göra?")
    await world.settled()
    assert "samverka" in str(sent.card)
    assert len(world.connector.messages) == 1 and len(world.connector.refused) == 3


async def test_retry_after_is_waited_for(world: World) -> None:
    world.connector.faults.append(Fault(429, "1"))
    sent = await world.ask("Vad ska nämnderna göra?")
    assert sent.at - world.connector.refused[0].at >= 1


async def test_an_answer_that_is_too_large_is_sent_shorter(make_world: MakeWorld) -> None:
    many = [quote(f"Påhittad mening nummer {n}. " * 20, start=1000 * n) for n in range(20)]
    world = await make_world(service=KnownAnswers({"Allt?": answer("Allt?", *many)}))
    world.connector.largest = 12_000
    sent = await world.ask("Allt?")
    assert world.connector.refused and weight(sent.card) < CARD_LIMIT
    assert "Påhittad mening nummer 0." in str(sent.card)


async def test_an_answer_that_is_too_large_in_any_shape_becomes_a_link(world: World) -> None:
    world.connector.largest = 1_500
    sent = await world.ask("Vad ska nämnderna göra?")
    assert sent.card is None and "https://strategi.example" in sent.body["text"]


async def test_a_failure_is_told_with_a_code_and_nothing_else(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.service.error = RuntimeError("Annas hemliga fråga")
    sent = await world.ask("Annas hemliga fråga")
    await world.settled()
    code = sent.body["text"].rsplit(" ", 1)[1]
    assert code in caplog.text
    assert "hemliga" not in caplog.text and "RuntimeError" not in sent.body["text"]


async def test_an_error_meant_for_users_is_told_in_its_own_words(world: World) -> None:
    world.service.error = IndexProblem("Indexet saknas.", "Kör `strategibot index`.")
    assert (await world.ask("Vad?")).body["text"] == "Indexet saknas. Kör `strategibot index`."


async def test_no_question_is_ever_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    world.connector.faults.extend([Fault(502)] * 2)
    await world.ask("Personnummer 19121212-1212, vad gäller?")
    await world.post({"type": "message", "text": "Personnummer 19121212-1212", "conversation": 3})
    await world.settled()
    assert "19121212" not in caplog.text


async def test_an_unanswered_question_is_counted(world: World) -> None:
    nothing = answer("Finns det?", answered=False, quotes=(), closest=(quote(),), message="Det framgår inte.")
    world.service.answers["Finns det?"] = nothing
    sent = await world.ask("Finns det?")
    await world.settled()
    assert "Inte ett svar" in str(sent.card) and "Det framgår inte." in str(sent.card)
    assert [one.question for one in await world.records.unanswered()] == ["Finns det?"]


async def test_expect_replies_gets_the_answer_in_the_response(world: World) -> None:
    reply = await world.post(message("Vad ska nämnderna göra?", deliveryMode="expectReplies"))
    (replied,) = (await reply.json())["activities"]
    assert "samverka" in str(replied["attachments"][0]["content"])
    assert world.connector.messages == []


async def test_the_bot_greets_once_in_a_personal_chat(world: World) -> None:
    body = activity("conversationUpdate", membersAdded=[{"id": BOT}, {"id": "29:anna"}])
    for _ in range(2):
        await world.post(body)
    await world.settled()
    (sent,) = world.connector.messages
    assert "Strategiboten" in str(sent.card) and "Vem ansvarar för EU-frågor?" in str(sent.card)


async def test_a_channel_is_not_greeted(world: World) -> None:
    await world.post(activity("conversationUpdate", "channel", membersAdded=[{"id": BOT}]))
    await world.settled()
    assert world.connector.messages == []


@pytest.mark.parametrize(
    ("command", "question"),
    [
        ("ansvar", "Vem ansvarar för stadens internationella arbete?"),
        ("Ansvar EU-frågor", "Vem ansvarar för EU-frågor?"),
        ("ansvar för EU-frågor?", "Vem ansvarar för EU-frågor?"),
        ("inriktningar", "Vilka är strategins inriktningar?"),
        ("directions", "What are the directions of the strategy?"),
        ("inriktningar i strategin?", "inriktningar i strategin?"),
    ],
)
async def test_a_command_stands_for_a_question(world: World, command: str, question: str) -> None:
    await world.ask(command)
    assert [request.question for request in world.service.asked] == [question]


@pytest.mark.parametrize("command", ["hjälp", "Hjälp!", "help"])
async def test_help_is_the_welcome(world: World, command: str) -> None:
    sent = await world.ask(command)
    assert "Strategiboten" in str(sent.card) and world.service.asked == []


async def test_a_mention_without_a_question_is_told_how(world: World) -> None:
    await world.post(mention(""))
    (sent,) = await world.connector.wait_for(1)
    assert "Vem ansvarar för EU-frågor?" in sent.body["text"]


async def test_thirty_askers_at_once_each_get_their_own_answer(world: World) -> None:
    bodies = []
    for n in range(30):
        question = f"Fråga {n}?"
        world.service.answers[question] = answer(question, quote(f"Påhittat svar {n}."))
        body = message(question)
        body["conversation"] = body["conversation"] | {"id": f"a:person-{n}"}
        bodies.append(body)
    replies = await asyncio.gather(*(world.post(body) for body in bodies))
    assert {reply.status for reply in replies} == {202}
    for sent in await world.connector.wait_for(30):
        number = sent.conversation.removeprefix("a:person-")
        assert f"Påhittat svar {number}." in str(sent.card)
