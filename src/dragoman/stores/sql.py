"""The catalogue of record in one SQLite file, through SQLAlchemy Core."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import msgspec
from sqlalchemy import (
    Connection,
    LargeBinary,
    Row,
    Select,
    bindparam,
    delete,
    exists,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert

from dragoman.errors import NotFound
from dragoman.model import Offer, OfferVersion, RawRow, Supplier
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
from dragoman.stores import codec
from dragoman.stores.checks import damaged
from dragoman.stores.content import changed_fields, digest, with_later_prices
from dragoman.stores.database import open_engine, reading, rows_of, writing
from dragoman.stores.schema import (
    files,
    offer_versions,
    offers,
    problems,
    raw_rows,
    state,
    suppliers,
)

_WITHOUT_PAGES = 100
"""A file whose first so many rows stand on no page has none."""
_CHUNK = 500
"""Ids per IN (...)."""
_BODIES = "SELECT offer_id, body FROM offers WHERE offer_id IN (SELECT value FROM json_each(?))"
"""One statement for any number of ids, prepared once: sixty parameters take SQLAlchemy as long as SQLite takes to answer."""
_GENERATION = str(select(state.c.generation))
_EVERY_PAGE = "SELECT count(*) FROM offers NOT INDEXED"
_TAKEN_BACK = -1
"""Load of an offer that another file of its supplier took back: no load of its own file comes to see it so."""
_AS_NOW = b""
"""Body of a version that is the one that `offers` has: it is written out once that one is replaced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Save:
    """One offer of a batch, compared with the record."""

    change: Literal["added", "updated", "restored", "unchanged"]
    offer: Offer
    row: dict[str, object]
    """For the table `offers`."""
    changed: tuple[str, ...] = ()
    before: bytes | None = None
    """The body of the version that ends."""


class SqlStore:
    """A record that several threads and processes may use at once."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it. Raises StoreError."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._engine = open_engine(path)

    # ------------------------------------------------------------------------ loading

    def begin_file(self, request: BeginFile, /) -> BeginFileAnswer:
        with writing(self._engine) as connection:
            _keep_suppliers(connection, [request.supplier])
            _forget_failed(connection, request)
            known = connection.execute(
                select(files).where(
                    files.c.name == request.name, files.c.supplier_id == request.supplier.supplier_id
                )
            ).first()
            if known is None:
                connection.execute(files.insert().values(load=1, **_fresh(request)))
            elif known.fingerprint != request.fingerprint or known.state == "failed":
                _start_over(connection, known.file_id, known.load + 1, request)
            else:
                path, now = _path(request), "loading" if known.state == "stopped" else known.state
                if (known.path, known.state) != (path, now):
                    connection.execute(
                        update(files).where(files.c.file_id == known.file_id).values(path=path, state=now)
                    )
            record = _file_records(
                connection,
                files.c.name == request.name,
                files.c.supplier_id == request.supplier.supplier_id,
            )[0]
            loaded = record.state == "loaded"
            standing = select(func.count()).select_from(problems).where(problems.c.file_id == record.file_id)
            return BeginFileAnswer(
                file=record,
                known=loaded,
                offers=record.offers if loaded else 0,
                problems=_number(connection, standing) if loaded else 0,
            )

    def stop_files(self) -> None:
        unfinished = files.c.state == "loading"
        with reading(self._engine) as connection:
            if connection.execute(select(files.c.file_id).where(unfinished)).first() is None:
                return
        with writing(self._engine) as connection:
            connection.execute(update(files).where(unfinished).values(state="stopped"))

    def save_batch(self, batch: SaveBatch, /) -> BatchCounts:
        with writing(self._engine) as connection:
            load = _load_of(connection, batch.file_id)
            row_ids = _insert_rows(connection, batch, load)
            unique = {offer.offer_id: offer for offer in batch.offers}
            _keep_suppliers(
                connection, {offer.supplier.supplier_id: offer.supplier for offer in unique.values()}.values()
            )
            saves = _compared(connection, unique, batch.file_id, load, row_ids)
            saves += _amended(connection, {offer.offer_id: offer for offer in batch.amended})
            _write_offers(connection, saves)
            taken_back = _take_back(connection, batch.withdrawn)
            if batch.problems:
                connection.execute(
                    problems.insert(),
                    [
                        {
                            "file_id": batch.file_id,
                            "kind": problem.kind,
                            "severity": problem.severity,
                            "body": codec.encode(problem),
                        }
                        for problem in batch.problems
                    ],
                )
            connection.execute(
                update(files).where(files.c.file_id == batch.file_id).values(rows_done=batch.rows_done)
            )
            return BatchCounts(
                added=sum(save.change in {"added", "restored"} for save in saves),
                updated=sum(save.change == "updated" for save in saves),
                unchanged=sum(save.change == "unchanged" for save in saves),
                withdrawn=taken_back,
            )

    def amend(self, offers: Sequence[Offer], /) -> BatchCounts:
        with writing(self._engine) as connection:
            saves = _amended(connection, {offer.offer_id: offer for offer in offers})
            _write_offers(connection, saves)
            return BatchCounts(
                updated=sum(save.change == "updated" for save in saves),
                unchanged=sum(save.change == "unchanged" for save in saves),
            )

    def seen(self, file_id: int, offer_ids: Sequence[str], /) -> set[str]:
        found: set[str] = set()
        with reading(self._engine) as connection:
            mine = (file_id, _load_of(connection, file_id))
            for start in range(0, len(offer_ids), _CHUNK):
                # the file is compared here: asked for, SQLite would go through all offers of the file
                chosen = offers.c.offer_id.in_(offer_ids[start : start + _CHUNK])
                held = connection.execute(
                    select(offers.c.offer_id, offers.c.file_id, offers.c.load).where(chosen)
                )
                found.update(offer_id for offer_id, of_file, of_load in held if (of_file, of_load) == mine)
        return found

    def finish_file(self, file_id: int, /, *, withdraw: bool = True) -> BatchCounts:
        now = datetime.now(UTC).isoformat()
        with writing(self._engine) as connection:
            load = _load_of(connection, file_id)
            unseen = (
                select(offers.c.offer_id, offers.c.updated_at, offers.c.load)
                .where(offers.c.file_id == file_id, offers.c.active, offers.c.load < load)
                .order_by(offers.c.offer_id)
            )
            gone = connection.execute(unseen).all() if withdraw else []
            _withdraw(connection, [(one.offer_id, one.updated_at, one.load) for one in gone], now)
            _drop_rows_of_older_loads(connection, file_id, load)
            connection.execute(
                update(files)
                .where(files.c.file_id == file_id)
                .values(state="loaded", finished_at=now, error=None)
            )
            return BatchCounts(withdrawn=len(gone))

    def fail_file(self, file_id: int, error: str, /) -> None:
        with writing(self._engine) as connection:
            connection.execute(
                update(files)
                .where(files.c.file_id == file_id)
                .values(state="failed", error=error, finished_at=datetime.now(UTC).isoformat())
            )

    # ------------------------------------------------------------------------ asking

    def active(self, offer_ids: Sequence[str], /) -> set[str]:
        found: set[str] = set()
        with reading(self._engine) as connection:
            for start in range(0, len(offer_ids), _CHUNK):
                chosen = offers.c.offer_id.in_(offer_ids[start : start + _CHUNK])
                found.update(
                    connection.execute(select(offers.c.offer_id).where(chosen, offers.c.active)).scalars()
                )
        return found

    def offers(self, offer_ids: Sequence[str], /) -> list[Offer]:
        return [codec.offer(body) for body in self._bodies(offer_ids)]

    def glances(self, offer_ids: Sequence[str], /) -> list[Glance]:
        return [codec.glance(body) for body in self._bodies(offer_ids)]

    def _bodies(self, offer_ids: Sequence[str]) -> list[bytes]:
        found = dict(rows_of(self._engine, _BODIES, msgspec.json.encode(offer_ids).decode()))
        return [found[one] for one in offer_ids if one in found]

    def history(self, offer_id: str, /) -> list[OfferVersion]:
        asked = (
            select(offer_versions)
            .where(offer_versions.c.offer_id == offer_id)
            .order_by(offer_versions.c.version_id)
        )
        with reading(self._engine) as connection:
            present = connection.execute(select(offers).where(offers.c.offer_id == offer_id)).first()
            if present is None:
                return []
            versions = connection.execute(asked).all()
        if not versions:
            began = datetime.fromisoformat(present.updated_at)
            return [OfferVersion(offer=codec.offer(present.body), valid_from=began, change="added")]
        return [
            OfferVersion(
                offer=codec.offer(row.body or present.body),
                valid_from=datetime.fromisoformat(row.valid_from),
                change=row.change,
                changed_fields=tuple(row.changed_fields.split()),
            )
            for row in versions
        ]

    def raw_row(self, offer_id: str, /) -> RawRow | None:
        asked = (
            select(raw_rows.c.body)
            .join(offers, offers.c.row_id == raw_rows.c.row_id)
            .where(offers.c.offer_id == offer_id)
        )
        with reading(self._engine) as connection:
            body = connection.execute(asked).scalar()
        return codec.raw_row(body) if body is not None else None

    def page_rows(self, file_id: int, page: int, /) -> list[RawRow]:
        asked = (
            select(raw_rows.c.body)
            .join(files, files.c.file_id == raw_rows.c.file_id)
            .where(raw_rows.c.file_id == file_id, raw_rows.c.load == files.c.load)
            .order_by(raw_rows.c.row_id)
        )
        found: list[RawRow] = []
        paged = False
        with reading(self._engine) as connection:
            for number, body in enumerate(connection.execute(asked).scalars()):
                row = codec.raw_row(body)
                paged = paged or row.origin.page is not None
                if row.origin.page == page:
                    found.append(row)
                elif not paged and number == _WITHOUT_PAGES:
                    break
        return found

    def changes_since(self, generation: int, /, *, limit: int) -> OfferChanges:
        later = offers.c.generation > generation
        with reading(self._engine) as connection:
            total = _number(connection, select(func.count()).select_from(offers).where(later))
            page = connection.execute(
                select(offers).where(later).order_by(offers.c.generation).limit(limit)
            ).all()
            reached = page[-1].generation if page else max(generation, _generation(connection))
        active = [row for row in page if row.active]
        return OfferChanges(
            upserts=tuple(codec.offer(row.body) for row in active),
            withdrawn=tuple(row.offer_id for row in page if not row.active),
            generation=reached,
            remaining=total - len(page),
            updated_at={row.offer_id: datetime.fromisoformat(row.updated_at) for row in active},
        )

    def generation(self) -> int:
        found = rows_of(self._engine, _GENERATION)
        return int(found[0][0]) if found else 0

    def problems(self, request: ProblemFilter, /) -> ProblemPage:
        asked = select(problems.c.body).join(files, files.c.file_id == problems.c.file_id)
        for column, wanted in (
            (files.c.name, request.file),
            (problems.c.kind, request.kind),
            (problems.c.severity, request.severity),
        ):
            if wanted is not None:
                asked = asked.where(column == wanted)
        page = asked.order_by(problems.c.file_id, problems.c.problem_id)
        page = page.limit(request.limit).offset(request.offset)
        with reading(self._engine) as connection:
            total = _number(connection, select(func.count()).select_from(asked.subquery()))
            found = connection.execute(page).scalars().all()
        return ProblemPage(problems=tuple(codec.problem(body) for body in found), total=total)

    def files(self) -> list[FileRecord]:
        with reading(self._engine) as connection:
            return _file_records(connection)

    def suppliers(self) -> list[Supplier]:
        with reading(self._engine) as connection:
            rows = connection.execute(select(suppliers).order_by(suppliers.c.name)).all()
        return [Supplier(supplier_id=row.supplier_id, name=row.name, country=row.country) for row in rows]

    def counts(self) -> StoreCounts:
        with reading(self._engine) as connection:
            everything = select(func.count()).select_from(offers)
            return StoreCounts(
                suppliers=_number(connection, select(func.count()).select_from(suppliers)),
                files=_number(connection, select(func.count()).select_from(files)),
                rows=_number(
                    connection,
                    select(func.count())
                    .select_from(raw_rows)
                    .join(files, files.c.file_id == raw_rows.c.file_id)
                    .where(raw_rows.c.load == files.c.load),
                ),
                offers=_number(connection, everything.where(offers.c.active)),
                withdrawn=_number(connection, everything.where(~offers.c.active)),
                problems=_number(connection, select(func.count()).select_from(problems)),
            )

    def census(self) -> dict[str, str]:
        asked = select(offers.c.offer_id, offers.c.body).where(offers.c.active)
        with reading(self._engine) as connection:
            return {row.offer_id: codec.supplier_name(row.body) for row in connection.execute(asked)}

    def damage(self) -> tuple[str, ...]:
        with reading(self._engine) as connection:
            return tuple(damaged(connection))

    def warm(self) -> None:
        """Goes once through the bodies, a second for a million: sixty of them, each at a place of its own that the system
        has not yet read, take a question longer than all else."""
        rows_of(self._engine, _EVERY_PAGE)

    def close(self) -> None:
        self._engine.dispose()


# ------------------------------------------------------------------------------ files


def _fresh(request: BeginFile) -> dict[str, object]:
    return {
        "name": request.name,
        "supplier_id": request.supplier.supplier_id,
        "sha256": request.sha256,
        "fingerprint": request.fingerprint,
        "state": "loading",
        "rows_done": 0,
        "started_at": datetime.now(UTC).isoformat(),
        "finished_at": None,
        "error": None,
        "path": _path(request),
    }


def _path(request: BeginFile) -> str | None:
    """None also where its bytes are no text."""
    path = str(request.path) if request.path is not None else None
    if path is None or any("\ud800" <= char <= "\udfff" for char in path):
        return None
    return path


def _start_over(connection: Connection, file_id: int, load: int, request: BeginFile) -> None:
    connection.execute(update(files).where(files.c.file_id == file_id).values(load=load, **_fresh(request)))
    connection.execute(delete(problems).where(problems.c.file_id == file_id))


def _forget_failed(connection: Connection, request: BeginFile) -> None:
    """A file that could not be read stood under a guessed supplier: now that its supplier is known, it goes."""
    gave = exists().where(offers.c.file_id == files.c.file_id)
    failed = connection.execute(
        select(files.c.file_id).where(
            files.c.name == request.name,
            files.c.supplier_id != request.supplier.supplier_id,
            files.c.state == "failed",
            ~gave,
        )
    ).scalars()
    for file_id in failed.all():
        for table in (problems, raw_rows, files):
            connection.execute(delete(table).where(table.c.file_id == file_id))


def _file_records(connection: Connection, *where: object) -> list[FileRecord]:
    active = (
        select(func.count())
        .where(offers.c.file_id == files.c.file_id, offers.c.active)
        .scalar_subquery()
        .label("offers")
    )
    asked = (
        select(files, suppliers.c.name.label("supplier_name"), suppliers.c.country, active)
        .join(suppliers, suppliers.c.supplier_id == files.c.supplier_id)
        .where(*where)  # type: ignore[arg-type]  # column expressions; SQLAlchemy's own type is private
        .order_by(files.c.file_id)
    )
    return [
        FileRecord(
            file_id=row.file_id,
            name=row.name,
            sha256=row.sha256,
            supplier=Supplier(supplier_id=row.supplier_id, name=row.supplier_name, country=row.country),
            fingerprint=row.fingerprint,
            state=row.state,
            rows_done=row.rows_done,
            started_at=datetime.fromisoformat(row.started_at),
            finished_at=datetime.fromisoformat(row.finished_at) if row.finished_at is not None else None,
            error=row.error,
            offers=row.offers,
            path=Path(row.path) if row.path is not None else None,
        )
        for row in connection.execute(asked)
    ]


def _load_of(connection: Connection, file_id: int) -> int:
    load = connection.execute(select(files.c.load).where(files.c.file_id == file_id)).scalar()
    if load is None:
        raise NotFound(f"expected the id of a file in the record, got {file_id}; begin the file first")
    return int(load)


def _keep_suppliers(connection: Connection, found: Iterable[Supplier]) -> None:
    rows = [{"supplier_id": one.supplier_id, "name": one.name, "country": one.country} for one in found]
    if rows:
        statement = insert(suppliers)
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=["supplier_id"],
                set_={"name": statement.excluded.name, "country": statement.excluded.country},
            ),
            rows,
        )


def _insert_rows(connection: Connection, batch: SaveBatch, load: int) -> dict[object, int]:
    """Origin of each row -> its new id."""
    if not batch.rows:
        return {}
    first = _number(connection, select(func.coalesce(func.max(raw_rows.c.row_id), 0))) + 1
    connection.execute(
        raw_rows.insert(),
        [
            {"row_id": first + n, "file_id": batch.file_id, "load": load, "body": codec.encode(row)}
            for n, row in enumerate(batch.rows)
        ],
    )
    return {row.origin: first + n for n, row in enumerate(batch.rows)}


def _drop_rows_of_older_loads(connection: Connection, file_id: int, load: int) -> None:
    """Rows of earlier loads go, but for those that a withdrawn offer still shows."""
    shown = exists().where(offers.c.row_id == raw_rows.c.row_id)
    connection.execute(delete(raw_rows).where(raw_rows.c.file_id == file_id, raw_rows.c.load < load, ~shown))


# ------------------------------------------------------------------------------ offers


def _compared(
    connection: Connection,
    batch: Mapping[str, Offer],
    file_id: int,
    load: int,
    row_ids: Mapping[object, int],
) -> list[_Save]:
    held = _held(connection, list(batch))
    now = datetime.now(UTC).isoformat()
    saves: list[_Save] = []
    for offer_id, offer in batch.items():
        fingerprint = digest(offer)
        row: dict[str, object] = {
            "offer_id": offer_id,
            "file_id": file_id,
            "load": load,
            "row_id": row_ids.get(offer.origin),
            "active": True,
        }
        known = held.get(offer_id)
        if known is None:
            said = {"digest": fingerprint, "body": codec.encode(offer), "updated_at": now}
            saves.append(_Save(change="added", offer=offer, row={**row, **said}))
        elif known.active and known.digest == fingerprint:
            saves.append(_unchanged(known, offer, row))
        else:
            before = codec.offer(known.body)
            if known.load == _TAKEN_BACK and before.origin.sha256 == offer.origin.sha256:
                continue
            saves.append(_against(known, before, with_later_prices(before, offer), row, now))
    return saves


def _against(
    known: Row[tuple[object, ...]], before: Offer, offer: Offer, row: Mapping[str, object], now: str
) -> _Save:
    """An offer that is not as the record has it, but for the prices that it may have kept.

    Args:
        known, before: The record's.
        row: Of the offer as it was read.
    """
    fingerprint = digest(offer)
    if known.active and known.digest == fingerprint:
        return _unchanged(known, offer, row)
    since = _not_before(known.updated_at, now)
    return _Save(
        change="updated" if known.active else "restored",
        offer=offer,
        row={**row, "digest": fingerprint, "body": codec.encode(offer), "updated_at": since},
        changed=changed_fields(before, offer),
        before=known.body,
    )


def _unchanged(known: Row[tuple[object, ...]], offer: Offer, row: Mapping[str, object]) -> _Save:
    """An offer that says what the record's says, from its new place."""
    kept = {"digest": known.digest, "updated_at": known.updated_at, "generation": known.generation}
    return _Save(change="unchanged", offer=offer, row={**row, **kept, "body": codec.encode(offer)})


def _amended(connection: Connection, amended: Mapping[str, Offer]) -> list[_Save]:
    """Offers with other values in part, which stay their own file's and row's."""
    now = datetime.now(UTC).isoformat()
    held = _held(connection, list(amended))
    return [
        _against(
            known,
            codec.offer(known.body),
            amended[offer_id],
            {
                "offer_id": offer_id,
                "file_id": known.file_id,
                "load": known.load,
                "row_id": known.row_id,
                "active": True,
            },
            now,
        )
        for offer_id, known in held.items()
        if known.active
    ]


def _take_back(connection: Connection, offer_ids: Sequence[str]) -> int:
    """Withdraw those that are active; how many they were."""
    now = datetime.now(UTC).isoformat()
    held = _held(connection, list(dict.fromkeys(offer_ids)))
    gone = [(known.offer_id, known.updated_at, _TAKEN_BACK) for known in held.values() if known.active]
    _withdraw(connection, gone, now)
    return len(gone)


def _withdraw(connection: Connection, gone: Sequence[tuple[str, str, int]], now: str) -> None:
    """Each with when its version began, and the load that it is of from now on."""
    if not gone:
        return
    generation = _advance(connection, len(gone))
    _begin_histories(connection, [offer_id for offer_id, _, _ in gone])
    connection.execute(
        update(offers)
        .where(offers.c.offer_id == bindparam("gone_id"))
        .values(
            active=False, generation=bindparam("at"), updated_at=bindparam("since"), load=bindparam("of_load")
        ),
        [
            {"gone_id": offer_id, "at": generation + n, "since": _not_before(began, now), "of_load": load}
            for n, (offer_id, began, load) in enumerate(gone, start=1)
        ],
    )
    connection.execute(
        offer_versions.insert(),
        [
            {
                "offer_id": offer_id,
                "valid_from": _not_before(began, now),
                "change": "withdrawn",
                "changed_fields": "",
                "body": _AS_NOW,
            }
            for offer_id, began, _ in gone
        ],
    )


def _not_before(earlier: str, now: str) -> str:
    """A version never begins before the one it follows, wherever the machine's clock was set back to."""
    return max(earlier, now)


def _held(connection: Connection, offer_ids: Sequence[str]) -> dict[str, Row[tuple[object, ...]]]:
    found: dict[str, Row[tuple[object, ...]]] = {}
    for start in range(0, len(offer_ids), _CHUNK):
        chosen = offers.c.offer_id.in_(offer_ids[start : start + _CHUNK])
        found.update({row.offer_id: row for row in connection.execute(select(offers).where(chosen))})
    return found


def _write_offers(connection: Connection, saves: Sequence[_Save]) -> None:
    if not saves:
        return
    ended = [(save.offer.offer_id, save.before) for save in saves if save.before is not None]
    _begin_histories(connection, [offer_id for offer_id, _ in ended])
    _write_out(connection, ended)
    changed = [save for save in saves if save.change != "unchanged"]
    if changed:
        generation = _advance(connection, len(changed))
        for n, save in enumerate(changed, start=1):
            save.row["generation"] = generation + n
        following = [save for save in changed if save.change != "added"]
        if following:
            connection.execute(
                offer_versions.insert(),
                [
                    {
                        "offer_id": save.offer.offer_id,
                        "valid_from": save.row["updated_at"],
                        "change": save.change,
                        "changed_fields": " ".join(save.changed),
                        "body": _AS_NOW,
                    }
                    for save in following
                ],
            )
    statement = insert(offers)
    replaced = {name: statement.excluded[name] for name in saves[0].row if name != "offer_id"}
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["offer_id"], set_={**replaced, "generation": statement.excluded.generation}
        ),
        [save.row for save in saves],
    )


def _begin_histories(connection: Connection, offer_ids: Sequence[str]) -> None:
    """Write the first versions of offers that have never changed; a catalogue's most offers never do."""
    if not offer_ids:
        return
    versions = exists().where(offer_versions.c.offer_id == offers.c.offer_id)
    first = select(
        offers.c.offer_id, offers.c.updated_at, literal("added"), literal(""), literal(_AS_NOW, LargeBinary)
    ).where(offers.c.offer_id == bindparam("of"), ~versions)
    columns = ["offer_id", "valid_from", "change", "changed_fields", "body"]
    connection.execute(
        offer_versions.insert().from_select(columns, first), [{"of": offer_id} for offer_id in offer_ids]
    )


def _write_out(connection: Connection, before: Sequence[tuple[str, bytes]]) -> None:
    """Versions that shared the offer's body get their own before it is replaced."""
    if before:
        connection.execute(
            update(offer_versions)
            .where(offer_versions.c.offer_id == bindparam("of"), offer_versions.c.body == _AS_NOW)
            .values(body=bindparam("before")),
            [{"of": offer_id, "before": body} for offer_id, body in before],
        )


# ------------------------------------------------------------------------------ the generation


def _generation(connection: Connection) -> int:
    return _number(connection, select(state.c.generation))


def _advance(connection: Connection, by: int) -> int:
    """The generation before; the next `by` are this transaction's."""
    before = _generation(connection)
    connection.execute(update(state).values(generation=before + by))
    return before


def _number(connection: Connection, statement: Select[int]) -> int:
    return int(connection.execute(statement).scalar() or 0)
