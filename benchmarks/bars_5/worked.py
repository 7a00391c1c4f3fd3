"""Bar 2: worked examples, exact to the cent."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bars_1.bar import Bar
from benchmarks.bars_5.examples import EXAMPLES

NEEDED = 40
MORE_DESTINATIONS = 3
"""Beside the European Union, the United Kingdom and the United States."""
_EU = [
    "AT",
    "BE",
    "BG",
    "CY",
    "CZ",
    "DE",
    "DK",
    "EE",
    "ES",
    "FI",
    "FR",
    "GR",
    "HR",
    "HU",
    "IE",
    "IT",
    "LT",
    "LU",
    "LV",
    "MT",
    "NL",
    "PL",
    "PT",
    "RO",
    "SE",
    "SI",
    "SK",
]


def measure(_work: Path) -> Iterator[Bar]:
    exact = 0
    places: Counter[str] = Counter()
    for example in EXAMPLES:
        differences = example.differences()
        if differences:
            print(f"{example.name}: {'; '.join(differences)}", file=sys.stderr)
            continue
        exact += 1
        destination = example.cost().destination
        places["EU" if destination in _EU else destination] += 1
    published = sum(example.published for example in EXAMPLES)
    others = set(places) - {"EU", "GB", "US"}
    yield Bar(
        number="2",
        name="worked examples exact to the cent",
        figure=f"{exact} of {len(EXAMPLES)} ({published} published by authorities), into "
        + ", ".join(f"{place} {many}" for place, many in sorted(places.items())),
        passed=exact == len(EXAMPLES)
        and exact >= NEEDED
        and {"EU", "GB", "US"} <= set(places)
        and len(others) >= MORE_DESTINATIONS,
    )
