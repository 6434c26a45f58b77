"""Follow-ups, each with the question that it stands for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation import resolve

DIRECTIONS = ("Profiler", "Omvärldsbevakning", "Samverkan", "Påverkan")


def listed(question: str) -> tuple[str, ...]:
    return DIRECTIONS if "inriktningar" in question or "directions" in question else ()


@pytest.mark.parametrize(
    ("turns", "query"),
    [
        # another subject in the same question
        (("Vad är syftet med Profiler?", "Och Påverkan då?"), "Vad är syftet med Påverkan?"),
        (("Vad är syftet med Profiler?", "Påverkan?"), "Vad är syftet med Påverkan?"),
        (("Vem ansvarar för omvärldsbevakning?", "Och för EU-frågor?"), "Vem ansvarar för EU-frågor?"),
        (("Vad tycker förvaltningen om det nya?", "Och kommunstyrelsen?"), "Vad tycker kommunstyrelsen om det nya?"),
        (("Vad är Profiler?", "Hur är det med Samverkan?"), "Vad är Samverkan?"),
        (("What is the purpose of Profiler?", "What about Påverkan?"), "What is the purpose of Påverkan?"),
        # the same subject in another question
        (("Vad är Samverkan?", "Vad innebär det?"), "Vad innebär Samverkan?"),
        (("Vad är strategin till för?", "När ska den användas?"), "När ska strategin användas?"),
        (("Vem är handläggare?", "Vilket telefonnummer har hon?"), "Vilket telefonnummer har handläggare?"),
        (("What is Profiler?", "What is its purpose?"), "What is purpose of Profiler?"),
        (("Vad är Profiler?", "Och syftet?"), "syftet med Profiler?"),
        (("What is Påverkan?", "And the purpose?"), "purpose of Påverkan?"),
        # a bare question word
        (("Vad tycker förvaltningen om strategin?", "Varför då?"), "Varför tycker förvaltningen om strategin?"),
        # an ordinal
        (("Vilka är inriktningarna?", "Vad är syftet med den tredje?"), "Vad är syftet med Samverkan?"),
        (("What are the directions?", "What is the aim of the third one?"), "What is the aim of Samverkan?"),
        (("Vilka är de fyra inriktningarna?", "Den sista då?"), "Påverkan"),
        (("Vilka är inriktningarna?", "Vad är målet med den tredje?", "Och den fjärde?"), "Vad är målet med Påverkan?"),
        (("Vilka är inriktningarna?", "Tack!", "nummer 2"), "Omvärldsbevakning"),
        # more of the same
        (("Vem ansvarar för EU-frågor?", "Vem säger det?"), "Vem ansvarar för EU-frågor?"),
        # a follow-up to a follow-up, past small talk
        (("What is the aim of profiles?", "And influence?", "Who owns it?"), "Who owns influence?"),
        (("Vad är syftet med samverkan?", "Tack!", "Och påverkan?"), "Vad är syftet med påverkan?"),
    ],
)  # fmt: skip
def test_a_follow_up_is_put_on_its_own_feet(turns: tuple[str, ...], query: str) -> None:
    resolved = resolve(turns[-1], turns[:-1], listed)
    assert resolved.query == query
    assert resolved.follow_up


@pytest.mark.parametrize(
    "turns",
    [
        ("Vad är syftet med Profiler?", "Vem är handläggare?"),
        ("Vad är syftet med Profiler?", "Vad kostar ett SL-kort?"),
        ("Vem ansvarar för EU-frågor?", "Hur länge är remisstiden?"),
        ("När går remisstiden ut?", "Finns det något anstånd?"),
        ("Vem är handläggare?", "Vad är det internationella arbetets mål?"),
        ("Vad är målet?", "Ska den nya strategin ersätta något?"),
        ("Vad är samverkan?", "Vad är Påverkan och vad innebär det?"),
        ("Vem ansvarar för EU-frågor?", "tack"),
        ("hej", "Vem ansvarar för EU-frågor?"),
        ("Och Påverkan då?",),
        ("Vad är syftet med den tredje?",),
    ],
)
def test_a_question_on_its_own_feet_is_left_alone(turns: tuple[str, ...]) -> None:
    resolved = resolve(turns[-1], turns[:-1], listed)
    assert resolved.query == turns[-1]
    assert not resolved.follow_up


def test_a_list_is_asked_for_only_when_an_ordinal_needs_it() -> None:
    asked: list[str] = []

    def remember(question: str) -> tuple[str, ...]:
        asked.append(question)
        return DIRECTIONS

    resolve("Och Påverkan då?", ("Vad är syftet med Profiler?",), remember)
    assert asked == []
    assert resolve("den andra", ("Vilka är inriktningarna?",), remember).query == "Omvärldsbevakning"
    assert asked == ["Vilka är inriktningarna?"]


def test_an_ordinal_beyond_the_list_names_nothing() -> None:
    assert not resolve("Vad är syftet med den femte?", ("Vilka är de fyra inriktningarna?",), listed).follow_up


@given(st.lists(st.text(max_size=40), max_size=4), st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_nothing_that_is_typed_breaks_it(conversation: list[str], question: str) -> None:
    resolve(question, tuple(conversation), listed)
