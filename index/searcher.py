"""A loaded generation that can be asked: words and meaning, fused into one ranking."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from index.cohort import ENGLISH, SWEDISH, by_language, cohort, encode_cohorts, language_of
from index.dense import DenseIndex
from index.evidence import Mask, Norms, Scored, signals
from index.expansions import Expansions
from index.fusion import fuse, fuse_sentences
from index.generation import Generation
from index.grains import passage_text, sentence_text
from index.judge import Judge, Odds
from index.judging import JUDGED, Judged, Judging
from index.known import KnownIndex, Likeness
from index.lexical import LexicalIndex, Scores, terms_of
from index.meaning import WHOLE_UP_TO, MeaningIndex
from index.passage_index import LocalPassageIndex
from index.reranker import RERANKED, Reranker
from index.types import (
    LOWEST_ODDS,
    Corpus,
    EmbeddingModel,
    Filters,
    PassageIndex,
    QuestionWord,
    RankedPassage,
    RankedSentence,
    Ranking,
    Vectors,
)
from index.wanted import QuestionReader
from index.wants import Wants
from knowledge.document import Document, Passage, PassageKind
from knowledge.glossary import read_glossary
from knowledge.standing import in_force

log = logging.getLogger(__name__)

CANDIDATES = 500
"""By passage, by sentence and by words, so many each: what is scored where there is too much to score it all."""
ASKED_WEIGHT = 4.0
"""Of how like the question is to a known one that the passage answers, in the unit of the fused score."""
JUDGED_WEIGHT = 0.7
"""Of the best log odds of a passage's sentences, in the unit of the fused score."""


class HybridSearcher:
    """Implements `index.types.Searcher` over one generation. Thread-safe; never changes after loading."""

    def __init__(
        self,
        generation: Generation,
        model: EmbeddingModel,
        expansions: Expansions | None = None,
        reranker: Reranker | None = None,
        judge: Judge | None = None,
    ) -> None:
        """Indexes the words, and measures how ordinary questions fare in this corpus.

        Args:
            generation: passages and sentences with their vectors.
            model: the encoder that made the vectors.
            expansions: what else the field's terms are called; the project's own glossary by default.
            reranker: reads the first passages again, and its scores order them.
            judge: reads the first passages with the question, and the known questions most like it, and says of each
                sentence how likely it answers.

        Raises:
            IndexProblem: another model made the vectors.
        """
        generation.require(model)
        self._corpus = generation.corpus
        self._model = model
        self._reranker = reranker
        self._offsets = generation.sentence_offsets
        texts = [passage_text(self._document(passage), passage) for passage in self._corpus.passages]
        self._passages = LexicalIndex(texts)
        self._sentences = LexicalIndex(
            [
                sentence_text(self._document(passage), passage, sentence)
                for passage in self._corpus.passages
                for sentence in passage.sentences
            ]
        )
        self._reader = QuestionReader(self._passages, expansions or Expansions(term.names for term in read_glossary()))
        self._parents = _parents(self._corpus.passages)
        if self._corpus.passages:
            encoded = generation.cohort_vectors
            questions = by_language(encode_cohorts(model) if encoded is None else encoded)
            dense = DenseIndex(generation)
            self._meaning = MeaningIndex(dense.passages, dense.sentences, self._offsets, questions)
            self._index: PassageIndex = LocalPassageIndex(dense, self._passages)
            self._known = _known_index(generation, questions)
            self._wants = Wants(self._known, questions, generation.known_weights) if self._known else None
            lengths = [len(text.split()) for text in texts]
            self._judging = Judging(judge, self._corpus, self._offsets, lengths, self._known) if judge else None
            self._nobody = np.zeros(int(self._offsets[-1]), np.float32)
            if self._meaning.whole:
                log.info("no more than %d sentences: every passage is scored", WHOLE_UP_TO)
            else:
                log.info("more than %d sentences: the %d best of each kind are scored", WHOLE_UP_TO, CANDIDATES)
            self._norms = {
                language: Norms.of(
                    self._score(asked, vectors, self._looked_at(asked, vectors, Filters(), [None] * len(asked)))
                )
                for language, vectors in questions.items()
                for asked in [cohort(language)]
            }

    @property
    def corpus(self) -> Corpus:
        return self._corpus

    def search(self, queries: Sequence[str], k: int = 10, filters: Filters | None = None) -> list[Ranking]:
        if not queries or not self._corpus.passages:
            return [Ranking(query, ()) for query in queries]
        vectors = self._model.encode_query(queries)
        alike = self._alike(queries, vectors)
        masks = self._looked_at(queries, vectors, filters or Filters(), alike)
        scored = self._score(queries, vectors, masks)
        scored = [
            self._raised(one, how, mask) if how else one for one, how, mask in zip(scored, alike, masks, strict=True)
        ]
        scored = [one.within(mask, self._offsets) for one, mask in zip(scored, masks, strict=True)]
        # What is read again does not depend on how many are wanted.
        depth = max(k, 2, JUDGED if self._judging else 0, RERANKED if self._reranker else 0)
        orders = [self._order(one.fused, depth, mask) for one, mask in zip(scored, masks, strict=True)]
        judged = [Judged() for _ in queries]
        if self._judging:
            judged = self._judging.judged(queries, orders, masks, alike)
        return [
            self._ranking(query, one, order, k, verdict) if order else Ranking(query, ())
            for query, one, order, verdict in zip(queries, scored, orders, judged, strict=True)
        ]

    def _document(self, passage: Passage) -> Document:
        return self._corpus.documents[passage.document]

    def _alike(self, queries: Sequence[str], vectors: Vectors) -> Sequence[Likeness | None]:
        """How like each question is to the known ones; None where nobody has written any down."""
        if self._known is None:
            return [None] * len(queries)
        return self._known.compare(queries, vectors)

    def _raised(self, scored: Scored, alike: Likeness, mask: Mask) -> Scored:
        """With what answers known questions like this one raised. Ordinary questions are scored without."""
        assert self._known and self._wants
        fused: Scores = (scored.fused + ASKED_WEIGHT * alike.passages).astype(np.float32)
        sought, not_answered = self._wants.sought(alike, self._known.among(mask))
        return replace(scored, asked=alike.sentences, sought=sought, not_answered=not_answered, fused=fused)

    def _looked_at(
        self, queries: Sequence[str], vectors: Vectors, filters: Filters, alike: Sequence[Likeness | None]
    ) -> list[Mask]:
        """For each question the passages that the filters allow; of a large corpus the candidates among them.

        What answers a known question like it is a candidate, too, whatever its words and meaning.
        """
        documents = self._documents(filters)
        if self._meaning.whole:
            allowed = np.array([passage.document in documents for passage in self._corpus.passages], dtype=bool)
            return [allowed] * len(queries)
        masks = []
        for query, vector, how in zip(queries, vectors, alike, strict=True):
            found = self._index.search(vector, terms_of(self._reader.read(query)), CANDIDATES, filters)
            masks.append(np.zeros(len(self._corpus.passages), bool))
            masks[-1][[candidate.row for candidate in found]] = True
            for row in np.flatnonzero(how.passages).tolist() if how else ():
                masks[-1][row] |= self._corpus.passages[row].document in documents
        return masks

    def _score(self, queries: Sequence[str], vectors: Vectors, masks: Sequence[Mask]) -> list[Scored]:
        """Each question against the corpus; of a large one only what its mask leaves has a score to go by."""
        languages = [language_of(query) for query in queries]
        matches = self._meaning.match(vectors, languages, None if self._meaning.whole else masks)
        scored = []
        for query, language, semantic in zip(queries, languages, matches, strict=True):
            wanted = self._reader.read(query)
            passages, sentences = self._passages.match(wanted), self._sentences.match(wanted)
            fused = fuse(semantic, passages, sentences, self._offsets[:-1])
            nobody = self._nobody
            scored.append(Scored(wanted, language == ENGLISH, semantic, passages, sentences, nobody, nobody, fused))
        return scored

    def _ranking(self, query: str, scored: Scored, order: list[int], k: int, judged: Judged) -> Ranking:
        norms = self._norms[ENGLISH if scored.english else SWEDISH]
        sentences = fuse_sentences(scored.semantic, scored.sentences)
        fused = scored.fused.copy()
        if judged.sentences:
            order = _reordered(order, fused, {r: JUDGED_WEIGHT * odds for r, odds in self._likely(judged).items()})
        # The logistic of the cohort's z: 0.5 is what an ordinary question's first passage reaches before it is judged.
        shown = 1 / (1 + np.exp(-np.clip((fused - norms.top.mean) / norms.top.spread, -30, 30)))
        if self._reranker:
            order = self._reread(query, order, shown)
        ranked = tuple(
            RankedPassage(
                row=row,
                passage=self._corpus.passages[row],
                score=float(shown[row]),
                dense=float(scored.semantic.cosine[row]),
                lexical=float(scored.passages.bm25[row]),
                sentences=self._ranked_sentences(row, scored, sentences, judged.sentences.get(row)),
                holds=tuple(map(float, scored.passages.holds[:, row])),
            )
            for row in order[:k]
        )
        words = tuple(QuestionWord(word.word, word.rarity, word.known) for word in scored.wanted)
        evidence = signals(scored, order, self._rows(order[0]), norms)
        document = self._corpus.passages[order[0]].document
        evidence["not_answered"] = scored.not_answered.get(document, 0.0)
        evidence["not_answered_judged"] = max(judged.not_answered.get(document, LOWEST_ODDS), LOWEST_ODDS)
        return Ranking(query, ranked, evidence, words)

    def _likely(self, judged: Judged) -> dict[int, float]:
        """By row the best log odds of the passage's sentences, less the doubt about its document."""
        return {
            row: max(float(odds.max()) - judged.doubt(self._corpus.passages[row].document), LOWEST_ODDS)
            for row, odds in judged.sentences.items()
        }

    def _reread(self, query: str, order: list[int], shown: Scores) -> list[int]:
        """The order by the reranker. Its scores, in [0, 1], replace those of the passages that it reads in `shown`."""
        assert self._reranker is not None
        first, rest = order[:RERANKED], order[RERANKED:]
        passages = [self._corpus.passages[row] for row in first]
        shown[first] = self._reranker.scores(query, [passage_text(self._document(p), p) for p in passages])
        first.sort(key=lambda row: -shown[row])
        shown[rest] = np.minimum(shown[rest], shown[first].min(initial=1.0))  # they stay below, and scores fall
        return first + rest

    def _ranked_sentences(
        self, row: int, scored: Scored, fused: Scores, odds: Odds | None
    ) -> tuple[RankedSentence, ...]:
        rows = self._rows(row)
        judged: list[float | None] = [None] * (rows.stop - rows.start) if odds is None else odds.tolist()
        figures = zip(
            self._corpus.passages[row].sentences,
            fused[rows].tolist(),
            scored.semantic.sentences[rows].tolist(),
            scored.semantic.sentence_cosine[rows].tolist(),
            scored.sentences.holds[:, rows].T.tolist(),
            judged,
            scored.asked[rows].tolist(),
            scored.sought[rows].tolist(),
            strict=True,
        )
        return tuple(
            RankedSentence(span, score, meaning, cosine, tuple(holds), sure, asked, sought)
            for span, score, meaning, cosine, holds, sure, asked, sought in figures
        )

    def _rows(self, passage: int) -> slice:
        """The rows of a passage's sentences."""
        return slice(int(self._offsets[passage]), int(self._offsets[passage + 1]))

    def _order(self, fused: Scores, k: int, allowed: Mask) -> list[int]:
        """The k best rows, best first; equal scores in reading order.

        An item is left out where its whole list stands above it: the list covers it, and its place is
        better used. An item above its list stays, since it is the better quote.
        """
        order: list[int] = []
        for row in np.argsort(-fused, kind="stable"):
            if allowed[row] and self._parents[row] not in order:
                order.append(int(row))
            if len(order) == k:
                break
        return order

    def _documents(self, filters: Filters) -> set[str]:
        """Those that the filters allow."""
        documents = set(self._corpus.documents)
        if filters.documents:
            documents &= filters.documents
        if filters.as_of:
            documents &= in_force(self._corpus.sources, filters.as_of)
        return documents


def _reordered(order: Sequence[int], fused: Scores, added: Mapping[int, float]) -> list[int]:
    """The rows that have something to add, by what they come to, before the others. `fused` is made to fall with it."""
    for row, more in added.items():
        fused[row] += more
    first = sorted(added, key=lambda row: -fused[row])
    rest = [row for row in order if row not in added]
    fused[rest] = np.minimum(fused[rest], fused[first].min())
    return first + rest


def _known_index(generation: Generation, cohorts: Mapping[str, Vectors]) -> KnownIndex | None:
    known, vectors = generation.known_questions, generation.known_vectors
    if vectors is None:
        return None
    return KnownIndex(known, vectors, generation.passages, generation.sentence_offsets, cohorts)


def _parents(passages: Sequence[Passage]) -> list[int]:
    """The row of each item's list; -1 for all else. `Passage.parent` counts within the document."""
    first: dict[str, int] = {}
    rows = []
    for row, passage in enumerate(passages):
        start = first.setdefault(passage.document, row)
        rows.append(start + passage.parent if passage.kind is PassageKind.ITEM and passage.parent >= 0 else -1)
    return rows
