"""Duties in a simple table of our own, the one to write by hand or to make from any other tariff.

    destination,code,rate,origins,kind,valid_from,valid_until,excluded,variant,quota,condition,label,source,as_of
    EU,9617.00,6.7%,,mfn,,,,,,,,Regulation (EEC) 2658/87,2026-01-01
    US,9617.00.10,The duty ... + 25%,CN,additional,2018-09-24,,,,,,9903.88.03,USITC HTS,2026-11-20

Only the first three columns and `as_of` are needed. Countries are two letters, several of them parted by spaces;
no origin is every origin. `kind`: mfn (where left out), preferential, suspension, quota, additional.
Lines that begin with "#" are skipped.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from dragoman.errors import InputError
from dragoman.model import Country
from dragoman.ports import DUTY_KINDS, DutyKind, DutyMeasure, NotUnderstood
from dragoman.rates.csv_lines import cells_by_line
from dragoman.rates.duty import bare_code
from dragoman.rates.expression import read_rate

COLUMNS = (
    "destination",
    "code",
    "rate",
    "origins",
    "kind",
    "valid_from",
    "valid_until",
    "excluded",
    "variant",
    "quota",
    "condition",
    "label",
    "source",
    "as_of",
)
_NEEDED = ("destination", "code", "rate", "as_of")
_COUNTRY = re.compile(r"[A-Z]{2}")
_CODE = re.compile(r"[0-9][0-9. ]{1,14}")


def read_table(text: str, /, *, name: str) -> Iterator[DutyMeasure]:
    """The measures of a table. Raises InputError naming the line, what was expected and what came."""
    lines = cells_by_line(text, name=name)
    _, names = next(lines, (0, []))
    header = tuple(column.lower() for column in names)
    if not set(_NEEDED) <= set(header):
        raise InputError(
            f"{name}: expected the columns {', '.join(_NEEDED)} (of {', '.join(COLUMNS)}), "
            f"got {', '.join(header)!r}; name them in the first line"
        )
    for number, cells in lines:
        yield _measure(dict(zip(header, cells, strict=False)), f"{name}, line {number}")


def write_table(measures: Iterable[DutyMeasure], path: Path, /) -> None:
    """The same table back, for looking at and for correcting by hand."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for one in measures:
            writer.writerow(
                (
                    one.destination,
                    one.code,
                    one.text,
                    " ".join(one.origins),
                    one.kind,
                    one.valid_from or "",
                    one.valid_until or "",
                    " ".join(one.excluded),
                    one.variant,
                    one.quota,
                    one.condition,
                    one.label,
                    one.source,
                    one.as_of,
                )
            )


def _measure(values: Mapping[str, str], where: str) -> DutyMeasure:
    rate = read_rate(values["rate"])
    if isinstance(rate, NotUnderstood):
        raise InputError(
            f"{where}: expected a rate such as 'Free', '6.7%', '1.5 USD/kg', '9% MIN 1.60 EUR/DTN' or "
            f"'12.8% + 176.8 EUR/DTN', got {values['rate']!r}; mend the line"
        )
    published = values.get("source", "")
    return DutyMeasure(
        destination=_country(values["destination"], where),
        code=_code(values["code"], where),
        kind=_kind(values.get("kind", "") or "mfn", where),
        rate=rate,
        text=values["rate"],
        source=f"{where}: {published}" if published else where,
        as_of=read_date(values["as_of"], where),
        origins=_countries(values.get("origins", ""), where),
        excluded=_countries(values.get("excluded", ""), where),
        valid_from=_open_date(values.get("valid_from", ""), where),
        valid_until=_open_date(values.get("valid_until", ""), where),
        variant=values.get("variant", ""),
        quota=values.get("quota", ""),
        condition=values.get("condition", ""),
        label=values.get("label", ""),
    )


def _country(text: str, where: str) -> Country:
    if not _COUNTRY.fullmatch(text):
        raise InputError(f"{where}: expected a country such as US, or EU, got {text!r}; mend the line")
    return text


def _countries(text: str, where: str) -> tuple[Country, ...]:
    return tuple(_country(part, where) for part in text.split())


def _code(text: str, where: str) -> str:
    if not _CODE.fullmatch(text):
        raise InputError(f"{where}: expected a tariff code such as 9617.00, got {text!r}; mend the line")
    return bare_code(text)


def _kind(text: str, where: str) -> DutyKind:
    for kind in DUTY_KINDS:
        if text == kind:
            return kind
    raise InputError(f"{where}: expected one of {', '.join(DUTY_KINDS)}, got {text!r}; mend the line")


def _open_date(text: str, where: str) -> date | None:
    return read_date(text, where) if text else None


def read_date(text: str, where: str, /) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            f"{where}: expected a date such as 2026-11-20, got {text!r}; mend the line"
        ) from error
