"""`make bars-4 [ARGS="5 6 --kills 40"]`: measure the bars (or only those named), one line each; exit 1 if one fails."""

from __future__ import annotations

import argparse
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.bars_1.bar import Bar
from benchmarks.bars_4 import faults, kills, load, million
from benchmarks.side_by_side import bars as side_by_side

Measure = Callable[[Path, argparse.Namespace], Iterator[Bar]]

BARS: dict[str, Measure] = {
    "1": lambda _work, options: million.searched(options.offers, options.home, options.workers),
    "2": lambda _work, _options: side_by_side.measure(),
    "3": lambda _work, options: million.loaded(options.offers, options.home, options.workers),
    "4": lambda _work, options: million.grown(options.offers, options.home),
    "5": lambda work, options: kills.measure(work, kills=options.kills, seed=options.seed),
    "6": lambda _work, _options: faults.measure(),
    "load": lambda work, options: load.measure(work, minutes=options.minutes, seed=options.seed),
}


def main(words: list[str]) -> int:
    reader = argparse.ArgumentParser(prog="make bars-4 ARGS=...", description=__doc__)
    reader.add_argument("bars", nargs="*", choices=[*BARS, []], metavar="BAR", help=", ".join(BARS))
    reader.add_argument("--offers", type=int, default=million.OFFERS, help="of bars 1, 3 and 4")
    reader.add_argument("--home", type=Path, help="loaded with so many by `dragoman bench run`, or to be")
    reader.add_argument("--workers", type=int, help="of the server in bars 1 and 3")
    reader.add_argument("--kills", type=int, default=kills.KILLS, help="of bar 5")
    reader.add_argument("--minutes", type=float, default=load.MINUTES, help="of the bar `load`")
    reader.add_argument("--seed", type=int, default=20261126, help="of what is drawn")
    options = reader.parse_args(words)
    failed = False
    with tempfile.TemporaryDirectory(prefix="dragoman-bars-") as folder:
        for number in options.bars or list(BARS):
            work = Path(folder) / number
            work.mkdir(exist_ok=True)
            for bar in _measured(number, work, options):
                print(bar.line(), flush=True)
                failed = failed or not bar.passed
    return int(failed)


def _measured(number: str, work: Path, options: argparse.Namespace) -> Iterator[Bar]:
    try:
        yield from BARS[number](work, options)
    except Exception as error:  # noqa: BLE001 - a bar that breaks is a bar that fails; the others are still measured
        traceback.print_exc()
        yield Bar(
            number=number, name="measurement broke", figure=f"{type(error).__name__}: {error}", passed=False
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
