"""What SQLite does for the statements whose cost would grow with the square of a file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import event

from dragoman.stores.sql import SqlStore
from dragoman.testing.catalogue_store import begin, load, numbered, save


def plan(path: Path, statement: str) -> str:
    connection = sqlite3.connect(path)
    try:
        found = connection.execute(f"EXPLAIN QUERY PLAN {statement}", ("",) * statement.count("?"))
        return "\n".join(row[3] for row in found)
    finally:
        connection.close()


def test_rows_of_older_loads_are_dropped_without_a_look_at_every_offer(tmp_path: Path) -> None:
    """Both the offers that still show a row and the foreign key are asked once for each row that goes."""
    path = tmp_path / "record.sqlite3"
    SqlStore(path).close()
    told = plan(
        path,
        "DELETE FROM raw_rows WHERE file_id = 1 AND load < 2 "
        "AND NOT EXISTS (SELECT 1 FROM offers WHERE offers.row_id = raw_rows.row_id)",
    )
    assert "offers_by_row" in told
    assert "SCAN offers" not in told


def test_saving_a_batch_asks_nothing_that_grows_with_the_record(tmp_path: Path) -> None:
    """Every statement of a batch finds its rows by their ids: none goes through the offers of a file, or all of them."""
    path = tmp_path / "record.sqlite3"
    store = SqlStore(path)
    told: list[str] = []
    event.listen(store._engine, "before_cursor_execute", lambda *heard: told.append(heard[2]))
    load(store, [numbered(n) for n in range(20)], fingerprint="f1")
    file_id = begin(store, fingerprint="f2").file.file_id
    told.clear()
    store.seen(file_id, ["o1", "o2"])
    save(store, file_id, [numbered(1, "Flask"), numbered(2), numbered(99)])
    plans = [plan(path, asked) for asked in told if not asked.startswith(("BEGIN", "PRAGMA"))]
    assert len(plans) > 8
    for said in plans:
        assert "SCAN offers" not in said
        assert "SCAN offer_versions" not in said
        assert "offers_by_file" not in said
