"""A long load is indexed by a process of its own; whatever becomes of that one, the index is whole in the end."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ingest_request
from dragoman.app import Dragoman, open_dragoman
from dragoman.child_process import MOST_STARTS
from dragoman.ingest.events import IngestEvent
from dragoman.operate import abreast
from dragoman.operate.abreast import IndexingAbreast
from dragoman.search.indexing import catch_up
from dragoman.settings import Settings

ROWS = 40


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Dragoman:
    monkeypatch.setattr(abreast, "FROM_ROWS", 20)
    return open_dragoman(Settings(home=tmp_path / "home"))


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "bottles.csv"
    rows = (f"B-{n},Steel bottle number {n},{1 + n / 1000:.3f}" for n in range(ROWS))
    path.write_text("\n".join(["SKU,Product name,Price USD", *rows]), encoding="utf-8")
    return path


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many changes each catching up of this process had to apply."""
    counted: list[int] = []
    whole: Callable[..., int] = catch_up

    def counting(**arguments: object) -> int:
        counted.append(whole(**arguments))
        return counted[-1]

    monkeypatch.setattr("dragoman.app.catch_up", counting)
    return counted


def test_a_long_load_leaves_nothing_to_index_for_the_process_that_loads(
    opened: Dragoman, catalogue: Path, left: list[int]
) -> None:
    indexed: list[tuple[int, int]] = []
    with opened:
        opened.ingest(
            ingest_request(catalogue, settings=opened.settings),
            lambda _event: None,
            lambda done, total: indexed.append((done, total)),
        )
        assert len(opened.indexed_offer_ids()) == ROWS
        assert opened.verify().ok
    assert left[0] == 0
    assert indexed[-1] == (ROWS, ROWS)


def test_where_the_process_dies_the_one_that_loads_indexes_all(
    opened: Dragoman, catalogue: Path, left: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(abreast, "COMMAND", (sys.executable, "-c", "raise SystemExit(3)"))
    with opened:
        opened.ingest(ingest_request(catalogue, settings=opened.settings), lambda _event: None)
        assert len(opened.indexed_offer_ids()) == ROWS
    assert left[0] == ROWS


def test_where_the_process_cannot_start_the_one_that_loads_indexes_all(
    opened: Dragoman, catalogue: Path, left: list[int], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(abreast, "COMMAND", (str(tmp_path / "nowhere"),))
    with opened:
        opened.ingest(ingest_request(catalogue, settings=opened.settings), lambda _event: None)
    assert left[0] == ROWS


def test_the_process_ends_when_the_one_that_loads_is_killed(tmp_path: Path) -> None:
    process = subprocess.Popen(abreast.COMMAND, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert process.stdin is not None
    process.stdin.write(Settings(home=tmp_path / "home").model_dump_json().encode() + b"\n")
    process.stdin.close()  # as when the other end dies
    assert process.wait(timeout=60) == 1


def test_a_short_load_and_a_known_file_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(abreast, "COMMAND", ("must-not-run",))
    with IndexingAbreast("{}") as indexing:
        told: list[IngestEvent] = []
        watched = indexing.watching(told.append)
        watched(IngestEvent(file="known.csv", rows=1_000_000, finished=True))
        for rows in range(500, abreast.FROM_ROWS, 500):
            watched(IngestEvent(file="short.csv", rows=rows))
        indexing.finish(lambda _done, _total: pytest.fail("nothing is indexed there"))
    assert len(told) == abreast.FROM_ROWS // 500


DIES_ONCE = """
import pathlib, runpy, sys
died = pathlib.Path(sys.argv[1])
if not died.exists():
    died.touch()
    sys.exit(9)
runpy.run_module("dragoman.faces.index_child", run_name="__main__")
"""


def test_a_process_that_is_killed_during_the_load_is_started_again_and_goes_on(
    opened: Dragoman, catalogue: Path, left: list[int], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    died = tmp_path / "died"
    monkeypatch.setattr(abreast, "COMMAND", (sys.executable, "-c", DIES_ONCE, str(died)))
    whole = IndexingAbreast._start_again_if_dead

    def once_it_has_died(self: IndexingAbreast) -> None:
        if self._starts == 1 and self._process is not None:
            self._process.wait(timeout=60)
        whole(self)

    monkeypatch.setattr(IndexingAbreast, "_start_again_if_dead", once_it_has_died)
    second = catalogue.with_name("more.csv")
    second.write_text(catalogue.read_text("utf-8").replace("B-", "C-"), "utf-8")
    with opened:
        opened.ingest(ingest_request(catalogue, second, settings=opened.settings), lambda _event: None)
        assert len(opened.indexed_offer_ids()) == 2 * ROWS
        assert opened.verify().ok
    assert died.exists()
    assert left[0] == 0


def test_a_process_that_dies_again_and_again_is_given_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    starts = tmp_path / "starts"
    script = f"open({str(starts)!r}, 'a').write('x')"
    monkeypatch.setattr(abreast, "COMMAND", (sys.executable, "-c", script))
    with IndexingAbreast("{}") as indexing:
        watched = indexing.watching(lambda _event: None)
        for number in range(1, 8):
            watched(IngestEvent(file="long.csv", rows=number * abreast.FROM_ROWS))
            if indexing._process is not None:
                indexing._process.wait(timeout=60)
        indexing.finish(lambda _done, _total: pytest.fail("nothing is indexed there"))
    assert starts.read_text() == "x" * MOST_STARTS
