"""Small made-up corpora (påhittade), read by the real readers from files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from bot.draft import Understood
from bot.language import detect_language
from bot.question import intent_of, subject_of
from index.types import Corpus, RankedPassage, RankedSentence, Ranking
from knowledge.library import load
from knowledge.passages import make_passages


def corpus_of(folder: Path, files: Mapping[str, str], register: list[dict[str, object]] | None = None) -> Corpus:
    """A corpus over the files, with the register's entries; a file's id without one is its name."""
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / "documents" / name).write_text(content, encoding="utf-8")
    if register is not None:
        (folder / "sources.yaml").write_text(yaml.safe_dump({"documents": register}, allow_unicode=True), "utf-8")
    return read_corpus(folder)


def read_corpus(folder: Path) -> Corpus:
    library = load(folder)
    assert not library.problems, [str(problem) for problem in library.problems]
    passages = [passage for document in library.documents for passage in make_passages(document)]
    return Corpus("made-up", {d.id: d for d in library.documents}, passages, library.sources)


def understood(question: str) -> Understood:
    return Understood(
        question=question,
        language=detect_language(question, "sv"),
        intent=intent_of(question),
        query=question,
        subject=subject_of(question),
    )


def ranking_of(corpus: Corpus, question: str) -> Ranking:
    """A plain ranking by shared words, enough to stand in for the search where a route looks at it."""
    asked = set(question.lower().strip("?").split())

    def shared(words: str) -> float:
        return len(asked & set(words.lower().replace(".", " ").split())) / max(1, len(asked))

    found = []
    for row, passage in enumerate(corpus.passages):
        text = corpus.documents[passage.document].text
        sentences = tuple(RankedSentence(span, shared(span.of(text))) for span in passage.sentences)
        found.append(RankedPassage(row, passage, shared(passage.span.of(text)), 0.0, 0.0, sentences))
    return Ranking(question, tuple(sorted(found, key=lambda ranked: -ranked.score)[:10]))


class FixedSearcher:
    """A Searcher over a corpus, with `ranking_of` as its ranking."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus

    def search(self, queries: list[str], k: int = 10, filters: object = None) -> list[Ranking]:
        return [ranking_of(self.corpus, query) for query in queries]
