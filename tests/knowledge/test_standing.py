"""Replacement, force and weight, over a small made-up register (påhittat)."""

from __future__ import annotations

import datetime as dt

import pytest

from knowledge.document import Voice
from knowledge.sources import Source, Status
from knowledge.standing import find_source, in_force, latest_successors, weight

OLD = Source("riktlinjer-2008", dnr="006-1137/2007", date=dt.date(2008, 3, 1), status=Status.ANTAGEN)
PROPOSAL = Source(
    "strategi-2016",
    title="Strategin",
    dnr="171-482/2016",
    date=dt.date(2016, 11, 14),
    status=Status.FORSLAG,
    supersedes=("006-1137/2007",),
    superseded_by=("strategi-2021",),
)
NEW = Source("strategi-2021", title="Den nya", date=dt.date(2021, 6, 1), status=Status.ANTAGEN)
ANSWER = Source(
    "sn",
    status=Status.REMISSVAR,
    date=dt.date(2016, 10, 25),
    about="strategi-2016",
    file="sn.md",
    type="tjänsteutlåtande",
)
REPEALED = Source("gammal", status=Status.UPPHAVD)
REGISTER = (OLD, PROPOSAL, NEW, ANSWER, REPEALED)


def test_a_source_is_found_by_id_and_by_dnr_however_it_is_spaced() -> None:
    assert find_source("Dnr 006- 1137/2007", REGISTER) is OLD
    assert find_source("sn", REGISTER) is ANSWER
    assert find_source("", REGISTER) is None


def test_a_proposal_replaces_nothing_until_it_is_adopted() -> None:
    assert latest_successors(OLD, REGISTER) == ()
    adopted = Source("strategi-2016", date=dt.date(2016, 11, 14), status=Status.ANTAGEN, supersedes=("006-1137/2007",))
    assert [s.source for s in latest_successors(OLD, (OLD, adopted))] == [adopted]


def test_a_successor_that_no_one_registered_is_still_named() -> None:
    source = Source("a", superseded_by=("dnr 1-23/2030",))
    (successor,) = latest_successors(source, (source,))
    assert (successor.name, successor.source, successor.held) == ("dnr 1-23/2030", None, False)


def test_the_chain_is_followed_to_its_end_and_a_circle_stops() -> None:
    a, b, c = (Source(x, superseded_by=(y,)) for x, y in ("ab", "bc", "ca"))
    assert latest_successors(a, (a, b, c)) == ()
    d = Source("c")
    assert [s.source for s in latest_successors(a, (a, b, d))] == [d]


@pytest.mark.parametrize(
    ("day", "ids"),
    [
        (dt.date(2010, 1, 1), {"riktlinjer-2008"}),
        (dt.date(2016, 12, 1), {"riktlinjer-2008", "strategi-2016", "sn"}),
        (dt.date(2021, 6, 1), {"riktlinjer-2008", "strategi-2021"}),
        (dt.date(2000, 1, 1), set()),
    ],
)
def test_what_counted_on_a_day(day: dt.date, ids: set[str]) -> None:
    assert in_force(REGISTER, day) == ids


def test_an_end_date_is_the_last_day() -> None:
    source = Source("a", date=dt.date(2015, 1, 1), valid_to=dt.date(2018, 12, 31))
    assert in_force((source,), dt.date(2018, 12, 31)) == {"a"}
    assert in_force((source,), dt.date(2019, 1, 1)) == frozenset()


def test_words_weigh_by_status_first_and_voice_second() -> None:
    order = [
        weight(NEW),
        weight(PROPOSAL),
        weight(ANSWER, Voice.REPORTED),
        weight(ANSWER, Voice.OPINION),
        weight(REPEALED),
    ]
    assert order == sorted(order, reverse=True)
    assert len(set(order)) == len(order)
