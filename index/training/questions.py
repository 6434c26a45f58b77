"""What is trained on: documents in a JSONL file, and questions with the place of their answer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from index.builder import build
from index.generation import Generation
from index.storage import load_current
from index.types import EmbeddingModel
from knowledge.document import Passage, Span
from knowledge.errors import StrategibotError
from knowledge.tied import find_words

HERE = Path(__file__).parent
OWN_DOCUMENTS = (HERE / "made_up_faq.jsonl",)
OWN_QUESTIONS = (HERE / "questions.jsonl", HERE / "made_up_faq_questions.jsonl")
GENRE = HERE / "made_up"
"""Made-up documents of the kind that the bot is for, and `questions.jsonl` about them."""
ASTRAY_QUESTIONS = HERE / "astray.jsonl"
"""Questions that no document answers: timetables, cooking, one's own salary, trivia, small talk, orders to the bot."""
OTHER = "other"
"""The kind of questions about another topic than their document's."""
CALIBRATION = "calibration"
"""The split of questions that nothing is trained on, nor on any other of the same document."""


class BadTraining(StrategibotError):
    """What there is to learn from is not enough."""


class TrainingQuestion(BaseModel):
    """A line of a file of questions."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    question: str
    document: str
    start: int | None = None  # of the answer in the document's text; without a place, all of it answers
    end: int | None = None
    quote: str = ""  # the answer's words, instead of a place
    answerable: bool = True
    kind: str = ""
    want: str = ""  # of questions that their document does not answer: those with the same one ask for the same
    split: str = "train"

    @property
    def place(self) -> Span | None:
        return Span(self.start, self.end) if self.start is not None and self.end is not None else None

    def asked_of(self, document: str) -> TrainingQuestion:
        """The same question, put to a document that does not answer it."""
        place = {"start": None, "end": None, "quote": ""}
        return self.model_copy(update={"document": document, "answerable": False, "kind": OTHER, **place})

    def is_answered_by(self, passage: Passage, sentence: Span) -> bool:
        """Whether the passage's sentence holds at least a part of the answer."""
        if not self.answerable or passage.document != self.document:
            return False
        return self.place is None or self.place.overlaps(sentence)


def read_training(files: Iterable[Path]) -> list[TrainingQuestion]:
    """The questions that may be trained on: of the split "train", about documents that none sets aside."""
    lines = (line for file in files for line in file.read_text(encoding="utf-8").splitlines() if line.strip())
    questions = [TrainingQuestion.model_validate_json(line) for line in lines]
    aside = {question.document for question in questions if question.split == CALIBRATION}
    return [question for question in questions if question.split == "train" and question.document not in aside]


def read_astray(file: Path = ASTRAY_QUESTIONS) -> list[TrainingQuestion]:
    """The questions of a file that are about no document at all; each is to be asked of one."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [TrainingQuestion(question=json.loads(line)["question"], document="", answerable=False) for line in lines]


def placed(question: TrainingQuestion, generation: Generation) -> TrainingQuestion:
    """With the place where the generation's document has the quoted words. Raises BadTraining where it has not."""
    if not question.quote:
        return question
    found = find_words(generation.corpus.documents[question.document].text, question.quote)
    if found is None:
        raise BadTraining(f"{question.document} does not say {question.quote!r}.", "Mend the question's `quote`.")
    return question.model_copy(update={"start": found.start, "end": found.end})


def indexed(documents: Sequence[Path], data: Path, model: EmbeddingModel) -> Generation:
    """An index of the documents in `data`, of which only what is new is embedded.

    Args:
        documents: JSONL files of {"id", "text"}.
        data: the folder of the index, and of the documents as text files.
        model: the encoder.
    """
    folder = data / "texts"
    folder.mkdir(parents=True, exist_ok=True)
    for file in documents:
        for line in file.read_text(encoding="utf-8").splitlines():
            document = json.loads(line)
            (folder / f"{document['id']}.txt").write_text(document["text"], encoding="utf-8")
    build(folder, data, model)
    return load_current(data)
