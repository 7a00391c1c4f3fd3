"""Bar 1: the matrix of formats is what the code does. Bar 2: every file of the corpus gives its offers."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bars_1.bar import Bar
from benchmarks.running import ROOT

MATRIX = ROOT / "docs" / "reference" / "format-matrix.md"
LEAST = 60


def measure_matrix(_work: Path) -> Iterator[Bar]:
    done = _run("scripts/format_matrix.py", "--check")
    text = MATRIX.read_text(encoding="utf-8") if MATRIX.exists() else ""
    formats = len(re.findall(r"^\| `", text, re.MULTILINE))
    said = (done.stdout + done.stderr).strip().replace("\n", " ")
    yield Bar(
        number="1",
        name="matrix of formats, made anew from the code and compared",
        figure=f"{formats} formats, up to date" if done.returncode == 0 else said[-300:],
        passed=done.returncode == 0 and formats > 0,
    )


def measure_corpus(_work: Path) -> Iterator[Bar]:
    done = _run("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/formats/test_corpus.py", "-k", "gives")
    counted = {
        what: int(many) for many, what in re.findall(r"(\d+) (passed|failed|error|xfailed)", done.stdout)
    }
    good, files = counted.get("passed", 0), sum(counted.values())
    if done.returncode != 0:
        print(done.stdout[-2000:], file=sys.stderr)
    yield Bar(
        number="2",
        name=f"nasty files (at least {LEAST}) that give exactly their offers",
        figure=f"{good} of {files}, {counted.get('xfailed', 0)} of the others known",
        passed=done.returncode == 0 and good == files >= LEAST,
    )


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=False)
