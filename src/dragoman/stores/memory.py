"""The plain record in memory: the oracle that every other store is compared with."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from dragoman.model import Offer, OfferVersion, Problem, RawRow, Supplier
from dragoman.ports import (
    BatchCounts,
    BeginFile,
    BeginFileAnswer,
    FileRecord,
    Glance,
    OfferChanges,
    ProblemFilter,
    ProblemPage,
    SaveBatch,
    StoreCounts,
)
from dragoman.stores.content import changed_fields, digest, with_later_prices


@dataclass
class _Held:
    """An offer as it is now."""

    offer: Offer
    file_id: int
    load: int
    generation: int
    active: bool
    updated_at: datetime
    row: RawRow | None
    taken_back: bool = False
    """By another file of the supplier."""


@dataclass
class _File:
    record: FileRecord
    load: int = 1
    rows: list[RawRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class MemoryStore:
    """Everything in dictionaries."""

    def __init__(self) -> None:
        self._files: dict[int, _File] = {}
        self._offers: dict[str, _Held] = {}
        self._history: dict[str, list[OfferVersion]] = {}
        self._suppliers: dict[str, Supplier] = {}
        self._generation = 0
        self._lock = threading.RLock()

    # ------------------------------------------------------------------------ loading

    def begin_file(self, request: BeginFile, /) -> BeginFileAnswer:
        with self._lock:
            known = next(
                (
                    file
                    for file in self._files.values()
                    if (file.record.name, file.record.supplier.supplier_id)
                    == (request.name, request.supplier.supplier_id)
                ),
                None,
            )
            self._suppliers[request.supplier.supplier_id] = request.supplier
            self._forget_failed(request)
            if known is None:
                known = _File(record=_new_record(max(self._files, default=0) + 1, request))
                self._files[known.record.file_id] = known
            elif known.record.fingerprint != request.fingerprint or known.record.state == "failed":
                known.record = _new_record(known.record.file_id, request)
                known.load += 1
                known.rows, known.problems = [], []
            else:
                state = "loading" if known.record.state == "stopped" else known.record.state
                known.record = replace(known.record, path=request.path, state=state)
            loaded = known.record.state == "loaded"
            record = self._record(known)
            return BeginFileAnswer(
                file=record,
                known=loaded,
                offers=record.offers if loaded else 0,
                problems=len(known.problems) if loaded else 0,
            )

    def _forget_failed(self, request: BeginFile) -> None:
        givers = {held.file_id for held in self._offers.values()}
        gone = [
            file_id
            for file_id, file in self._files.items()
            if file.record.name == request.name
            and file.record.supplier.supplier_id != request.supplier.supplier_id
            and file.record.state == "failed"
            and file_id not in givers
        ]
        for file_id in gone:
            del self._files[file_id]

    def stop_files(self) -> None:
        with self._lock:
            for file in self._files.values():
                if file.record.state == "loading":
                    file.record = replace(file.record, state="stopped")

    def save_batch(self, batch: SaveBatch, /) -> BatchCounts:
        with self._lock:
            file = self._files[batch.file_id]
            counts = {"added": 0, "updated": 0, "unchanged": 0}
            rows = {row.origin: row for row in batch.rows}
            for offer in {offer.offer_id: offer for offer in batch.offers}.values():
                change = self._save(offer, file, rows.get(offer.origin))
                if change is not None:
                    counts[change] += 1
            for change in self._amended(batch.amended):
                counts[change] += 1
            known = [self._offers[one] for one in dict.fromkeys(batch.withdrawn) if one in self._offers]
            taken_back = [held for held in known if held.active]
            for held in taken_back:
                self._withdraw(held)
                held.taken_back = True
            file.rows.extend(batch.rows)
            file.problems.extend(batch.problems)
            file.record = replace(file.record, rows_done=batch.rows_done)
            return BatchCounts(**counts, withdrawn=len(taken_back))

    def amend(self, offers: Sequence[Offer], /) -> BatchCounts:
        with self._lock:
            changes = self._amended(offers)
            return BatchCounts(updated=changes.count("updated"), unchanged=changes.count("unchanged"))

    def _amended(self, offers: Sequence[Offer]) -> list[str]:
        """What became of each that is active."""
        changes = []
        for offer in {offer.offer_id: offer for offer in offers}.values():
            held = self._offers.get(offer.offer_id)
            if held is not None and held.active:
                change = self._save(offer, self._files[held.file_id], held.row, of=held)
                changes.append(change or "unchanged")
        return changes

    def _save(self, offer: Offer, file: _File, row: RawRow | None, *, of: _Held | None = None) -> str | None:
        """`of`: an offer that gets other values in part and stays its own file's. None where nothing is done."""
        held = self._offers.get(offer.offer_id)
        file_id, load = (of.file_id, of.load) if of is not None else (file.record.file_id, file.load)
        self._suppliers[offer.supplier.supplier_id] = offer.supplier
        if held is not None and of is None:
            if held.taken_back and held.offer.origin.sha256 == offer.origin.sha256:
                return None
            offer = with_later_prices(held.offer, offer)
        if held is not None and held.active and digest(held.offer) == digest(offer):
            held.offer, held.row = offer, row
            held.file_id, held.load = file_id, load
            versions = self._history[offer.offer_id]
            versions[-1] = replace(versions[-1], offer=offer)
            return "unchanged"
        now = datetime.now(UTC)
        if held is None:
            version = OfferVersion(offer=offer, valid_from=now, change="added")
        else:
            version = OfferVersion(
                offer=offer,
                valid_from=now,
                change="updated" if held.active else "restored",
                changed_fields=changed_fields(held.offer, offer),
            )
        self._history.setdefault(offer.offer_id, []).append(version)
        self._generation += 1
        self._offers[offer.offer_id] = _Held(
            offer=offer,
            file_id=file_id,
            load=load,
            generation=self._generation,
            active=True,
            updated_at=now,
            row=row,
        )
        return "updated" if version.change == "updated" else "added"

    def seen(self, file_id: int, offer_ids: Sequence[str], /) -> set[str]:
        load = self._files[file_id].load
        held = {one: self._offers[one] for one in offer_ids if one in self._offers}
        return {one for one, offer in held.items() if (offer.file_id, offer.load) == (file_id, load)}

    def finish_file(self, file_id: int, /, *, withdraw: bool = True) -> BatchCounts:
        with self._lock:
            file = self._files[file_id]
            gone = [
                held
                for held in self._offers.values()
                if withdraw and held.active and held.file_id == file_id and held.load < file.load
            ]
            for held in sorted(gone, key=lambda held: held.offer.offer_id):
                self._withdraw(held)
            file.record = replace(file.record, state="loaded", finished_at=datetime.now(UTC))
            return BatchCounts(withdrawn=len(gone))

    def _withdraw(self, held: _Held) -> None:
        self._generation += 1
        held.active, held.generation, held.updated_at = False, self._generation, datetime.now(UTC)
        self._history[held.offer.offer_id].append(
            OfferVersion(offer=held.offer, valid_from=held.updated_at, change="withdrawn")
        )

    def fail_file(self, file_id: int, error: str, /) -> None:
        with self._lock:
            file = self._files[file_id]
            file.record = replace(file.record, state="failed", error=error, finished_at=datetime.now(UTC))

    # ------------------------------------------------------------------------ asking

    def active(self, offer_ids: Sequence[str], /) -> set[str]:
        return {one for one in offer_ids if one in self._offers and self._offers[one].active}

    def offers(self, offer_ids: Sequence[str], /) -> list[Offer]:
        return [self._offers[one].offer for one in offer_ids if one in self._offers]

    def glances(self, offer_ids: Sequence[str], /) -> list[Glance]:
        return [_glance(offer) for offer in self.offers(offer_ids)]

    def history(self, offer_id: str, /) -> list[OfferVersion]:
        return list(self._history.get(offer_id, ()))

    def raw_row(self, offer_id: str, /) -> RawRow | None:
        held = self._offers.get(offer_id)
        return held.row if held is not None else None

    def page_rows(self, file_id: int, page: int, /) -> list[RawRow]:
        with self._lock:
            file = self._files.get(file_id)
            return [row for row in file.rows if row.origin.page == page] if file is not None else []

    def changes_since(self, generation: int, /, *, limit: int) -> OfferChanges:
        with self._lock:
            later = sorted(
                (held for held in self._offers.values() if held.generation > generation),
                key=lambda held: held.generation,
            )
            page = later[:limit]
            return OfferChanges(
                upserts=tuple(held.offer for held in page if held.active),
                withdrawn=tuple(held.offer.offer_id for held in page if not held.active),
                generation=page[-1].generation if page else max(generation, self._generation),
                remaining=len(later) - len(page),
                updated_at={held.offer.offer_id: held.updated_at for held in page if held.active},
            )

    def generation(self) -> int:
        return self._generation

    def problems(self, request: ProblemFilter, /) -> ProblemPage:
        found = [
            problem
            for file in self._files.values()
            for problem in file.problems
            if request.file in (None, file.record.name)
            and request.kind in (None, problem.kind)
            and request.severity in (None, problem.severity)
        ]
        return ProblemPage(
            problems=tuple(found[request.offset : request.offset + request.limit]), total=len(found)
        )

    def files(self) -> list[FileRecord]:
        return [self._record(file) for file in self._files.values()]

    def suppliers(self) -> list[Supplier]:
        return sorted(self._suppliers.values(), key=lambda one: one.name)

    def counts(self) -> StoreCounts:
        active = sum(held.active for held in self._offers.values())
        return StoreCounts(
            suppliers=len(self._suppliers),
            files=len(self._files),
            rows=sum(len(file.rows) for file in self._files.values()),
            offers=active,
            withdrawn=len(self._offers) - active,
            problems=sum(len(file.problems) for file in self._files.values()),
        )

    def census(self) -> dict[str, str]:
        return {one.offer.offer_id: one.offer.supplier.name for one in self._offers.values() if one.active}

    def damage(self) -> tuple[str, ...]:
        return ()

    def warm(self) -> None:
        """All of it is."""

    def close(self) -> None:
        """Nothing is open."""

    def _record(self, file: _File) -> FileRecord:
        offers = sum(held.active and held.file_id == file.record.file_id for held in self._offers.values())
        return replace(file.record, offers=offers)


def _new_record(file_id: int, request: BeginFile) -> FileRecord:
    return FileRecord(
        file_id=file_id,
        name=request.name,
        sha256=request.sha256,
        supplier=request.supplier,
        fingerprint=request.fingerprint,
        state="loading",
        rows_done=0,
        started_at=datetime.now(UTC),
        path=request.path,
    )


def _glance(offer: Offer) -> Glance:
    return Glance(
        offer_id=offer.offer_id,
        external_id=offer.external_id,
        language=offer.language,
        title=offer.title.value,
        description=offer.description.value if offer.description is not None else "",
        brand=offer.brand.value if offer.brand is not None else "",
        category=offer.category.value if offer.category is not None else "",
        whole=lambda: offer,
    )
