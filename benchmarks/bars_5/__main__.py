"""`make bars-5 [ARGS="1 2"]`: measure the bars (or only those named), one line each; exit 1 if one fails."""

from __future__ import annotations

import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.bars_1.bar import Bar
from benchmarks.bars_5 import hs_codes, landed_order, suites, workbooks, worked

BARS: dict[str, Callable[[Path], Iterator[Bar]]] = {
    "1": suites.measure_properties,
    "2": worked.measure,
    "3": suites.measure_reported,
    "4": hs_codes.measure,
    "5": landed_order.measure,
    "6": workbooks.measure,
}


def main(wanted: list[str]) -> int:
    unknown = [number for number in wanted if number not in BARS]
    if unknown:
        print(f"expected bars of {', '.join(BARS)}, got {', '.join(unknown)}", file=sys.stderr)
        return 2
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
