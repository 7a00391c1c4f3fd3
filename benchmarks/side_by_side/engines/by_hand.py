"""The limit: Tantivy and FAISS called directly, for these questions and nothing else.

BM25 of one field with early termination, a scan of one-bit RaBitQ codes with a bitmap of what passes, the best
compared again in full, Tantivy's aggregations for facets. Nothing can be changed once it is built.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt
import tantivy
import threadpoolctl

from benchmarks.side_by_side.corpus import Corpus
from benchmarks.side_by_side.engine import ALL_VALUES, FACETS, Answer, Asked, Conditions, Counts, Rung, fused
from dragoman.ports import Vectors

_HEAP = 256_000_000


class ByHand:
    name = "tantivy+faiss"
    rungs: tuple[Rung, ...] = tuple({"refine": refine} for refine in (2, 4, 6, 8, 12, 16, 24, 32))

    def build(self, corpus: Corpus, folder: Path, /) -> None:
        (folder / "words").mkdir()
        index = self._words(folder)
        writer = index.writer(heap_size=_HEAP, num_threads=2)
        for one in corpus.table.to_pylist():
            document = tantivy.Document()
            document.add_text("words", one["words"])
            for name in FACETS:
                if one[name]:
                    document.add_text(name, one[name])
            document.add_float("moq", one["moq"])
            document.add_integer("changed", one["changed"])
            document.add_unsigned("row", one["row"])
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        codes = faiss.IndexRaBitQ(corpus.vectors.shape[1], faiss.METRIC_INNER_PRODUCT)
        vectors = np.ascontiguousarray(corpus.vectors)
        codes.train(vectors[:: max(1, len(vectors) // 20_000)])
        codes.add(vectors)
        faiss.write_index(codes, str(folder / "codes.faiss"))
        vectors.tofile(folder / "vectors.f32")

    def open(self, corpus: Corpus, folder: Path, /) -> None:
        faiss.omp_set_num_threads(1)
        threadpoolctl.threadpool_limits(1)  # NumPy's products of a few hundred rows wait for a second thread
        self._index = self._words(folder)
        self._searcher = self._index.searcher()
        self._codes = faiss.read_index(str(folder / "codes.faiss"))
        self._vectors: Vectors = np.memmap(
            folder / "vectors.f32", dtype=np.float32, mode="r", shape=corpus.vectors.shape
        )
        names, self._country = np.unique(corpus.table["country"].to_numpy(), return_inverse=True)
        self._countries = {str(name): code for code, name in enumerate(names)}
        self._moq = corpus.table["moq"].to_numpy()
        self._changed = corpus.table["changed"].to_numpy()

    @staticmethod
    def _words(folder: Path) -> tantivy.Index:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("words", tokenizer_name="spaces", index_option="freq")
        for name in FACETS:
            builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
        builder.add_float_field("moq", indexed=True, fast=True)
        builder.add_integer_field("changed", indexed=True, fast=True)
        builder.add_unsigned_field("row", indexed=True, fast=True)
        index = tantivy.Index(builder.build(), path=str(folder / "words"))
        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer("spaces", analyzer)
        return index

    def search(self, asked: Asked, rung: Rung, /) -> Answer:
        runs: list[list[int]] = []
        if asked.words:
            query = self._passing(self._any_word(asked.words), asked.conditions)
            hits = self._searcher.search(query, limit=asked.limit, count=False).hits
            runs.append(self._searcher.fast_field_values("row", [address for _, address in hits]))  # type: ignore[arg-type]  # rows are whole numbers
        if asked.vector is not None:
            runs.append(self._near(asked.vector, asked.conditions, asked.limit, rung["refine"]).tolist())
        near = runs[-1] if asked.vector is not None else []
        facets = self._facets(asked, near) if asked.facet_values else None
        return Answer(rows=fused(runs, asked.limit), facets=facets)

    def _any_word(self, words: tuple[str, ...]) -> tantivy.Query:
        schema = self._index.schema
        terms = [tantivy.Query.term_query(schema, "words", word, index_option="freq") for word in words]
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])

    def _passing(self, query: tantivy.Query, conditions: Conditions) -> tantivy.Query:
        if not conditions.any:
            return query
        return tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, one) for one in (query, *self._filters(conditions))]
        )

    def _filters(self, conditions: Conditions) -> list[tantivy.Query]:
        schema = self._index.schema
        filters: list[tantivy.Query] = []
        if conditions.countries:
            filters.append(tantivy.Query.term_set_query(schema, "country", list(conditions.countries)))
        if conditions.moq_high is not None:
            filters.append(
                tantivy.Query.range_query(
                    schema, "moq", tantivy.FieldType.Float, lower_bound=None, upper_bound=conditions.moq_high
                )
            )
        if conditions.changed_since is not None:
            filters.append(
                tantivy.Query.range_query(
                    schema,
                    "changed",
                    tantivy.FieldType.Integer,
                    lower_bound=conditions.changed_since,
                    upper_bound=None,
                )
            )
        return [tantivy.Query.const_score_query(one, 0.0) for one in filters]

    def _mask(self, conditions: Conditions) -> npt.NDArray[np.bool_] | None:
        if not conditions.any:
            return None
        mask = np.ones(len(self._moq), dtype=np.bool_)
        if conditions.countries:
            wanted = np.zeros(len(self._countries), dtype=np.bool_)
            wanted[[self._countries[one] for one in conditions.countries if one in self._countries]] = True
            mask &= wanted[self._country]
        if conditions.moq_high is not None:
            mask &= self._moq <= conditions.moq_high
        if conditions.changed_since is not None:
            mask &= self._changed >= conditions.changed_since
        return mask

    def _near(
        self, vector: npt.NDArray[np.float32], conditions: Conditions, limit: int, refine: int
    ) -> npt.NDArray[np.int64]:
        mask = self._mask(conditions)
        wanted = min(limit * refine, len(self._vectors))
        if mask is None:
            parameters = faiss.RaBitQSearchParameters(qb=8)  # type: ignore[call-arg]  # stubs know C++ alone
        else:
            bitmap = np.packbits(mask, bitorder="little")
            selector = faiss.IDSelectorBitmap(bitmap)  # type: ignore[call-arg, arg-type]  # stubs know C++ alone
            parameters = faiss.RaBitQSearchParameters(sel=selector, qb=8)  # type: ignore[call-arg]  # as above
        _, found = self._codes.search(vector.reshape(1, -1), wanted, params=parameters)
        rows = found[0][found[0] >= 0]
        cosines = self._vectors[rows] @ vector
        best: npt.NDArray[np.int64] = rows[np.argsort(-cosines)][:limit]
        return best

    def _facets(self, asked: Asked, near: list[int]) -> Counts:
        query = self._any_word(asked.words)
        if near:
            rows = tantivy.Query.term_set_query(self._index.schema, "row", near)
            query = tantivy.Query.boolean_query([(tantivy.Occur.Should, query), (tantivy.Occur.Should, rows)])
        # every segment hands over all of its values, or counts would not be exact
        size = {"size": asked.facet_values, "segment_size": ALL_VALUES}
        wanted = {name: {"terms": {"field": name, **size}} for name in FACETS}
        found = self._searcher.aggregate(self._passing(query, asked.conditions), wanted)
        return {
            name: {str(one["key"]): int(one["doc_count"]) for one in found[name]["buckets"]}
            for name in FACETS
        }

    def versions(self) -> dict[str, str]:
        return {"tantivy": version("tantivy"), "faiss-cpu": version("faiss-cpu")}

    def settings(self) -> str:
        return (
            "one text field, fast fields, one thread; RaBitQ codes scanned whole (qb 8) under a bitmap, "
            "50 x refine candidates compared in full; facets by Tantivy's terms aggregation"
        )

    def close(self) -> None:
        """Nothing is held."""


def make() -> ByHand:
    return ByHand()
