"""Search text finds what a line break tore apart, and leaves real hyphens alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.document import Span
from knowledge.mending import joined_lines, search_text


def mended(text: str) -> str:
    return search_text(text, Span(0, len(text)))


@pytest.mark.parametrize(
    ("raw", "whole"),
    [
        ("Dnr 006- 1137/2007", "Dnr 006-1137/2007"),
        ("Dnr 171 - 482/ 2016", "Dnr 171-482/2016"),
        ("attraktionskraft för företags-etableringar", "attraktionskraft för företagsetableringar"),
        ("om\u00advärlds\u00adbevakning", "omvärldsbevakning"),
        ("om\u00ad\nvärldsbevakning", "omvärldsbevakning"),
        ("stadens omvärlds-\nbevakning", "stadens omvärldsbevakning"),
        ("internationella EU-\nfrågor", "internationella EU-frågor"),
        ("barn-\noch ungdomsfrågor", "barn- och ungdomsfrågor"),
        ("såväl kultur-\nsom idrottsfrågor", "såväl kultur- som idrottsfrågor"),
        ("utbytesprogram-\nmen och avtalen", "utbytesprogrammen och avtalen"),
        ("nämnden lik-\nsom styrelsen", "nämnden liksom styrelsen"),
        ("städer och regioner,\n\noch även", "städer och regioner, och även"),
    ],
)
def test_broken_words_are_made_whole(raw: str, whole: str) -> None:
    assert mended(raw) == whole


@pytest.mark.parametrize(
    "text",
    [
        "Hägersten-Linjeholmens-, Rinkeby-Kistas- och Södermalms stadsdelsförvaltningar",
        "ensamkommande barn- och unga",
        "internationella- och EU-frågor",
        "svensk-norska samarbeten",
        "socio-ekonomiska frågor",
        "icke-statliga aktörer",
        "e-post och it-stöd 2016-10-25",
        "08-508 25 119",
    ],
)
def test_real_hyphens_are_left_alone(text: str) -> None:
    assert mended(text) == text


@given(st.text(st.sampled_from("abÅ1-/ \n\u00ad,"), max_size=80))
def test_nothing_but_white_space_and_hyphens_is_ever_lost(text: str) -> None:
    def bare(words: str) -> str:
        return "".join(c for c in words if not c.isspace() and c not in "-\u00ad")

    assert bare(mended(text)) == bare(text)


def test_lines_are_joined_with_their_words_whole() -> None:
    text, starts = joined_lines(["stadens omvärlds-", "bevakning av EU-", "frågor för barn-", "och unga"])
    assert text == "stadens omvärldsbevakning av EU-frågor för barn-\noch unga"
    assert [text[start:][:4] for start in starts] == ["stad", "beva", "fråg", "och "]


@given(st.lists(st.text(st.sampled_from("abÅ1- "), min_size=1, max_size=12).map(str.strip).filter(bool), max_size=8))
def test_joining_lines_loses_nothing_but_hyphens(lines: list[str]) -> None:
    def bare(words: str) -> str:
        return "".join(c for c in words if not c.isspace() and c != "-")

    text, starts = joined_lines(lines)
    assert bare(text) == bare("".join(lines))
    assert [bare(text[start:]) for start in starts] == [bare("".join(lines[at:])) for at in range(len(lines))]
