"""What a generation is made from: the documents, their passages, and the words that are embedded."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

from index.cohort import cohort_key
from index.grains import passage_text, sentence_text
from index.jsonlines import lines
from index.manifest import FORMAT
from index.vectors import key_of
from knowledge.document import Document, Passage
from knowledge.known_questions import KnownQuestion
from knowledge.library import Library
from knowledge.passages import make_passages
from knowledge.sources import Source


@dataclass(frozen=True)
class Content:
    """A library, cut into passages. `passage_texts` and `sentence_texts` are in the order of the rows."""

    sources: tuple[Source, ...]
    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    passage_texts: tuple[str, ...]
    sentence_texts: tuple[str, ...]
    known_questions: tuple[KnownQuestion, ...] = ()

    @classmethod
    def of(cls, library: Library) -> Content:
        passages = [(document, passage) for document in library.documents for passage in make_passages(document)]
        return cls(
            sources=library.sources,
            documents=library.documents,
            passages=tuple(passage for _, passage in passages),
            passage_texts=tuple(passage_text(document, passage) for document, passage in passages),
            sentence_texts=tuple(
                sentence_text(document, passage, sentence)
                for document, passage in passages
                for sentence in passage.sentences
            ),
            known_questions=library.known_questions,
        )

    @cached_property
    def passage_keys(self) -> tuple[bytes, ...]:
        return tuple(map(key_of, self.passage_texts))

    @cached_property
    def sentence_keys(self) -> tuple[bytes, ...]:
        return tuple(map(key_of, self.sentence_texts))

    @cached_property
    def question_keys(self) -> tuple[bytes, ...]:
        """Of the known questions. The same words would have another vector as a passage."""
        return tuple(key_of(f"question\n{known.question}") for known in self.known_questions)

    @property
    def keys(self) -> tuple[bytes, ...]:
        """Of everything that has a vector."""
        return (*self.passage_keys, *self.sentence_keys, *self.question_keys)

    def hash(self, fingerprint: str) -> str:
        """The same for two builds with this model whose generations would hold the same."""
        digest = hashlib.sha256(f"{FORMAT} {fingerprint} {cohort_key()}\n".encode())
        for part in (
            lines(Source, self.sources),
            lines(Document, self.documents),
            lines(Passage, self.passages),
            lines(KnownQuestion, self.known_questions),
            self.keys,
        ):
            for piece in part:
                digest.update(piece)
        return digest.hexdigest()
