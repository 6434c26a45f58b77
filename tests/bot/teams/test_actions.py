"""Clicks on a card, through the real adapter: the card comes back changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from bot.records import schema
from bot.teams.actions import MESSAGE_TYPE
from bot.teams.elements import CONTENT_TYPE
from bot.teams.state import state_of
from knowledge.errors import IndexProblem
from tests.bot.teams.cards_schema import button, elements, lines, titles, validate
from tests.bot.teams.conftest import MakeWorld
from tests.bot.teams.world import (
    EXPERTS,
    TEAMS,
    TENANT,
    Fault,
    Json,
    World,
    activity,
    answer,
    click,
    message,
    quote,
)

QUESTION = "Vad ska nämnderna göra?"


def card_of(reply: Json) -> Json:
    assert (reply["statusCode"], reply["type"]) == (200, CONTENT_TYPE)
    validate(reply["value"])
    return reply["value"]


async def press(world: World, card: Json, title: str, **inputs: Any) -> Json:
    """Presses a button, with what was filled in, as Teams does."""
    pressed = button(card, title)
    return await world.click(pressed["verb"], pressed["data"] | inputs)


async def feedback(world: World) -> list[tuple[str, bool, str, str, str]]:
    table = schema.feedback.c
    async with world.records._engine.connect() as connection:
        rows = await connection.execute(
            select(table.platform, table.useful, table.reason, table.quote, table.generation)
        )
        return [tuple(row) for row in rows]


async def test_more_context_and_less(world: World) -> None:
    card = (await world.ask(QUESTION)).card
    wider = card_of(await press(world, card, "Mer sammanhang"))
    assert lines(wider)[:3] == ["Meningen före.", "Alla nämnder ska påhittat samverka.", "Meningen efter."]
    assert titles(wider) == titles(card)
    assert card_of(await press(world, wider, "Mindre sammanhang")) == card


async def test_more_context_of_the_second_quote(world: World) -> None:
    world.service.answers["Allt?"] = answer("Allt?", quote("Den första."), quote("Den andra.", start=500))
    card = (await world.ask("Allt?")).card
    second = [one for one in elements(card) if one.get("title") == "Mer sammanhang"][1]
    wider = card_of(await world.click("context", second["data"]))
    shown = lines(wider)
    assert shown.index("Meningen före.") + 1 == shown.index("Den andra.")
    assert shown.count("Meningen före.") == 1


async def test_more_context_of_a_follow_up_asks_the_question_as_it_was_understood(world: World) -> None:
    world.service.answers["Och Påverkan då?"] = answer("Och Påverkan då?", resolved="Vad säger inriktningen Påverkan?")
    card = (await world.ask("Och Påverkan då?")).card
    await press(world, card, "Mer sammanhang")
    assert world.service.asked[-1].question == "Vad säger inriktningen Påverkan?"


async def test_a_quote_that_a_newer_answer_does_not_have_is_shown_alone(world: World) -> None:
    world.service.answers["Allt?"] = answer("Allt?", quote("Den äldre.", start=900))
    card = (await world.ask("Allt?")).card
    data = button(card, "Mer sammanhang")["data"] | {"q": QUESTION}
    assert lines(card_of(await world.click("context", data)))[1] == "Den äldre."


@pytest.mark.parametrize("place", ["borta-2016#1-2", "trasig", "", None, 7])
async def test_context_of_what_is_no_longer_there(world: World, place: Any) -> None:
    reply = await world.click("context", {"q": QUESTION, "at": place})
    assert reply["type"] == MESSAGE_TYPE and "finns inte längre" in reply["value"]


async def test_useful(world: World) -> None:
    card = (await world.ask(QUESTION)).card
    thanked = card_of(await press(world, card, "Till hjälp"))
    assert titles(thanked) == ["Fråga en person", "Dela"] and "Tack!" in str(thanked)
    assert await feedback(world) == [("teams", True, "", "pahittad-2016#100-135", "g1")]


async def test_not_useful_with_a_reason(world: World) -> None:
    card = (await world.ask(QUESTION)).card
    assert button(card, "Inte till hjälp")["type"] == "Action.ShowCard"
    thanked = card_of(await press(world, card, "Skicka", reason="outdated", comment="Ny  strategi finns"))
    assert "utan ditt namn" in str(thanked)
    assert await feedback(world) == [("teams", False, "outdated: Ny strategi finns", "pahittad-2016#100-135", "g1")]


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        ({}, ""),
        ({"reason": "påhittad"}, ""),
        ({"reason": ["wrong"], "comment": 7}, ""),
        ({"reason": "unclear", "comment": "x" * 9000}, "unclear: " + "x" * 500),
    ],
)
async def test_strange_reasons_do_no_harm(world: World, inputs: Json, reason: str) -> None:
    card_of(await world.click("not_useful", {"q": QUESTION} | inputs))
    assert [row[2] for row in await feedback(world)] == [reason]


async def test_feedback_keeps_the_context_open(world: World) -> None:
    wider = card_of(await press(world, (await world.ask(QUESTION)).card, "Mer sammanhang"))
    thanked = card_of(await press(world, wider, "Till hjälp"))
    assert "Meningen före." in lines(thanked)


async def test_asking_a_person_needs_consent(world: World) -> None:
    card = (await world.ask(QUESTION)).card
    assert "samtycker" in str(button(card, "Fråga en person"))
    for inputs in ({}, {"consent": "no"}):
        reply = await press(world, card, "Skicka frågan", **inputs)
        assert reply["type"] == MESSAGE_TYPE and "samtycker" in reply["value"]
    assert len(world.connector.messages) == 1  # the answer itself


async def test_asking_a_person(world: World) -> None:
    card = (await world.ask(QUESTION)).card
    receipt = card_of(await press(world, card, "Skicka frågan", consent="yes"))
    assert titles(receipt) == ["Till hjälp", "Inte till hjälp", "Dela"] and "skickad" in str(receipt)
    _, passed_on = await world.connector.wait_for(2)
    assert (passed_on.method, passed_on.conversation, passed_on.activity) == ("POST", EXPERTS, "")
    assert passed_on.body["conversation"] == {"id": EXPERTS, "tenantId": TENANT}
    validate(passed_on.card)
    shown = lines(passed_on.card)
    assert shown[0].startswith("En fråga från Anna Påhittad") and shown[1] == QUESTION
    assert "Alla nämnder ska påhittat samverka." in shown
    assert not [one for one in elements(passed_on.card) if one.get("type") == "Action.Execute"]


async def test_asking_a_person_about_what_was_not_found(world: World) -> None:
    nothing = answer("Finns det?", answered=False, quotes=(), closest=(quote(),), message="Det framgår inte.")
    world.service.answers["Finns det?"] = nothing
    await press(world, (await world.ask("Finns det?")).card, "Skicka frågan", consent="yes")
    passed_on = (await world.connector.wait_for(2))[1]
    assert "hittade inget svar" in str(passed_on.card)


async def test_a_question_that_cannot_be_passed_on_is_not_said_to_be(world: World) -> None:
    card = (await world.ask(QUESTION)).card
    world.connector.faults.append(Fault(403))
    reply = await press(world, card, "Skicka frågan", consent="yes")
    assert reply["type"] == MESSAGE_TYPE and "kunde inte skickas" in reply["value"]
    assert len(world.connector.messages) == 1  # no apology in the experts' channel either


async def test_nobody_to_ask_means_no_button_and_no_sending(make_world: MakeWorld) -> None:
    world = await make_world(TEAMS.model_copy(update={"ask_a_person": ""}))
    assert "Fråga en person" not in titles((await world.ask(QUESTION)).card)
    reply = await world.click("ask_a_person", state_of(answer(QUESTION)).data(consent="yes"))
    assert reply["type"] == MESSAGE_TYPE
    assert len(world.connector.messages) == 1


async def test_a_changed_card_is_written_into_its_message_in_a_personal_chat(world: World) -> None:
    card = (await world.ask(QUESTION)).card
    reply = await world.post(click("useful", button(card, "Till hjälp")["data"], replyToId="message-2"))
    changed = card_of(await reply.json())
    edit = (await world.connector.wait_for(2))[1]
    assert (edit.method, edit.conversation, edit.activity) == ("PUT", "a:personlig", "message-2")
    assert edit.card == changed


@pytest.mark.parametrize("where", ["a refresh by itself", "a channel", "a message alone"])
async def test_a_changed_card_is_not_written_where_that_would_disturb(world: World, where: str) -> None:
    """A refresh that edits starts another; and in a channel the others have clicked nothing."""
    body = click("fold", {"q": QUESTION}, replyToId="message-2")
    if where == "a refresh by itself":
        body["value"]["trigger"] = "automatic"
    if where == "a channel":
        body["conversation"] = activity("invoke", "channel")["conversation"]
    if where == "a message alone":
        body = click("context", {"q": QUESTION, "at": "borta#1-2"}, replyToId="message-2")
    assert (await world.post(body)).status == 200
    await world.settled()
    assert world.connector.messages == []


async def test_a_message_that_cannot_be_edited_leaves_the_click_answered(world: World) -> None:
    world.connector.faults.append(Fault(404))
    reply = await world.post(click("fold", {"q": QUESTION}, replyToId="borta"))
    card_of(await reply.json())
    await world.settled()
    assert world.connector.messages == [] and len(world.connector.refused) == 1


@pytest.mark.parametrize(
    "value",
    [None, {}, {"action": None}, {"action": {"verb": 7}}, {"action": {"verb": "påhittat"}}, "context"],
    ids=str,
)
async def test_a_malformed_click_is_a_bad_request(world: World, value: Any) -> None:
    assert (await world.post(activity("invoke", name="adaptiveCard/action", value=value))).status == 400


@pytest.mark.parametrize("data", [None, [], "x", {"q": {"a": 1}}, {"q": "x" * 9999}, {"o": "x#1-2"}], ids=str)
async def test_tampered_data_does_no_harm(world: World, data: Any) -> None:
    for verb in ("fold", "useful", "not_useful"):
        card_of(await world.click(verb, data))


async def test_an_invoke_of_another_kind_is_not_implemented(world: World) -> None:
    assert (await world.post(activity("invoke", name="signin/verifyState", value={}))).status == 501


async def test_a_click_that_fails_says_so_at_the_card(world: World) -> None:
    world.service.error = RuntimeError("hemligt")
    reply = await world.click("fold", {"q": QUESTION})
    assert reply["type"] == MESSAGE_TYPE and "Felkod" in reply["value"] and "hemligt" not in str(reply)


# --- the message extension ----------------------------------------------------------------------


async def extension(world: World, name: str, value: Any) -> Json:
    reply = await world.post(activity("invoke", name=f"composeExtension/{name}", value=value))
    assert reply.status == 200
    return await reply.json()


def query(words: Any, name: str = "question") -> Json:
    return {"commandId": "search", "parameters": [{"name": name, "value": words}], "queryOptions": {}}


def attachments_of(reply: Json) -> list[Json]:
    assert reply["composeExtension"]["type"] == "result"
    return reply["composeExtension"]["attachments"]


async def test_searching_gives_each_quote_as_a_card_to_insert(world: World) -> None:
    world.service.answers["samverkan"] = answer("samverkan", quote("Den första."), quote("Den andra.", start=500))
    found = attachments_of(await extension(world, "query", query("samverkan")))
    assert [lines(one["content"])[0] for one in found] == ["Den första.", "Den andra."]
    for one in found:
        validate(one["content"])
        assert not [
            part for part in elements(one["content"]) if part.get("type") in ("Action.Execute", "Action.Submit")
        ]
    assert found[0]["preview"]["content"]["title"] == "Den första."


@pytest.mark.parametrize(
    "value",
    [query(""), query("true", "initialRun"), query(None), {"parameters": []}, {"parameters": "x"}, None],
    ids=str,
)
async def test_an_empty_search_finds_nothing(world: World, value: Any) -> None:
    assert attachments_of(await extension(world, "query", value)) == []
    assert world.service.asked == []


async def test_asking_about_a_message_opens_a_dialog_that_can_be_inserted(world: World) -> None:
    html = "<div>Vad ska <at id='0'>Bo</at> &amp; nämnderna&nbsp;göra?</div>"
    value = {"commandId": "ask", "messagePayload": {"body": {"contentType": "html", "content": html}}}
    task = (await extension(world, "fetchTask", value))["task"]
    assert world.service.asked[-1].question == "Vad ska Bo & nämnderna göra?"
    card = task["value"]["card"]["content"]
    validate(card)
    assert titles(card) == ["Infoga i samtalet"]
    reply = await extension(world, "submitAction", {"commandId": "ask", "data": card["actions"][0]["data"]})
    (inserted,) = attachments_of(reply)
    assert "Alla nämnder ska påhittat samverka." in lines(inserted["content"])


@pytest.mark.parametrize(
    "value", [None, {}, {"messagePayload": {"body": {"content": "<img src=x>"}}}, {"messagePayload": []}], ids=str
)
async def test_a_message_without_text_is_told_so(world: World, value: Any) -> None:
    task = (await extension(world, "fetchTask", value))["task"]
    assert "ingen text" in str(task) and world.service.asked == []


async def test_an_unanswered_message_has_nothing_to_insert(world: World) -> None:
    nothing = answer("Hej?", answered=False, quotes=(), message="Det framgår inte.")
    world.service.answers["Hej?"] = nothing
    value = {"messagePayload": {"body": {"content": "Hej?"}}}
    card = (await extension(world, "fetchTask", value))["task"]["value"]["card"]["content"]
    assert "Det framgår inte." in lines(card) and titles(card) == []


async def test_an_extension_that_fails_says_so(world: World) -> None:
    world.service.error = IndexProblem("Indexet saknas.")
    reply = await extension(world, "query", query("samverkan"))
    assert reply["composeExtension"]["type"] == "message" and "Felkod" in reply["composeExtension"]["text"]


async def test_a_notification_reads_the_answer(world: World) -> None:
    world.service.answers[QUESTION] = replace(answer(QUESTION), message="")
    await world.post(message(QUESTION))
    (sent,) = await world.connector.wait_for(1)
    assert sent.body["summary"] == sent.card["speak"] == sent.card["fallbackText"]
    assert click("x")["name"] == "adaptiveCard/action"
