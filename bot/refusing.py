"""What is said when the documents do not answer: what was searched, and what is not held."""

from __future__ import annotations

from collections.abc import Sequence

from bot.texts import text
from index.types import Corpus
from knowledge.sources import Source


def refusal(corpus: Corpus, language: str) -> str:
    """ "Det framgår inte …", with the name of the document that was searched, or how many they were."""
    documents = list(corpus.documents.values())
    if not documents:
        return text("answer.nothing_held", language)
    if len(documents) == 1:
        source = documents[0].source
        parts = [part for part in (source.type, source.issuer) if part and part != "dokument"]
        date = [source.date.isoformat()] if source.date else []
        return text(
            "answer.not_found_in", language, title=documents[0].title, detail=", ".join([*parts, *date]) or source.id
        )
    return text("answer.not_found", language, count=len(documents))


def not_held_notices(sources: Sequence[Source], language: str) -> tuple[tuple[str, str], ...]:
    """One ("not_held", sentence) that names the documents which are known of but not held; () when all are held."""
    missing = [source for source in sources if not source.held]
    if not missing:
        return ()
    return (("not_held", text("answer.not_held", language, titles="; ".join(described(source) for source in missing))),)


def described(source: Source) -> str:
    """ "Internationell strategi (dnr 171-482/2016, 2016-11-14)"."""
    detail = [f"dnr {source.dnr}"] if source.dnr else []
    detail += [source.date.isoformat()] if source.date else []
    name = source.title or source.id
    return f"{name} ({', '.join(detail)})" if detail else name
