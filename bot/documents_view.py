"""Documents in the terminal: a register card, and what was understood of the text, section by section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.table import Table

from bot.texts import text
from knowledge.document import BlockKind, Document
from knowledge.passages import make_passages
from knowledge.sources import Source

_SHOWN = ("id", "title", "type", "status", "issuer", "addressee", "date", "dnr", "about", "url", "file", "note")
_LISTED = ("type", "status", "issuer", "date", "dnr")
_FACTS = {
    **{name: name for name in ("running_head", "page_count", "signature", "dnr")},
    **{"handläggare": "officer", "telefon": "telephone", "e-post": "mail", "till": "addressee", "datum": "date"},
}
"""What the readers call a fact, and the text that names it."""
_FIRST_WORDS = 12


def card(source: Source) -> dict[str, str]:
    """The fields of the register card that a person reads, each as text, "" where nothing is known."""
    values = {name: getattr(source, name) for name in _SHOWN}
    return {name: "" if value is None else str(value) for name, value in values.items()}


def show_list(screen: Console, sources: Sequence[Source], passages: Mapping[str, int], language: str) -> None:
    """The documents, two lines each: id and title, then standing and how many passages can be quoted."""
    for source in sources:
        screen.print(
            f"{source.id}  {source.title}", style="bold" if source.held else "dim", markup=False, highlight=False
        )
        values = card(source)
        count = text("knowledge.quotable", language, passages=passages.get(source.id, 0))
        facts = [values[name] for name in _LISTED if values[name]]
        facts.append(count if source.held else text("knowledge.not_held", language))
        screen.print(f"  {' · '.join(facts)}", markup=False, highlight=False)


def show_card(screen: Console, source: Source, language: str) -> None:
    """The register card; says so when the document itself is not held."""
    table = Table(show_header=False, box=None)
    for name, value in card(source).items():
        if value:
            table.add_row(text(f"knowledge.{name}", language), value)
    screen.print(table)
    if not source.held:
        screen.print(text("knowledge.known_not_held", language, id=source.id), style="yellow", markup=False)


def show_document(screen: Console, document: Document, source: Source, language: str) -> None:
    """The card, the facts, the sections with how much each holds and how it begins, and the reader's notes."""
    show_card(screen, source, language)
    passages = make_passages(document)
    words = len(document.text.split())
    summary = text("knowledge.holds", language, words=words, passages=len(passages), pages=len(document.pages) or "–")
    screen.print(summary, markup=False)
    for fact in document.facts:
        label = f" ({fact.label})" if fact.label else ""
        name = text(f"knowledge.{_FACTS[fact.name]}", language) if fact.name in _FACTS else fact.name.capitalize()
        screen.print(f"  {name}: {fact.value}{label}", style="dim", markup=False, highlight=False)
    held = Counter(block.section for block in document.blocks)
    for at, section in enumerate(document.sections):
        first = next((b for b in document.blocks if b.section == at and b.kind is not BlockKind.HEADING), None)
        page = document.page_of(section.heading.start)
        where = f" [{text('cli.page', language, page=page)}]" if page else ""
        indent = "  " * len(section.path)
        screen.print(f"{indent}{section.title}{where}", style="bold", markup=False, highlight=False)
        if first is not None:
            begins = " ".join(first.span.of(document.text).split()[:_FIRST_WORDS])
            count = held[at] - 1
            parts = text("knowledge.part" if count == 1 else "knowledge.parts", language, count=count)
            screen.print(f"{indent}  {parts}: {begins} …", markup=False, highlight=False)
    print_problems(screen, document.notes)


def show_passages(screen: Console, document: Document) -> None:
    """Every passage, with its kind, who is speaking, and where it stands."""
    for passage in make_passages(document):
        place = f"[{passage.span.start}–{passage.span.end}]"
        screen.print(f"{passage.kind} · {passage.voice} · {place}", style="dim", markup=False, highlight=False)
        screen.print(passage.span.of(document.text), markup=False, highlight=False)


def print_problems(screen: Console, problems: Iterable[object]) -> None:
    for problem in problems:
        screen.print(f"! {problem}", style="yellow", markup=False, highlight=False)
