"""Real processes over one home: killed, stopped with Ctrl-C, two at once, a server beside the command line."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any  # our own command's JSON; its shape is faces/wire/shapes.py
from urllib.parse import urlencode

import pytest

from dragoman.app import Dragoman, open_dragoman
from dragoman.ingest.turns import turn
from dragoman.ports import ProblemFilter
from dragoman.settings import Settings

DRAGOMAN = Path(sys.executable).parent / "dragoman"
ROWS = 1_200
PATIENCE_SECONDS = 60


def command(home: Path, *words: str) -> list[str]:
    return [str(DRAGOMAN), "--home", str(home), *words]


def start(home: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command(home, *words), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    )


def finish(process: subprocess.Popen[str]) -> dict[str, Any]:
    out, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0, err
    answer: dict[str, Any] = json.loads(out)
    return answer


def run(home: Path, *words: str) -> dict[str, Any]:
    return finish(start(home, *words, "--json"))


@pytest.fixture(autouse=True)
def _ctrl_c_reaches_children() -> Iterator[None]:
    """A shell that runs the tests in its background lets them ignore Ctrl-C, and children inherit that."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _write(tmp_path_factory.mktemp("in") / "big.csv", ROWS)


def _write(path: Path, rows: int, prefix: str = "B") -> Path:
    lines = [f"{prefix}-{n},Steel bottle {n} ml number {n},{1 + n / 1000:.3f},100" for n in range(rows)]
    path.write_text("\n".join(["SKU,Product name,Price USD,MOQ", *lines, "X-1,,1.00,5"]), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def whole(catalogue: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home loaded without a kill."""
    home = tmp_path_factory.mktemp("whole")
    run(home, "ingest", str(catalogue))
    return home


def record(dragoman: Dragoman) -> object:
    """All that record and index say, but for dates and generations."""
    offers = {}
    for offer_id in sorted(dragoman.indexed_offer_ids()):
        found = dragoman.offer(offer_id)
        offers[offer_id] = (found.offer, found.raw_row, [version.change for version in found.history])
    problems = sorted(one.message() for one in dragoman.problems(ProblemFilter(limit=100_000)).problems)
    return dragoman.counts(), offers, problems


def same(one: Path, other: Path) -> bool:
    with open_dragoman(Settings(home=one)) as first, open_dragoman(Settings(home=other)) as second:
        assert len(set(first.generations())) == len(set(second.generations())) == 1
        return record(first) == record(second)


def until_rows(home: Path, process: subprocess.Popen[str], rows: int) -> None:
    """Wait until the load has committed so many rows."""
    path = home / "record.sqlite3"
    end = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < end:
        if path.exists():
            with closing(sqlite3.connect(path)) as connection, suppress(sqlite3.OperationalError):
                (done,) = connection.execute("SELECT max(rows_done) FROM files").fetchone()
                if done is not None and done >= rows:
                    return
        time.sleep(0.01)
    raise AssertionError(f"the ingest ended before {rows} rows were seen: {process.communicate()}")


@pytest.mark.parametrize("rows", [0, 500, 1000])
def test_a_killed_ingest_goes_on_to_the_same_record_and_index(
    catalogue: Path, whole: Path, tmp_path: Path, rows: int
) -> None:
    home = tmp_path / "home"
    process = start(home, "ingest", str(catalogue), "--json")
    until_rows(home, process, rows)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    report = run(home, "ingest", str(catalogue))
    assert report["offers"] == ROWS
    assert same(home, whole)


def test_a_search_after_a_kill_finds_what_was_committed(catalogue: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    process = start(home, "ingest", str(catalogue), "--json")
    until_rows(home, process, 500)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    answer = run(home, "search", "B-7")
    assert answer["hits"][0]["external_id"] == "B-7"


def test_ctrl_c_stops_an_ingest_with_a_word_on_how_to_go_on(
    catalogue: Path, whole: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    process = start(home, "ingest", str(catalogue), "--json")
    until_rows(home, process, 500)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert (process.returncode, out) == (130, "")
    assert "Run the same command again" in err
    assert "Traceback" not in err
    run(home, "ingest", str(catalogue))
    assert same(home, whole)


def test_two_ingests_of_one_file_at_once_leave_one_of_everything(
    catalogue: Path, whole: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    reports = [finish(one) for one in [start(home, "ingest", str(catalogue), "--json") for _ in range(2)]]
    assert sorted(report["added"] for report in reports) == [0, ROWS]
    assert sorted(report["unchanged"] for report in reports) == [0, ROWS]
    assert same(home, whole)


def test_an_ingest_that_waits_for_another_says_so(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    path = _write(tmp_path / "a.csv", 3)
    with turn(home / "load.lock", wait_seconds=None, waiting=lambda: None):
        process = start(home, "ingest", str(path), "--json")
        assert process.stderr is not None
        assert "begun" in process.stderr.readline()
        assert "another load is running" in process.stderr.readline()
        assert process.poll() is None
    assert finish(process)["added"] == 3


@contextmanager
def serving(home: Path) -> Iterator[str]:
    process = start(home, "serve", "--port", "0")
    try:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found is not None
        yield found.group(0)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0


def get(url: str, **parameters: str) -> dict[str, Any]:
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"{url}/api/search?{urlencode(parameters)}", timeout=30) as answer:
                found: dict[str, Any] = json.load(answer)
                return found
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def test_a_running_server_finds_what_the_command_line_loads(tmp_path: Path) -> None:
    home = tmp_path / "home"
    run(home, "ingest", str(_write(tmp_path / "a.csv", 20)))
    with serving(home) as url:
        assert [hit["external_id"] for hit in get(url, q="B-7")["hits"]][:1] == ["B-7"]
        run(home, "ingest", str(_write(tmp_path / "b.csv", 20, prefix="NEW")))
        assert [hit["external_id"] for hit in get(url, q="NEW-7")["hits"]][:1] == ["NEW-7"]
        _write(tmp_path / "b.csv", 5, prefix="NEW")
        assert run(home, "ingest", str(tmp_path / "b.csv"))["withdrawn"] == 15
        assert "NEW-7" not in [hit["external_id"] for hit in get(url, q="NEW-7")["hits"]]
        run(home, "reindex")
        assert [hit["external_id"] for hit in get(url, q="NEW-3")["hits"]][:1] == ["NEW-3"]


def test_a_server_that_starts_after_a_kill_finds_what_was_committed(catalogue: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    process = start(home, "ingest", str(catalogue), "--json")
    until_rows(home, process, 500)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    with serving(home) as url:
        assert get(url, q="B-7")["hits"][0]["external_id"] == "B-7"


def test_no_progress_is_drawn_in_a_pipe(tmp_path: Path) -> None:
    process = start(tmp_path / "home", "ingest", str(_write(tmp_path / "a.csv", 3)))
    out, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert "a new, empty one was begun there" in err
    assert err.count("\n") == 1
    assert "\x1b" not in err + out
    assert out.startswith("1 files, 4 rows, 3 offers")


def test_progress_is_drawn_on_a_terminal(tmp_path: Path) -> None:
    import pty

    master, terminal = pty.openpty()
    words = command(tmp_path / "home", "ingest", str(_write(tmp_path / "a.csv", 300)))
    environment = os.environ | {"TERM": "xterm-256color"}
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=terminal, env=environment)
    os.close(terminal)  # read while it runs: a terminal that nobody reads soon takes no more
    shown = b""
    try:
        while piece := os.read(master, 65_536):
            shown += piece
    except OSError:  # Linux says EIO at the end of a terminal
        pass
    os.close(master)
    process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0
    assert b"reading a.csv" in shown
    assert b"indexing" in shown
