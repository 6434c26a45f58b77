"""Sets of questions over their own documents, as the benchmarks of ranking take them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from bot.evaluation import EvalQuestion, plain, read_questions
from index.builder import build
from index.generation import Generation
from index.storage import load_current
from index.types import EmbeddingModel


@dataclass(frozen=True)
class QuestionSet:
    """A name, documents and questions over them: "NAME=DOCUMENTS,QUESTIONS[,SPLIT]" on a command line.

    DOCUMENTS is a knowledge folder, or a JSONL file of {"id", "text"}; QUESTIONS is what `strategibot eval`
    reads; SPLIT keeps the questions whose `split` it is.
    """

    name: str
    documents: Path
    questions: tuple[EvalQuestion, ...]

    @classmethod
    def parse(cls, argument: str) -> QuestionSet:
        name, _, rest = argument.partition("=")
        documents, questions, *split = rest.split(",")
        asked = [question for question in read_questions(Path(questions)) if not question.turns]
        if split:
            asked = [question for question in asked if (question.model_extra or {}).get("split") == split[0]]
        return cls(name, Path(documents), tuple(asked))

    @property
    def placed(self) -> list[EvalQuestion]:
        """Those with an answer at a known place, or in a known document."""
        return [question for question in self.questions if question.answerable and question.document]

    @property
    def unanswerable(self) -> list[EvalQuestion]:
        return [question for question in self.questions if not question.answerable]

    def answered_once(self, generation: Generation) -> list[EvalQuestion]:
        """Those of `placed` whose answer's words stand in no other document: without theirs, nothing answers them."""
        documents = generation.corpus.documents
        texts = {name: plain(document.text) for name, document in documents.items()}

        def only_there(question: EvalQuestion) -> bool:
            place, home = question.place, question.document or ""
            words = plain(place.of(documents[home].text) if place else question.answer or "")
            return not words or not any(words in text for name, text in texts.items() if name != home)

        return [question for question in self.placed if only_there(question)]

    def indexed(self, data: Path, model: EmbeddingModel) -> Generation:
        """An index of the documents, built in `data` where it is not there already; sets may share their documents."""
        folder = data / f"{self.documents.resolve().parent.name}-{self.documents.stem}"
        build(self._knowledge(folder / "texts"), folder, model)
        return load_current(folder)

    def _knowledge(self, folder: Path) -> Path:
        if self.documents.is_dir():
            return self.documents
        folder.mkdir(parents=True, exist_ok=True)
        for line in self.documents.read_text(encoding="utf-8").splitlines():
            document = json.loads(line)
            (folder / f"{document['id']}.txt").write_text(document["text"], encoding="utf-8")
        return folder
