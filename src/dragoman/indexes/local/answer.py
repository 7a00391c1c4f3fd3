"""A request answered from one moment of the index.

Three legs: words, identifiers, meaning. Where Tantivy knows all that is asked for (words, facets, numbers; the order by
relevance) it answers alone, and only the offers shown are taken out of it; else every match is, and the columns decide.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from tantivy import Query

from dragoman.indexes.local.columns import Columns, Mask, Rows
from dragoman.indexes.local.lately import Compared
from dragoman.indexes.local.snapshot import Snapshot
from dragoman.indexes.local.words import Matches
from dragoman.indexes.scoring import named_values
from dragoman.ports import (
    ByRelevance,
    Candidate,
    FacetField,
    IndexRequest,
    IndexResponse,
    Vector,
)
from dragoman.processors import processors

_BESIDE_FROM = 100_000
"""Rows from which on words are looked for beside meaning, where a processor may be free: neither holds the interpreter."""
_pool = ThreadPoolExecutor(max_workers=processors(), thread_name_prefix="words")
_second = threading.BoundedSemaphore(max(1, processors() - 1))
"""Legs that may be looked for beside another; where they are taken, one leg follows the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Legs:
    """What matches, and in what order it is shown."""

    page: Rows
    lexical: dict[int, float]
    """BM25 of the rows of the page that words found; 1.0 where none was reckoned."""
    identified: Rows
    near: Rows
    total: int
    counts: dict[FacetField, Rows]
    """Of matches, by facet and code."""


def answered(request: IndexRequest, snapshot: Snapshot, /) -> IndexResponse:
    """The answer of one moment."""
    columns = snapshot.columns
    known = _matches_known(request, snapshot)
    beside = (
        known is None
        and len(columns) >= _BESIDE_FROM
        and request.vector is not None
        and _second.acquire(blocking=False)
    )
    if beside:
        alone = _pool.submit(_matches, request, snapshot)
        alone.add_done_callback(lambda _: _second.release())
    passing = snapshot.lately.passing(
        request, lambda: columns.passing(request.filters, snapshot.lately.filtered)
    )
    identified = snapshot.words.identified(request.identifiers, columns)
    identified = identified[passing[identified]]
    near = _near(snapshot, request, passing)
    if known is not None:
        matches: Matches | None = _passed(known, passing) if request.filters else known
    else:
        matches = alone.result() if beside else _matches(request, snapshot)
    legs = _by_tantivy(request, snapshot, matches, identified, near) or _by_columns(
        request, snapshot, passing, identified, near
    )
    return IndexResponse(
        candidates=_candidates(request, snapshot, legs),
        total=legs.total,
        facets={
            name: columns.told(name, counts, request.facet_values, named_values(request, name))
            for name, counts in legs.counts.items()
        },
        generation=snapshot.manifest.generation,
    )


def _near(snapshot: Snapshot, request: IndexRequest, passing: Mask) -> Rows:
    """Rows by falling cosine of at least the floor; ties by offer id."""
    vector, columns, limit = request.vector, snapshot.columns, request.dense_limit
    if vector is None or not len(columns):
        return np.empty(0, dtype=np.int64)

    def compared() -> Compared:
        rows, cosines = snapshot.nearest.compared(vector, passing & columns.has_vector, limit=limit)
        snapshot.lately.cosines(vector).update(zip(rows.tolist(), cosines.tolist(), strict=True))
        return rows, cosines

    rows, cosines = snapshot.lately.compared(request, passing, compared)
    near = cosines >= request.dense_floor
    return columns.best(rows[near], -cosines[near].astype(np.float64), limit)


def _matches_known(request: IndexRequest, snapshot: Snapshot) -> Matches | None:
    """Of the leg of words without filters, where it was looked for lately and serves for what is asked now."""
    if not isinstance(request.sort, ByRelevance):
        return None
    found = snapshot.lately.matches(request)
    if found is None or not (found.complete if request.filters else found.holds_best(request.limit)):
        return None
    return found


def _passed(matches: Matches, passing: Mask) -> Matches:
    """Of all matches those that pass."""
    kept = passing[matches.rows]
    rows = matches.rows[kept]
    return Matches(query=matches.query, rows=rows, scores=matches.scores[kept], total=len(rows))


def _matches(request: IndexRequest, snapshot: Snapshot) -> Matches | None:
    """The leg of words, where Tantivy can answer alone."""
    if not isinstance(request.sort, ByRelevance) or not snapshot.words_agree:
        return None
    query, whole = snapshot.words.narrowed(request, snapshot.columns)
    if query is None or not whole:
        return None
    many = snapshot.words.surely_many(request)
    found = snapshot.words.best(query, snapshot.columns, request.limit, many=many)
    if not request.filters:
        snapshot.lately.keep_matches(request, found)
    return found


def _by_tantivy(
    request: IndexRequest,
    snapshot: Snapshot,
    matches: Matches | None,
    identified: Rows,
    near: Rows,
) -> _Legs | None:
    """None where it cannot answer alone."""
    if matches is None:
        return None
    columns, words, query = snapshot.columns, snapshot.words, matches.query
    page = _in_turn(columns, request.limit, identified, matches.first(columns, request.limit), near)
    shown, scores = matches.scores_of(page)
    lexical = dict(zip(page[shown].tolist(), scores.tolist(), strict=True))
    others = np.unique(np.concatenate([identified, near]))
    if matches.complete:
        added = others[~matches.scores_of(others)[0]]
        counts = _counted(columns, request.facets, np.concatenate([matches.rows, added]))
    else:
        also = snapshot.lately.scored(matches, others, lambda: words.scored(query, columns, others))
        added = others[[row not in also for row in others.tolist()]]
        lexical |= also
        known = _counted_by_tantivy(request, snapshot, query, _counted(columns, request.facets, added))
        if known is None:
            return None
        counts = known
    return _Legs(
        page=page,
        lexical=lexical,
        identified=identified,
        near=near,
        total=matches.total + len(added),
        counts=counts,
    )


def _counted_by_tantivy(
    request: IndexRequest, snapshot: Snapshot, query: Query, added: dict[FacetField, Rows]
) -> dict[FacetField, Rows] | None:
    """Matches by facet and code, those that words alone do not find with them: exact for every value that is told."""
    columns, words, most = snapshot.columns, snapshot.words, request.facet_values
    found = words.counts(query, request.facets, columns, most=most)
    if found is None:
        return None
    unsettled = [
        name
        for name in request.facets
        if not found[name].settles(added[name], most, columns.codes_of(name, named_values(request, name)))
    ]
    if unsettled:
        whole = words.counts(query, unsettled, columns)
        if whole is None:
            return None
        found |= whole
    return {name: found[name].by_code + added[name] for name in request.facets}


def _counted(columns: Columns, facets: Sequence[FacetField], rows: Rows) -> dict[FacetField, Rows]:
    """How many of the rows have each value, by facet and code."""
    return {name: np.bincount(columns.codes(name, rows), minlength=columns.counted[name]) for name in facets}


def _by_columns(
    request: IndexRequest, snapshot: Snapshot, passing: Mask, identified: Rows, near: Rows
) -> _Legs:
    """Every match taken out of Tantivy: without its score, which costs as much again, where another order is asked for."""
    columns, words = snapshot.columns, snapshot.words
    query, _ = words.narrowed(request, columns)
    asked = bool(request.terms or request.identifiers or request.vector is not None)
    if isinstance(request.sort, ByRelevance):
        rows, scores = words.with_scores(query, columns)
        rows, scores = rows[passing[rows]], scores[passing[rows]]
        matching = _mask(columns, rows, identified, near) if asked else passing
        page = (
            _in_turn(columns, request.limit, identified, columns.best(rows, -scores, request.limit), near)
            if asked
            else columns.by_id(np.flatnonzero(passing), request.limit)
        )
        shown = _mask(columns, page)[rows]
        scored = dict(zip(rows[shown].tolist(), scores[shown].tolist(), strict=True))
    else:
        carrying = _mask(columns, words.rows(query, columns))
        matching = carrying & passing | _mask(columns, identified, near) if asked else passing
        last = request.offset + request.limit
        page = columns.ordered(request.sort, np.flatnonzero(matching), last)[request.offset :]
        scored = dict.fromkeys(page[carrying[page]].tolist(), 1.0)
    total = int(np.count_nonzero(matching))
    return _Legs(
        page=page,
        lexical=scored,
        identified=identified,
        near=near,
        total=total,
        counts={name: columns.counts(name, matching, total) for name in request.facets},
    )


def _mask(columns: Columns, *parts: Rows) -> Mask:
    """The rows of all the parts."""
    mask = np.zeros(len(columns), dtype=np.bool_)
    for part in parts:
        mask[part] = True
    return mask


def _in_turn(columns: Columns, limit: int, identified: Rows, lexical: Rows, near: Rows) -> Rows:
    """Up to `limit` of each leg, each row once."""
    parts = np.concatenate([columns.by_id(identified, limit), lexical, near[:limit]])
    _, first = np.unique(parts, return_index=True)
    ordered: Rows = parts[np.sort(first)]
    return ordered


def _cosines(vector: Vector, snapshot: Snapshot, page: Rows) -> dict[int, float]:
    """At least of the rows of a page that have a vector."""
    known = snapshot.lately.cosines(vector)
    missing = page[[row not in known for row in page.tolist()]] if len(page) else page
    missing = missing[snapshot.columns.has_vector[missing]]
    if len(missing):
        known.update(zip(missing.tolist(), snapshot.nearest.cosines(vector, missing).tolist(), strict=True))
    return known


def _candidates(request: IndexRequest, snapshot: Snapshot, legs: _Legs) -> tuple[Candidate, ...]:
    columns, page = snapshot.columns, legs.page
    exact, nearest = set(legs.identified.tolist()), set(legs.near.tolist())
    offer_ids = columns.offer_ids(page)
    values = {name: columns.facet_values(name, page) for name in request.report}
    cosines = _cosines(request.vector, snapshot, page) if request.vector is not None else {}
    return tuple(
        Candidate(
            offer_id=offer_ids[place],
            lexical=legs.lexical.get(row, 0.0),
            cosine=cosines.get(row),
            near=row in nearest,
            identifier=row in exact,
            facets={name: there for name, listed in values.items() if (there := listed[place])},
        )
        for place, row in enumerate(page.tolist())
    )
