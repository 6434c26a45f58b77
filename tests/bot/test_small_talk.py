import pytest

from bot.phrases import names
from bot.routes.small_talk import small_talk
from bot.texts import text


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("Hej!", "greeting"),
        ("hejsan", "greeting"),
        ("God morgon", "greeting"),
        ("Hello there", "greeting"),
        ("Tack så mycket!", "thanks"),
        ("tusen tack", "thanks"),
        ("thanks a lot", "thanks"),
        ("hjälp", "help"),
        ("Vad kan jag fråga om?", "help"),
        ("what can you do?", "help"),
        ("", "help"),
        ("Vem är du?", "about"),
        ("Are you a bot?", "about"),
        ("Hej, vem är du?", "about"),
        ("hej då", "goodbye"),
        ("ok bra", "acknowledged"),
        ("jag är ny här", "introduction"),
        ("Hej, jag är ny handläggare. Var börjar jag?", "introduction"),
        ("introduktion", "introduction"),
        ("I'm new here", "introduction"),
    ],
)
def test_a_message_that_is_nothing_but_small_talk(message: str, kind: str) -> None:
    assert small_talk(message) == kind


@pytest.mark.parametrize(
    "message",
    [
        "hej, vem ansvarar för EU-frågor?",
        "Tack, och vem är handläggare?",
        "Påverkan",
        "???",
        "ok, när?",
        "är strategin ny?",
    ],
)
def test_a_question_with_a_greeting_is_a_question(message: str) -> None:
    assert small_talk(message) is None


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_kind_has_its_reply(language: str) -> None:
    for name in names("small_talk"):
        assert name == "opening" or text(f"answer.{name}", language)
