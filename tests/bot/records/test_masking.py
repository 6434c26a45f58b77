"""What is masked, and what must stay. All numbers are made up."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.records.masking import EMAIL, PERSON, PHONE, mask

digits = "0123456789"


@st.composite
def personnummer(draw: st.DrawFn) -> str:
    """10 or 12 digits; ordinary or samordningsnummer; a dash, a plus, a space or nothing."""
    century = draw(st.sampled_from(["", "18", "19", "20"]))
    year = draw(st.integers(0, 99))
    month = draw(st.integers(1, 12))
    day = draw(st.integers(1, 31)) + draw(st.sampled_from([0, 60]))
    mark = draw(st.sampled_from(["", "-", "+", " ", "–", "\u2011", " - "]))
    inner = draw(st.sampled_from(["", "-"]))
    return f"{century}{year:02}{inner}{month:02}{inner}{day:02}{mark}{draw(st.text(digits, min_size=4, max_size=4))}"


@st.composite
def telephone(draw: st.DrawFn) -> str:
    """A Swedish number, national or international, as people write it."""
    area = draw(st.sampled_from(["8", "31", "70", "73", "76", "10", "90", "243"]))
    size = draw(st.integers(max(5, 7 - len(area)), 9 - len(area)))
    subscriber = draw(st.text(digits, min_size=size, max_size=size))
    cut = draw(st.integers(2, size - 2))
    gap = draw(st.sampled_from(["", " ", "-", "\u00a0"]))
    between = draw(st.sampled_from(["", " ", "-", "–", " - ", "/"]))
    prefix = draw(st.sampled_from(["0", "+46", "+46 ", "+46 (0)", "+46-", "0046", "0046 ", "(0"]))
    if prefix == "(0":
        area += ")"
    return f"{prefix}{area}{between}{subscriber[:cut]}{gap}{subscriber[cut:]}"


before = st.sampled_from(["", "Gäller ", "tel:", "(", "pnr. ", "å", "x\n", "nr "])
after = st.sampled_from(["", " idag", ".", ",", ")", "?", "\n", " 2016-10-25"])


@settings(max_examples=300, deadline=None)
@given(before, personnummer(), after)
@example("", "198501611234", "")
def test_every_personnummer_goes(start: str, number: str, end: str) -> None:
    masked = mask(start + number + end)
    assert not re.search(r"\d{4}", masked.replace("2016-10-25", ""))
    assert masked.startswith(start)
    assert masked.endswith(end)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["", "Ring ", "tel. ", "(", "x\n"]), telephone(), after)
@example("Ring ", "08-508 25 000", " 2016-10-25")
@example("", "0800 000101", " 2016-10-25")  # the end of the number and the year could be a personnummer
@example("", "+4610010000", "")  # without its "+" it could be a personnummer
def test_every_telephone_number_goes(start: str, number: str, end: str) -> None:
    masked = mask(start + number + end)
    assert masked in (start + PHONE + end, start + PERSON + end)  # ten digits can be both


@settings(max_examples=150, deadline=None)
@given(before, st.emails(), after)
def test_every_address_goes(start: str, address: str, end: str) -> None:
    assert mask(f"{start} {address} {end}") == f"{start} {EMAIL} {end}"


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("0123456789 -+()/.@abcåäö\n"), max_size=60))
def test_masking_twice_is_masking_once(text: str) -> None:
    assert mask(mask(text)) == mask(text)


@pytest.mark.parametrize(
    "kept",
    [
        "Vad beslutades 2016-10-25 om dnr 3.1.1-465/2016?",
        "dnr 171-1331/2016, sidan 3 (5)",
        "Dnr KS 2019/1234",
        "KS 2017/000123",
        "Hur många av stadens 949 761 invånare, och 40 000 anställda?",
        "Agenda 2030, artikel 17.3 och EU 2020",
        "2012–2016 och 2016-2020",
        "kl. 08.30-16.30 den 1/10",
        "organisationsnummer 212000-0142",
        "SFS 2017:900 § 12",
        "10 000 000 kronor år 2017",
    ],
)
def test_what_questions_are_about_stays(kept: str) -> None:
    assert mask(kept) == kept


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Anna Ek 850101-1236 undrar", f"Anna Ek {PERSON} undrar"),
        ("850161-1236", PERSON),
        ("Jag, 19121212+1212", f"Jag, {PERSON}"),
        ("19850101-TF12", PERSON),
        ("mejla åsa.öberg@förvaltning.stockholm.se!", f"mejla {EMAIL}!"),
        ("076-508 25 00", PHONE),
        ("+46 8 508 25 000", PHONE),
        ("+358 9 310 1691", PHONE),
        ("070 123 45 67 eller 08-12 34 56", f"{PHONE} eller {PHONE}"),
    ],
)
def test_examples(text: str, masked: str) -> None:
    assert mask(text) == masked
