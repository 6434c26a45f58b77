"""Where everything of an index lies on disk."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from index.cohort import cohort_key

_NAME = re.compile(r"\d{6}-\d{8}T\d{6}")


@dataclass(frozen=True, slots=True)
class IndexFolder:
    """`data/index`: the generations, which of them is in use, and the vectors that builds share."""

    data: Path

    @property
    def root(self) -> Path:
        return self.data / "index"

    @property
    def current(self) -> Path:
        """Holds the name of the generation in use, and nothing else. Replaced by one rename."""
        return self.root / "CURRENT"

    @property
    def lock(self) -> Path:
        """Held by the one build, or rollback, that may be under way."""
        return self.root / "LOCK"

    @property
    def generations(self) -> Path:
        return self.root / "generations"

    @property
    def vectors(self) -> Path:
        return self.root / "vectors"

    @property
    def readings(self) -> Path:
        """What was read of PDF, DOCX and HTML files, by their content."""
        return self.root / "readings"

    def generation(self, name: str) -> GenerationFiles:
        return GenerationFiles(self.generations / name)

    def names(self) -> list[str]:
        """The generations on disk, oldest first. A folder that is still being written has another kind of name."""
        if not self.generations.is_dir():
            return []
        return sorted(path.name for path in self.generations.iterdir() if is_name(path.name))


def is_name(name: str) -> bool:
    """Whether it names a generation: its number, then when it was made (UTC)."""
    return _NAME.fullmatch(name) is not None


@dataclass(frozen=True, slots=True)
class GenerationFiles:
    """The files of one generation. All are always there, but for the codes, and what comes of the two kinds of
    questions."""

    folder: Path

    @property
    def manifest(self) -> Path:
        """Counts, the model, and the size and SHA-256 of every other file."""
        return self.folder / "manifest.json"

    @property
    def sources(self) -> Path:
        """The whole register, one `Source` a line."""
        return self.folder / "sources.jsonl"

    @property
    def documents(self) -> Path:
        """One `Document` a line."""
        return self.folder / "documents.jsonl"

    @property
    def passages(self) -> Path:
        """One `Passage` a line, in the order of the documents; its line number is its row everywhere."""
        return self.folder / "passages.jsonl"

    @property
    def passage_vectors(self) -> Path:
        """(n, d) float32, a row a passage."""
        return self.folder / "passage_vectors.npy"

    @property
    def sentence_vectors(self) -> Path:
        """(m, d) float32, a row a sentence, in the order of the passages and their `sentences`."""
        return self.folder / "sentence_vectors.npy"

    @property
    def cohort_vectors(self) -> Path:
        """(q, d) float32: `index.cohort`'s questions. A generation made with other questions hasn't this file."""
        return self.folder / f"cohort-{cohort_key()}.npy"

    @property
    def known_questions(self) -> Path:
        """One `KnownQuestion` a line; only where there are any."""
        return self.folder / "known_questions.jsonl"

    @property
    def known_vectors(self) -> Path:
        """(k, d) float32, a row a known question, encoded as questions are."""
        return self.folder / "known_questions.npy"

    @property
    def known_weights(self) -> Path:
        """(e, w) float32, a row an example, a column a want: `index.wants.Wants.weights`. They were learnt from known
        questions and `index.cohort`'s."""
        return self.folder / f"known_weights-{cohort_key()}.npy"

    @property
    def passage_codes(self) -> Path:
        """FAISS codes of the passage vectors; only where there are so many that exact search is slow."""
        return self.folder / "passages.faiss"

    @property
    def sentence_codes(self) -> Path:
        """The same of the sentence vectors."""
        return self.folder / "sentences.faiss"
