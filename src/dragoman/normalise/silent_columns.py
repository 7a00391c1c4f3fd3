"""Price columns whose currency nothing says: told once, of the column, and not of each of its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dragoman.model import Origin
from dragoman.normalise.cells import cells_of
from dragoman.normalise.mapping.roles import TableMapping
from dragoman.normalise.price_currency import says_no_currency
from dragoman.normalise.prices import read_prices
from dragoman.ports import Row


def with_silent_columns(mapping: TableMapping, sample: Sequence[Row], /) -> TableMapping:
    """The mapping with the price columns that hold amounts, and in no row of the sample one whose currency is known."""
    if mapping.currency is not None or all(
        role.currency is not None for role in mapping.columns.values() if role.field == "price"
    ):
        return mapping
    unsaid = set(mapping.keys("price"))
    silent: dict[str, tuple[str, Origin]] = {}
    for row in sample:
        if not unsaid:
            break
        cells = cells_of(row, mapping)
        found = read_prices(cells)
        priced = {tier.origin for tier in found.tiers}
        lacking = {problem.origin for problem in found.problems if says_no_currency(problem)}
        for cell in cells.all("price"):
            origin = row.cell(cell.key)
            if origin in priced:
                unsaid.discard(cell.role.key)
            elif origin in lacking:
                silent.setdefault(cell.role.key, (cell.text, origin))
    return replace(mapping, silent={key: first for key, first in silent.items() if key in unsaid})
