"""Bar 7: every hostile file beside a good one, by the real command: a clear error, the good one whole, nothing left running."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bars_1.bar import Bar
from benchmarks.running import command
from dragoman.testing.hostile_files import GOOD, GOOD_OFFERS, HOSTILE, ODD

MAX_MEMORY_MB, MAX_SECONDS = 700, 120
LEFT_OUT_MEMORY_MB = 1_100
"""Of files that only look hostile the parser in its own process may hold more."""


def measure(work: Path) -> Iterator[Bar]:
    bad: list[str] = []
    most_mb = most_seconds = 0.0
    running = 0
    for number, (name, make) in enumerate([*HOSTILE.items(), *ODD.items()]):
        folder = work / "hostile" / f"{number:02}"
        folder.mkdir(parents=True)
        (folder / "a_good.csv").write_text(GOOD, encoding="utf-8")
        called = make(folder)
        wrong, memory, seconds, left = _one(
            folder, called, work / "hostile-homes" / f"{number:02}", odd=name in ODD
        )
        most_mb, most_seconds, running = max(most_mb, memory), max(most_seconds, seconds), running + left
        if wrong:
            bad.append(f"{name}: {wrong}")
    tried = len(HOSTILE) + len(ODD)
    yield Bar(
        number="7",
        name="hostile files told clearly, the good one beside each loaded whole",
        figure=f"{tried - len(bad)} of {tried}, at most {most_seconds:.1f} s and {most_mb:.0f} MB, {running} processes left"
        + (f"; {' | '.join(bad)[:600]}" if bad else ""),
        passed=not bad and running == 0,
    )


def _one(folder: Path, called: str, home: Path, *, odd: bool) -> tuple[str, float, float, int]:
    """(what is wrong, megabytes, seconds, processes left) of one load."""
    output, errors = folder.parent / f"{folder.name}.json", folder.parent / f"{folder.name}.err"
    started = time.monotonic()
    with output.open("wb") as out, errors.open("wb") as err:
        process = subprocess.Popen(
            command(home, "ingest", str(folder), "--json"), stdout=out, stderr=err, start_new_session=True
        )
        usage = _wait(process, MAX_SECONDS)
    seconds = time.monotonic() - started
    left = _left_running(process.pid)
    if usage is None:
        return f"not done after {MAX_SECONDS} s", 0.0, seconds, left
    code, memory = usage
    report = json.loads(output.read_bytes() or b"{}")
    told = " | ".join(failed["error"] for failed in report.get("failed", []))
    added = report.get("added", 0)
    good = added >= GOOD_OFFERS if odd else added == GOOD_OFFERS
    clear = odd or (code != 0 and called in told and "; " in told)
    faults = {
        f"{added} of {GOOD_OFFERS} good offers": good,
        f"exit {code}, told {told[:120]!r}": clear,
        f"{memory:.0f} MB": memory < (LEFT_OUT_MEMORY_MB if odd else MAX_MEMORY_MB),
        "a trace of the program was printed": b"Traceback" not in errors.read_bytes(),
        "a file was written outside": not Path("/tmp/dragoman-was-here.csv").exists(),
    }
    return ", ".join(what for what, fine in faults.items() if not fine), memory, seconds, left


def _wait(process: subprocess.Popen[bytes], seconds: float) -> tuple[int, float] | None:
    """(exit code, megabytes) of a process; None, and it is killed, where it takes longer."""
    end = time.monotonic() + seconds
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return process.returncode, usage.ru_maxrss / 1024
        if time.monotonic() > end:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return None
        time.sleep(0.05)


def _left_running(session: int) -> int:
    """Processes of a command's session that outlive it; they are ended."""
    left = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            left += 1
            os.kill(int(stat.parent.name), signal.SIGKILL)
    return left
