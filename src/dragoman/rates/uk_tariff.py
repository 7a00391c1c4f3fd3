"""The United Kingdom's tariff: the CSV "measures on declarable commodities" of data.api.trade.gov.uk."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from datetime import date

from dragoman.errors import InputError
from dragoman.ports import DutyMeasure
from dragoman.rates.duty import bare_code
from dragoman.rates.expression import read_rate
from dragoman.rates.measure_types import CONDITIONS, GROUPS, KINDS, origins_of
from dragoman.rates.tariff import Tariff

SOURCE = "UK Trade Tariff, measures on declarable commodities"
_NEEDED = (
    "commodity__code",
    "measure__type__id",
    "measure__duty_expression",
    "measure__geographical_area__id",
)
_PARTED = re.compile(r"[|,; ]+")


def looks_like(head: bytes, /) -> bool:
    first = head.split(b"\n", 1)[0].decode("utf-8-sig", errors="replace")
    return all(name in first for name in _NEEDED)


def read(data: bytes, /, *, name: str, as_of: date) -> Tariff:
    """Raises InputError where the columns are others, or no row is a duty."""
    reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig", errors="replace")))
    tariff = Tariff(name="UK Trade Tariff", source=SOURCE, as_of=as_of)
    for number, row in enumerate(reader, start=2):
        measure = _measure(row, f"{name}, line {number}", tariff)
        if measure is not None:
            tariff.measures.append(measure)
    if not tariff.measures:
        raise InputError(
            f"{name}: expected duties (measure types {', '.join(sorted(KINDS))}), got none; "
            "download the table measures-on-declarable-commodities as CSV"
        )
    return tariff


def _measure(row: Mapping[str, str | None], where: str, tariff: Tariff) -> DutyMeasure | None:
    def cell(key: str) -> str:
        return (row.get(key) or "").strip()

    kind, text = KINDS.get(cell("measure__type__id")), cell("measure__duty_expression")
    if kind is None or not text:
        tariff.leave_out("a measure that is no duty")
        return None
    area = cell("measure__geographical_area__id")
    origins = origins_of(area)
    if origins is None:
        tariff.leave_out(f"a rate for the countries of area {area}, which the file does not list")
        return None
    excluded = [part for part in _PARTED.split(cell("measure__excluded_geographical_areas__ids")) if part]
    return DutyMeasure(
        destination="GB",
        code=bare_code(cell("commodity__code")),
        kind=kind,
        rate=read_rate(text),
        text=text,
        source=f"{where}: {SOURCE}",
        as_of=tariff.as_of,
        origins=origins,
        excluded=tuple(country for part in excluded for country in GROUPS.get(part, (part,))),
        valid_from=tariff.day(cell("measure__effective_start_date")),
        valid_until=tariff.day(cell("measure__effective_end_date")),
        variant=cell("measure__additional_code__code"),
        quota=cell("measure__quota__order_number"),
        condition=CONDITIONS.get(cell("measure__type__id"), ""),
        label=cell("measure__type__description"),
    )
