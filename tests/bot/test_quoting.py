"""Where a quote starts, in made-up (påhittade) documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answerer import Answerer
from bot.quoting import choose
from bot.service import Request
from bot.standing import quote_voice
from knowledge.document import Span, Voice
from knowledge.sentences import split_sentences
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


@pytest.mark.model
def test_what_is_retold_is_not_quoted_together_with_what_is_thought(real_answerer: Answerer) -> None:
    """The next sentence in the passage is the förvaltning's own, and a quote names one speaker."""
    answer = real_answerer.answer(Request("Är stadsdelsnämnderna skyldiga att omvärldsbevaka?"))
    assert answer.quotes[0].text.endswith("omvärldsbevaka inom sitt eget verksamhetsområde.")
    assert answer.quotes[0].voice == Voice.REPORTED
    for quote in answer.quotes:
        document = real_answerer.searcher.corpus.documents[quote.document]
        sentences = split_sentences(document.text, Span(quote.start, quote.end))
        assert {quote_voice(document, sentence) for sentence in sentences} == {Voice(quote.voice)}
