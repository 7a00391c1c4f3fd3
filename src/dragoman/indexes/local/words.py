"""The words of an index, kept by Tantivy: tokens arrive made, so its own analysis only splits at spaces.

Tantivy also holds each offer's facets (by code) and numbers, so that a question without prices is answered without
taking every match out of it: a match costs a quarter of a microsecond to take out, which is 60 ms for 200,000.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import tantivy
from tantivy import Occur, Order, Query

from dragoman.disk import out_of_space, says_full
from dragoman.errors import IndexDamaged
from dragoman.indexes.local import segments
from dragoman.indexes.local.columns import Columns, Floats, Mask, Rows
from dragoman.indexes.scoring import TIE_BREAKER, grouped, weights
from dragoman.ports import (
    FACET_FIELDS,
    TEXT_FIELDS,
    FacetField,
    FacetFilter,
    Filter,
    IndexDocument,
    IndexRequest,
    NumberFilter,
    Term,
    TextField,
)

_HEAP = 64_000_000
"""Bytes that a writer may hold before it flushes a segment."""
_TOKENS = "spaces"
_NUMBERS = ("moq", "lead_time_days", "updated_at")
_MOST_VALUES = 60_000
"""Of a facet, that Tantivy counts: it refuses more than 65,000 buckets."""
_TIMES_TOLD = 4
_MORE_THAN_TOLD = 100
"""Values of a facet that Tantivy hands over: so many times those that are told, and so many more. The last of them is then
rarely as common as the last that is told; where it is, all are asked for."""
_FEW = 1_000
"""Matches up to which all are taken out of Tantivy: that costs less than asking it again about them. A question opens
each term in each segment, 2 µs a time, before it looks at an offer."""
_FEW_OF = 250
"""Of so many offers one more: asking again costs more the more there are."""
_NO_ROW = 2**62
"""Of an empty document."""
_MOST_MERGES = 4
_SPARE = 2
_MORE = 8
_LAST_FEW = 4
"""Questions whose queries a moment remembers: one search asks for the same words several times over."""
_SHORT_BEGINNING = 3
"""Letters of the beginnings of words whose tokens a moment remembers."""
_FEW_TOKENS = 100
"""Of a beginning, that are remembered; nobody suggests more."""
_MOST_BEGINNINGS = 5_000
_MORE_TOKENS = 8
"""Counted beside those wanted, of a beginning whose dictionary counts replaced offers too."""
_MOST_REMEMBERED = 30_000
"""Forms of words of which a moment remembers the query, or that no offer carries them."""
_NOT_ASKED = Query.empty_query()
_NOTHING = (np.empty(0, dtype=np.int64), np.empty(0))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in TEXT_FIELDS:
        builder.add_text_field(name, tokenizer_name=_TOKENS, index_option="freq")
    builder.add_text_field("identifier", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("row", indexed=True, fast=True)
    for facet in FACET_FIELDS:
        builder.add_unsigned_field(_of(facet), indexed=True, fast=True)
    for number in _NUMBERS:
        builder.add_float_field(number, indexed=False, fast=True)
    return builder.build()


def _of(facet: FacetField) -> str:
    """The field of a facet's codes; `brand` and `category` are text fields too."""
    return f"facet_{facet}"


def _from(schema: tantivy.Schema, serial: int) -> Query:
    """Rows from a serial on."""
    return Query.range_query(schema, "row", tantivy.FieldType.Unsigned, lower_bound=serial, upper_bound=None)


class Words:
    """A Tantivy folder whose documents point at rows."""

    def __init__(self, path: Path) -> None:
        """Raises IndexDamaged where the folder does not open."""
        self._schema = _schema()
        self._path = path
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

    def write(
        self,
        documents: Sequence[IndexDocument],
        codes: Sequence[Mapping[FacetField, Sequence[int]]],
        gone: Sequence[int],
        /,
        *,
        first_serial: int,
    ) -> None:
        """Add offers and remove rows, durably. What a crash left behind from `first_serial` on goes too.

        Args:
            codes: Of each document's facets.
            gone: Serials of the rows.
        """
        with self._writing() as writer:
            writer.delete_documents_by_query(_from(self._schema, first_serial))
            if gone:
                writer.delete_documents_by_query(Query.term_set_query(self._schema, "row", list(gone)))
            for serial, (document, its_codes) in enumerate(
                zip(documents, codes, strict=True), start=first_serial
            ):
                writer.add_document(_tantivy_document(document, its_codes, serial))

    @contextmanager
    def _writing(self) -> Iterator[tantivy.IndexWriter]:
        """One commit, and the merges that it brings about."""
        writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        yield writer
        writer.commit()
        writer.wait_merging_threads()

    @property
    def segments(self) -> int:
        """How many there are."""
        return self._index.searcher().num_segments

    def merge(self, *, next_serial: int) -> bool:
        """Have fewer segments, where that is worth it; whether anything was changed. Takes some seconds for a million
        offers. A crash leaves empty documents behind, which the next writing removes."""
        changed = False
        for _ in range(_MOST_MERGES):
            missing = segments.missing(segments.sizes(self._path / "meta.json"))
            if not missing:
                break
            changed = True
            for count in missing:
                with self._writing() as writer:
                    for _ in range(count):
                        empty = tantivy.Document()
                        empty.add_unsigned("row", _NO_ROW)
                        writer.add_document(empty)
            with self._writing() as writer:
                writer.delete_documents_by_query(_from(self._schema, next_serial))
        return changed

    def now(self) -> Moment:
        """What was committed last, which later commits leave as it is."""
        self._index.reload()
        return Moment(schema=self._schema, searcher=self._index.searcher())


@dataclass(frozen=True, slots=True)
class Counted:
    """How many matches have each value of a facet."""

    by_code: Rows
    """0 also of a value that was not handed over."""
    rarest: int
    """The most that a value has which was not handed over; 0 where all were."""

    def settles(self, added: Rows, most: int | None, named: Sequence[int], /) -> bool:
        """Whether the `most` commonest values, and those named, are known, ties too.

        Args:
            added: Further matches by code.
        """
        if not self.rarest:
            return True
        known = self.by_code > 0
        if most is None or not known[named].all():
            return False
        counts = (self.by_code + added)[known]
        if not 0 < most <= len(counts):
            return most == 0
        least = np.partition(counts, len(counts) - most)[len(counts) - most]
        return bool(self.rarest + added[~known].max(initial=0) < least)


@dataclass(slots=True)
class Matches:
    """Of a question by words that Tantivy answered alone."""

    query: Query
    rows: Rows
    """At least the best that were wanted, best first; equal ones in no order that counts."""
    scores: Floats
    total: int
    _order: Rows | None = field(default=None, repr=False)
    """Places of the rows in rising order, made where it is first asked for."""

    @property
    def complete(self) -> bool:
        """Whether the rows are all that match."""
        return len(self.rows) == self.total

    def first(self, columns: Columns, most: int, /) -> Rows:
        """The `most` best in order, equal ones by offer id."""
        end = most
        if len(self.rows) > most > 0:
            last = self.scores[most - 1]
            end += int(np.count_nonzero(self.scores[most:] == last))
        return columns.best(self.rows[:end], -self.scores[:end], most)

    def scores_of(self, rows: Rows, /) -> tuple[Mask, Floats]:
        """Which of some rows are among these, and the BM25 of those."""
        if not len(self.rows):
            return np.zeros(len(rows), dtype=np.bool_), np.empty(0)
        if self._order is None:
            self._order = np.argsort(self.rows)
        at = self._order[np.searchsorted(self.rows, rows, sorter=self._order) % len(self.rows)]
        there: Mask = self.rows[at] == rows
        return there, self.scores[at[there]]

    def holds_best(self, most: int, /) -> bool:
        """Whether the `most` best are among the rows, and all that equal the last of them."""
        return self.complete or (len(self.rows) > most and bool(self.scores[most - 1] > self.scores[-1]))


@dataclass(frozen=True, slots=True)
class Moment:
    """The words of one moment."""

    schema: tantivy.Schema
    searcher: tantivy.Searcher
    _forms: dict[tuple[TextField, str, float], Query | None] = field(
        default_factory=dict, compare=False, repr=False
    )
    _begun: dict[tuple[TextField, str, int, bool], list[tuple[str, int]]] = field(
        default_factory=dict, compare=False, repr=False
    )
    _lately: deque[tuple[Sequence[Term], Mapping[TextField, float], list[Query]]] = field(
        default_factory=lambda: deque(maxlen=_LAST_FEW), compare=False, repr=False
    )

    def holds_exactly(self, columns: Columns, /, *, next_serial: int) -> bool:
        """Whether Tantivy has the living rows and no others: it is ahead after a commit that was cut off, and while
        another process has committed but not yet said so."""
        ahead = _from(self.schema, next_serial)
        return (
            self.searcher.num_docs == columns.living
            and not self.searcher.search(ahead, limit=1, count=False).hits
        )

    @property
    def _all(self) -> int:
        return max(1, int(self.searcher.num_docs))

    @property
    def _few(self) -> int:
        return max(_FEW, int(self.searcher.num_docs) // _FEW_OF)

    # ------------------------------------------------------------------------ every match

    def with_scores(self, query: Query | None, columns: Columns, /) -> tuple[Rows, Floats]:
        """Rows that match, with their BM25, best first; none match None."""
        if query is None:
            return _NOTHING
        return self._rows_of(self.searcher.search(query, limit=self._all, count=False).hits, columns)

    def rows(self, query: Query | None, columns: Columns, /) -> Rows:
        """Rows that match, in rising order; without BM25 many take half as long."""
        if query is None:
            return _NOTHING[0]
        hits = self.searcher.search(
            query, limit=self._all, count=False, order_by_field="row", order=Order.Asc
        ).hits
        serials = np.fromiter((serial for serial, _ in hits), dtype=np.int64, count=len(hits))
        rows = columns.rows_at(serials)
        return rows[rows >= 0]

    def identified(self, identifiers: Sequence[str], columns: Columns, /) -> Rows:
        """Rows that have one of the identifiers."""
        terms = [
            (Occur.Should, Query.term_query(self.schema, "identifier", one, index_option="basic"))
            for one in dict.fromkeys(identifiers)
        ]
        return self.rows(Query.boolean_query(terms) if terms else None, columns)

    # ------------------------------------------------------------------------ what Tantivy answers alone

    def narrowed(self, request: IndexRequest, columns: Columns, /) -> tuple[Query | None, bool]:
        """The question by words with its filters, and whether those are all: Tantivy knows nothing of prices. None where it
        names no words."""
        query = self._asked(request)
        if query is None:
            return None, False
        filters = [self._filter(one, columns) for one in request.filters]
        must = [(Occur.Must, Query.const_score_query(one, 0.0)) for one in filters if one is not None]
        whole = all(one is not None for one in filters)
        return (Query.boolean_query([(Occur.Must, query), *must]) if must else query), whole

    def surely_many(self, request: IndexRequest, /) -> bool:
        """Whether a question that one of its words answers has more matches than few, without looking for them."""
        fields = weights(request.field_weights)
        if request.filters or not fields:
            return False
        if request.minimum_groups > 1 and len(grouped(request.terms)) > 1:
            return False
        widest = max(fields, key=fields.__getitem__)
        return any(self.searcher.doc_freq(widest, term.token) > self._few for term in request.terms)

    def best(self, query: Query, columns: Columns, most: int, /, *, many: bool = False) -> Matches:
        """The `most` best, or all matches where they are few, and how many there are.

        Args:
            many: They are not few: more than the best need not be taken out.
        """
        reach = most + _SPARE if many else max(most + _SPARE, self._few)
        while True:
            answer = self.searcher.search(query, limit=max(1, reach), count=True)
            total: int = answer.count or 0  # type: ignore[attr-defined]  # the stubs leave it out
            hits = answer.hits
            # equal scores are put in order here: all that equal the last one wanted have to be seen
            if len(hits) >= total or (len(hits) > most and hits[most - 1][0] > hits[-1][0]):
                break
            reach = min(reach * _MORE, total)
        rows, scores = self._rows_of(hits, columns)
        return Matches(query=query, rows=rows, scores=scores, total=total)

    def scored(self, query: Query, columns: Columns, rows: Rows, /) -> dict[int, float]:
        """BM25 of those of the rows that match."""
        if not len(rows):
            return {}
        serials = columns.scalars["serial"][rows].tolist()
        only = Query.const_score_query(Query.term_set_query(self.schema, "row", serials), 0.0)
        both = Query.boolean_query([(Occur.Must, query), (Occur.Must, only)])
        found, scores = self._rows_of(self.searcher.search(both, limit=len(rows), count=False).hits, columns)
        return dict(zip(found.tolist(), scores.tolist(), strict=True))

    def counts(
        self, query: Query, facets: Sequence[FacetField], columns: Columns, /, *, most: int | None = None
    ) -> dict[FacetField, Counted] | None:
        """Matches by facet and code; None where there are more values than Tantivy counts.

        Args:
            most: Values of each facet that are told; of many more the rarest need not be handed over, which costs more
                than counting them. None for all.
        """
        if any(columns.counted[one] > _MOST_VALUES for one in facets):
            return None
        size = _MOST_VALUES if most is None else most * _TIMES_TOLD + _MORE_THAN_TOLD
        wanted = {
            one: {"terms": {"field": _of(one), "size": size, "segment_size": _MOST_VALUES}} for one in facets
        }
        try:
            answer = self.searcher.aggregate(query, wanted) if wanted else {}
        except ValueError:  # more values of all the facets together
            return None
        result: dict[FacetField, Counted] = {}
        for one in facets:
            by_code = np.zeros(columns.counted[one], dtype=np.int64)
            buckets = answer[one]["buckets"]
            codes = np.array([bucket["key"] for bucket in buckets], dtype=np.int64)
            numbers = [bucket["doc_count"] for bucket in buckets]
            by_code[codes] = numbers
            result[one] = Counted(by_code=by_code, rarest=numbers[-1] if len(numbers) == size else 0)
        return result

    def starting_with(
        self, prefix: str, /, *, limit: int, field: TextField, exact: bool
    ) -> list[tuple[str, int]]:
        """A field's tokens by how many offers carry them; `exact` leaves replaced offers out of the counts. Everybody begins
        with the same few letters, with which thousands of tokens begin: they are counted once."""
        asked = (field, prefix, limit, exact)
        known = self._begun.get(asked)
        if known is None:
            known = (
                self._living(field, prefix, limit)
                if exact
                else self.searcher.terms_with_prefix(field, prefix, limit=limit)
            )
            if len(prefix) <= _SHORT_BEGINNING and limit <= _FEW_TOKENS:
                if len(self._begun) >= _MOST_BEGINNINGS:
                    self._begun.clear()
                self._begun[asked] = known
        return list(known)

    def _living(self, field: TextField, prefix: str, limit: int) -> list[tuple[str, int]]:
        """`starting_with`, replaced offers left out. The dictionary counts them too, so that what it says of a token is the
        most that it can have: a few more than wanted are counted, and where a token beyond them could come as far, all.
        Counting all tokens means going through all offers first."""
        reach = limit + _MORE_TOKENS
        listed = self.searcher.terms_with_prefix(field, prefix, limit=reach)
        counted = [(token, self._count(self._term(field, token))) for token, _ in listed]
        best = sorted((one for one in counted if one[1]), key=lambda one: (-one[1], one[0]))[:limit]
        settled = len(listed) < reach or (len(best) == limit > 0 and best[-1][1] > listed[-1][1])
        if settled:
            return best
        return self.searcher.terms_with_prefix(field, prefix, filter_query=Query.all_query(), limit=limit)

    def _count(self, query: Query) -> int:
        return self.searcher.search(query, limit=1, count=True).count or 0  # type: ignore[attr-defined]  # the stubs leave it out

    # ------------------------------------------------------------------------ queries

    def _asked(self, request: IndexRequest) -> Query | None:
        """Offers with enough of the term groups; None where no words are asked for."""
        fields = weights(request.field_weights)
        groups = self._groups(request.terms, fields)
        if not groups or not fields:
            return None
        return Query.boolean_query(
            [(Occur.Should, group) for group in groups],
            minimum_number_should_match=max(1, request.minimum_groups),
        )

    def _groups(self, terms: Sequence[Term], fields: Mapping[TextField, float]) -> list[Query]:
        """A query for each word. A search asks for the same terms several times over: those of the last are kept."""
        for asked, weighed, groups in tuple(self._lately):
            if asked is terms and weighed == fields:
                return groups
        groups = [self._group(group, fields) for group in grouped(terms)]
        self._lately.append((terms, fields, groups))
        return groups

    def _group(self, group: Sequence[Term], fields: Mapping[TextField, float]) -> Query:
        """Offers with any form of a word in any of the fields, scored by the best of them."""
        forms = [
            form
            for name, weight in fields.items()
            for term in group
            if (form := self._form(name, term.token, weight * term.weight)) is not None
        ]
        return Query.disjunction_max_query(forms, tie_breaker=TIE_BREAKER) if forms else Query.empty_query()

    def _form(self, name: TextField, token: str, weight: float) -> Query | None:
        """None where no offer carries it in the field. Of the forms that a question asks for in each field most are in
        none, and Tantivy would look each of them up twice in each segment."""
        asked = (name, token, weight)
        known = self._forms.get(asked, _NOT_ASKED)
        if known is not _NOT_ASKED:
            return known
        if len(self._forms) >= _MOST_REMEMBERED:
            self._forms.clear()
        carried = self.searcher.doc_freq(name, token) > 0
        form = Query.boost_query(self._term(name, token), weight) if carried else None
        self._forms[asked] = form
        return form

    def _filter(self, one: Filter, columns: Columns) -> Query | None:
        match one:
            case FacetFilter(field=facet, any_of=any_of):
                names = columns.names[facet]
                codes = [code for value in any_of if (code := names.code(value)) is not None]
                return Query.term_set_query(self.schema, _of(facet), codes) if codes else Query.empty_query()
            case NumberFilter(field=number, low=low, high=high, keep_unknown=False) if (
                low is not None or high is not None
            ):
                return Query.range_query(
                    self.schema, number, tantivy.FieldType.Float, lower_bound=low, upper_bound=high
                )
            case _:
                return None

    def _term(self, name: TextField, token: str) -> Query:
        return Query.term_query(self.schema, name, token, index_option="freq")

    def _rows_of(
        self, hits: Sequence[tuple[float, tantivy.DocAddress]], columns: Columns
    ) -> tuple[Rows, Floats]:
        if not hits:
            return _NOTHING
        serials = self.searcher.fast_field_values("row", [address for _, address in hits])
        rows = columns.rows_at(np.array(serials, dtype=np.int64))
        scores = np.array([score for score, _ in hits], dtype=np.float64)
        known = rows >= 0
        return (rows, scores) if known.all() else (rows[known], scores[known])


def _tantivy_document(
    document: IndexDocument, codes: Mapping[FacetField, Sequence[int]], serial: int
) -> tantivy.Document:
    result = tantivy.Document()
    for name, tokens in document.text.items():
        if tokens:
            result.add_text(name, " ".join(tokens))
    for identifier in document.identifiers:
        result.add_text("identifier", identifier)
    for facet, its_codes in codes.items():
        for code in its_codes:
            result.add_unsigned(_of(facet), code)
    for number, value in document.numbers.items():
        result.add_float(number, value)
    result.add_unsigned("row", serial)
    return result
