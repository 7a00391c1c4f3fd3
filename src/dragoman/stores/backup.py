"""Copies of SQLite files while others use them, and one put in the place of the record."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from dragoman.disk import out_of_space, says_full, written
from dragoman.errors import StoreBusy, StoreError
from dragoman.stores.schema import HEAD

_BUSY_SECONDS = 60.0
_TOLD_LINES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFacts:
    """What a copy of the record says of itself."""

    revision: str
    """Of its schema."""
    generation: int
    offers: int
    """Active."""


def is_database(path: Path, /) -> bool:
    """Whether a file must be copied by SQLite: its bytes alone may be in the middle of a change.

    SQLite itself is asked. Who opens and closes one of its files in another way ends all locks that the process has on it
    (fcntl(2)), and another process may then take the log away from under an open record.
    """
    if path.stat().st_size == 0:
        return False
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True)) as looked_at:
            looked_at.execute("PRAGMA schema_version").fetchone()
    except sqlite3.DatabaseError as error:
        return error.sqlite_errorcode != sqlite3.SQLITE_NOTADB
    return True


def copy_database(source: Path, target: Path, /) -> None:
    """One moment of `source` as a file of its own. Writers go on meanwhile, and are not waited for.

    Raises StoreError, OutOfSpace.
    """
    with written(target.parent):
        target.unlink(missing_ok=True)
    try:
        with closing(_opened(source)) as before, closing(_opened(target, new=True)) as after:
            before.backup(after)  # all pages in one step: one read transaction, which WAL lets writers pass
            after.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise _told(source, target, error) from error


def record_facts(path: Path, /) -> RecordFacts:
    """Read the whole copy. Raises StoreError where it is damaged, or no record that this version knows."""
    try:
        with closing(_opened(path)) as copy:
            said = [one for (one,) in copy.execute("PRAGMA integrity_check(5)")]
            if said != ["ok"]:
                raise StoreError(
                    f"{path.name}: expected a sound record, SQLite says: {'; '.join(_lines(said))}"
                )
            (revision,) = copy.execute("SELECT version_num FROM alembic_version").fetchone()
            (generation,) = copy.execute("SELECT generation FROM state").fetchone()
            (offers,) = copy.execute("SELECT count(*) FROM offers WHERE active").fetchone()
    except (sqlite3.Error, TypeError) as error:
        raise StoreError(f"{path.name}: expected a Dragoman record, got: {error}") from error
    if str(revision) > HEAD:
        raise StoreError(
            f"{path.name}: its schema is revision {revision!r}, this version knows up to {HEAD!r}; "
            "use the Dragoman that made it, or a newer one"
        )
    return RecordFacts(revision=str(revision), generation=generation, offers=offers)


def _lines(said: Sequence[str]) -> list[str]:
    """SQLite puts several findings into one text, below a headline."""
    return [
        line.strip()
        for one in said
        for line in one.splitlines()
        if line.strip() and not line.startswith("***")
    ][:_TOLD_LINES]


def put_record(copy: Path, record: Path, aside: Path, /) -> None:
    """Put a sound copy in the place of the record, in one transaction that running servers see at once.

    A record that SQLite cannot open is moved to the folder `aside`; who had it open must start anew.
    """
    try:
        _overwrite(copy, record)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise _told(copy, record, error) from error
        with written(record.parent):
            aside.mkdir(exist_ok=True)
            for name in (record.name, f"{record.name}-wal", f"{record.name}-shm"):
                if (record.parent / name).exists():
                    (record.parent / name).rename(aside / name)
        try:
            _overwrite(copy, record)
        except sqlite3.Error as again:
            raise _told(copy, record, again) from again


def _overwrite(copy: Path, record: Path) -> None:
    with closing(_opened(copy)) as before, closing(_opened(record, new=True)) as after:
        after.execute("SELECT count(*) FROM sqlite_master").fetchone()
        after.execute("PRAGMA synchronous=FULL")
        before.backup(after)
        after.execute("PRAGMA journal_mode=WAL")


def _opened(path: Path, *, new: bool = False) -> sqlite3.Connection:
    if not new and not path.is_file():
        raise StoreError(f"{path}: expected a SQLite file, there is none")
    return sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)


def _told(source: Path, target: Path, error: sqlite3.Error) -> StoreError:
    if says_full(error) or "full" in str(error):
        return out_of_space(target)
    if "locked" in str(error) or "busy" in str(error):
        return StoreBusy(f"{target}: another process is writing; try again when it is done")
    return StoreError(f"expected to copy {source} to {target}, got: {error}")
