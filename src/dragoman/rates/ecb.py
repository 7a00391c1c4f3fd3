"""Reference rates of the European Central Bank: eurofxref.csv, eurofxref-hist.csv, eurofxref-daily.xml.

One euro is so much of each currency. Source: European Central Bank, euro foreign exchange reference rates.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from lxml import etree

from dragoman.errors import InputError
from dragoman.ports import Rate

SOURCE = "European Central Bank reference rate"
_CURRENCY = re.compile(r"[A-Z]{3}")


def looks_like(head: bytes, /) -> bool:
    text = head.decode("utf-8-sig", errors="replace")
    first = text.split("\n", 1)[0]
    named = [part.strip() for part in first.split(",")]
    return "eurofxref" in text[:2000] or (
        named[0].lower() == "date" and sum(bool(_CURRENCY.fullmatch(part)) for part in named) >= 5
    )


def read(data: bytes, /, *, name: str) -> list[Rate]:
    """The newest rate of each currency. Raises InputError where there is none."""
    rates = list(
        _of_xml(data, name) if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") else _of_csv(data, name)
    )
    newest: dict[str, Rate] = {}
    for rate in rates:
        if rate.quote not in newest or newest[rate.quote].as_of < rate.as_of:
            newest[rate.quote] = rate
    if not newest:
        raise InputError(
            f"{name}: expected rates of the European Central Bank (eurofxref.csv, -hist.csv or -daily.xml), got none"
        )
    return sorted(newest.values(), key=lambda rate: rate.quote)


def _of_csv(data: bytes, name: str) -> Iterator[Rate]:
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig", errors="replace")))
    header = [cell.strip() for cell in next(rows, [])]
    for number, row in enumerate(rows, start=2):
        cells = [cell.strip() for cell in row]
        if not cells or not cells[0]:
            continue
        as_of = _day(cells[0], f"{name}, line {number}")
        for currency, value in zip(header[1:], cells[1:], strict=False):
            if _CURRENCY.fullmatch(currency) and value not in ("", "N/A"):
                yield _rate(currency, value, as_of, f"{name}, line {number}")


def _of_xml(data: bytes, name: str) -> Iterator[Rate]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"{name}: expected the XML of the European Central Bank, got: {error}") from error
    for day in root.iter("{*}Cube"):
        written = day.get("time")
        if written is None:
            continue
        as_of = _day(written, name)
        for cube in day.iter("{*}Cube"):
            currency, value = cube.get("currency"), cube.get("rate")
            if currency is not None and value is not None:
                yield _rate(currency, value, as_of, f"{name}, {written}")


def _rate(currency: str, text: str, as_of: date, where: str) -> Rate:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal(0)
    if not value.is_finite() or value <= 0:
        raise InputError(f"{where}: expected a rate above 0 for {currency}, got {text!r}; take the file anew")
    return Rate(base="EUR", quote=currency, value=value, as_of=as_of, source=SOURCE)


def _day(text: str, where: str) -> date:
    for form in ("%Y-%m-%d", "%d %B %Y", "%d %b %Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day, no time
        except ValueError:
            continue
    raise InputError(f"{where}: expected a date such as 2026-11-20, got {text!r}; take the file anew")
