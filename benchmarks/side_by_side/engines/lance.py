"""LanceDB: its own full-text index, IVF vectors with RaBitQ codes, reciprocal rank fusion by its own reranker."""

from __future__ import annotations

import os
from importlib.metadata import version
from pathlib import Path
from typing import Any  # LanceDB's builders: their types change with the kind of query

os.environ.setdefault("LANCEDB_LOG", "error")  # a warning for every search would be timed with it

import lancedb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from lancedb.index import FTS, Bitmap, BTree, IvfRq
from lancedb.query import MatchQuery
from lancedb.rerankers import RRFReranker

from benchmarks.side_by_side.corpus import Corpus
from benchmarks.side_by_side.engine import FACETS, Answer, Asked, Counts, Rung, expression

_TABLE = "offers"


class Lance:
    name = "lancedb"
    rungs: tuple[Rung, ...] = tuple(
        {"nprobes": nprobes, "refine_factor": refine}
        for nprobes, refine in (
            (4, 4),
            (8, 4),
            (8, 8),
            (12, 8),
            (16, 8),
            (24, 8),
            (32, 8),
            (32, 12),
            (64, 12),
            (64, 24),
            (1000, 24),
            (1000, 64),
        )
    )

    def build(self, corpus: Corpus, folder: Path, /) -> None:
        vectors = np.ascontiguousarray(corpus.vectors)
        flat = pa.FixedSizeListArray.from_arrays(pa.array(vectors.reshape(-1)), vectors.shape[1])
        table = lancedb.connect(folder).create_table(
            _TABLE, corpus.table.append_column("vector", flat), mode="overwrite"
        )
        table.create_index("vector", config=IvfRq(distance_type="dot"))
        table.create_index(
            "words",
            config=FTS(
                base_tokenizer="whitespace",
                lower_case=False,
                stem=False,
                remove_stop_words=False,
                ascii_folding=False,
            ),
        )
        table.create_index("country", config=Bitmap())
        table.create_index("moq", config=BTree())
        table.create_index("changed", config=BTree())
        table.optimize()

    def open(self, corpus: Corpus, folder: Path, /) -> None:
        self._table = lancedb.connect(folder).open_table(_TABLE)
        self._rows = len(corpus)

    def search(self, asked: Asked, rung: Rung, /) -> Answer:
        where = expression(asked.conditions, listed="({})")
        columns = ["row", *FACETS] if asked.facet_values else ["row"]
        if asked.facet_values and asked.vector is None:
            matches = self._matches(asked.words, where)
            return Answer(
                rows=matches["row"].to_pylist()[: asked.limit], facets=_counts(matches, asked.facet_values)
            )
        hits = _filtered(self._asked(asked, rung), where).limit(asked.limit).select(columns).to_arrow()
        facets = None
        if asked.facet_values:
            matches = self._matches(asked.words, where)
            alone = pc.invert(pc.is_in(hits["row"], matches["row"]))
            kept = ["row", *FACETS]
            counted = pa.concat_tables([matches.select(kept), hits.filter(alone).select(kept)])
            facets = _counts(counted, asked.facet_values)
        return Answer(rows=hits["row"].to_pylist(), facets=facets)

    def _asked(self, asked: Asked, rung: Rung) -> Any:
        if asked.vector is None:
            return self._table.search(_words(asked.words), query_type="fts")
        if not asked.words:
            return (
                self._table.search(asked.vector)
                .distance_type("dot")
                .nprobes(rung["nprobes"])
                .refine_factor(rung["refine_factor"])
            )
        return (
            self._table.search(query_type="hybrid")
            .vector(asked.vector)
            .text(_words(asked.words))
            .distance_type("dot")
            .nprobes(rung["nprobes"])
            .refine_factor(rung["refine_factor"])
            .rerank(RRFReranker())
        )

    def _matches(self, words: tuple[str, ...], where: str) -> pa.Table:
        """Every match, since LanceDB counts no facets itself."""
        asked = _filtered(self._table.search(_words(words), query_type="fts"), where)
        return asked.limit(self._rows).select(["row", *FACETS]).to_arrow()

    def versions(self) -> dict[str, str]:
        return {"lancedb": version("lancedb")}

    def settings(self) -> str:
        partitions = self._table.index_stats("vector_idx")
        return (
            f"IVF_RQ (RaBitQ, one bit), {getattr(partitions, 'num_indices', 1)} index, default partitions; refined in full; FTS on "
            "whitespace; bitmap on country, B-trees on moq and changed, prefilter; all threads; facets: every match "
            "fetched by FTS with its three columns and counted by pyarrow"
        )

    def close(self) -> None:
        """Nothing is held."""


def _words(words: tuple[str, ...]) -> MatchQuery:
    return MatchQuery(" ".join(words), "words")


def _filtered(asked: Any, where: str) -> Any:
    return asked.where(where, prefilter=True) if where else asked


def _counts(matches: pa.Table, most: int) -> Counts:
    counts: Counts = {}
    for name in FACETS:
        found = pc.value_counts(matches[name])
        found = found.filter(pc.not_equal(found.field("values"), ""))
        if most < len(found):
            found = found.take(pc.top_k_unstable(found.field("counts"), most))
        pairs = zip(found.field("values").to_pylist(), found.field("counts").to_pylist(), strict=True)
        counts[name] = dict(pairs)
    return counts


def make() -> Lance:
    return Lance()
