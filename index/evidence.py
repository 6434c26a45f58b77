"""What a ranking tells of itself: named evidence for how likely its first passage is to answer.

Every figure is steady across corpora of 20 and of 5,000 passages, since it is a share, a rank, or is
measured against what ordinary questions (`index.cohort`), most of which the corpus cannot answer, reach in
the same corpus. Names, in `Ranking.signals`:

- `top_z`: fused score of the first passage, in standard deviations above the mean of what the first
  passages of ordinary questions reach. Around 0 the question fares no better than one about anything.
- `cosine_z`: the same for the highest plain cosine with a passage, `sentence_cosine_z` with a sentence.
  Plain, because taking the corpus' mean away also takes away whether a question is of the corpus' field.
- `margin`: fused score of the first passage over that of the second from elsewhere, in the same unit as `top_z`;
  below 0 where a judge or a reranker has put first what words and meaning did not.
- `share`: the first passage's BM25 over the bound for the question's words, in [0, 1).
- `coverage`: share of the idf of the question's words that the first passage holds, in [0, 1].
- `best_coverage`: the highest coverage that any passage has.
- `sentence_coverage`: the highest coverage that one sentence of the first passage has.
- `sentence_share`: the same for BM25.
- `unknown`: share of the idf that belongs to words which occur nowhere in the corpus under any name, in [0, 1].
- `words_rank`, `meaning_rank`: 1 / rank of the first passage by words alone and by meaning alone.
- `words`: how many words of content the question has.
- `not_answered`: how probable it is, by the example of known questions, that the question asks for what the first
  passage's document does not answer; `not_answered_judged`: the judge's log odds that it asks for the same as a known
  one that it does not answer. The searcher adds both.
- `english`: 1 when the question is read as English, 0 when as Swedish.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from index.lexical import LexicalMatch, Scores, Wanted
from index.meaning import Rows, SemanticMatch

Mask = npt.NDArray[np.bool_]

STEADY_SPREAD = 0.5
"""Never divide by less: in a corpus of one passage ordinary questions may all fare the same."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A question against the whole corpus: what fused it and what came out."""

    wanted: Sequence[Wanted]
    english: bool
    semantic: SemanticMatch
    passages: LexicalMatch
    sentences: LexicalMatch
    asked: Scores  # (m,) how like the question is to a known one that the sentence answers
    sought: Scores  # (m,) how probable it is, by known questions' example, that it asks for what the sentence answers
    fused: Scores  # (n,)
    not_answered: Mapping[str, float] = field(default_factory=dict)
    """By document how probable it is, in the same way, that the question asks for what it does not answer."""

    def within(self, allowed: Mask, offsets: Rows) -> Scored:
        """The same as if the corpus held the allowed passages only: no other one is the best in anything."""
        if allowed.all():
            return self
        sentences = np.repeat(allowed, np.diff(offsets))
        semantic = SemanticMatch(
            _only(self.semantic.score, allowed, -np.inf),
            _only(self.semantic.sentences, sentences, -np.inf),
            _only(self.semantic.cosine, allowed, -1),
            _only(self.semantic.sentence_cosine, sentences, -1),
        )
        bm25, coverage = _only(self.passages.bm25, allowed, 0), _only(self.passages.coverage, allowed, 0)
        passages = replace(self.passages, bm25=bm25, coverage=coverage)
        fused = _only(self.fused, allowed, -np.inf)
        return replace(self, semantic=semantic, passages=passages, fused=fused)


def _only(scores: Scores, allowed: Mask, otherwise: float) -> Scores:
    only: Scores = np.where(allowed, scores, np.float32(otherwise))
    return only


@dataclass(frozen=True, slots=True)
class Norm:
    """Mean and standard deviation of what ordinary questions reach."""

    mean: float
    spread: float

    @classmethod
    def of(cls, values: Sequence[float], least: float = 1e-6) -> Norm:
        return cls(float(np.mean(values)), max(float(np.std(values)), least))

    def z(self, value: float) -> float:
        return (value - self.mean) / self.spread


@dataclass(frozen=True, slots=True)
class Norms:
    """What ordinary questions of one language reach in one corpus."""

    top: Norm
    cosine: Norm
    sentence_cosine: Norm

    @classmethod
    def of(cls, cohort: Sequence[Scored]) -> Norms:
        return cls(
            Norm.of([scored.fused.max() for scored in cohort], STEADY_SPREAD),
            Norm.of([scored.semantic.cosine.max() for scored in cohort]),
            Norm.of([scored.semantic.sentence_cosine.max() for scored in cohort]),
        )


def signals(scored: Scored, order: Sequence[int], sentences: slice, norms: Norms) -> dict[str, float]:
    """The evidence listed above.

    Args:
        scored: the question against the corpus.
        order: rows of the passages that are shown, best first; at least one.
        sentences: rows of the first passage's sentences.
        norms: of the question's language in this corpus.
    """
    first = order[0]
    second = scored.fused[order[1]] if len(order) > 1 else norms.top.mean
    rarity = sum(word.rarity for word in scored.wanted) or 1.0
    unknown = sum(word.rarity for word in scored.wanted if not word.known)
    return {
        "top_z": norms.top.z(float(scored.fused[first])),
        "cosine_z": norms.cosine.z(float(scored.semantic.cosine.max())),
        "sentence_cosine_z": norms.sentence_cosine.z(float(scored.semantic.sentence_cosine.max())),
        "margin": float(scored.fused[first] - second) / norms.top.spread,
        "share": float(scored.passages.share[first]),
        "coverage": float(scored.passages.coverage[first]),
        "best_coverage": float(scored.passages.coverage.max()),
        "sentence_coverage": float(scored.sentences.coverage[sentences].max()),
        "sentence_share": float(scored.sentences.share[sentences].max()),
        "unknown": unknown / rarity,
        "words_rank": _reciprocal_rank(scored.passages.bm25, first),
        "meaning_rank": _reciprocal_rank(scored.semantic.score, first),
        "words": float(len(scored.wanted)),
        "english": float(scored.english),
    }


def _reciprocal_rank(scores: Scores, row: int) -> float:
    """1 / rank; 0 when the row has no score at all."""
    return 1.0 / (1 + int((scores > scores[row]).sum())) if scores[row] != 0 else 0.0
