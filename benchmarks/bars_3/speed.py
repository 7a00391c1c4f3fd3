"""Bar 5: from a file to normalised offers, each in a process of its own, without record, encoder or index."""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any  # JSON of our own program

import xlsxwriter

from benchmarks.bars_1.bar import Bar
from benchmarks.running import ROOT

TEXT_RATE, XLSX_RATE, MAX_MB = 5_000, 2_000, 300
RUNS = 3
COLUMNS = ("SKU", "Product name", "Brand", "EAN", "Material", "Colour", "Price EUR 1-99", "Price EUR 100-499", "Price EUR 500+", "MOQ", "Lead time", "Country of origin")  # fmt: skip
_THINGS = ("Insulated bottle", "Travel mug", "Lunch box", "Chef's knife", "Cutting board", "Storage jar")
_MATERIALS, _COLOURS = ("stainless steel", "tritan", "bamboo", "glass"), ("blue", "matt black", "red", "mint")


def measure(work: Path, *, rows: int, csv_mb: int) -> Iterator[Bar]:
    folder = work / "speed"
    folder.mkdir(parents=True, exist_ok=True)
    yield _rate("5a", "CSV", _csv(folder / "list.csv", rows), rows, TEXT_RATE)
    yield _rate("5b", "JSON lines", _jsonl(folder / "list.jsonl", rows), rows, TEXT_RATE)
    fewer = max(1, rows // 2)
    yield _rate("5c", "XLSX", _xlsx(folder / "list.xlsx", fewer), fewer, XLSX_RATE)
    yield _memory(folder / "big.csv", csv_mb)


def _row(draw: random.Random, number: int) -> list[str]:
    """A made-up offer."""
    price = draw.randrange(100, 9_000)
    made = f"{draw.choice(_THINGS)} {number} {draw.randrange(200, 2_000)} ml"
    twelve = f"4006{number % 10**8:08}"
    total = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(twelve))
    ean = f"{twelve}{-total % 10}"
    tiers = [f"{price * share // 100 / 100:.2f}" for share in (100, 92, 85)]
    more = [
        str(draw.choice((50, 100, 500))),
        f"{draw.randrange(2, 9)} weeks",
        draw.choice(("CN", "Germany", "VN")),
    ]
    return [f"A-{number}", made, "Muster", ean, draw.choice(_MATERIALS), draw.choice(_COLOURS), *tiers, *more]


def _csv(path: Path, rows: int) -> Path:
    draw = random.Random(1)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        writer.writerows(_row(draw, number) for number in range(rows))
    return path


def _jsonl(path: Path, rows: int) -> Path:
    draw = random.Random(1)
    with path.open("w", encoding="utf-8") as stream:
        for number in range(rows):
            stream.write(json.dumps(dict(zip(COLUMNS, _row(draw, number), strict=True))) + "\n")
    return path


def _xlsx(path: Path, rows: int) -> Path:
    draw = random.Random(1)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Prices")
        sheet.write_row(0, 0, COLUMNS)
        for number in range(rows):
            made = _row(draw, number)
            sheet.write_row(number + 1, 0, [*made[:6], *map(float, made[6:9]), int(made[9]), *made[10:]])
    return path


def _rate(number: str, name: str, path: Path, rows: int, least: int) -> Bar:
    """The fastest of at most RUNS: what else runs on the machine can only make a run slower."""
    runs = 1
    took = _load(path)
    while runs < RUNS and took["offers"] / took["seconds"] < least:
        runs += 1
        took = min(took, _load(path), key=lambda one: float(one["seconds"]))
    rate = took["offers"] / took["seconds"]
    return Bar(
        number=number,
        name=f"{name}, file to normalised offers",
        figure=f"{took['offers']:,} of {rows:,} offers in {took['seconds']:.1f} s ({took['cpu_seconds']:.1f} s of CPU), {rate:,.0f} rows/s (at least {least:,}; "
        f"the best of {runs}), "
        f"{took['mb']:.0f} MB and {took['child_mb']:.0f} MB in its parser",
        passed=took["offers"] == rows and not took["failed"] and rate >= least,
    )


def _memory(path: Path, megabytes: int) -> Bar:
    draw = random.Random(2)
    words = [
        "insulated",
        "double",
        "wall",
        "leak",
        "proof",
        "dishwasher",
        "safe",
        "powder",
        "coated",
        "with",
        "spare",
        "lid",
        "and",
        "brush",
        "in",
        "a",
        "gift",
        "box",
    ]
    rows, size = 0, megabytes * 1_048_576
    block = [[*_row(draw, number)[1:], " ".join(draw.choices(words, k=60))] for number in range(5_000)]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([*COLUMNS, "Description"])
        while stream.tell() < size:
            writer.writerows([f"A-{rows + at}", *row] for at, row in enumerate(block))
            rows += len(block)
    real = path.stat().st_size / 1_048_576
    took = _load(path)
    path.unlink()
    return Bar(
        number="5d",
        name=f"most memory of a CSV of {real:,.0f} MB",
        figure=f"{took['mb']:.0f} MB (under {MAX_MB}), {took['offers']:,} of {rows:,} offers in {took['seconds']:.0f} s",
        passed=took["offers"] == rows and took["mb"] < MAX_MB and real >= megabytes,
    )


def _load(path: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.bars_3.loading", str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{path.name}: {done.stderr[-1000:]}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
