"""A long load is indexed by a process of its own; whatever becomes of that one, the index is whole in the end."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ingest_request
from dragoman.app import Dragoman, open_dragoman
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
