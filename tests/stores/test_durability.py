"""The record when the disk is full, its pages are damaged, a process dies or the clock is set back."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dragoman.disk import bounded, written
from dragoman.errors import OutOfSpace, StoreError
from dragoman.stores.sql import SqlStore
from dragoman.testing.catalogue_store import begin, load, numbered, save


class _Clock(datetime):
    hour_now = 12

    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]  # the one way it is called here
        return datetime(2026, 11, 26, cls.hour_now, tzinfo=UTC)


def test_a_clock_that_goes_back_loses_nothing_and_no_version_begins_before_the_one_it_follows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dragoman.stores.sql.datetime", _Clock)
    store = SqlStore(tmp_path / "record.sqlite3")
    for hour, title, fingerprint in ((12, "Old", "f1"), (3, "New", "f2"), (1, "Newest", "f3")):
        monkeypatch.setattr(_Clock, "hour_now", hour)
        load(store, [numbered(1, title)], fingerprint=fingerprint)
    load(store, [numbered(2)], fingerprint="f4")
    history = store.history("o1")
    assert [one.change for one in history] == ["added", "updated", "updated", "withdrawn"]
    assert [one.valid_from.hour for one in history] == [12, 12, 12, 12]
    assert [one.offer_id for one in store.changes_since(0, limit=9).upserts] == ["o2"]
    assert store.damage() == ()


def test_a_commit_is_on_the_disk_before_it_returns(tmp_path: Path) -> None:
    store = SqlStore(tmp_path / "record.sqlite3")
    with store._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2, "FULL"
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_damaged_pages_of_the_record_are_told(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite3"
    store = SqlStore(path)
    load(store, [numbered(n) for n in range(400)])
    store.close()
    assert not path.with_name("record.sqlite3-wal").exists()
    with sqlite3.connect(path) as direct:
        root = direct.execute("SELECT rootpage FROM sqlite_master WHERE name = 'offers_by_file'").fetchone()[
            0
        ]
        page = direct.execute("PRAGMA page_size").fetchone()[0]
    direct.close()
    content = bytearray(path.read_bytes())
    content[(root - 1) * page + 100 : (root - 1) * page + 180] = b"\xff" * 80
    path.write_bytes(bytes(content))
    again = SqlStore(path)
    try:
        said = "; ".join(again.damage())
    except StoreError as error:
        said = str(error)
    again.close()
    assert "SQLite" in said


_FILL = """
import resource, signal, sys
from pathlib import Path
from dragoman.errors import OutOfSpace
from dragoman.stores.sql import SqlStore
from dragoman.testing.catalogue_store import begin, load, numbered, save
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = SqlStore(Path(sys.argv[1]))
load(store, [numbered(1)])
resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, resource.RLIM_INFINITY))
file = begin(store, "second.csv").file.file_id
try:
    for n in range(2, 4000, 50):
        save(store, file, [numbered(m) for m in range(n, n + 50)], rows_done=n + 48)
        print(n + 49, flush=True)
except Exception as error:
    print(type(error).__name__, flush=True)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
held = store.counts().offers
save(store, file, [numbered(m) for m in range(5000, 5050)], rows_done=5000)
print(held, store.counts().offers, store.damage())
"""


def test_where_no_more_can_be_written_the_batch_is_undone_whole_and_the_next_goes_on(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _FILL, str(tmp_path / "record.sqlite3")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    *acknowledged, error, after = done.stdout.split("\n")[:-1]
    assert acknowledged, done.stderr
    assert error in {"OutOfSpace", "StoreError"}, done.stdout
    held = int(acknowledged[-1])
    assert after == f"{held} {held + 50} ()"


def test_a_writer_that_is_killed_in_a_transaction_leaves_no_lock_and_no_half_batch(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite3"
    store = SqlStore(path)
    load(store, [numbered(1)])
    script = (
        "import os, signal, sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('BEGIN IMMEDIATE'); c.execute('UPDATE offers SET active = 0'); c.execute('DELETE FROM files')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    save(store, begin(store, "next.csv").file.file_id, [numbered(2)])
    assert store.counts().offers == 2


@pytest.mark.parametrize("number", ["ENOSPC", "EDQUOT", "EFBIG"])
def test_a_full_disk_is_told_as_such_with_what_to_do(tmp_path: Path, number: str) -> None:
    import errno

    code = getattr(errno, number)
    for guard in (written, bounded):
        with pytest.raises(OutOfSpace, match="free some space"), guard(tmp_path / "not" / "there"):
            raise OSError(code, os.strerror(code))


def test_another_reason_is_told_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Permission denied"), written(tmp_path):
        raise PermissionError(13, "Permission denied")
    with pytest.raises(PermissionError), bounded(tmp_path):
        raise PermissionError(13, "Permission denied")
