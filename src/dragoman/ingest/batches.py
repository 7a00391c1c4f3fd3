"""A file's rows in batches, each ready to be committed whole: raw rows, offers, problems."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from dragoman.ingest.changes import settle, with_categories
from dragoman.ingest.corrections import noted
from dragoman.ingest.reading import OpenFile, OpenTable
from dragoman.model import Offer, Problem, RawRow, Supplier
from dragoman.normalise.changes import Change, to_change
from dragoman.normalise.mapping.misfits import misfits
from dragoman.normalise.mapping.roles import TableMapping
from dragoman.normalise.mapping.tier_rows import names_goods, tier_column
from dragoman.normalise.offers import to_offer
from dragoman.normalise.tier_rows import joined_offer, tier_row
from dragoman.ports import CatalogueStore, FileRecord, Row, RowChange

BATCH_ROWS = 500
"""Rows per transaction."""

_MOST_ROWS = 2 * BATCH_ROWS
"""Of a batch, further tiers of its last offer among them."""

_Values = Mapping[str, str]
_Placed = tuple[Row | Problem, OpenTable, bool]
"""A row, its table, whether it is the first of it."""


@dataclass
class Batch:
    """Consecutive rows of a file."""

    rows_done: int
    """Of the file, these included."""
    rows: list[RawRow] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    amended: list[Offer] = field(default_factory=list)
    """Offers of the record with other prices."""
    withdrawn: list[str] = field(default_factory=list)
    """Ids of offers of the record that rows take back."""


def batches(opened: OpenFile, /, *, store: CatalogueStore, file: FileRecord) -> Iterator[Batch]:
    """The rows that are not committed yet, BATCH_ROWS at a time; at least one batch for a new file.

    Memory holds one batch: which ids came earlier in the file is asked of the record.
    """
    every = ((row, table, at == 0) for table in opened.tables for at, row in enumerate(table.rows))
    rows = islice(every, file.rows_done, None)
    done = file.rows_done
    ahead: list[_Placed] = []
    while chunk := list(islice(chain(ahead, rows), BATCH_ROWS - done % BATCH_ROWS)):
        ahead = _further_tiers(chunk, rows)
        done += len(chunk)
        yield _batch(chunk, opened.supplier, rows_done=done, store=store, file_id=file.file_id)
    if done == 0:
        yield Batch(rows_done=0)


def _further_tiers(chunk: list[_Placed], rows: Iterator[_Placed]) -> list[_Placed]:
    """Put the rows to a batch that may be further tiers of its last offer; gives the row that is not, already read."""
    while len(chunk) < _MOST_ROWS and (following := next(rows, None)) is not None:
        row, table, begins = following
        above = _last_named(chunk, table.mapping)
        if begins or above is None or isinstance(row, Problem) or tier_row(row, above, table.mapping) is None:
            return [following]
        chunk.append(following)
    return []


def _last_named(chunk: Sequence[_Placed], mapping: TableMapping) -> Row | None:
    """The last row that names goods, where those below it are its further tiers; None behind a Problem."""
    if tier_column(mapping) is None:
        return None
    for row, _, _ in reversed(chunk):
        if isinstance(row, Problem) or names_goods(row, mapping.columns):
            return row if not isinstance(row, Problem) else None
    return None


def _batch(
    chunk: list[_Placed],
    supplier: Supplier,
    /,
    *,
    rows_done: int,
    store: CatalogueStore,
    file_id: int,
) -> Batch:
    batch = Batch(rows_done=rows_done)
    found: list[tuple[Offer, _Values]] = []
    changes: list[tuple[int, Change]] = []
    placed: dict[str, int] = {}
    above: Row | None = None
    for place, (row, table, begins) in enumerate(chunk):
        if begins:
            batch.problems.extend(misfits(table.mapping, row.origin))
            above = None
        if isinstance(row, Problem):
            batch.problems.append(row)
            batch.rows.append(RawRow(origin=row.origin, values={"": row.value}))
            continue
        values: _Values = {key: row.text(key) for key in row.values}
        batch.rows.append(RawRow(origin=row.origin, values=values))
        kind: RowChange | None = getattr(row, "change", None)  # a `Changing`, asked as `Remarked` rows are
        if kind is not None:
            changed = to_change(row, kind, table.mapping, supplier)
            batch.problems.extend(changed.problems)
            if changed.change is not None:
                changes.append((place, changed.change))
            continue
        joined = (
            joined_offer(found[-1][0], above, row, table.mapping, supplier) if above is not None else None
        )
        if joined is not None:
            found[-1] = noted(joined.offer, row), found[-1][1]
            batch.problems.extend(joined.problems)
            continue
        outcome = to_offer(row, table.mapping, supplier)
        batch.problems.extend(outcome.problems)
        above = row if outcome.offer is not None else None
        if outcome.offer is not None:
            found.append((noted(outcome.offer, row), values))
            placed[outcome.offer.offer_id] = place
    ids = _Ids(store, file_id, [offer.offer_id for offer, _ in found])
    for offer, values in found:
        _keep(offer, values, ids, batch)
    if any(table.table.changes_only for _, table, _ in chunk):
        batch.offers = with_categories(batch.offers, store=store)
    if changes:
        settled = settle(batch.offers, changes, placed=placed, store=store)
        batch.offers, batch.amended, batch.withdrawn = settled.offers, settled.amended, settled.withdrawn
        batch.problems.extend(settled.problems)
    return batch


class _Ids:
    """Which row of the file holds an offer id: in this batch, or in an earlier one by the record."""

    def __init__(self, store: CatalogueStore, file_id: int, expected: list[str]) -> None:
        self._store = store
        self._file_id = file_id
        self._asked = set(expected)
        self._earlier = store.seen(file_id, expected) if expected else set()
        self._here: dict[str, _Values] = {}

    def take(self, offer_id: str, values: _Values, /) -> _Values | None:
        """None where the id is free, and is the row's from now on; else the values of the row that holds it."""
        if offer_id not in self._asked:
            self._asked.add(offer_id)
            self._earlier |= self._store.seen(self._file_id, [offer_id])
        if offer_id in self._here:
            return self._here[offer_id]
        if offer_id in self._earlier:
            row = self._store.raw_row(offer_id)
            return row.values if row is not None else {}
        self._here[offer_id] = values
        return None


def _keep(offer: Offer, values: _Values, ids: _Ids, batch: Batch) -> None:
    """Add an offer. A further row of the same id is an offer of its own, known by its title too, and where
    that is taken as well by all its cells; a row that repeats an earlier one cell by cell is left out."""
    holder = ids.take(offer.offer_id, values)
    if holder is None:
        batch.offers.append(offer)
        return
    same = holder == values
    if not same:
        for more in ([offer.title.value], [f"{key}={text}" for key, text in values.items()]):
            second = replace(offer, offer_id=_id_with(offer, more))
            holder = ids.take(second.offer_id, values)
            if holder is None:
                batch.offers.append(second)
                break
            same = holder == values
            if same:
                break
        else:
            same = True
    batch.problems.append(_duplicate(offer, left_out=same))


def _id_with(offer: Offer, more: list[str]) -> str:
    text = "\n".join([offer.offer_id, *more])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[: len(offer.offer_id)]


def _duplicate(offer: Offer, /, *, left_out: bool) -> Problem:
    return Problem(
        kind="duplicate_id",
        origin=offer.origin,
        value=(offer.external_id or offer.title.value)[:200],
        expected="an id that no other row of the file has",
        advice=(
            "the row repeats an earlier one in every cell and is left out; delete one of the two"
            if left_out
            else "both rows are kept as offers of their own; give each an id of its own"
        ),
        severity="error" if left_out else "warning",
        field_name="external_id",
    )
