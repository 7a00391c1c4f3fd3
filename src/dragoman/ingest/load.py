"""Loading files into the record: batch by batch, so that a load that is cut off goes on where it was."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from dragoman.errors import FileUnreadable, InputError
from dragoman.ingest.batches import Batch, batches
from dragoman.ingest.corrections import CorrectionsFolder
from dragoman.ingest.events import IngestEvent
from dragoman.ingest.mappings_folder import BrokenMapping, Library, MappingsFolder
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
from dragoman.ingest.said_codes import SaidCodes
from dragoman.model import Problem, Supplier
from dragoman.normalise import NORMALISER_VERSION
from dragoman.normalise.mapping.file import MappingFile, with_currency
from dragoman.normalise.mapping.layout import Layout
from dragoman.normalise.mapping.learned import Recalled
from dragoman.normalise.suppliers import named
from dragoman.ports import (
    BatchCounts,
    BeginFile,
    CatalogueStore,
    FileRecord,
    FormatReader,
    ProblemFilter,
    SaveBatch,
    SourceFile,
)

_Read = tuple[Layout, Recalled | None]
"""A table, and the remembered corrections that it was read by or that are suggested for it."""

__all__ = ["FailedFile", "IngestReport", "IngestRequest", "RecalledMapping", "ingest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedFile:
    file: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecalledMapping:
    """Remembered corrections that a table was read by, or that are only suggested for it."""

    file: str
    sheet: str | None
    recalled: Recalled


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """What a load did."""

    files: int
    """Read, known or failed."""
    rows: int
    offers: int
    """Active offers that come from the files now, whether this run added them or an earlier one did."""
    added: int
    updated: int
    unchanged: int
    withdrawn: int
    problems: int
    seconds: float
    failed: tuple[FailedFile, ...]
    recalled: tuple[RecalledMapping, ...] = ()
    remembered: tuple[str, ...] = ()
    """Names under which the mapping file that was given is remembered."""
    broken_mappings: tuple[BrokenMapping, ...] = ()
    """Remembered ones that cannot be used."""


@dataclass
class _Tally:
    """Sums over the files."""

    files: int = 0
    rows: int = 0
    counts: BatchCounts = field(default_factory=BatchCounts)
    problems: int = 0
    failed: list[FailedFile] = field(default_factory=list)
    file_ids: set[int] = field(default_factory=set)
    recalled: list[RecalledMapping] = field(default_factory=list)
    remembered: list[str] = field(default_factory=list)

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
    mappings: MappingsFolder | None = None,
    corrections: CorrectionsFolder | None = None,
    codes: SaidCodes | None = None,
) -> IngestReport:
    """Load every file that the request names; one that cannot be read is told and the others go on.

    Args:
        mappings: Corrections that are remembered; the mapping file that the request names is added to them.
        corrections: Of single cells, which people read otherwise.
        codes: That the user said of offers; they go before the suppliers'.
    Raises:
        InputError: a path does not exist, or a mapping file has a mistake; nothing was loaded of it.
        StoreError: the record cannot be written.
    """
    started = time.perf_counter()
    tally = _Tally()
    library = mappings.read() if mappings is not None and request.learned else Library()
    load = _Load(
        store=store,
        readers=readers,
        version=f"{reader_version}/{NORMALISER_VERSION}",
        tally=tally,
        library=library,
        mappings=mappings,
        corrections=corrections,
        codes=codes,
    )
    replaced = _replaced(store, request)
    changes: set[tuple[str, str]] = set()
    for found in find(request):
        if load.file(found, request, progress):
            tally.files += 1
        elif isinstance(found.source, SourceFile):
            changes.add((found.source.name, found.source.sha256))
    if changes:  # they are about what the others offer, whichever name comes first
        for found in find(request):
            if isinstance(found.source, SourceFile) and (found.source.name, found.source.sha256) in changes:
                tally.files += load.file(found, request, progress, changes=True)
    if not tally.failed:
        load.withdraw(replaced)
    counts = tally.counts
    return IngestReport(
        files=tally.files,
        rows=tally.rows,
        offers=sum(file.offers for file in store.files() if file.file_id in tally.file_ids),
        added=counts.added,
        updated=counts.updated,
        unchanged=counts.unchanged,
        withdrawn=counts.withdrawn,
        problems=tally.problems,
        seconds=time.perf_counter() - started,
        failed=tuple(tally.failed),
        recalled=tuple(tally.recalled),
        remembered=tuple(dict.fromkeys(tally.remembered)),
        broken_mappings=library.broken,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Load:
    store: CatalogueStore
    readers: Sequence[FormatReader]
    version: str
    tally: _Tally
    library: Library
    mappings: MappingsFolder | None
    corrections: CorrectionsFolder | None
    codes: SaidCodes | None

    def file(
        self,
        found: Found,
        request: IngestRequest,
        progress: Callable[[IngestEvent], None],
        *,
        changes: bool = False,
    ) -> bool:
        """Load a file; False where it only says what changed since another, and `changes` are not wanted yet."""
        if isinstance(found.source, Problem):
            self._failed(found.source, request)
            return True
        try:
            opened = open_file(
                found.source,
                request,
                found.mapping_file,
                readers=self.readers,
                learned=self.library.known,
                corrections=self.corrections.of(found.source.sha256)
                if self.corrections is not None
                else None,
            )
        except FileUnreadable as error:
            if not found.source.incidental:
                self._failed(unreadable(found.source, error), request)
            return True
        if opened.changes_only and not changes:
            return False
        if opened.changes_only and request.replaces is not None:
            self._failed(unreadable(found.source, _replaces_nothing(found.source.name)), request)
            return True
        begun = self.store.begin_file(
            BeginFile(
                name=found.source.name,
                sha256=found.source.sha256,
                supplier=opened.supplier,
                fingerprint=fingerprint(opened, request, version=self.version),
                path=found.source.path,
            )
        )
        self.tally.file_ids.add(begun.file.file_id)
        read: list[_Read] = []
        if begun.known:
            if opened.first is not None:
                self._note(opened.first, opened, read)
            self._remember(opened, request, read)
            self.tally.rows += begun.file.rows_done
            self.tally.problems += begun.problems
            self.tally.add(BatchCounts(unchanged=begun.offers))
            progress(IngestEvent(file=found.source.name, rows=begun.file.rows_done, finished=True))
            return True
        try:
            self._rows(replace(opened, tables=self._noted(opened, read)), begun.file, progress)
        except FileUnreadable as error:
            problem = unreadable(found.source, error)
            self._save(begun.file.file_id, Batch(rows_done=begun.file.rows_done, problems=[problem]))
            self.store.fail_file(begun.file.file_id, str(error))
            self.tally.failed.append(FailedFile(file=found.source.name, error=str(error)))
            return True
        self._remember(opened, request, read)
        return True

    def _noted(self, opened: OpenFile, read: list[_Read]) -> Iterator[OpenTable]:
        """The file's tables, each noted as it comes."""
        for table in opened.tables:
            self._note(table, opened, read)
            yield table

    def _note(self, table: OpenTable, opened: OpenFile, read: list[_Read]) -> None:
        read.append((table.layout, table.recalled))
        if table.recalled is not None:
            self.tally.recalled.append(
                RecalledMapping(file=opened.source.name, sheet=table.table.sheet, recalled=table.recalled)
            )

    def _remember(self, opened: OpenFile, request: IngestRequest, read: Sequence[_Read]) -> None:
        """Keep what the user said, for the layouts of the file that it was used with."""
        if self.mappings is None or not request.learned:
            return
        held: dict[str, tuple[MappingFile, list[Layout]]] = {}
        for layout, recalled in read:
            says = _to_remember(opened, request, recalled)
            if says is not None:
                held.setdefault(says.text, (says, []))[1].append(layout)
        for says, layouts in held.values():
            self.tally.remembered.extend(self.mappings.remember(says, layouts))

    def _rows(self, opened: OpenFile, file: FileRecord, progress: Callable[[IngestEvent], None]) -> None:
        name, offers, problems, changed = opened.source.name, 0, 0, 0
        reached = file.rows_done
        for batch in batches(opened, store=self.store, file=file):
            if self.codes is not None:
                batch.offers = self.codes.applied(batch.offers)
            self._save(file.file_id, batch)
            offers += len(batch.offers)
            changed += len(batch.amended) + len(batch.withdrawn)
            problems += len(batch.problems)
            reached = batch.rows_done
            progress(IngestEvent(file=name, rows=reached, offers=offers, problems=problems))
        if reached and not offers and not changed:
            self._refuse_unread(name, reached)
        self.tally.rows += reached
        self.tally.add(self.store.finish_file(file.file_id, withdraw=not opened.changes_only))
        progress(IngestEvent(file=name, rows=reached, offers=offers, problems=problems, finished=True))

    def _refuse_unread(self, name: str, rows: int) -> None:
        """Raise FileUnreadable where not one row of the file could be read."""
        pages = [
            self.store.problems(ProblemFilter(file=name, kind=kind, limit=1))
            for kind in ("unreadable_row", "limit", "unknown_offer")
        ]
        if sum(page.total for page in pages) >= rows:
            first = next(problem for page in pages for problem in page.problems)
            raise FileUnreadable(
                f"{name}: expected rows of offers, and none of its {rows} could be read; the first: {first.message()}"
            )

    def withdraw(self, replaced: Sequence[FileRecord]) -> None:
        """Take back what only the replaced files offer: each is begun anew, and no row comes."""
        for old in replaced:
            if old.file_id in self.tally.file_ids:
                continue
            begun = self.store.begin_file(
                BeginFile(
                    name=old.name,
                    sha256=old.sha256,
                    supplier=old.supplier,
                    fingerprint=f"replaced {old.sha256}",
                    path=old.path,
                )
            )
            if not begun.known:
                self.tally.add(self.store.finish_file(begun.file.file_id))

    def _save(self, file_id: int, batch: Batch) -> None:
        counts = self.store.save_batch(
            SaveBatch(
                file_id=file_id,
                rows_done=batch.rows_done,
                rows=tuple(batch.rows),
                offers=tuple(batch.offers),
                problems=tuple(batch.problems),
                amended=tuple(batch.amended),
                withdrawn=tuple(batch.withdrawn),
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
        told = problem.advice if problem.value == origin.file else problem.message()
        self._save(begun.file.file_id, Batch(rows_done=0, problems=[problem]))
        self.store.fail_file(begun.file.file_id, told)
        self.tally.failed.append(FailedFile(file=origin.file, error=told))


def _to_remember(opened: OpenFile, request: IngestRequest, recalled: Recalled | None) -> MappingFile | None:
    """The mapping file that the user named, with the currency that was said beside it; a currency alone goes into the
    mapping that the table was read by, or is one. None where nothing was said that is not remembered."""
    named_file = opened.mapping_file if request.mapping is not None else None
    if request.currency is None or opened.mapping_file is not named_file:
        return named_file
    used = recalled if recalled is not None and recalled.used else None
    if named_file is None and used is not None and used.relation != "same":
        return None
    base = used.learned.says if named_file is None and used is not None else named_file
    if base is not None and base.currency is not None:
        return named_file
    return with_currency(base, request.currency)


def _replaced(store: CatalogueStore, request: IngestRequest) -> list[FileRecord]:
    """The files that the user says are superseded. Raises InputError."""
    if request.replaces is None:
        return []
    known = store.files()
    found = [file for file in known if file.name == request.replaces]
    if not found:
        names = ", ".join(sorted({file.name for file in known})[:10]) or "none yet"
        raise InputError(
            f"expected the name of a loaded file to replace, got {request.replaces!r}; `dragoman files` lists them: {names}"
        )
    return found


def _replaces_nothing(name: str) -> FileUnreadable:
    return FileUnreadable(
        f"{name}: expected a whole catalogue to replace another file by, got one that only says what changed; load it "
        "without --replaces"
    )


def _unnamed(request: IngestRequest, file: str) -> Supplier:
    return named(request.supplier or file, request.country)
