"""Bar 4: the generated price list of 40 pages, as PDF and as a scan of it."""

from __future__ import annotations

import importlib
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bars_1.bar import Bar

RIGHT, RIGHT_OF_A_SCAN = 0.995, 0.97


def measure(_work: Path, *, pages: int) -> Iterator[Bar]:
    try:
        lists = importlib.import_module("benchmarks.price_list_pdf")
    except ImportError as error:
        yield Bar(number="4", name="PDF price list", figure=f"not measured: {error}", passed=False)
        return
    listed = lists.offers(pages)
    for scanned in (False, True):
        for look in ("lines", "no lines"):
            data = lists.price_list(listed, look)
            if scanned:
                data = lists.scan_of(data)
            started = time.perf_counter()
            found = lists.measure(f"list, {look}.pdf", data, listed)
            least = RIGHT_OF_A_SCAN if scanned else RIGHT
            yield Bar(
                number="4b" if scanned else "4a",
                name=f"{'scan at 200 dpi of a' if scanned else 'a'} list of {pages} pages with {look}",
                figure=f"{found.share:.2%} of {found.cells:,} cells right (at least {least:.1%}), "
                f"{len(found.unflagged)} wrong without a flag, {time.perf_counter() - started:.0f} s",
                passed=found.share >= least and (scanned or not found.unflagged),
            )
