"""Loading files into the record: batch by batch, so that a load that is cut off goes on where it was."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from dragoman.errors import FileUnreadable
from dragoman.ingest.events import IngestEvent
from dragoman.ingest.reading import (
    Found,
    IngestRequest,
    OpenFile,
    OpenTable,
    find,
    fingerprint,
    open_file,
    unreadable,
)
from dragoman.model import Offer, Problem, RawRow, Supplier
from dragoman.normalise import NORMALISER_VERSION
from dragoman.normalise.offers import to_offer
from dragoman.normalise.suppliers import named
from dragoman.ports import (
    BatchCounts,
    BeginFile,
    CatalogueStore,
    FormatReader,
    Row,
    SaveBatch,
)

__all__ = ["FailedFile", "IngestReport", "IngestRequest", "ingest"]

BATCH_ROWS = 500
"""Rows per transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedFile:
    file: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """What a load did."""

    files: int
    """Read, known or failed."""
    rows: int
    offers: int
    """Active offers of the files."""
    added: int
    updated: int
    unchanged: int
    withdrawn: int
    problems: int
    seconds: float
    failed: tuple[FailedFile, ...]


@dataclass
class _Tally:
    """Sums over the files."""

    files: int = 0
    rows: int = 0
    counts: BatchCounts = field(default_factory=BatchCounts)
    problems: int = 0
    failed: list[FailedFile] = field(default_factory=list)

    def add(self, other: BatchCounts) -> None:
        mine = self.counts
        self.counts = BatchCounts(
            added=mine.added + other.added,
            updated=mine.updated + other.updated,
            unchanged=mine.unchanged + other.unchanged,
            withdrawn=mine.withdrawn + other.withdrawn,
        )


def ingest(
    request: IngestRequest,
    /,
    *,
    store: CatalogueStore,
    readers: Sequence[FormatReader],
    reader_version: str,
    progress: Callable[[IngestEvent], None],
) -> IngestReport:
    """Load every file that the request names; one that cannot be read is told and the others go on.

    Raises:
        InputError: a path does not exist, or a mapping file has a mistake; nothing was loaded of it.
        StoreError: the record cannot be written.
    """
    started = time.perf_counter()
    tally = _Tally()
    load = _Load(store=store, readers=readers, version=f"{reader_version}/{NORMALISER_VERSION}", tally=tally)
    for found in find(request):
        tally.files += 1
        load.file(found, request, progress)
    counts = tally.counts
    return IngestReport(
        files=tally.files,
        rows=tally.rows,
        offers=counts.added + counts.updated + counts.unchanged,
        added=counts.added,
        updated=counts.updated,
        unchanged=counts.unchanged,
        withdrawn=counts.withdrawn,
        problems=tally.problems,
        seconds=time.perf_counter() - started,
        failed=tuple(tally.failed),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Load:
    store: CatalogueStore
    readers: Sequence[FormatReader]
    version: str
    tally: _Tally

    def file(self, found: Found, request: IngestRequest, progress: Callable[[IngestEvent], None]) -> None:
        if isinstance(found.source, Problem):
            self._failed(found.source, request)
            return
        try:
            opened = open_file(found.source, request, found.mapping_file, readers=self.readers)
        except FileUnreadable as error:
            self._failed(unreadable(found.source, error), request)
            return
        begun = self.store.begin_file(
            BeginFile(
                name=found.source.name,
                sha256=found.source.sha256,
                supplier=opened.supplier,
                fingerprint=fingerprint(opened, request, version=self.version),
            )
        )
        if begun.known:
            self.tally.rows += begun.file.rows_done
            self.tally.problems += begun.problems
            self.tally.add(BatchCounts(unchanged=begun.offers))
            progress(IngestEvent(file=found.source.name, rows=begun.file.rows_done, finished=True))
            return
        try:
            self._rows(opened, begun.file.file_id, begun.file.rows_done, progress)
        except FileUnreadable as error:
            problem = unreadable(found.source, error)
            self._save(begun.file.file_id, _Batch(rows_done=begun.file.rows_done, problems=[problem]))
            self.store.fail_file(begun.file.file_id, str(error))
            self.tally.failed.append(FailedFile(file=found.source.name, error=str(error)))

    def _rows(
        self, opened: OpenFile, file_id: int, done: int, progress: Callable[[IngestEvent], None]
    ) -> None:
        name, offers, problems = opened.source.name, 0, 0
        reached = done
        for batch in _batches(opened, skip=done):
            self._save(file_id, batch)
            offers += len(batch.offers)
            problems += len(batch.problems)
            reached = batch.rows_done
            progress(IngestEvent(file=name, rows=reached, offers=offers, problems=problems))
        self.tally.rows += reached
        self.tally.add(self.store.finish_file(file_id))
        progress(IngestEvent(file=name, rows=reached, offers=offers, problems=problems, finished=True))

    def _save(self, file_id: int, batch: _Batch) -> None:
        counts = self.store.save_batch(
            SaveBatch(
                file_id=file_id,
                rows_done=batch.rows_done,
                rows=tuple(batch.rows),
                offers=tuple(batch.offers),
                problems=tuple(batch.problems),
            )
        )
        self.tally.add(counts)
        self.tally.problems += len(batch.problems)

    def _failed(self, problem: Problem, request: IngestRequest) -> None:
        """Keep a file that did not even open in the record, so that it is listed with its reason."""
        origin = problem.origin
        begun = self.store.begin_file(
            BeginFile(
                name=origin.file,
                sha256=origin.sha256,
                supplier=_unnamed(request, origin.file),
                fingerprint=f"unreadable {origin.sha256}",
            )
        )
        self._save(begun.file.file_id, _Batch(rows_done=0, problems=[problem]))
        self.store.fail_file(begun.file.file_id, problem.advice)
        self.tally.failed.append(FailedFile(file=origin.file, error=problem.advice))


def _unnamed(request: IngestRequest, file: str) -> Supplier:
    return named(request.supplier or file, request.country)


@dataclass
class _Batch:
    rows_done: int
    rows: list[RawRow] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def _batches(opened: OpenFile, /, *, skip: int) -> Iterator[_Batch]:
    """The file's rows in batches; the first `skip` rows are committed already and only looked at, since
    later ones may repeat their ids."""
    seen: set[str] = set()
    batch = _Batch(rows_done=skip)
    number = 0
    for table in opened.tables:
        for row in table.rows:
            number += 1
            known = number <= skip
            _take(row, table, opened.supplier, seen, _Batch(rows_done=0) if known else batch)
            if known:
                continue
            batch.rows_done = number
            if number % BATCH_ROWS == 0:
                yield batch
                batch = _Batch(rows_done=number)
    if batch.rows or batch.problems or number == 0:
        yield batch


def _take(row: Row | Problem, table: OpenTable, supplier: Supplier, seen: set[str], batch: _Batch) -> None:
    if isinstance(row, Problem):
        batch.problems.append(row)
        batch.rows.append(RawRow(origin=row.origin, values={"": row.value}))
        return
    batch.rows.append(RawRow(origin=row.origin, values={key: row.text(key) for key in row.values}))
    outcome = to_offer(row, table.mapping, supplier)
    batch.problems.extend(outcome.problems)
    if outcome.offer is not None:
        _keep(outcome.offer, seen, batch)


def _keep(offer: Offer, seen: set[str], batch: _Batch) -> None:
    """Add an offer; a second one of the same id stays beside the first unless it says the same."""
    if offer.offer_id not in seen:
        seen.add(offer.offer_id)
        batch.offers.append(offer)
        return
    second = _with_other_id(offer)
    same = second.offer_id in seen
    batch.problems.append(
        Problem(
            kind="duplicate_id",
            origin=offer.origin,
            value=offer.external_id[:200],
            expected="an id that no other row of the file has",
            advice=(
                "the row is left out: id and title are those of an earlier row; delete one of the two"
                if same
                else "both rows are kept as offers of their own; give each an id of its own"
            ),
            severity="error" if same else "warning",
            field_name="external_id",
        )
    )
    if not same:
        seen.add(second.offer_id)
        batch.offers.append(second)


def _with_other_id(offer: Offer) -> Offer:
    text = f"{offer.offer_id}\n{offer.title.value}"
    return replace(offer, offer_id=hashlib.sha256(text.encode()).hexdigest()[: len(offer.offer_id)])
