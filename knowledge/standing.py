"""The standing of a source: what has replaced it, whether it was in force, and whose words weigh most."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.document import Voice
from knowledge.sources import Source, Status

_ENDED = (Status.ERSATT, Status.UPPHAVD)

_WEIGHT = {
    Status.ANTAGEN: 60,
    Status.FORSLAG: 40,
    Status.REMISSVAR: 20,
    Status.OKAND: 10,
    Status.ERSATT: 5,
    Status.UPPHAVD: 0,
}
_VOICE_WEIGHT = {
    Voice.OWN: 5,
    Voice.REPORTED: 4,  # nearer to the proposal than what the förvaltning thinks of it
    Voice.OPINION: 3,
    Voice.DRAFT_DECISION: 2,
    Voice.PROCESS: 1,
    Voice.FACTS: 0,
}


@dataclass(frozen=True, slots=True)
class Successor:
    """What replaced a source. `source` is None when the register has only its name (an id or a dnr)."""

    name: str
    source: Source | None = None

    @property
    def held(self) -> bool:
        return self.source is not None and self.source.held

    @property
    def date(self) -> dt.date | None:
        return None if self.source is None else started(self.source)


def weight(source: Source, voice: Voice = Voice.OWN) -> int:
    """Whose words to quote when several say the same; higher is better, comparable between any two sources.

    An adopted strategy weighs more than its proposal, which weighs more than a tjänsteutlåtande about it.
    """
    return _WEIGHT[source.status] + _VOICE_WEIGHT[voice]


def started(source: Source) -> dt.date | None:
    """The day from which the source counts."""
    return source.valid_from or source.date


def find_source(name: str, sources: Iterable[Source]) -> Source | None:
    """The source with this id or dnr, or None."""
    key = _key(name)
    return next((s for s in sources if key and key in (_key(s.id), _key(s.dnr))), None)


def successors(source: Source, sources: Sequence[Source]) -> tuple[Successor, ...]:
    """What directly replaced the source, held or not, registered or not; the register may say so at either end."""
    found: dict[str, Successor] = {}
    for name in source.superseded_by:
        known = find_source(name, sources)
        found[known.id if known else _key(name)] = Successor(known.title or name if known else name, known)
    own = {_key(source.id), _key(source.dnr)} - {""}
    for other in sources:
        # A proposal replaces nothing until it is adopted.
        if other.status is Status.FORSLAG or other.id == source.id:
            continue
        if own & {_key(name) for name in other.supersedes}:
            found.setdefault(other.id, Successor(other.title or other.id, other))
    return tuple(found.values())


def latest_successors(source: Source, sources: Sequence[Source]) -> tuple[Successor, ...]:
    """The end of each chain of replacements: what replaces the source today."""
    latest: list[Successor] = []
    seen = {source.id}
    ahead = list(successors(source, sources))
    while ahead:
        successor = ahead.pop(0)
        if successor.source is None:
            latest.append(successor)
            continue
        if successor.source.id in seen:  # a circle in the register must not stop an answer
            continue
        seen.add(successor.source.id)
        ahead.extend(further := successors(successor.source, sources))
        if not further:
            latest.append(successor)
    return tuple(latest)


def ended(source: Source, sources: Sequence[Source]) -> dt.date | None:
    """The first day on which the source no longer counted; None when none is known."""
    days = [day for successor in successors(source, sources) if (day := successor.date)]
    if source.valid_to:
        days.append(source.valid_to + dt.timedelta(days=1))
    return min(days, default=None)


def in_force(sources: Sequence[Source], as_of: dt.date) -> frozenset[str]:
    """Ids of the sources that counted on the day, held or not.

    A source counts from its date until it, or what it is about, is replaced or repealed. One that is
    marked as replaced or repealed with no known day is left out: nothing shows that it still counted.
    """
    return frozenset(source.id for source in sources if _counted(source, sources, as_of))


def _counted(source: Source, sources: Sequence[Source], day: dt.date) -> bool:
    start = started(source)
    if start is not None and start > day:
        return False
    subject = find_source(source.about, sources) if source.about else None
    for part in (source, subject):
        if part is None:
            continue
        end = ended(part, sources)
        if (end is not None and end <= day) or (end is None and part.status in _ENDED):
            return False
    return True


def _key(name: str) -> str:
    return "".join(name.lower().removeprefix("dnr").split())
