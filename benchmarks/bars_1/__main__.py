"""`make bars-1 [ARGS="2 3"]`: measure the bars (or only those named), one line each; exit 1 if one fails."""

from __future__ import annotations

import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.bars_1 import broken, fresh_clone, kills, languages, real_input, repeated, screenshots
from benchmarks.bars_1.bar import Bar

BARS: dict[str, Callable[[Path], Iterator[Bar]]] = {
    "1": fresh_clone.measure,
    "2": real_input.measure_ingest,
    "3": real_input.measure_latency,
    "4": kills.measure,
    "5": repeated.measure,
    "6": broken.measure,
    "7": languages.measure,
    "8": screenshots.measure,
}


def main(wanted: list[str]) -> int:
    failed = False
    with tempfile.TemporaryDirectory(prefix="dragoman-bars-") as folder:
        for number in wanted or list(BARS):
            for bar in _measured(number, Path(folder)):
                print(bar.line(), flush=True)
                failed = failed or not bar.passed
    return int(failed)


def _measured(number: str, work: Path) -> Iterator[Bar]:
    try:
        yield from BARS[number](work)
    except Exception as error:  # noqa: BLE001 - a bar that breaks is a bar that fails; the others are still measured
        traceback.print_exc()
        yield Bar(
            number=number, name="measurement broke", figure=f"{type(error).__name__}: {error}", passed=False
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
