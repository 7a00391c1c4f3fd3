"""Broken and hostile files: each is named with what to do, the good one beside it is loaded, memory stays bounded."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from dragoman.formats import READERS
from dragoman.ingest.load import IngestReport, IngestRequest, ingest
from dragoman.stores.memory import MemoryStore
from dragoman.testing.hostile_files import GOOD, GOOD_OFFERS, HOSTILE, ODD

MAX_MEMORY_MB = 400


def load(folder: Path) -> IngestReport:
    return ingest(
        IngestRequest(paths=(folder,)),
        store=MemoryStore(),
        readers=READERS,
        reader_version="1",
        progress=lambda _event: None,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    (made / "a_good.csv").write_text(GOOD, encoding="utf-8")
    return made


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_broken_file_is_named_with_what_to_do_and_the_good_one_is_loaded(folder: Path, kind: str) -> None:
    name = HOSTILE[kind](folder)
    report = load(folder)
    assert report.added == GOOD_OFFERS
    assert report.failed
    told = report.failed[0].error
    assert name in told
    assert ";" in told, "what was expected and came; what to do"
    assert len(told) < 700
    assert not Path("/tmp/dragoman-was-here.csv").exists()


@pytest.mark.parametrize("kind", ODD)
def test_a_sheet_that_only_looks_huge_does_no_harm(folder: Path, kind: str) -> None:
    ODD[kind](folder)
    report = load(folder)
    assert report.added >= GOOD_OFFERS
    assert report.added == GOOD_OFFERS + 198 or report.failed


def test_memory_stays_bounded_whatever_comes(tmp_path: Path) -> None:
    for number, make in enumerate([*HOSTILE.values(), *ODD.values()]):
        folder = tmp_path / "in" / f"{number:02}"
        folder.mkdir(parents=True)
        make(folder)
    done = subprocess.run(
        [sys.executable, __file__, str(tmp_path / "in")],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    measured = json.loads(done.stdout)
    assert measured["failed"] >= len(HOSTILE)
    assert measured["megabytes"] < MAX_MEMORY_MB
    assert measured["child_megabytes"] < 1.5 * MAX_MEMORY_MB


def _measure(folder: Path) -> dict[str, float]:
    report = load(folder)
    return {
        "failed": len(report.failed),
        "megabytes": _peak_megabytes(),
        "child_megabytes": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
        "seconds": report.seconds,
    }


def _peak_megabytes() -> float:
    """Of this program alone: ru_maxrss of a process starts with what its parent held when it was forked."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) / 1024


if __name__ == "__main__":
    print(json.dumps(_measure(Path(sys.argv[1]))))
