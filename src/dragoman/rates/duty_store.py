"""Duty measures in a SQLite file: a whole tariff is half a million of them, of which a question needs a few.

The file is made by `dragoman rates import` and may be thrown away: importing again makes it anew. It is asked
by ranges of codes and gives what `rates.duty.DutyTable` gives; the port's contract compares the two.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from dragoman.errors import StoreBusy, StoreError
from dragoman.ports import DutyKind, DutyLine, DutyMeasure, DutyQuestion, RateSource
from dragoman.rates.duty import asked_code, lines_of
from dragoman.rates.expression import read_rate
from dragoman.rates.territory import territory

_SCHEMA = """
CREATE TABLE IF NOT EXISTS batch (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, destination TEXT NOT NULL, source TEXT NOT NULL,
    as_of TEXT NOT NULL, imported_at TEXT NOT NULL, note TEXT NOT NULL, UNIQUE (name, destination));
CREATE TABLE IF NOT EXISTS measure (
    batch INTEGER NOT NULL REFERENCES batch (id), destination TEXT NOT NULL, code TEXT NOT NULL,
    kind TEXT NOT NULL, text TEXT NOT NULL, source TEXT NOT NULL, as_of TEXT NOT NULL, origins TEXT NOT NULL,
    excluded TEXT NOT NULL, valid_from TEXT, valid_until TEXT, variant TEXT NOT NULL, quota TEXT NOT NULL,
    condition TEXT NOT NULL, label TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS measure_code ON measure (destination, code);
CREATE INDEX IF NOT EXISTS measure_batch ON measure (batch);
"""
_BUSY_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import put into the store."""

    name: str
    destination: str
    entries: int
    replaced: int


class DutyFile:
    """Satisfies `ports.DutyRates`. Safe to share between threads; several processes may use one file."""

    def __init__(self, path: Path, /) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._asking = threading.Lock()

    def lines(self, question: DutyQuestion, /) -> tuple[DutyLine, ...]:
        place = territory(question.destination)
        if not self._path.exists():
            return lines_of(question, (), known=False)
        asked, short = asked_code(question)
        above = [asked[:length] for length in range(2, len(short))]
        marks = ", ".join("?" * len(above))
        # Two statements: with OR between them SQLite reads the whole tariff.
        rows = self._rows(
            f"SELECT * FROM measure WHERE destination = ? AND code IN ({marks})",  # noqa: S608 - only question marks
            (place, *above),
        ) + self._rows(
            "SELECT * FROM measure WHERE destination = ? AND code >= ? AND code < ?",
            (place, short, short + ":"),
        )
        found = [_measure(row) for row in rows]
        known = bool(found) or bool(self._rows("SELECT 1 FROM batch WHERE destination = ?", (place,)))
        return lines_of(question, found, known=known)

    def stamp(self) -> tuple[tuple[int, int], ...]:
        """Differs once something was taken in: (time, size) of the file and of what is written ahead of it."""
        ahead = self._path.with_name(f"{self._path.name}-wal")
        return tuple(
            (now.st_mtime_ns, now.st_size)
            for path in (self._path, ahead)
            if path.exists() and (now := path.stat()).st_size
        )

    def sources(self) -> tuple[RateSource, ...]:
        if not self._path.exists():
            return ()
        rows = self._rows(
            "SELECT b.name, b.destination, b.source, b.as_of, b.note, count(m.code) AS entries "
            "FROM batch b LEFT JOIN measure m ON m.batch = b.id GROUP BY b.id ORDER BY b.destination, b.name",
            (),
        )
        return tuple(
            RateSource(
                kind="duty",
                name=row["name"],
                covers=(row["destination"],),
                entries=row["entries"],
                as_of=date.fromisoformat(row["as_of"]),
                source=row["source"],
                note=row["note"],
            )
            for row in rows
        )

    def replace(
        self, name: str, measures: Iterable[DutyMeasure], /, *, source: str, as_of: date, note: str = ""
    ) -> tuple[Imported, ...]:
        """Put measures in under a name, in one transaction; what stood under it goes.

        A name is of one publisher and file ("USITC HTS"); other names stay, also for the same destination.
        """
        by_place: dict[str, list[DutyMeasure]] = {}
        for measure in measures:
            by_place.setdefault(measure.destination, []).append(measure)
        try:
            with closing(self._open()) as connection, connection:
                return tuple(
                    _put(connection, name, place, found, source=source, as_of=as_of, note=note)
                    for place, found in sorted(by_place.items())
                )
        except sqlite3.DatabaseError as error:
            raise self._trouble(error) from error

    def remove(self, name: str, /) -> int:
        """Take out what stands under a name; how many measures that were."""
        if not self._path.exists():
            return 0
        with closing(self._open()) as connection, connection:
            gone = connection.execute(
                "DELETE FROM measure WHERE batch IN (SELECT id FROM batch WHERE name = ?)", (name,)
            ).rowcount
            connection.execute("DELETE FROM batch WHERE name = ?", (name,))
            return gone

    def _rows(self, statement: str, values: tuple[str, ...]) -> list[sqlite3.Row]:
        try:
            with self._asking:
                if self._connection is None:
                    self._connection = self._open()
                return self._connection.execute(statement, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise self._trouble(error) from error

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=_BUSY_SECONDS, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(_SCHEMA)
        return connection

    def _trouble(self, error: sqlite3.DatabaseError) -> StoreError:
        if "locked" in str(error):
            return StoreBusy(f"{self._path}: expected the duties to be free, got: {error}; try again")
        return StoreError(
            f"{self._path}: expected the duties that were imported, got: {error}; "
            "remove the file and import the tariffs again with `dragoman rates import`"
        )

    def close(self) -> None:
        with self._asking:
            if self._connection is not None:
                self._connection.close()
                self._connection = None


def _put(
    connection: sqlite3.Connection,
    name: str,
    place: str,
    measures: list[DutyMeasure],
    *,
    source: str,
    as_of: date,
    note: str,
) -> Imported:
    replaced = connection.execute(
        "DELETE FROM measure WHERE batch IN (SELECT id FROM batch WHERE name = ? AND destination = ?)",
        (name, place),
    ).rowcount
    connection.execute("DELETE FROM batch WHERE name = ? AND destination = ?", (name, place))
    batch = connection.execute(
        "INSERT INTO batch (name, destination, source, as_of, imported_at, note) VALUES (?, ?, ?, ?, ?, ?)",
        (name, place, source, as_of.isoformat(), datetime.now(UTC).isoformat(), note),
    ).lastrowid
    connection.executemany(
        "INSERT INTO measure VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (tuple(_values(batch, one)) for one in measures),
    )
    return Imported(name=name, destination=place, entries=len(measures), replaced=replaced)


def _values(batch: int | None, one: DutyMeasure) -> Iterator[str | int | None]:
    yield from (batch, one.destination, one.code, one.kind, one.text, one.source, one.as_of.isoformat())
    yield from (" ".join(one.origins), " ".join(one.excluded))
    yield from (day.isoformat() if day is not None else None for day in (one.valid_from, one.valid_until))
    yield from (one.variant, one.quota, one.condition, one.label)


_KINDS: dict[str, DutyKind] = {
    "mfn": "mfn",
    "preferential": "preferential",
    "suspension": "suspension",
    "quota": "quota",
    "additional": "additional",
}


def _measure(row: sqlite3.Row) -> DutyMeasure:
    return DutyMeasure(
        destination=row["destination"],
        code=row["code"],
        kind=_KINDS[row["kind"]],
        rate=read_rate(row["text"]),
        text=row["text"],
        source=row["source"],
        as_of=date.fromisoformat(row["as_of"]),
        origins=tuple(row["origins"].split()),
        excluded=tuple(row["excluded"].split()),
        valid_from=_date(row["valid_from"]),
        valid_until=_date(row["valid_until"]),
        variant=row["variant"],
        quota=row["quota"],
        condition=row["condition"],
        label=row["label"],
    )


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text is not None else None
