import pytest

from bot.answer import Intent
from bot.question import intent_of, normalise, subject_of


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("Vem ansvarar för EU-frågor?", Intent.RESPONSIBILITY),
        ("vem ansavrar för omvärldsbevakning", Intent.RESPONSIBILITY),
        ("Vart vänder jag mig med frågor om EU?", Intent.RESPONSIBILITY),
        ("Who owns international issues?", Intent.RESPONSIBILITY),
        ("Vilka är de fyra inriktningarna?", Intent.DIRECTION),
        ("vilka inrikningar finns", Intent.DIRECTION),
        ("Vad är principerna?", Intent.PRINCIPLE),
        ("What are the goals?", Intent.GOAL),
        ("Vad tycker förvaltningen om strategin?", Intent.DECISION),
        ("Vilka har fått förslaget på remiss?", Intent.LIST),
        ("Vem är handläggare?", Intent.FACT),
        ("When does the referral period end?", Intent.FACT),
        ("Jag är ny här, var börjar jag?", Intent.INTRODUCTION),
        ("Vad betyder remiss?", Intent.DEFINITION),
        ("Vad är en nämnd?", Intent.DEFINITION),
        ("Vad ska strategin ersätta?", Intent.OTHER),
        ("", Intent.OTHER),
    ],
)
def test_the_kind_of_question(question: str, intent: Intent) -> None:
    assert intent_of(question) is intent


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("Vem ansvarar för EU-frågor?", "EU-frågor"),
        ("vem ansavrar för omvärldsbevakning?", "omvärldsbevakning"),
        ("Who is responsible for EU issues?", "EU issues"),
        ("Vad betyder ordet remiss egentligen?", "remiss"),
        ("Vem?", ""),
    ],
)
def test_the_subject_is_what_is_left_without_the_asking_words(question: str, subject: str) -> None:
    assert subject_of(question) == subject


def test_a_question_becomes_one_clean_line() -> None:
    assert normalise("  Vem\n\tansvarar \x00 för\u200b  det? ") == "Vem ansvarar för det?"
