"""Bars that are held by tests: how many ran, and whether all passed."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bars_1.bar import Bar
from benchmarks.bars_5.operators import PAIRS, wrong_pairs
from benchmarks.running import ROOT

PROPERTIES = ("tests/trade/test_landed_properties.py", "tests/trade/test_operators.py")
REPORTED = (
    "tests/trade/test_reported_failures.py",
    "tests/trade/test_money.py",
    "tests/trade/test_unit_price.py",
)


def measure_properties(_work: Path) -> Iterator[Bar]:
    """Bar 1."""
    wrong = wrong_pairs()
    yield Bar(
        number="1a",
        name="operator pairs that mix currencies or units without a Rate or Pack",
        figure=f"{len(wrong)} of {len(PAIRS)} tried ({'; '.join(wrong[:3])})"
        if wrong
        else f"0 of {len(PAIRS)} tried",
        passed=not wrong,
    )
    yield _suite("1b", "properties of landed cost and arithmetic (Hypothesis)", PROPERTIES)


def measure_reported(_work: Path) -> Iterator[Bar]:
    """Bar 3."""
    yield _suite("3", "failures that users of other tools reported, as tests", REPORTED)


def _suite(number: str, name: str, files: tuple[str, ...]) -> Bar:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    counted = {what: int(many) for many, what in re.findall(r"(\d+) (passed|failed|error)", done.stdout)}
    passed = counted.get("passed", 0)
    bad = counted.get("failed", 0) + counted.get("error", 0)
    if done.returncode != 0:
        print(done.stdout[-2000:], file=sys.stderr)
    return Bar(
        number=number,
        name=name,
        figure=f"{passed} of {passed + bad} passed",
        passed=done.returncode == 0 and passed > 0,
    )
