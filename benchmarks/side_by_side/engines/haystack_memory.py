"""Haystack with its default store, InMemoryDocumentStore: BM25 and exact vectors in Python, its own joiner."""

from __future__ import annotations

import os
from importlib.metadata import version
from pathlib import Path
from typing import Any  # filters as Haystack has them

os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"

from haystack import Document
from haystack.components.joiners import DocumentJoiner
from haystack.document_stores.in_memory import InMemoryDocumentStore

from benchmarks.side_by_side.corpus import Corpus
from benchmarks.side_by_side.engine import FACETS, Answer, Asked, Conditions, Rung, counted


class Haystack:
    name = "haystack"
    rungs: tuple[Rung, ...] = ({},)

    def __init__(self) -> None:
        self._store = InMemoryDocumentStore(bm25_algorithm="BM25Plus", return_embedding=False)

    def build(self, corpus: Corpus, folder: Path, /) -> None:
        """It has no form on disk but one JSON file; it is filled anew where it is opened."""

    def open(self, corpus: Corpus, _folder: Path, /) -> None:
        self._rows = len(corpus)
        kept = [*FACETS, "moq", "changed"]
        self._store.write_documents(
            [
                Document(
                    id=str(row["row"]),
                    content=row["words"],
                    embedding=vector.tolist(),
                    meta={name: row[name] for name in kept},
                )
                for row, vector in zip(corpus.table.to_pylist(), corpus.vectors, strict=True)
            ]
        )
        self._joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion")

    def search(self, asked: Asked, _rung: Rung, /) -> Answer:
        passing = _filters(asked.conditions)
        depth = self._rows if asked.facet_values else asked.limit
        runs: list[list[Document]] = []
        if asked.words:
            runs.append(self._store.bm25_retrieval(" ".join(asked.words), filters=passing, top_k=depth))
        if asked.vector is not None:
            runs.append(
                self._store.embedding_retrieval(asked.vector.tolist(), filters=passing, top_k=asked.limit)
            )
        best = [run[: asked.limit] for run in runs]
        hits = self._joiner.run(best, top_k=asked.limit)["documents"] if len(best) > 1 else best[0]
        facets = None
        if asked.facet_values:
            matching = {document.id: document for run in runs for document in run}
            facets = counted((one.meta for one in matching.values()), asked.facet_values)
        return Answer(rows=[int(hit.id) for hit in hits], facets=facets)

    def versions(self) -> dict[str, str]:
        return {"haystack-ai": version("haystack-ai")}

    def settings(self) -> str:
        return (
            "InMemoryDocumentStore, BM25Plus, exact vectors (recall 1 by definition), no index; facets: every match "
            "of its BM25 fetched and counted in Python; held in memory alone, filled anew at each start"
        )

    def close(self) -> None:
        """Nothing is held."""


def _filters(conditions: Conditions) -> dict[str, Any] | None:
    parts: list[dict[str, Any]] = []
    if conditions.countries:
        parts.append({"field": "meta.country", "operator": "in", "value": list(conditions.countries)})
    if conditions.moq_high is not None:
        parts.append({"field": "meta.moq", "operator": "<=", "value": conditions.moq_high})
    if conditions.changed_since is not None:
        parts.append({"field": "meta.changed", "operator": ">=", "value": conditions.changed_since})
    return {"operator": "AND", "conditions": parts} if parts else None


def make() -> Haystack:
    return Haystack()
