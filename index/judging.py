"""What the judge is given to read with a question, and what becomes of what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from index.judge import Judge, Odds, Reading
from index.known import KnownIndex, Likeness, PassedOn
from index.meaning import Mask, Rows
from index.types import LOWEST_ODDS, Corpus

JUDGED = 8
"""Passages that the judge reads, at most."""
JUDGED_WORDS = 230
"""Words that it reads, headings and known questions included. Beside many of these, and of long passages, fewer
passages are read, so that a question takes no longer; with known questions it hardly matters how many."""
LEAST_JUDGED = 2
"""However long they are."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a judge found for one question."""

    sentences: Mapping[int, Odds] = field(default_factory=dict)
    """By row of a passage that was read or is spoken for: the odds of its sentences."""
    not_answered: Mapping[str, float] = field(default_factory=dict)
    """By document: log odds that the question asks for what the document is known not to answer."""

    def doubt(self, document: str) -> float:
        """What is taken off the best log odds of a document's passage: that the document is known not to answer is one
        more way in which none of its sentences does."""
        return float(np.logaddexp(0, self.not_answered.get(document, -np.inf)))


class Judging:
    """Lets a judge read the first passages of a ranking, and the known questions most like the one that is asked.

    Never changes; as safe to share among threads as the judge is.
    """

    def __init__(
        self, judge: Judge, corpus: Corpus, offsets: Rows, lengths: Sequence[int], known: KnownIndex | None
    ) -> None:
        """
        Args:
            judge: reads.
            corpus: what is searched.
            offsets: (n + 1,): passage i has the sentences `offsets[i]` to `offsets[i + 1]`.
            lengths: (n,) words of each passage and its headings.
            known: the corpus' known questions, if there are any.
        """
        self._judge = judge
        self._corpus = corpus
        self._offsets = offsets
        self._lengths = lengths
        self._known = known

    def judged(
        self,
        queries: Sequence[str],
        orders: Sequence[Sequence[int]],
        masks: Sequence[Mask],
        alike: Sequence[Likeness | None],
    ) -> list[Judged]:
        """For each question what the judge says of the passages that were read or are spoken for.

        Args:
            queries: the questions.
            orders: for each, rows of passages, best first.
            masks: for each, (n,) which passages may be found. Known questions about other documents are not read.
            alike: for each, how like it is to the known ones.
        """
        among = [self._known.among(mask) if self._known else np.zeros(0, bool) for mask in masks]
        known = [self._nearest(how, held) for how, held in zip(alike, among, strict=True)]
        first = [self._to_read(order, wordings) for order, wordings in zip(orders, known, strict=True)]
        asked = []
        for query, rows, wordings in zip(queries, first, known, strict=True):
            passages = [self._corpus.passages[row] for row in rows]
            readings = [Reading.of(self._corpus.documents[passage.document], passage) for passage in passages]
            asked.append((query, [*readings, Reading.of_questions(wordings)] if wordings else readings))
        found = []
        for odds, rows, mask, held, wordings in zip(self._judge.judge(asked), first, masks, among, known, strict=True):
            read = dict(zip(rows, odds[: len(rows)], strict=True))
            if self._known and wordings:
                passed_on = self._known.passed_on(wordings, odds[-1], held)
                found.append(self._spoken_for(read, passed_on, mask))
            else:
                found.append(Judged(read))
        return found

    def _to_read(self, order: Sequence[int], wordings: Sequence[str]) -> Sequence[int]:
        """The first rows, as many as the judge has time for beside the known questions."""
        words = np.cumsum([self._lengths[row] for row in order[:JUDGED]])
        left = JUDGED_WORDS - sum(len(wording.split()) for wording in wordings)
        return order[: max(LEAST_JUDGED, int(np.searchsorted(words, left, "right")))]

    def _nearest(self, alike: Likeness | None, among: Mask) -> list[str]:
        return self._known.nearest(alike, among) if self._known and alike else []

    def _spoken_for(self, read: Mapping[int, Odds], passed_on: PassedOn, mask: Mask) -> Judged:
        """What was read, and the passages of which known questions say that they answer, likelier than nothing does."""
        sentences: dict[int, Odds] = {}
        judged = Judged(sentences, passed_on.documents)
        for row in (*read, *(row for row in sorted(passed_on.passages - read.keys()) if mask[row])):
            first, after = int(self._offsets[row]), int(self._offsets[row + 1])
            unread = np.full(after - first, LOWEST_ODDS, np.float32)
            odds = passed_on.odds(first, read.get(row, unread))
            if row in read or odds.max() > judged.doubt(self._corpus.passages[row].document):
                sentences[row] = odds
        return judged
