"""Opening and closing a SQLite file by any other way ends the locks that a process has on it: another process that closes
the record then takes its log for nobody's and removes it, and whoever has it open reads a malformed file."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from dragoman.app import Dragoman, open_dragoman
from dragoman.search.request import SearchRequest
from dragoman.settings import Settings
from dragoman.stores.backup import is_database

WRITE = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('CREATE TABLE later (n)'); c.commit(); c.close()"


def log_outlives_another_process(path: Path) -> bool:
    """Whether the log is still there when another process has written and closed the file."""
    subprocess.run([sys.executable, "-c", WRITE, str(path)], check=True)
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def everything_about_files(dragoman: Dragoman, folder: Path) -> None:
    dragoman.warm_up()
    dragoman.search(SearchRequest(text="bottle"))
    dragoman.doctor()
    dragoman.verify()
    dragoman.backup(folder / "copy.zip")


def test_whatever_a_server_does_its_record_stays_locked(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with open_dragoman(Settings(home=home)) as dragoman:
        everything_about_files(dragoman, tmp_path)
        assert log_outlives_another_process(home / "record.sqlite3")
    assert not (home / "record.sqlite3-wal").exists(), "the last one to close it puts the log into the file"


def test_telling_a_database_by_its_file_leaves_it_locked(tmp_path: Path) -> None:
    path = tmp_path / "some.sqlite3"
    with closing(sqlite3.connect(path)) as held:
        held.execute("PRAGMA journal_mode=WAL")
        held.execute("CREATE TABLE early (n)")
        held.commit()
        assert is_database(path)
        assert log_outlives_another_process(path)
        assert held.execute("SELECT count(*) FROM later").fetchone() == (0,)


@pytest.mark.parametrize("content", [b"", b"SKU,Price\nA-1,2.10\n", b"SQLite", bytes(5_000)])
def test_other_files_are_no_databases(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list?#%20.csv"
    path.write_bytes(content)
    assert not is_database(path)
    assert path.read_bytes() == content


def test_a_damaged_database_is_one_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "some.sqlite3"
    with closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE early (n)")
        made.commit()
    path.write_bytes(path.read_bytes()[:600])
    assert is_database(path)
