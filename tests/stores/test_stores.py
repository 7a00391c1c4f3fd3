"""Every store keeps the contract; the SQLite one also survives other processes, damage and being cut off."""

from __future__ import annotations

import multiprocessing
import sqlite3
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from dragoman.errors import StoreError
from dragoman.ports import CatalogueStore
from dragoman.stores.memory import MemoryStore
from dragoman.stores.schema import metadata
from dragoman.stores.sql import SqlStore
from dragoman.testing.catalogue_store import CatalogueStoreContract, begin, load, numbered, save


class TestMemoryStore(CatalogueStoreContract):
    @pytest.fixture
    def store(self) -> CatalogueStore:
        return MemoryStore()


class TestSqlStore(CatalogueStoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> CatalogueStore:
        return SqlStore(tmp_path / "record.sqlite3")


def test_the_migrations_make_the_tables_that_the_code_describes(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite3"
    SqlStore(path).close()
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_a_batch_is_there_after_reopening(tmp_path: Path) -> None:
    first = SqlStore(tmp_path / "record.sqlite3")
    load(first, [numbered(1)])
    first.close()
    assert SqlStore(tmp_path / "record.sqlite3").offers(["o1"]) == [numbered(1)]


def test_two_processes_write_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite3"
    SqlStore(path).close()
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=_write_many, args=(path, number)) for number in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    store = SqlStore(path)
    assert store.counts().offers == 40
    assert store.generation() == 40


def _write_many(path: Path, number: int) -> None:
    store = SqlStore(path)
    file_id = begin(store, name=f"{number}.csv").file.file_id
    for turn in range(20):
        save(store, file_id, [numbered(1000 * number + turn)], rows_done=turn)
    store.finish_file(file_id)


def test_readers_are_served_while_another_thread_writes(tmp_path: Path) -> None:
    store = SqlStore(tmp_path / "record.sqlite3")
    load(store, [numbered(1)])
    stop = threading.Event()
    failures: list[BaseException] = []

    def read() -> None:
        try:
            while not stop.is_set():
                assert store.offers(["o1"]) == [numbered(1)]
        except BaseException as error:  # noqa: BLE001 - told to the test's thread
            failures.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    file_id = begin(store, name="other.csv").file.file_id
    for turn in range(30):
        save(store, file_id, [numbered(turn + 2)], rows_done=turn)
    stop.set()
    reader.join()
    assert failures == []


def test_a_file_that_is_no_record_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite3"
    path.write_bytes(b"this is not a database" * 1000)
    with pytest.raises(StoreError, match=r"record\.sqlite3"):
        SqlStore(path)
    assert path.read_bytes().startswith(b"this is not")


def test_a_record_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite3"
    SqlStore(path).close()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match="9999"):
        SqlStore(path)


def test_a_batch_that_fails_leaves_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = SqlStore(tmp_path / "record.sqlite3")
    file_id = begin(store).file.file_id

    def fail(*_args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dragoman.stores.sql._write_offers", fail)
    with pytest.raises(KeyboardInterrupt):
        save(store, file_id, [numbered(1)], rows_done=500)
    monkeypatch.undo()
    again = begin(store)
    assert again.file.rows_done == 0
    assert store.counts().rows == 0
    save(store, file_id, [numbered(1)], rows_done=500)
    assert store.counts().rows == 1
