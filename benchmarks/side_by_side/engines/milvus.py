"""milvus-lite through pymilvus: IVF_FLAT of FAISS in segments, BM25 by its sparse index, its own fusion."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any  # rows and requests as pymilvus has them

from pymilvus import AnnSearchRequest, DataType, Function, FunctionType, MilvusClient, RRFRanker

from benchmarks.side_by_side.corpus import Corpus
from benchmarks.side_by_side.engine import FACETS, RRF_K, Answer, Asked, Counts, Rung, counted, expression

_NAME = "offers"
_BATCH = 2000


class Milvus:
    name = "milvus-lite"
    rungs: tuple[Rung, ...] = tuple({"nprobe": nprobe} for nprobe in (4, 8, 16, 24, 32, 64, 128, 256, 512))

    def build(self, corpus: Corpus, folder: Path, /) -> None:
        client = self._client(folder)
        schema = MilvusClient.create_schema(auto_id=False)
        schema.add_field("row", DataType.INT64, is_primary=True)
        schema.add_field("words", DataType.VARCHAR, max_length=65535, enable_analyzer=True, enable_match=True)
        for name in FACETS:
            schema.add_field(name, DataType.VARCHAR, max_length=512)
        schema.add_field("moq", DataType.DOUBLE)
        schema.add_field("changed", DataType.INT64)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=corpus.vectors.shape[1])
        schema.add_field("sparse", DataType.SPARSE_FLOAT_VECTOR)
        bm25 = Function(
            name="bm25",
            function_type=FunctionType.BM25,
            input_field_names=["words"],
            output_field_names=["sparse"],
        )
        schema.add_function(bm25)
        client.create_collection(_NAME, schema=schema)
        rows = corpus.table.to_pylist()
        for start in range(0, len(rows), _BATCH):
            vectors = corpus.vectors[start : start + _BATCH]
            some = [
                {**row, "vector": vector}
                for row, vector in zip(rows[start : start + _BATCH], vectors, strict=True)
            ]
            client.insert(_NAME, some)
        client.flush(_NAME)
        indexes = client.prepare_index_params()
        indexes.add_index(
            field_name="vector",
            index_type="IVF_FLAT",
            metric_type="IP",
            params={"nlist": max(16, round(len(corpus) ** 0.5))},
        )
        indexes.add_index(
            field_name="sparse", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25", params={}
        )
        for name in ("country", "moq", "changed"):
            indexes.add_index(field_name=name, index_type="INVERTED")
        client.create_index(_NAME, indexes)
        client.load_collection(_NAME)
        client.close()

    @staticmethod
    def _client(folder: Path) -> MilvusClient:
        return MilvusClient(str(folder / "milvus.db"))

    def open(self, corpus: Corpus, folder: Path, /) -> None:
        self._milvus = self._client(folder)
        self._milvus.load_collection(_NAME)
        self._rows = len(corpus)

    def search(self, asked: Asked, rung: Rung, /) -> Answer:
        passing = expression(asked.conditions, listed="[{}]")
        words = " ".join(asked.words)
        by_words = {"data": [words], "anns_field": "sparse", "limit": asked.limit}
        by_meaning = {"data": [asked.vector], "anns_field": "vector", "limit": asked.limit}
        sparse: dict[str, Any] = {"metric_type": "BM25"}
        dense: dict[str, Any] = {"metric_type": "IP", "params": dict(rung)}
        if asked.vector is None:
            found = self._milvus.search(_NAME, filter=passing, search_params=sparse, **by_words)
        elif not asked.words:
            found = self._milvus.search(_NAME, filter=passing, search_params=dense, **by_meaning)
        else:
            requests = [
                AnnSearchRequest(param=sparse, expr=passing or None, **by_words),
                AnnSearchRequest(param=dense, expr=passing or None, **by_meaning),
            ]
            found = self._milvus.hybrid_search(_NAME, requests, RRFRanker(RRF_K), limit=asked.limit)
        rows = [int(hit["row"]) for hit in found[0]]
        return Answer(rows=rows, facets=self._facets(asked, words, rows) if asked.facet_values else None)

    def _facets(self, asked: Asked, words: str, rows: list[int]) -> Counts:
        """Every match fetched, since milvus-lite counts no facets itself."""
        matching = f"text_match(words, '{words}')"
        if asked.vector is not None:
            matching = f"({matching} or row in {rows})"
        passing = expression(asked.conditions, listed="[{}]")
        found = self._milvus.query(
            _NAME, filter=f"{matching} and {passing}" if passing else matching, output_fields=list(FACETS)
        )
        return counted(found, asked.facet_values)

    def versions(self) -> dict[str, str]:
        return {name: version(name) for name in ("milvus-lite", "pymilvus", "faiss-cpu")}

    def settings(self) -> str:
        return (
            "IVF_FLAT with a list for each root of the offers, in segments of at most 100,000 rows (its HNSW misses what few "
            "offers pass a filter); BM25 sparse index, words by its standard "
            "analyzer; INVERTED on country, moq and changed; facets: every match fetched by text_match with its "
            "three fields and counted in Python"
        )

    def close(self) -> None:
        self._milvus.close()


def make() -> Milvus:
    return Milvus()
