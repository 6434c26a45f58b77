"""Runs inside the competitors' own environment: JSON in on stdin, rows of the passages found as JSON on stdout."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable

TOP = 10
FIRST = 50  # that each of Haystack's two retrievers hands to the fusion
QUERY, PASSAGE = "query: ", "passage: "  # E5's prompts, which both libraries want to be told


def txtai(model: str, passages: list[str]) -> Callable[[str], list[int]]:
    from txtai import Embeddings

    embeddings = Embeddings(
        path=model, method="sentence-transformers", hybrid=True, instructions={"query": QUERY, "data": PASSAGE}
    )
    embeddings.index((row, text, None) for row, text in enumerate(passages))
    return lambda question: [int(row) for row, _ in embeddings.search(question, TOP)]


def haystack(model: str, passages: list[str]) -> Callable[[str], list[int]]:
    from haystack import Document, Pipeline
    from haystack.components.joiners import DocumentJoiner
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore
    from haystack_integrations.components.embedders.sentence_transformers import (
        SentenceTransformersDocumentEmbedder,
        SentenceTransformersTextEmbedder,
    )

    store = InMemoryDocumentStore(embedding_similarity_function="cosine")
    embedder = SentenceTransformersDocumentEmbedder(model=model, prefix=PASSAGE, progress_bar=False)
    embedder.warm_up()
    documents = [Document(id=str(row), content=text) for row, text in enumerate(passages)]
    store.write_documents(embedder.run(documents=documents)["documents"])
    pipeline = Pipeline()
    pipeline.add_component("text", SentenceTransformersTextEmbedder(model=model, prefix=QUERY, progress_bar=False))
    pipeline.add_component("words", InMemoryBM25Retriever(store, top_k=FIRST))
    pipeline.add_component("meaning", InMemoryEmbeddingRetriever(store, top_k=FIRST))
    pipeline.add_component("fusion", DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=TOP))
    pipeline.connect("text.embedding", "meaning.query_embedding")
    pipeline.connect("words", "fusion")
    pipeline.connect("meaning", "fusion")

    def search(question: str) -> list[int]:
        found = pipeline.run({"text": {"text": question}, "words": {"query": question}})
        return [int(document.id) for document in found["fusion"]["documents"]]

    return search


def main() -> None:
    given = json.load(sys.stdin)
    results = {}
    for name, library in (("txtai, hybrid", txtai), ("Haystack, rank fusion", haystack)):
        search = library(given["model"], given["passages"])
        search(given["questions"][0])
        rows, taken = [], []
        for question in given["questions"]:
            began = time.perf_counter()
            rows.append(search(question))
            taken.append(time.perf_counter() - began)
        results[name] = {"rows": rows, "ms": statistics.median(taken) * 1000}
    print(json.dumps(results))


if __name__ == "__main__":
    main()
