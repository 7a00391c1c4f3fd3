"""Opening the SQLite file: WAL, one writer at a time, and the schema brought up to date by Alembic.

Each commit is on the disk before it returns (synchronous=FULL: one fsync of the log a batch), so what a load or an
answer acknowledged outlives a power cut, and no index can be ahead of the record it was made from.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any  # Any: of the rows, which are as the statement has them

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from dragoman.disk import is_full, out_of_space, written
from dragoman.errors import StoreBusy, StoreError
from dragoman.stores import schema

BUSY_SECONDS = 60.0
"""How long a writer waits for another process before it gives up."""

READER_CACHE_KB = 32_000
WRITER_CACHE_KB = 96_000
"""Holds the index of offer ids of a million offers, whose pages each batch changes all over."""
LOG_PAGES = 8_000
"""Of the log before they are put into the file, 32 MB: a page that many batches change is put there once."""


def open_engine(path: Path, /) -> Engine:
    """An engine over the file, its schema up to date.

    Raises:
        StoreError: the file is no database, is of a newer Dragoman, or cannot be opened.
    """
    if not path.exists():  # any other opening and closing of a record in use would end its locks
        with written(path):
            path.touch()
    there = f"{path.absolute().as_uri()}?mode=rw"  # one that is taken away later is not made again
    engine = create_engine(
        f"sqlite:///{path}",
        creator=lambda: sqlite3.connect(there, uri=True, timeout=BUSY_SECONDS, check_same_thread=False),
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    try:
        with translated(path):
            _migrate(engine, path)
    except StoreError:
        engine.dispose()
        raise
    return engine


@contextmanager
def reading(engine: Engine, /) -> Iterator[Connection]:
    """One consistent view; never waits for a writer."""
    with translated(engine.url.database), engine.begin() as connection:
        yield connection


def rows_of(engine: Engine, statement: str, /, *parameters: str) -> list[Any]:
    """All rows of one statement that only reads, which is a consistent view of its own: for what every search asks, where
    a transaction's begin and end take longer than the answer."""
    with translated(engine.url.database):
        connection = engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(statement, parameters)
            return list(cursor.fetchall())
        except sqlite3.Error as error:
            raise DBAPIError.instance(statement, parameters, error, sqlite3.Error) from error
        finally:
            connection.close()


@contextmanager
def writing(engine: Engine, /) -> Iterator[Connection]:
    """One transaction, committed whole at the end or not at all. Raises StoreBusy."""
    with translated(engine.url.database), engine.connect() as connection:
        connection.execution_options(dragoman_writes=True)
        connection.exec_driver_sql(f"PRAGMA cache_size=-{WRITER_CACHE_KB}")
        connection.commit()
        with connection.begin():
            yield connection


@contextmanager
def translated(path: Path | str | None, /) -> Iterator[None]:
    """The driver's errors as ours."""
    try:
        yield
    except OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise StoreBusy(
                f"{path}: another process has been writing for {BUSY_SECONDS:.0f} s; wait until it is done and try again"
            ) from error
        if "full" in str(error) or is_full(path):
            raise out_of_space(path) from error
        raise StoreError(
            f"{path}: {error.orig}; is the disk full, or the file not yours to write?"
        ) from error
    except DatabaseError as error:
        raise StoreError(
            f"{path}: expected a Dragoman record, got a file that SQLite cannot read ({error.orig}); "
            "restore it from a backup, or move it and the folder index away and load the suppliers' files again"
        ) from error


def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    assert isinstance(connection, sqlite3.Connection)
    connection.isolation_level = None  # transactions begin where `_begin` says
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"cache_size=-{READER_CACHE_KB}",
        f"wal_autocheckpoint={LOG_PAGES}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("dragoman_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _migrate(engine: Engine, path: Path) -> None:
    with engine.begin() as connection:
        revision = _revision(connection)
    if revision == schema.HEAD:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", "dragoman.stores:migrations")
    with writing(engine) as connection:
        if _revision(connection) == schema.HEAD:  # another process was faster
            return
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, schema.HEAD)
        except CommandError as error:
            raise StoreError(
                f"{path}: its schema is revision {revision!r}, which this version does not know ({error}); "
                "open it with the Dragoman that made it, or a newer one"
            ) from error


def _revision(connection: Connection) -> str | None:
    known = connection.exec_driver_sql(
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
    ).first()
    if known is None:
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return str(found) if found is not None else None
