"""The bars of a long step: in the interface's language, with rate and time left, and none where nobody looks."""

import io
import re

import pytest
from rich.console import Console

from bot.terminal import progress_bars


def shown(language: str, terminal: bool) -> str:
    screen = Console(file=io.StringIO(), force_terminal=terminal, width=100)
    with progress_bars(language, screen) as progress:
        for done in (0, 50, 100):
            progress("passages", done, 100)
    assert isinstance(screen.file, io.StringIO)
    return screen.file.getvalue()


@pytest.mark.parametrize(("language", "says"), [("sv", "Bäddar in stycken"), ("en", "Embedding passages")])
def test_a_bar_speaks_the_language_of_the_interface(language: str, says: str) -> None:
    bar = shown(language, terminal=True)
    assert says in bar
    assert "100/100" in bar
    assert re.search(r"\d:\d\d:\d\d", bar)


def test_no_bar_is_written_into_a_file() -> None:
    assert shown("sv", terminal=False) == ""
