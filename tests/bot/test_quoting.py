"""Where a quote starts, in made-up (påhittade) documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.quoting import choose
from tests.bot.made_up import corpus_of, ranking_of, understood

QUESTION = "Vad innebär det att kommunen lagar broar?"
LEANS = "Det innebär att kommunen lagar broar."


@pytest.mark.parametrize("before", [1, 40])
def test_a_first_sentence_leans_on_nothing_in_another_document(tmp_path: Path, before: int) -> None:
    """However long the other document is: a place in it is no place in this one."""
    other = " ".join(f"Skolan nummer {number} har en påhittad matsal." for number in range(before))
    corpus = corpus_of(tmp_path, {"a.md": f"{other}\n", "b.md": f"{LEANS}\n"})
    choice = choose(understood(QUESTION), corpus, ranking_of(corpus, QUESTION), 60)
    assert choice is not None
    assert choice.pick.document == "b"
    assert choice.pick.span.of(corpus.documents["b"].text) == LEANS
