"""Mentions, direct messages and threads: what is answered, where, and what is not."""

from __future__ import annotations

import pytest

from bot.config import Settings
from bot.records.store import SqlRecords
from bot.slack.settings import ChannelRule
from tests.bot.slack.blockkit import quoted
from tests.bot.slack.conftest import HandService, configured, running
from tests.bot.slack.fake import BOT, FakeSlack, Fault
from tests.bot.slack.samples import OWNER

ASK = f"<@{BOT}> Vem ansvarar för EU-frågor?"


async def quiet(fake: FakeSlack, probe: str = "D0TYST") -> None:
    """Returns when everything sent before has been handled: a question asked last has been answered."""
    before = len(fake.posted(probe))
    await fake.say("Vem ansvarar?", channel=probe, user="USIST")
    await fake.until(lambda: len(fake.posted(probe)) > before)


async def test_a_mention_is_answered_once_in_its_thread(bot: HandService, fake: FakeSlack) -> None:
    asked = await fake.say(ASK)
    [answer] = await fake.until(lambda: fake.posted())
    await quiet(fake)
    assert len(fake.posted()) == 1
    assert answer["thread_ts"] == asked["ts"]
    assert quoted(answer["blocks"]) == [OWNER.text]
    assert OWNER.text in answer["text"]
    assert bot.requests[0].question == "Vem ansvarar för EU-frågor?"
    assert ("C0ALLA", asked["ts"], "mag") not in fake.reactions
    assert {"channel": "C0ALLA", "timestamp": asked["ts"], "name": "mag"} in fake.called("reactions.add")


async def test_a_direct_message_needs_no_mention(bot: HandService, fake: FakeSlack) -> None:
    asked = await fake.say("Vem ansvarar &lt;för&gt; *EU*?", channel="D0ANNA")
    [answer] = await fake.until(lambda: fake.posted("D0ANNA"))
    assert answer["thread_ts"] == asked["ts"]
    assert bot.requests[0].question == "Vem ansvarar <för> *EU*?"


@pytest.mark.parametrize(
    "extra",
    [
        {"subtype": "message_changed"},
        {"subtype": "channel_join"},
        {"subtype": "bot_message"},
        {"bot_id": "B0ANNAN"},
        {"edited": {"user": "UANNA", "ts": "1.0"}},
        {"hidden": True},
        {"user": BOT},
        {"user": "USLACKBOT"},
        {"user": ""},
        {"ts": None},
    ],
)
async def test_silence_to_bots_edits_and_joins(bot: HandService, fake: FakeSlack, extra: dict[str, object]) -> None:
    for kind in ("message", "app_mention"):
        await fake.event(fake.write(ASK) | {"type": kind} | extra)
    await quiet(fake)
    assert fake.posted() == []
    assert fake.called("reactions.add") == [] or all(c["channel"] == "D0TYST" for c in fake.called("reactions.add"))


@pytest.mark.parametrize(
    "text",
    [f"&gt; <@{BOT}> Vem ansvarar?\nDet undrar jag med.", f"```<@{BOT}> vem?```", f"Skriv `<@{BOT}> vem?`"],
)
async def test_silence_to_a_mention_inside_a_quote(bot: HandService, fake: FakeSlack, text: str) -> None:
    for kind in ("message", "app_mention"):
        await fake.event(fake.write(text) | {"type": kind})
    rich = {"type": "rich_text", "elements": [
        {"type": "rich_text_quote", "elements": [{"type": "user", "user_id": BOT}, {"type": "text", "text": " vem?"}]},
        {"type": "rich_text_section", "elements": [{"type": "text", "text": "Det undrar jag med."}]},
    ]}  # fmt: skip
    await fake.event(fake.write(ASK) | {"type": "app_mention", "blocks": [rich]})
    await quiet(fake)
    assert fake.posted() == []


async def test_a_mention_beside_a_quote_is_answered_without_the_quoted_words(bot: HandService, fake: FakeSlack) -> None:
    await fake.say(f"&gt; Någon annan skrev detta\n<@{BOT}> Vem ansvarar?")
    await fake.until(lambda: fake.posted())
    assert bot.requests[0].question == "Vem ansvarar?"


async def test_a_follow_up_needs_no_mention_and_has_the_conversation(bot: HandService, fake: FakeSlack) -> None:
    fake.page = 2  # replies come page by page
    first = await fake.say(ASK)
    await fake.until(lambda: len(fake.posted()) == 1)
    await fake.say("Och Påverkan då?", thread=first["ts"])
    await fake.until(lambda: len(fake.posted()) == 2)
    await fake.say("Varför?", thread=first["ts"])
    await fake.until(lambda: len(fake.posted()) == 3)
    assert [request.conversation for request in bot.requests] == [
        (),
        ("Vem ansvarar för EU-frågor?",),
        ("Vem ansvarar för EU-frågor?", "Och Påverkan då?"),
    ]
    assert max(int(call.get("cursor") or 0) for call in fake.called("conversations.replies")) >= 2


async def test_only_the_askers_own_words_are_in_the_conversation(bot: HandService, fake: FakeSlack) -> None:
    first = await fake.say(ASK)
    await fake.until(lambda: len(fake.posted()) == 1)
    await fake.say("Det vet ju alla.", user="UBO", thread=first["ts"])
    await fake.say(f"<@{BOT}> Vad är syftet?", user="UBO", thread=first["ts"])
    await fake.until(lambda: len(fake.posted()) == 2)
    await fake.say(f"<@{BOT}> Och varför?", thread=first["ts"])
    await fake.until(lambda: len(fake.posted()) == 3)
    assert bot.requests[1].conversation == ()
    assert bot.requests[2].conversation == ("Vem ansvarar för EU-frågor?",)


async def test_people_talking_in_the_thread_are_left_alone(bot: HandService, fake: FakeSlack) -> None:
    first = await fake.say(ASK)
    await fake.until(lambda: len(fake.posted()) == 1)
    await fake.say("Håller du med?", user="UBO", thread=first["ts"])  # never asked the bot here
    await fake.say("Ja, vad tycker du?", thread=first["ts"])  # an answer to Bo, not to the bot
    await fake.say("<@UBO> vad tror du?", thread=first["ts"])  # to somebody else by name
    await quiet(fake)
    assert len(fake.posted()) == 1


async def test_follow_ups_can_be_turned_off(fake: FakeSlack, settings: Settings) -> None:
    async with running(configured(fake, settings.data, follow_threads=False)):
        first = await fake.say(ASK)
        await fake.until(lambda: len(fake.posted()) == 1)
        await fake.say("Varför?", thread=first["ts"])
        await quiet(fake)
        assert len(fake.posted()) == 1


async def test_a_follow_up_in_a_direct_message_outside_a_thread(bot: HandService, fake: FakeSlack) -> None:
    await fake.say("Vem ansvarar?", channel="D0ANNA")
    await fake.until(lambda: len(fake.posted("D0ANNA")) == 1)
    await fake.say("Varför?", channel="D0ANNA")
    await fake.until(lambda: len(fake.posted("D0ANNA")) == 2)
    assert bot.requests[1].conversation == ("Vem ansvarar?",)


async def test_a_thread_that_cannot_be_read_is_remembered_instead(bot: HandService, fake: FakeSlack) -> None:
    first = await fake.say(ASK)
    await fake.until(lambda: len(fake.posted()) == 1)
    fake.faults["conversations.replies"] += [Fault(error="missing_scope")] * 2
    await fake.say(f"<@{BOT}> Varför?", thread=first["ts"])
    await fake.until(lambda: len(fake.posted()) == 2)
    assert bot.requests[1].conversation == ("Vem ansvarar för EU-frågor?",)


async def test_an_unanswered_question_is_counted_and_said(
    bot: HandService, fake: FakeSlack, records: SqlRecords
) -> None:
    await fake.say("Vad kostar en häst, undrar 850101-1236?", channel="D0ANNA")
    [answer] = await fake.until(lambda: fake.posted("D0ANNA"))
    assert "Det framgår inte av dokumenten." in answer["text"]
    await quiet(fake)
    assert [row.question for row in await records.unanswered()] == ["Vad kostar en häst, undrar [personnummer]?"]


@pytest.mark.parametrize(("text", "said"), [(f"<@{BOT}>", "Skriv din fråga"), (f"<@{BOT}> {'x' * 900}", "för lång")])
async def test_what_is_no_question_gets_advice(bot: HandService, fake: FakeSlack, text: str, said: str) -> None:
    await fake.say(text)
    [answer] = await fake.until(lambda: fake.posted())
    assert said in answer["text"]
    assert bot.requests == []


async def test_channel_rules(fake: FakeSlack, settings: Settings) -> None:
    rules = {
        "C0STUM": ChannelRule(answer=False),
        "C0FRAGA": ChannelRule(when="every_question", language="en"),
        "C0VISK": ChannelRule(visible="ephemeral"),
    }
    async with running(configured(fake, settings.data, channels=rules)) as bot:
        await fake.say("Vem ansvarar?", channel="C0STUM")
        await fake.say(ASK, channel="C0STUM")
        whisper = (await fake.until(lambda: fake.whispers))[0]
        assert "Jag svarar inte i den här kanalen" in whisper["text"]
        assert whisper["user"] == "UANNA"

        await fake.say("Det var en bra idé.", channel="C0FRAGA")
        await fake.say("Vem ansvarar för EU?", channel="C0FRAGA")
        [answer] = await fake.until(lambda: fake.posted("C0FRAGA"))
        assert answer["blocks"][0]["text"]["text"].startswith("Responsible:")

        await fake.say(ASK, channel="C0VISK")
        await fake.until(lambda: len(fake.whispers) == 2)
        assert quoted(fake.whispers[1]["blocks"]) == [OWNER.text]
        await quiet(fake)
        assert fake.posted("C0STUM") == fake.posted("C0VISK") == []
        assert [request.language for request in bot.requests[:2]] == ["en", None]
