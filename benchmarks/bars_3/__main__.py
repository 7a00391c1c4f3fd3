"""`make bars-3 [ARGS="1 4 --csv-mb 64"]`: measure the bars (or only those named), one line each; exit 1 if one fails."""

from __future__ import annotations

import argparse
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from benchmarks.bars_1.bar import Bar
from benchmarks.bars_3 import feeds, hostile, matching, paper, speed, suites

Measure = Callable[[Path], Iterator[Bar]]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="make bars-3", description=__doc__)
    parser.add_argument("bars", nargs="*", help="numbers of the bars; none: all")
    parser.add_argument("--csv-mb", type=int, default=1024, help="size of the CSV of bar 5's memory (1024)")
    parser.add_argument("--rows", type=int, default=40_000, help="rows of bar 5's other files (40000)")
    parser.add_argument("--pages", type=int, default=40, help="pages of bar 4's price list (40)")
    given = parser.parse_args(arguments)
    bars: dict[str, Measure] = {
        "1": suites.measure_matrix,
        "2": suites.measure_corpus,
        "3": feeds.measure,
        "4": partial(paper.measure, pages=given.pages),
        "5": partial(speed.measure, rows=given.rows, csv_mb=given.csv_mb),
        "6": matching.measure,
        "7": hostile.measure,
    }
    unknown = [number for number in given.bars if number not in bars]
    if unknown:
        print(f"expected bars of {', '.join(bars)}, got {', '.join(unknown)}", file=sys.stderr)
        return 2
    failed = False
    with tempfile.TemporaryDirectory(prefix="dragoman-bars-") as folder:
        for number in given.bars or list(bars):
            for bar in _measured(number, bars[number], Path(folder)):
                print(bar.line(), flush=True)
                failed = failed or not bar.passed
    return int(failed)


def _measured(number: str, measure: Measure, work: Path) -> Iterator[Bar]:
    try:
        yield from measure(work)
    except Exception as error:  # noqa: BLE001 - a bar that breaks is a bar that fails; the others are still measured
        traceback.print_exc()
        yield Bar(
            number=number, name="measurement broke", figure=f"{type(error).__name__}: {error}", passed=False
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
