"""The register of responsibilities over a loaded corpus: the table, what contradicts what, what is out of date.

`open_owners(corpus, knowledge)` makes it in a fraction of a second; `OwnerRegister.rows(language)` is what
`strategibot owners --json` prints and what a surface shows as a table, each row opening its quote.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from rapidfuzz.fuzz import ratio

from bot.answer import Place
from bot.standing import standing_label, standing_notices
from bot.terms import naming_words
from bot.texts import text
from index.swedish import stem
from index.types import Corpus
from knowledge.curated import read_curated
from knowledge.duty_rules import Modality
from knowledge.errors import BadRegister
from knowledge.responsibility import Responsibility, extract_all, merged
from knowledge.standing import weight

log = logging.getLogger(__name__)

LONG = 60
"""Characters of an issue in which a letter more or less is a slip, and not another issue."""
ALIKE = 97.0
EXCLUSIVE = (Modality.ANSVARAR, Modality.BESLUTAR)
"""Two owners that "ansvarar" for one issue contradict each other; two that "ska" do the same do not."""


@dataclass(frozen=True, slots=True)
class OwnerRow:
    """One line of the table: an owner and an issue, with the quote that says so."""

    owner: str
    issue: str
    modality: str
    quote: str
    document: str
    title: str
    start: int
    end: int
    url: str
    date: str | None
    standing: str  # in the table's language
    certainty: str  # the same, with how firmly it is said
    superseded: bool
    curated: bool
    of_case: bool  # the handläggare of a case: not the owner of an issue
    also_in: tuple[Place, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def open_owners(corpus: Corpus, knowledge: Path | None = None) -> OwnerRegister:
    """The register of a corpus, with the curated entries of the knowledge folder whose words the corpus holds.

    Never raises for what is wrong with the curated file: the build tells, and a running bot does without it.
    """
    curated: tuple[Responsibility, ...] = ()
    if knowledge is not None:
        try:
            curated, _ = read_curated(knowledge, corpus.documents)
        except BadRegister as error:
            log.warning("curated responsibilities are left out: %s", error.message)
    return OwnerRegister(corpus, curated)


def check_owners(corpus: Corpus, knowledge: Path, language: str) -> tuple[list[str], list[str]]:
    """(errors, remarks) for the keeper of the documents, as the index is built.

    Errors are curated entries whose words no document holds. Remarks are contradictions, and how many entries
    rest on what has been replaced.
    """
    try:
        curated, problems = read_curated(knowledge, corpus.documents)
    except BadRegister as error:
        return [str(error)], OwnerRegister(corpus).report(language)
    return [str(problem) for problem in problems], OwnerRegister(corpus, curated).report(language)


class OwnerRegister:
    """Who owns what, over one corpus. Thread-safe; never changes."""

    def __init__(self, corpus: Corpus, curated: Sequence[Responsibility] = ()) -> None:
        self.corpus = corpus
        self.entries = merged(curated, extract_all(corpus.documents, corpus.passages))

    @cached_property
    def groups(self) -> tuple[tuple[Responsibility, ...], ...]:
        """Entries that say the same of the same owner, the one of highest standing first."""
        of_owner: dict[tuple[str, str], list[list[Responsibility]]] = {}
        for entry in self.entries:
            groups = of_owner.setdefault((entry.document if entry.of_case else "", entry.owner.casefold()), [])
            same = next((group for group in groups if _same_issue(group[0].issue, entry.issue)), None)
            if same is None:
                groups.append([entry])
            else:
                same.append(entry)
        found = [group for groups in of_owner.values() for group in groups]
        return tuple(tuple(sorted(group, key=self.weight, reverse=True)) for group in found)

    def weight(self, entry: Responsibility) -> int:
        return weight(self.corpus.documents[entry.document].source, entry.voice)

    def rows(self, language: str = "sv") -> tuple[OwnerRow, ...]:
        """The table, owners of issues first, in the order of the documents."""
        rows = [self._row(group, language) for group in self.groups]
        return tuple(sorted(rows, key=lambda row: row.of_case))

    def contradictions(self) -> tuple[tuple[Responsibility, Responsibility], ...]:
        """Pairs of different owners that are each said to answer for, or to decide on, one and the same issue."""
        claims: dict[tuple[Modality, frozenset[str]], list[Responsibility]] = {}
        for group in self.groups:
            first = group[0]
            if first.modality in EXCLUSIVE and not first.whole_city:
                claims.setdefault((first.modality, issue_stems(first.issue)), []).append(first)
        return tuple((same[0], other) for same in claims.values() for other in same[1:])

    def superseded(self) -> tuple[Responsibility, ...]:
        """Entries whose document, or what it is about, has been replaced."""
        return tuple(group[0] for group in self.groups if not group[0].of_case and self._superseded(group[0]))

    def report(self, language: str = "sv") -> list[str]:
        """What the keeper of the documents should know, in sentences: contradictions, and what has been replaced."""
        lines = [
            text(
                "owners.contradiction",
                language,
                first=one.owner,
                second=other.owner,
                issue=one.issue,
                first_source=one.document,
                second_source=other.document,
            )
            for one, other in self.contradictions()
        ]
        if old := self.superseded():
            lines.append(text("owners.superseded", language, count=len(old)))
        return lines

    def certainty(self, entry: Responsibility, language: str) -> str:
        """How firmly it is said, by whom and when: "Sägs uttryckligen. Socialförvaltningen återger …"."""
        source = self.corpus.documents[entry.document].source
        said = text(f"owners.said_{entry.modality}", language)
        standing = standing_label(source, entry.voice, language, self.corpus.sources)
        vague = " " + text("owners.whole_city", language) if entry.whole_city else ""
        return f"{said} {standing}.{vague}"

    def _superseded(self, entry: Responsibility) -> bool:
        return bool(standing_notices(self.corpus.documents[entry.document].source, self.corpus.sources, "sv"))

    def _row(self, group: Sequence[Responsibility], language: str) -> OwnerRow:
        entry = group[0]
        document = self.corpus.documents[entry.document]
        return OwnerRow(
            owner=entry.owner,
            issue=entry.issue,
            modality=str(entry.modality),
            quote=" ".join(entry.span.of(document.text).split()),
            document=entry.document,
            title=document.title,
            start=entry.span.start,
            end=entry.span.end,
            url=_url(entry),
            date=document.source.date.isoformat() if document.source.date else None,
            standing=standing_label(document.source, entry.voice, language, self.corpus.sources),
            certainty=self.certainty(entry, language),
            superseded=self._superseded(entry),
            curated=entry.curated,
            of_case=entry.of_case,
            also_in=tuple(
                Place(e.document, e.span.start, e.span.end, self.corpus.documents[e.document].title, _url(e))
                for e in group[1:]
            ),
        )


def _same_issue(one: str, other: str) -> bool:
    """The same words in any inflection; or, in a long issue, but for a slip of spelling ("arbetsätt")."""
    if issue_stems(one) == issue_stems(other):
        return True
    return min(len(one), len(other)) >= LONG and ratio(one, other) >= ALIKE


@lru_cache(maxsize=20_000)
def issue_stems(issue: str) -> frozenset[str]:
    """What an issue is about whatever its inflections: equal for "EU-frågor" and "EU-frågorna"."""
    return frozenset(stem(word) for word in naming_words(issue))


def _url(entry: Responsibility) -> str:
    return f"/documents/{entry.document}#{entry.span.start}-{entry.span.end}"
