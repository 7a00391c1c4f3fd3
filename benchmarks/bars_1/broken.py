"""Bar 6: broken and hostile files beside a good one: each named with what to do, the good one loaded, memory bounded."""

from __future__ import annotations

import json
import os
import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bars_1.bar import Bar
from benchmarks.running import command
from dragoman.testing.hostile_files import GOOD, GOOD_OFFERS, HOSTILE

MAX_MEMORY_MB = 700


def measure(work: Path) -> Iterator[Bar]:
    for number, (name, make) in enumerate(HOSTILE.items()):
        folder = work / "broken" / f"{number:02}"
        folder.mkdir(parents=True)
        (folder / "a_good.csv").write_text(GOOD, encoding="utf-8")
        bad = make(folder)
        yield _bar(name, folder, bad, work / "broken-homes" / f"{number:02}")


def _bar(name: str, folder: Path, bad: str, home: Path) -> Bar:
    output = folder.parent / f"{folder.name}.json"
    with output.open("wb") as stream:
        process = subprocess.Popen(
            command(home, "ingest", str(folder), "--json"), stdout=stream, stderr=subprocess.DEVNULL
        )
        _pid, status, usage = os.wait4(process.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    report = json.loads(output.read_bytes() or b"{}")
    told = " | ".join(failed["error"] for failed in report.get("failed", []))
    memory = _megabytes(usage)
    named = bad in told and "; " in told
    return Bar(
        number="6",
        name=name,
        figure=f"exit {code}, {report.get('added', 0)} of {GOOD_OFFERS} good offers loaded, {memory:.0f} MB; {told[:200]!r}",
        passed=code != 0 and report.get("added") == GOOD_OFFERS and named and memory < MAX_MEMORY_MB,
    )


def _megabytes(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss / 1024
