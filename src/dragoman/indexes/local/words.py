"""The words of an index, kept by Tantivy: tokens arrive made, so its own analysis only splits at spaces."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import tantivy

from dragoman.disk import out_of_space, says_full
from dragoman.errors import IndexDamaged
from dragoman.indexes.local.columns import Floats, Rows
from dragoman.indexes.scoring import TIE_BREAKER, grouped, weights
from dragoman.ports import TEXT_FIELDS, IndexDocument, IndexRequest, TextField

_HEAP = 64_000_000
"""Bytes that a writer may hold before it flushes a segment."""
_TOKENS = "spaces"


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in TEXT_FIELDS:
        builder.add_text_field(name, tokenizer_name=_TOKENS, index_option="freq")
    builder.add_text_field("offer_id", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("identifier", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("row", indexed=True, fast=True)
    return builder.build()


class Words:
    """A Tantivy folder whose documents point at rows."""

    def __init__(self, path: Path) -> None:
        """Raises IndexDamaged where the folder does not open."""
        self._schema = _schema()
        try:
            path.mkdir(parents=True, exist_ok=True)
            self._index = tantivy.Index(self._schema, path=str(path))
            analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
            self._index.register_tokenizer(_TOKENS, analyzer)
            self._index.config_reader(reload_policy="manual")
            self._index.reload()
        except (ValueError, OSError) as error:
            if says_full(error):
                raise out_of_space(path) from error
            raise IndexDamaged(f"{path}: Tantivy cannot open it ({error}); run `dragoman reindex`") from error

    def write(self, documents: Sequence[IndexDocument], deletes: Sequence[str], /, *, first_row: int) -> None:
        """Replace and remove offers, durably. Rows from `first_row` on that a crash left behind go too."""
        writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        writer.delete_documents_by_query(
            tantivy.Query.range_query(
                self._schema, "row", tantivy.FieldType.Unsigned, lower_bound=first_row, upper_bound=None
            )
        )
        for offer_id in deletes:
            writer.delete_documents_by_term("offer_id", offer_id)
        for row, document in enumerate(documents, start=first_row):
            writer.delete_documents_by_term("offer_id", document.offer_id)
            writer.add_document(_tantivy_document(document, row))
        writer.commit()
        writer.wait_merging_threads()

    def reload(self) -> None:
        """See what was committed."""
        self._index.reload()

    # ------------------------------------------------------------------------ questions

    def matches(self, request: IndexRequest, /, *, rows: int) -> tuple[Rows, Floats]:
        """Row numbers below `rows` that match enough term groups, with their BM25."""
        fields = weights(request.field_weights)
        groups = [
            tantivy.Query.disjunction_max_query(
                [
                    tantivy.Query.boost_query(self._term(name, term.token), weight * term.weight)
                    for name, weight in fields.items()
                    for term in group
                ],
                tie_breaker=TIE_BREAKER,
            )
            for group in grouped(request.terms)
        ]
        if not groups or not fields:
            return np.empty(0, dtype=np.int64), np.empty(0)
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, group) for group in groups],
            minimum_number_should_match=max(1, request.minimum_groups),
        )
        return self._collect(query, rows)

    def carrying(self, tokens: Sequence[str], /, *, rows: int) -> Rows:
        """Rows that carry any of the tokens in any text field."""
        terms = [self._term(name, token) for token in dict.fromkeys(tokens) for name in TEXT_FIELDS]
        return self._any_of(terms, rows)

    def identified(self, identifiers: Sequence[str], /, *, rows: int) -> Rows:
        """Rows that have one of the identifiers."""
        terms = [
            tantivy.Query.term_query(self._schema, "identifier", one, index_option="basic")
            for one in dict.fromkeys(identifiers)
        ]
        return self._any_of(terms, rows)

    def starting_with(
        self, prefix: str, /, *, limit: int, field: TextField, exact: bool
    ) -> list[tuple[str, int]]:
        """A field's tokens by how many offers carry them; `exact` leaves replaced offers out of the counts."""
        only = tantivy.Query.all_query() if exact else None
        found: list[tuple[str, int]] = self._index.searcher().terms_with_prefix(
            field, prefix, filter_query=only, limit=limit
        )
        return found

    def _term(self, name: TextField, token: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, name, token, index_option="freq")

    def _any_of(self, terms: list[tantivy.Query], rows: int) -> Rows:
        if not terms:
            return np.empty(0, dtype=np.int64)
        return self._collect(
            tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in terms]), rows
        )[0]

    def _collect(self, query: tantivy.Query, rows: int) -> tuple[Rows, Floats]:
        searcher = self._index.searcher()
        hits = searcher.search(query, limit=max(1, searcher.num_docs), count=False).hits
        if not hits:
            return np.empty(0, dtype=np.int64), np.empty(0)
        found = np.array(searcher.fast_field_values("row", [address for _, address in hits]), dtype=np.int64)
        scores = np.array([score for score, _ in hits], dtype=np.float64)
        known = found < rows
        return found[known], scores[known]


def _tantivy_document(document: IndexDocument, row: int) -> tantivy.Document:
    result = tantivy.Document()
    for name, tokens in document.text.items():
        if tokens:
            result.add_text(name, " ".join(tokens))
    for identifier in document.identifiers:
        result.add_text("identifier", identifier)
    result.add_text("offer_id", document.offer_id)
    result.add_unsigned("row", row)
    return result
