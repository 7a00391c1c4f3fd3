"""Qdrant Edge: Qdrant's engine inside the process. HNSW over int8 vectors, BM25 of its text index, its own facets."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from qdrant_edge import (
    Distance,
    EdgeConfig,
    EdgeOptimizersConfig,
    EdgeShard,
    EdgeVectorParams,
    FacetRequest,
    FieldCondition,
    Filter,
    FloatIndexParams,
    Fusion,
    HasIdCondition,
    HnswIndexConfig,
    IntegerIndexParams,
    KeywordIndexParams,
    MatchAny,
    MatchTextAny,
    Point,
    Prefetch,
    QuantizationSearchParams,
    Query,
    QueryRequest,
    RangeFloat,
    ScalarQuantizationConfig,
    ScalarType,
    SearchParams,
    TextIndexParams,
    TextQuery,
    TokenizerType,
    UpdateOperation,
)

from benchmarks.side_by_side.corpus import Corpus
from benchmarks.side_by_side.engine import FACETS, RRF_K, Answer, Asked, Conditions, Counts, Rung

_BATCH = 1000


class Qdrant:
    name = "qdrant-edge"
    rungs: tuple[Rung, ...] = tuple(
        {"hnsw_ef": ef, "oversampling": over}
        for ef, over in (
            (50, 1.0),
            (64, 2.0),
            (100, 2.0),
            (150, 2.0),
            (200, 2.0),
            (300, 2.0),
            (500, 3.0),
            (1000, 4.0),
        )
    )

    def build(self, corpus: Corpus, folder: Path, /) -> None:
        shard = EdgeShard.create(
            str(folder / "shard"),
            EdgeConfig(
                vectors={"dense": EdgeVectorParams(size=corpus.vectors.shape[1], distance=Distance.Dot)},
                hnsw_config=HnswIndexConfig(m=16, ef_construct=100, full_scan_threshold=10_000),
                quantization_config=ScalarQuantizationConfig(
                    type=ScalarType.Int8, quantile=0.99, always_ram=True
                ),
                optimizers=EdgeOptimizersConfig(default_segment_number=1, indexing_threshold=1_000),
            ),
        )
        for name in FACETS:
            shard.update(UpdateOperation.create_field_index(name, KeywordIndexParams()))
        shard.update(UpdateOperation.create_field_index("moq", FloatIndexParams()))
        shard.update(
            UpdateOperation.create_field_index("changed", IntegerIndexParams(lookup=False, range=True))
        )
        shard.update(
            UpdateOperation.create_field_index(
                "words", TextIndexParams(tokenizer=TokenizerType.Whitespace, lowercase=False, scoring=True)
            )
        )
        rows = corpus.table.to_pylist()
        for start in range(0, len(rows), _BATCH):
            some = rows[start : start + _BATCH]
            vectors = corpus.vectors[start : start + _BATCH].tolist()
            points = [
                Point(row["row"], {"dense": vector}, {k: v for k, v in row.items() if k != "row" and v != ""})
                for row, vector in zip(some, vectors, strict=True)
            ]
            shard.update(UpdateOperation.upsert_points(points))
        shard.optimize()
        shard.flush()
        shard.close()

    def open(self, _corpus: Corpus, folder: Path, /) -> None:
        self._shard = EdgeShard.load(str(folder / "shard"))

    def search(self, asked: Asked, rung: Rung, /) -> Answer:
        passing = _filter(asked.conditions)
        params = SearchParams(
            hnsw_ef=rung["hnsw_ef"],
            quantization=QuantizationSearchParams(rescore=True, oversampling=rung["oversampling"]),
        )
        words = " ".join(asked.words)
        by_words = TextQuery(field="words", query=words)
        by_meaning = Query.Nearest(asked.vector.tolist(), using="dense") if asked.vector is not None else None
        if by_meaning is None:
            request = QueryRequest(limit=asked.limit, query=by_words, filter=passing)
        elif not asked.words:
            request = QueryRequest(limit=asked.limit, query=by_meaning, filter=passing, params=params)
        else:
            request = QueryRequest(
                limit=asked.limit,
                query=Fusion.Rrf(k=RRF_K),
                prefetches=[
                    Prefetch(limit=asked.limit, query=by_words, filter=passing),
                    Prefetch(limit=asked.limit, query=by_meaning, filter=passing, params=params),
                ],
            )
        rows = [int(str(point.id)) for point in self._shard.query(request)]
        return Answer(rows=rows, facets=self._facets(asked, words, rows) if asked.facet_values else None)

    def _facets(self, asked: Asked, words: str, rows: list[int]) -> Counts:
        text = FieldCondition(key="words", match=MatchTextAny(words))
        shown = [HasIdCondition(set(rows))] if asked.vector is not None else []
        matching = Filter(must=[*_must(asked.conditions), Filter(should=[text, *shown])])
        return {
            name: {
                str(hit.value): hit.count
                for hit in self._shard.facet(
                    FacetRequest(key=name, limit=asked.facet_values, exact=True, filter=matching)
                ).hits
            }
            for name in FACETS
        }

    def versions(self) -> dict[str, str]:
        return {"qdrant-edge-py": version("qdrant-edge-py")}

    def settings(self) -> str:
        segments = self._shard.info().segments_count
        return (
            f"HNSW m 16, ef_construct 100, int8 codes in memory, rescored in full; {segments} segment(s) after "
            "optimize(); text index with BM25 on whitespace; keyword and range indexes; all threads; facets: its "
            "own exact facet call, one per field, filtered by MatchTextAny or the ids shown"
        )

    def close(self) -> None:
        self._shard.close()


def _must(conditions: Conditions) -> list[FieldCondition]:
    must = []
    if conditions.countries:
        must.append(FieldCondition(key="country", match=MatchAny(list(conditions.countries))))
    if conditions.moq_high is not None:
        must.append(FieldCondition(key="moq", range=RangeFloat(lte=conditions.moq_high)))
    if conditions.changed_since is not None:
        must.append(FieldCondition(key="changed", range=RangeFloat(gte=float(conditions.changed_since))))
    return must


def _filter(conditions: Conditions) -> Filter | None:
    return Filter(must=[*_must(conditions)]) if conditions.any else None


def make() -> Qdrant:
    return Qdrant()
