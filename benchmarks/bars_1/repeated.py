"""Bar 5: the same file twice changes nothing; one changed row is one update, with both values in its history."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bars_1.bar import Bar
from benchmarks.running import run_json

ROWS = 500


def measure(work: Path) -> Iterator[Bar]:
    home, path = work / "repeated", work / "prices.csv"
    _write(path, price_of_row_7="2.10")
    first = run_json(home, "ingest", str(path))
    again = run_json(home, "ingest", str(path))
    yield Bar(
        number="5a",
        name="same file twice",
        figure=f"unchanged {again['unchanged']} of {first['offers']}, added {again['added']}, updated {again['updated']}",
        passed=again["unchanged"] == first["offers"] == ROWS and again["added"] == again["updated"] == 0,
    )
    _write(path, price_of_row_7="2.35")
    changed = run_json(home, "ingest", str(path))
    hit = run_json(home, "search", "SKU-0007")["hits"][0]
    history = run_json(home, "offer", hit["offer_id"])["history"]
    prices = [
        f"{version['valid_from']}: {value['raw']}"
        for version in history
        for value in version["values"]
        if value["field"] == "prices"
    ]
    yield Bar(
        number="5b",
        name="one row changed",
        figure=f"updated {changed['updated']}, unchanged {changed['unchanged']}; history {prices}",
        passed=changed["updated"] == 1
        and changed["unchanged"] == ROWS - 1
        and [price[-4:] for price in prices] == ["2.10", "2.35"],
    )


def _write(path: Path, *, price_of_row_7: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["SKU", "Product name", "Price USD", "MOQ", "Lead time"])
        for row in range(ROWS):
            price = price_of_row_7 if row == 7 else f"{1 + row / 100:.2f}"
            writer.writerow(
                [f"SKU-{row:04}", f"Hex bolt M{6 + row % 10} x {20 + row} mm", price, "100 pcs", "15 days"]
            )
