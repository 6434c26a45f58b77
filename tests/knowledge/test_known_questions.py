"""`questions.yaml`: questions tied to the words that answer them, and what is said of an entry that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import PROJECT
from knowledge.known_questions import QUESTIONS, read_known_questions
from knowledge.library import load
from tests.measured import measured, words_of

PAHITTAT = (
    "# Påhittad plan\n\n## Om skötsel\n\nParknämnden ansvarar\nför träden. Bänkarna målas.\n\n"
    "## En gång till\n\nParknämnden ansvarar för träden. Bänkarna lagas.\n"
)
ENTRY = {
    "document": "plan",
    "words": "Parknämnden ansvarar för träden.",
    "asked_as": '["vem sköter ekarna?", "trees?"]',
}


def known(folder: Path, **changed: str) -> Path:
    entry = "".join(f"    {name}: {value}\n" for name, value in (ENTRY | changed).items() if value)
    (folder / "plan.md").write_text(PAHITTAT, encoding="utf-8")
    (folder / QUESTIONS).write_text(f"# våra\nquestions:\n  -\n{entry}", encoding="utf-8")
    return folder


def test_a_question_is_tied_to_words_whatever_their_line_breaks(tmp_path: Path) -> None:
    library = load(known(tmp_path))
    assert library.problems == ()
    (document,) = library.documents
    assert {one.document for one in library.known_questions} == {"plan"}
    # Wherever the words stand, they answer.
    assert [(one.question, one.span.of(document.text)) for one in library.known_questions] == [
        ("vem sköter ekarna?", "Parknämnden ansvarar\nför träden."),
        ("vem sköter ekarna?", "Parknämnden ansvarar för träden."),
        ("trees?", "Parknämnden ansvarar\nför träden."),
        ("trees?", "Parknämnden ansvarar för träden."),
    ]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"words": "Parknämnden ansvarar för gräset."}, "do not stand in `plan`"),
        ({"words": "Parknämnden ansvar"}, "do not stand in `plan`"),
        ({"words": "för träden. Bänkarna målas."}, "within one sentence"),
        ({"words": "Om skötsel"}, "within one sentence"),
        ({"document": "karta"}, "`karta` is not held"),
        ({"asked_as": "[]"}, "`asked_as`"),
        ({"asked_as": '["?"]'}, "`asked_as.0`"),
        ({"asked_as": ""}, "`asked_as`"),
        ({"answer": "nej"}, "`answer`"),
    ],
)
def test_a_wrong_entry_is_told_with_its_line_and_the_documents_load(
    tmp_path: Path, changed: dict[str, str], says: str
) -> None:
    library = load(known(tmp_path, **changed))
    assert len(library.documents) == 1 and library.known_questions == ()
    (problem,) = library.problems
    assert says in problem.message
    assert str(problem).startswith("questions.yaml:4: ") and problem.remedy


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("questions:\n  - [\n", "questions.yaml:3: not valid YAML. Check"),
        ("annat: 1\n", "questions.yaml: must hold one list called `questions`."),
        ("questions: []\nnot_answerd: []\n", "questions.yaml: `not_answerd` is none of its lists."),
        ("- 1\n", "questions.yaml: must hold one list called `questions`."),
        ("questions:\n  - 1\nquestions:\n  - 1\n", "questions.yaml: must hold one list called `questions`."),
        ("x: &x\n  questions: [1]\n<<: *x\n", "questions.yaml: must hold one list called `questions`."),
    ],
)
def test_a_file_that_holds_no_such_list_is_told_and_the_documents_load(tmp_path: Path, content: str, told: str) -> None:
    (known(tmp_path) / QUESTIONS).write_text(content, encoding="utf-8")
    library = load(tmp_path)
    (problem,) = library.problems
    assert len(library.documents) == 1 and str(problem).startswith(told)


NOT_ANSWERED = """
not_answered:
  - document: plan
    asked_as: ["vad kostar träden?", "hur många ekar är det?"]
  - document: karta
    asked_as: ["var är det?"]
  - document: plan
    words: Bänkarna målas.
    asked_as: ["när då?"]
"""


@pytest.mark.parametrize("with_answered", [True, False])
def test_what_a_document_does_not_answer_is_known_too(tmp_path: Path, with_answered: bool) -> None:
    file = known(tmp_path) / QUESTIONS
    file.write_text((file.read_text(encoding="utf-8") if with_answered else "") + NOT_ANSWERED, encoding="utf-8")
    library = load(tmp_path)
    untold = [one for one in library.known_questions if one.span is None]
    assert [(one.question, one.document) for one in untold] == [
        ("vad kostar träden?", "plan"),
        ("hur många ekar är det?", "plan"),
    ]
    assert len(library.known_questions) - len(untold) == (4 if with_answered else 0)
    assert ["`karta` is not held" in str(library.problems[0]), "`words`" in str(library.problems[1])] == [True, True]
    assert all("does not answer" in problem.remedy for problem in library.problems)


def test_a_question_is_either_answered_or_not(tmp_path: Path) -> None:
    file = known(tmp_path) / QUESTIONS
    both = 'not_answered:\n  - document: plan\n    asked_as: ["trees?", "vad kostar träden?"]\n'
    file.write_text(file.read_text(encoding="utf-8") + both, encoding="utf-8")
    library = load(tmp_path)
    (problem,) = library.problems
    assert "“trees?”" in problem.message and str(problem).startswith("questions.yaml:8: ")
    assert all(one.span for one in library.known_questions)


def test_without_the_file_there_are_none(tmp_path: Path) -> None:
    assert read_known_questions(tmp_path, {}) == ((), ())
    for nothing in ("# inga än\n", "questions:\n", "questions: []\n", "questions: []\nnot_answered:\n"):
        (tmp_path / QUESTIONS).write_text(nothing, encoding="utf-8")
        assert read_known_questions(tmp_path, {}) == ((), ())


def test_one_document_is_read_without_the_questions_about_the_others(tmp_path: Path) -> None:
    known(tmp_path)
    (tmp_path / "annan.md").write_text("# Annan påhittad\n\nText.\n", encoding="utf-8")
    assert load(tmp_path, only="annan").problems == ()


def test_the_projects_own_questions_are_answered_by_its_documents() -> None:
    library = load(PROJECT / "knowledge")
    assert not [problem for problem in library.problems if problem.file == QUESTIONS]
    assert len(library.known_questions) > 1000 and any(one.span is None for one in library.known_questions)


def test_no_question_that_is_measured_with_is_a_known_one() -> None:
    known = {words_of(one.question) for one in load(PROJECT / "knowledge").known_questions}
    for file, asked in measured():
        assert not asked & known, file.name
