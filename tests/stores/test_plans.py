"""What SQLite does for the statements whose cost would grow with the square of a file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from dragoman.stores.sql import SqlStore


def plan(path: Path, statement: str) -> str:
    connection = sqlite3.connect(path)
    try:
        return "\n".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}"))
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
