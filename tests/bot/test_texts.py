"""Both languages say the same things."""

from __future__ import annotations

from string import Formatter

import pytest

from bot.texts import text, texts


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def test_both_languages_have_the_same_keys() -> None:
    assert texts("sv").keys() == texts("en").keys()


@pytest.mark.parametrize("key", sorted(texts("sv")))
def test_both_languages_have_the_same_placeholders(key: str) -> None:
    assert placeholders(texts("sv")[key]) == placeholders(texts("en")[key])


def test_a_missing_text_is_an_error_and_an_unknown_language_is_swedish() -> None:
    with pytest.raises(KeyError):
        text("cli.no_such_text", "sv")
    assert text("cli.closest", "de") == text("cli.closest", "sv")
