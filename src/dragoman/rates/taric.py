"""The European Union's tariff: the table of duties that DG TAXUD publishes from TARIC, as XLSX or saved as CSV.

Columns: Goods code, Add code, Order No., Start date, End date, RED_IND, Origin, Measure type, Legal base, Duty,
Origin code, Meas. type code. Countries left out of an origin stand in another file and are not known here.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from python_calamine import CalamineError, CalamineWorkbook

from dragoman.errors import InputError
from dragoman.ports import DutyMeasure
from dragoman.rates.duty import bare_code
from dragoman.rates.expression import read_rate
from dragoman.rates.measure_types import CONDITIONS, KINDS, origins_of
from dragoman.rates.tariff import Tariff

SOURCE = "European Commission, DG TAXUD, TARIC"
NEEDED = ("Goods code", "Origin code", "Meas. type code", "Duty")
_Row = Mapping[str, str]


def looks_like(data: bytes, /) -> bool:
    if data.startswith(b"PK"):
        try:
            return any(set(NEEDED) <= set(row) for row in _sheet_rows(data))
        except (CalamineError, zipfile.BadZipFile, OSError):
            return False
    first = data[:4000].split(b"\n", 1)[0].decode("utf-8-sig", errors="replace")
    return all(name in first for name in NEEDED)


def read(data: bytes, /, *, name: str, as_of: date) -> Tariff:
    """Raises InputError where the columns are others, or no row is a duty."""
    tariff = Tariff(name="EU TARIC", source=SOURCE, as_of=as_of)
    rows = _sheet_rows(data) if data.startswith(b"PK") else _csv_rows(data)
    for number, row in enumerate(rows, start=2):
        measure = _measure(row, f"{name}, row {number}", tariff)
        if measure is not None:
            tariff.measures.append(measure)
    if not tariff.measures:
        raise InputError(
            f"{name}: expected duties in the columns {', '.join(NEEDED)}, got none; "
            'download "Duties Import" of TARIC from CIRCABC'
        )
    return tariff


def _measure(row: _Row, where: str, tariff: Tariff) -> DutyMeasure | None:
    type_id, text = row.get("Meas. type code", ""), row.get("Duty", "")
    kind = KINDS.get(type_id)
    if kind is None or not text:
        tariff.leave_out("a measure that is no duty")
        return None
    origins = origins_of(row.get("Origin code", ""))
    if origins is None:
        tariff.leave_out(f"a rate for the countries of {row.get('Origin') or row.get('Origin code')}")
        return None
    return DutyMeasure(
        destination="EU",
        code=bare_code(row["Goods code"][:10]),
        kind=kind,
        rate=read_rate(text),
        text=text,
        source=f"{where}: {SOURCE}, {row.get('Legal base', '')}".rstrip(", "),
        as_of=tariff.as_of,
        origins=origins,
        valid_from=tariff.day(row.get("Start date", "")),
        valid_until=tariff.day(row.get("End date", "")),
        variant=row.get("Add code", ""),
        quota=row.get("Order No.", ""),
        condition=CONDITIONS.get(type_id, ""),
        label=row.get("Measure type", ""),
    )


def _csv_rows(data: bytes) -> Iterator[_Row]:
    text = data.decode("utf-8-sig", errors="replace")
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    for row in csv.DictReader(io.StringIO(text), delimiter=delimiter):
        yield {
            (key or "").strip(): (value or "").strip() for key, value in row.items() if isinstance(value, str)
        }


def _sheet_rows(data: bytes) -> Iterator[_Row]:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    header: list[str] = []
    for cells in sheet.iter_rows():
        if not header:
            header = [str(cell).strip() for cell in cells]
            continue
        yield {name: _cell(cell) for name, cell in zip(header, cells, strict=False)}


def _cell(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.strftime("%d-%m-%Y")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
