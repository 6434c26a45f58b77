"""The command, the shortcut, the panel, App Home, and every button."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest

from bot.config import Settings
from bot.records.database import FILE
from bot.records.store import SqlRecords
from bot.slack.settings import ChannelRule
from tests.bot.slack.blockkit import buttons, labels, quoted
from tests.bot.slack.conftest import HandService, configured, running
from tests.bot.slack.fake import BOT, FakeSlack, Fault
from tests.bot.slack.samples import LIST, OWNER
from tests.bot.slack.test_messages import ASK


def rows(settings: Settings, table: str) -> list[dict[str, Any]]:
    with sqlite3.connect(settings.data / FILE) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute(f"select * from {table} order by id")]


def words(view: dict[str, Any]) -> str:
    return "\n".join(b["text"]["text"] for b in view["blocks"] if b["type"] in ("section", "header"))


# --- /strategi and the shortcut


async def test_the_command_answers_for_the_asker_and_can_be_shared(bot: HandService, fake: FakeSlack) -> None:
    sent = await fake.command("Vem ansvarar för &amp; äger EU-frågor?")
    [answer] = await fake.until(lambda: fake.responses)
    await fake.until(lambda: sent in fake.acknowledged)
    assert answer["response_type"] == "ephemeral"
    assert quoted(answer["blocks"]) == [OWNER.text]
    assert fake.posted() == []
    assert bot.requests[0].question == "Vem ansvarar för & äger EU-frågor?"

    share = buttons(answer["blocks"])["share"]
    for _ in range(2):  # a double click shares once
        await fake.click(share, ephemeral="C0ALLA")
    [shared] = await fake.until(lambda: fake.posted())
    done = await fake.until(lambda: fake.responses[1:])
    assert done[0]["replace_original"] is True
    assert shared["blocks"][0]["text"]["text"] == (
        "<@UANNA> delar ett svar på frågan: Vem ansvarar för &amp; äger EU-frågor?"
    )
    assert quoted(shared["blocks"]) == [OWNER.text]
    assert OWNER.text in shared["text"]
    assert "share" not in buttons(shared["blocks"])
    assert len(fake.posted()) == 1


async def test_a_question_cannot_call_people_when_it_is_shared(bot: HandService, fake: FakeSlack) -> None:
    await fake.command("Vem ansvarar för <!channel> &lt;!here&gt; <@U0CHEF>?")
    [answer] = await fake.until(lambda: fake.responses)
    await fake.click(buttons(answer["blocks"])["share"], ephemeral="C0ALLA")
    [shared] = await fake.until(lambda: fake.posted())
    sent = labels(shared["blocks"]) + shared["text"]
    assert "<!" not in sent
    assert "<@U0CHEF" not in sent


async def test_sharing_where_the_bot_may_not_write_says_what_to_do(bot: HandService, fake: FakeSlack) -> None:
    await fake.command("Vem ansvarar?")
    [answer] = await fake.until(lambda: fake.responses)
    fake.faults["chat.postMessage"] += [Fault(error="not_in_channel")]
    await fake.click(buttons(answer["blocks"])["share"], ephemeral="C0ALLA")
    said = await fake.until(lambda: fake.responses[1:])
    assert "/invite" in said[0]["text"]


async def test_the_command_has_a_conversation_and_knows_the_channels_rule(fake: FakeSlack, settings: Settings) -> None:
    rules = {"C0STUM": ChannelRule(answer=False), "C0VISK": ChannelRule(visible="ephemeral")}
    async with running(configured(fake, settings.data, channels=rules)) as bot:
        for n, (text, channel) in enumerate(
            [("Vem ansvarar?", "C0VISK"), ("Varför?", "C0VISK"), ("Vem?", "C0STUM"), ("  ", "C0ALLA"), ("Hej", "D0X")]
        ):
            await fake.command(text, channel=channel)
            await fake.until(lambda n=n: len(fake.responses) == n + 1)
    assert "share" not in buttons(fake.responses[0]["blocks"])
    assert bot.requests[1].conversation == ("Vem ansvarar?",)
    assert "svarar inte i den här kanalen" in fake.responses[2]["text"]
    assert "/strategi Vem ansvarar för EU-frågor?" in fake.responses[3]["text"]
    assert len(bot.requests) == 3


async def test_the_shortcut_asks_with_the_messages_words(bot: HandService, fake: FakeSlack) -> None:
    message = fake.write(f"<@U0BO> Vem ansvarar för <https://x.example|EU>? {'Lång text. ' * 200}", user="UBO")
    sent = await fake.deliver(
        "interactive",
        {
            "type": "message_action",
            "callback_id": "ask_about_this",
            "user": {"id": "UANNA"},
            "channel": {"id": "C0ALLA"},
            "message": message,
            "trigger_id": "t",
            "response_url": fake.response_url,
        },
    )
    [answer] = await fake.until(lambda: fake.responses)
    await fake.until(lambda: sent in fake.acknowledged)
    assert quoted(answer["blocks"]) == [OWNER.text]
    assert bot.requests[0].question.startswith("Vem ansvarar för EU? Lång text.")
    assert fake.posted() == []


# --- the Assistant panel


async def test_the_panel_greets_suggests_shows_status_and_gets_a_title(bot: HandService, fake: FakeSlack) -> None:
    root = fake.ts()
    event = {
        "type": "assistant_thread_started",
        "assistant_thread": {"user_id": "UANNA", "channel_id": "D0ANNA", "thread_ts": root, "context": {}},
    }
    await fake.event(event)
    await fake.event(event)
    await fake.until(lambda: fake.called("assistant.threads.setSuggestedPrompts"))
    assert len(fake.posted("D0ANNA", root)) == 1
    prompts = fake.called("assistant.threads.setSuggestedPrompts")[0]
    assert prompts["prompts"][0]["message"] == "Vem ansvarar för EU-frågor?"

    bot.slow = 0.2
    await fake.say("Vem ansvarar för EU-frågor?", channel="D0ANNA", thread=root)
    await fake.until(lambda: fake.statuses.get(("D0ANNA", root)) == "letar i dokumenten …")
    await fake.until(lambda: len(fake.posted("D0ANNA", root)) == 2)
    await fake.until(lambda: fake.called("assistant.threads.setTitle"))
    assert fake.called("assistant.threads.setTitle")[0]["title"] == "Vem ansvarar för EU-frågor?"
    await fake.say("Varför?", channel="D0ANNA", thread=root)
    await fake.until(lambda: len(fake.posted("D0ANNA", root)) == 3)
    assert bot.requests[1].conversation == ("Vem ansvarar för EU-frågor?",)
    await fake.until(lambda: not fake.statuses)
    assert len(fake.called("assistant.threads.setTitle")) == 1
    assert fake.reactions == set()


async def test_the_panels_status_goes_also_on_failure(bot: HandService, fake: FakeSlack) -> None:
    bot.broken = RuntimeError("x")
    fake.faults["chat.postMessage"] += [Fault(error="fatal_error")]  # the error cannot be told either
    await fake.say("Vem ansvarar?", channel="D0ANNA", thread=fake.ts())
    await fake.until(lambda: len(fake.called("assistant.threads.setStatus")) == 2)
    await fake.until(lambda: not fake.statuses)


# --- App Home


async def opened_home(fake: FakeSlack) -> dict[str, Any]:
    fake.homes.clear()
    await fake.event({"type": "app_home_opened", "user": "UANNA", "tab": "home", "channel": "D0ANNA"})
    return await fake.until(lambda: fake.homes.get("UANNA"))  # type: ignore[no-any-return]


async def test_home_searches_in_a_modal(bot: HandService, fake: FakeSlack) -> None:
    home = await opened_home(fake)
    [search] = [b for b in home["blocks"] if b["type"] == "input"]
    assert search["dispatch_action"] is True
    action = {"action_id": search["element"]["action_id"], "value": "Vem ansvarar för EU-frågor?"}
    await fake.click(action, view={"type": "home", "id": "VHOME"})
    view = await fake.until(lambda: next((v for v in fake.views.values() if quoted(v["blocks"])), None))
    assert quoted(view["blocks"]) == [OWNER.text]
    assert {"context", "open", "useful", "not_useful"} <= buttons(view["blocks"]).keys()


async def test_homes_examples_are_asked_in_the_chosen_language(bot: HandService, fake: FakeSlack) -> None:
    home = await opened_home(fake)
    menu = next(b["accessory"] for b in home["blocks"] if b.get("accessory", {}).get("type") == "static_select")
    assert menu["initial_option"]["value"] == "auto"
    fake.homes.clear()
    choice = {"action_id": menu["action_id"], "type": "static_select", "selected_option": menu["options"][2]}
    await fake.click(choice, view={"type": "home", "id": "VHOME"})
    home = await fake.until(lambda: fake.homes.get("UANNA"))
    examples = next(b for b in home["blocks"] if b.get("block_id") == "examples")
    assert examples["elements"][0]["text"]["text"] == "Who is responsible for EU matters?"
    await fake.click(examples["elements"][0], view={"type": "home", "id": "VHOME"})
    await fake.until(lambda: next((v for v in fake.views.values() if quoted(v["blocks"])), None))
    assert bot.requests[0].language == "en"
    await fake.say("Vem ansvarar?", channel="D0ANNA")
    await fake.until(lambda: fake.posted("D0ANNA"))
    assert bot.requests[1].language == "en"


async def test_home_says_how_questions_are_kept(bot: HandService, fake: FakeSlack) -> None:
    assert "Frågor sparas utan namn i 90 dagar" in labels((await opened_home(fake))["blocks"])


async def test_an_error_in_a_modal_is_shown_in_it(bot: HandService, fake: FakeSlack) -> None:
    bot.broken = RuntimeError("hemligt")
    await fake.click({"action_id": "home_search", "value": "Vem?"}, view={"type": "home", "id": "VHOME"})
    view = await fake.until(lambda: next((v for v in fake.views.values() if "Felnummer" in words(v)), None))
    assert "hemligt" not in words(view)


# --- the introduction


async def test_the_introduction_in_a_direct_message_changes_in_place(
    bot: HandService, fake: FakeSlack, records: SqlRecords
) -> None:
    await fake.say("Introduktion", channel="D0ANNA")
    [message] = await fake.until(lambda: fake.posted("D0ANNA"))
    assert bot.requests == []
    begin = buttons(message["blocks"])["tour.stadsdel"]
    for heading, button in (("Steg 1 av", begin), ("Steg 2 av", None), ("Steg 3 av", None)):
        await fake.click(button or buttons(message["blocks"])["tour.next"], message=message)
        await fake.until(lambda heading=heading: heading in str(message["blocks"][0]))
        assert quoted(message["blocks"])
    await fake.click(buttons(message["blocks"])["tour.back"], message=message)
    await fake.until(lambda: "Steg 2 av" in str(message["blocks"][0]))
    assert len(fake.posted("D0ANNA")) == 1
    stored = await records.setting(records.pseudonym("slack", "UANNA"), "tour")
    assert stored == {"role": "stadsdel", "number": 2}


async def test_the_introduction_goes_on_from_home_where_it_stopped(bot: HandService, fake: FakeSlack) -> None:
    home = {"type": "home", "id": "VHOME"}
    first = buttons((await opened_home(fake))["blocks"])
    assert "tour.resume" not in first
    await fake.click(first["tour.bolag"], view=home)
    [view] = await fake.until(lambda: [v for v in fake.views if "Steg 1 av" in words(fake.views[v])])
    await fake.click(buttons(fake.views[view]["blocks"])["tour.next"], view={"type": "modal", "id": view})
    await fake.until(lambda: "Steg 2 av" in words(fake.views[view]))
    assert len(fake.views) == 1
    again = buttons((await opened_home(fake))["blocks"])["tour.resume"]
    assert again["text"]["text"] == "Fortsätt från steg 2"


async def test_the_introduction_ends(bot: HandService, fake: FakeSlack) -> None:
    last = {"action_id": "tour.next", "value": '{"n":99,"r":null}'}
    await fake.click(last, view={"type": "home", "id": "VHOME"})
    await fake.until(lambda: next((v for v in fake.views.values() if "Det var hela rundturen" in words(v)), None))


# --- the answer's buttons


async def answered(fake: FakeSlack, text: str = ASK, channel: str = "C0ALLA") -> dict[str, Any]:
    before = len(fake.posted(channel))
    await fake.say(text, channel=channel)
    return (await fake.until(lambda: fake.posted(channel)[before:]))[0]  # type: ignore[no-any-return]


async def test_more_context(bot: HandService, fake: FakeSlack) -> None:
    answer = await answered(fake)
    await fake.click(buttons(answer["blocks"])["context"], message=answer)
    view = await fake.until(lambda: next((v for v in fake.views.values() if quoted(v["blocks"])), None))
    assert quoted(view["blocks"]) == [OWNER.text]
    around = [e["elements"][0]["text"] for b in view["blocks"] if b["type"] == "rich_text" for e in b["elements"]]
    assert around == ["Det står före.", OWNER.text, "Det står efter."]


async def test_context_of_words_that_are_gone(bot: HandService, fake: FakeSlack) -> None:
    value = '{"p":[{"d":"borta","s":1,"e":2}]}'
    await fake.click({"action_id": "context", "value": value}, ephemeral="C0ALLA")
    await fake.until(lambda: next((v for v in fake.views.values() if "finns inte längre" in words(v)), None))


async def test_useful_is_noted_once(bot: HandService, fake: FakeSlack, settings: Settings) -> None:
    answer = await answered(fake)
    for _ in range(2):
        await fake.click(buttons(answer["blocks"])["useful"], message=answer)
    await fake.until(lambda: len(fake.responses) == 2)
    assert sorted("redan tyckt till" in said["text"] for said in fake.responses) == [False, True]
    [row] = rows(settings, "feedback")
    assert row["useful"] == 1
    assert row["question"] == "Vem ansvarar för EU-frågor?"
    assert row["quote"] == "pahittat-utlatande-2016#100-171"
    assert row["generation"] == "g-1"
    assert "UANNA" not in str(row)


@pytest.mark.parametrize("closed", [False, True])
async def test_not_useful_asks_why_and_counts_without_a_reason_too(
    bot: HandService, fake: FakeSlack, settings: Settings, closed: bool
) -> None:
    answer = await answered(fake)
    await fake.click(buttons(answer["blocks"])["not_useful"], message=answer)
    [view] = await fake.until(lambda: list(fake.views))
    assert fake.views[view]["notify_on_close"] is True
    chosen = {"why": {"why": {"type": "radio_buttons", "selected_option": {"value": "outdated"}}},
              "comment": {"comment": {"type": "plain_text_input", "value": "Ring 08-508 25 000"}}}  # fmt: skip
    sent = await fake.submit(view, {} if closed else chosen, closed=closed)
    await fake.until(lambda: rows(settings, "feedback") if sent in fake.acknowledged else None)
    [row] = rows(settings, "feedback")
    assert row["useful"] == 0
    assert row["reason"] == ("" if closed else "outdated: Ring [telefon]")


@pytest.mark.parametrize(("whom", "mention"), [("C0FRAGOR", "<#C0FRAGOR>"), ("U0EXPERT", "<@U0EXPERT>")])
async def test_a_person_is_asked_only_with_consent(
    fake: FakeSlack, settings: Settings, whom: str, mention: str
) -> None:
    async with running(configured(fake, settings.data, ask_a_person=whom)):
        answer = await answered(fake, f"<@{BOT}> Vad kostar en häst?")
        await fake.click(buttons(answer["blocks"])["ask_a_person"], message=answer)
        [view] = await fake.until(lambda: list(fake.views))
        assert mention in words(fake.views[view])
        assert fake.posted(whom) == []

        await fake.submit(view, {"consent": {"consent": {"type": "checkboxes", "selected_options": []}}})
        ticked = {"consent": {"consent": {"type": "checkboxes", "selected_options": [{"value": "yes"}]}}}
        sent = await fake.submit(view, ticked)
        [message] = await fake.until(lambda: fake.posted(whom) if sent in fake.acknowledged else None)
        assert fake.acknowledged[sent][1]["response_action"] == "update"
        assert "<@UANNA> har en fråga" in message["blocks"][0]["text"]["text"]
        assert message["blocks"][1]["elements"][0]["elements"][0]["text"] == "Vad kostar en häst?"
        assert "hittade inget svar" in labels(message["blocks"])
        await fake.until(lambda: "Frågan är skickad" in words(fake.views[view]))


async def test_a_question_that_cannot_be_passed_on_is_said(fake: FakeSlack, settings: Settings) -> None:
    async with running(configured(fake, settings.data, ask_a_person="C0FRAGOR")):
        answer = await answered(fake)
        await fake.click(buttons(answer["blocks"])["ask_a_person"], message=answer)
        [view] = await fake.until(lambda: list(fake.views))
        fake.faults["chat.postMessage"] += [Fault(error="not_in_channel")]
        await fake.submit(view, {"consent": {"consent": {"selected_options": [{"value": "yes"}]}}})
        await fake.until(lambda: "Felnummer" in words(fake.views[view]))


async def test_nobody_is_asked_where_nobody_is_named(bot: HandService, fake: FakeSlack) -> None:
    assert "ask_a_person" not in buttons((await answered(fake))["blocks"])


async def test_a_suggestion_is_asked_in_the_thread_by_name(bot: HandService, fake: FakeSlack) -> None:
    answer = await answered(fake)
    suggestion = buttons(answer["blocks"])["ask.0"]
    for _ in range(2):
        await fake.click(suggestion, message=answer)
    more = await fake.until(lambda: fake.posted()[1:])
    assert more[0]["thread_ts"] == answer["thread_ts"]
    assert more[0]["blocks"][0]["elements"][0]["text"] == "<@UANNA>: Vilka är inriktningarna?"
    assert quoted(more[0]["blocks"]) == [quote.text for quote in LIST.quotes]
    await fake.say("Varför?", thread=answer["thread_ts"])
    await fake.until(lambda: len(fake.posted()) == 3)
    assert bot.requests[-1].conversation == ("Vem ansvarar för EU-frågor?", "Vilka är inriktningarna?")


async def test_a_suggestion_in_what_only_the_asker_sees_stays_there(bot: HandService, fake: FakeSlack) -> None:
    await fake.command("Vem ansvarar?")
    [answer] = await fake.until(lambda: fake.responses)
    await fake.click(buttons(answer["blocks"])["ask.0"], ephemeral="C0ALLA")
    more = await fake.until(lambda: fake.responses[1:])
    assert quoted(more[0]["blocks"]) == [quote.text for quote in LIST.quotes]
    assert fake.posted() == []


async def test_a_click_that_fails_is_told_about(bot: HandService, fake: FakeSlack) -> None:
    answer = await answered(fake)
    fake.faults["views.open"] += [Fault(error="expired_trigger_id")]
    await fake.click(buttons(answer["blocks"])["context"], message=answer)
    [said] = await fake.until(lambda: fake.responses)
    assert "Felnummer" in said["text"]
