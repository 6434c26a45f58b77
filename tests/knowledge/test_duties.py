"""Who is responsible for what, over 200 sentences, half of them traps.

`python -m tests.knowledge.test_duties` prints precision, recall and every fault.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.bodies import find_bodies
from knowledge.duties import find_duties

SENTENCES = Path(__file__).parent / "sentences"


def measure(name: str) -> tuple[int, int, int, list[str]]:
    """(rightly found, wrongly found, missed, what went wrong); owner, issue and modality must all agree."""
    right = wrong = missed = 0
    faults = []
    for entry in yaml.safe_load((SENTENCES / f"{name}.yaml").read_text(encoding="utf-8")):
        text = entry["text"]
        found = {(duty.owner, duty.issue(text), str(duty.modality)) for duty in find_duties(text)}
        expected = {tuple(owner) for owner in entry["owners"]}
        right += len(found & expected)
        wrong += len(found - expected)
        missed += len(expected - found)
        faults += [f"wrong  {item}\n       in {text}" for item in sorted(found - expected)]
        faults += [f"missed {item}\n       in {text}" for item in sorted(expected - found)]
    return right, wrong, missed, faults


@pytest.mark.parametrize("name", ["tuning", "held_out"])
def test_precision_and_recall(name: str) -> None:
    right, wrong, missed, faults = measure(name)
    assert right / (right + wrong) >= 0.95, faults
    assert right / (right + missed) >= 0.85, faults


@pytest.mark.parametrize("name", ["tuning", "held_out"])
def test_about_half_of_the_sentences_are_traps(name: str) -> None:
    entries = yaml.safe_load((SENTENCES / f"{name}.yaml").read_text(encoding="utf-8"))
    traps = [entry for entry in entries if not entry["owners"]]
    assert len(entries) == 100
    assert 45 <= len(traps) <= 55


def test_a_second_verb_of_the_same_subject_has_its_owner() -> None:
    text = "Kommunstyrelsen ansvarar för EU-frågor och ska även samordna nämndernas nätverk."
    assert [(d.owner, d.issue(text)) for d in find_duties(text)] == [
        ("kommunstyrelsen", "EU-frågor"),
        ("kommunstyrelsen", "samordna nämndernas nätverk"),
    ]


@pytest.mark.parametrize(
    ("text", "issue"),
    [
        ("Kommunstyrelsen leder och samordnar stadens ekonomi.", "stadens ekonomi"),
        ("Kommunstyrelsen ska också ha uppsikt över bolagen.", "ha uppsikt över bolagen"),
        ("2 § Kommunstyrelsen ansvarar för att organisationen är god.", "organisationen är god"),
        ("Hos kommunstyrelsen ligger ansvaret för vänorterna.", "vänorterna"),
    ],
)
def test_phrases_of_a_reglemente(text: str, issue: str) -> None:
    assert [(d.owner, d.issue(text)) for d in find_duties(text)] == [("kommunstyrelsen", issue)]


def test_what_the_second_verb_denies_is_no_duty() -> None:
    text = "Kommunstyrelsen ansvarar för frågan och ska inte dela den."
    assert [d.issue(text) for d in find_duties(text)] == ["frågan"]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("KS och SLK samråder.", ["kommunstyrelsen och stadsledningskontoret"]),
        ("Alla nämnder och styrelser svarar.", ["samtliga nämnder och styrelser"]),
        ("Stadsdelsnämndernas arbete följs upp.", ["stadsdelsnämnderna"]),
        ("Göteborgs kommunstyrelse svarar.", []),
        ("Hos kommunstyrelsen finns frågan.", ["kommunstyrelsen"]),
        ("Farsta stadsdelsnämnd svarar.", ["Farsta stadsdelsnämnd"]),
        ("Vissa stadsdelsnämnder svarar.", []),
        ("Länsstyrelsen svarar Miljönämnden.", ["miljönämnden"]),
        ("Förvaltningen av tillgångarna sköts.", []),
        ("Stockholms stadshus AB:s styrelse möts.", ["Stockholms stadshus AB"]),
    ],
)
def test_bodies_are_named_in_one_form(sentence: str, names: list[str]) -> None:
    assert [body.name for body in find_bodies(sentence)] == names


VOCABULARY = (
    "kommunstyrelsen nämnderna ansvarar för att ska bör och samt , ansvaret ligger på det åligger har i uppdrag som "
    "inte föreslår beslutar om EU-frågor omvärlden . ; är Nämndens ansvar staden svarar"
)
WORDS = st.lists(st.sampled_from(sorted(set(VOCABULARY.split()))), max_size=25)


@settings(max_examples=150, deadline=None)
@given(WORDS)
def test_every_issue_lies_inside_the_sentence_and_issues_do_not_overlap(words: list[str]) -> None:
    sentence = " ".join(words)
    duties = find_duties(sentence)
    for duty in duties:
        assert 0 <= duty.issue_start < duty.issue_end <= len(sentence)
        assert duty.issue(sentence).strip()
    for before, after in pairwise(duties):
        assert before.issue_end <= after.issue_start


def _print() -> None:
    for name in ("tuning", "held_out"):
        right, wrong, missed, faults = measure(name)
        precision, recall = right / (right + wrong), right / (right + missed)
        print(f"{name}: precision {precision:.3f}, recall {recall:.3f} ({right} right, {wrong} wrong, {missed} missed)")
        print(*faults, sep="\n", end="\n" if faults else "")


if __name__ == "__main__":
    _print()
