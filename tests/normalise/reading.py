"""Lists as bytes -> offers and problems, as `dragoman ingest` reads them but without a record."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice

import openpyxl

from dragoman.formats.delimited import DelimitedReader
from dragoman.formats.json_lines import JsonLinesReader
from dragoman.formats.spreadsheet import SpreadsheetReader
from dragoman.model import Country, Offer, Problem
from dragoman.normalise.hints import Hints
from dragoman.normalise.mapping import ColumnRole, MappingFile, TableMapping, propose
from dragoman.normalise.offers import to_offer
from dragoman.normalise.suppliers import supplier_of
from dragoman.ports import ReadOptions, Table
from dragoman.testing.format_reader import source_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What became of a list."""

    mapping: TableMapping
    offers: list[Offer]
    problems: list[Problem]

    def role(self, key: str) -> ColumnRole:
        return self.mapping.columns[key]


def read_csv(
    *lines: str, country: Country | None = None, mapping: MappingFile | None = None, encoding: str = "utf-8"
) -> Reading:
    """A list of semicolon-parted lines, the first its header."""
    source = source_of("\n".join(lines).encode(encoding), "list.csv")
    options = ReadOptions(delimiter=";", encoding=encoding)
    return _read(next(DelimitedReader().read(source, options)), country, mapping)


def read_xlsx(
    rows: Sequence[Sequence[object]], formats: dict[str, str] | None = None, country: Country | None = None
) -> Reading:
    """A sheet of rows, with number formats by cell."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for cell, code in (formats or {}).items():
        sheet[cell].number_format = code
    out = io.BytesIO()
    book.save(out)
    reader = SpreadsheetReader("xlsx", (".xlsx",))
    table = next(reader.read(source_of(out.getvalue(), "list.xlsx"), ReadOptions()))
    return _read(table, country, None)


def read_json(*items: object) -> Reading:
    """JSON lines, one item each."""
    source = source_of("\n".join(json.dumps(item) for item in items).encode(), "list.jsonl")
    return _read(next(JsonLinesReader().read(source, ReadOptions())), None, None)


def read_table(table: Table) -> Reading:
    """A table as its reader gives it."""
    return _read(table, None, None)


def _read(table: Table, country: Country | None, mapping: MappingFile | None) -> Reading:
    hints = Hints(file_name="list", country=country)
    rows = iter(table.rows)
    head = list(islice(rows, 200))
    sample = [row for row in head if not isinstance(row, Problem)]
    proposed = propose(table, sample, hints, mapping)
    supplier = supplier_of(hints, table.notes)
    offers: list[Offer] = []
    problems: list[Problem] = []
    for row in chain(head, rows):
        if isinstance(row, Problem):
            problems.append(row)
            continue
        outcome = to_offer(row, proposed, supplier)
        problems.extend(outcome.problems)
        if outcome.offer is not None:
            offers.append(outcome.offer)
    return Reading(mapping=proposed, offers=offers, problems=problems)
