"""Exchange rates from a dated, sourced CSV file that the user can replace.

    base,quote,rate,as_of,source
    EUR,USD,1.0850,2026-11-20,European Central Bank reference rate

1 `base` is `rate` `quote`. Blank lines and lines that begin with "#" are skipped. Of several dates of a pair
the newest holds. A pair that is not there is inverted or crossed through one common currency, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from dragoman.errors import InputError, RateMissing
from dragoman.model import Currency
from dragoman.ports import Rate
from dragoman.rates.csv_lines import cells_by_line

COLUMNS = ("base", "quote", "rate", "as_of", "source")

_CURRENCY = re.compile(r"[A-Z]{3}")
MOST_APART = Decimal("0.01")
"""By which a rate and its opposite of one day may differ: rounding and a bank's margin."""
_MOST = Decimal(10) ** 15
"""That one unit of a currency can be worth of another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line of the file with its number, 1-based."""

    number: int
    values: dict[str, str]


class RateTable:
    """An immutable table of rates; satisfies `ports.ExchangeRates`."""

    def __init__(self, rates: Iterable[Rate], /, *, name: str, path: Path | None = None) -> None:
        """`name` and `path` are for messages: what the table is called, where a line can be added."""
        self._name = name
        self._path = path
        self._given: dict[tuple[Currency, Currency], Rate] = {}
        for rate in rates:
            self._add(rate)
        self._found: dict[tuple[Currency, Currency], Rate] = {}

    @classmethod
    def from_csv(cls, path: Path, /) -> RateTable:
        """Raises InputError naming the file, the line, what was expected and what came."""
        return cls.from_text(text_of(path), path)

    @classmethod
    def from_text(cls, text: str, path: Path, /) -> RateTable:
        """The table that `path` holds, or is to hold. Raises InputError as `from_csv`."""
        return cls((_rate(line, path) for line in _lines(text, path)), name=path.name, path=path)

    @classmethod
    def empty(cls, path: Path, /) -> RateTable:
        """A table without rates; `path` is where the user can put some."""
        return cls((), name=path.name, path=path)

    @property
    def as_of(self) -> date | None:
        return max((rate.as_of for rate in self._given.values()), default=None)

    @property
    def source(self) -> str:
        """The file's name and, where one source gave all its lines, that source."""
        sources = {_source_named(rate) for rate in self._given.values()} - {""}
        return f"{self._name} ({sources.pop()})" if len(sources) == 1 else self._name

    def currencies(self) -> tuple[Currency, ...]:
        return tuple(sorted({currency for pair in self._given for currency in pair}))

    def given(self) -> tuple[Rate, ...]:
        """The newest rate of each pair as the table has it, neither inverted nor crossed."""
        return tuple(self._given.values())

    def contradictions(self) -> tuple[str, ...]:
        """Pairs given both ways for one day that differ by more than MOST_APART, each in a sentence."""
        said: list[str] = []
        for (base, quote), there in self._given.items():
            back = self._given.get((quote, base))
            if back is None or base > quote or back.as_of != there.as_of:
                continue
            apart = abs(there.value * back.value - 1)
            if apart > MOST_APART:
                said.append(
                    f"{base}->{quote} {there.value} ({there.source}) and {quote}->{base} {back.value} ({back.source}) "
                    f"of {there.as_of} differ by {apart * 100:.1f} % (expected {MOST_APART * 100:.0f} % at most); "
                    "remove the wrong one"
                )
        return tuple(said)

    def rate(self, base: Currency, quote: Currency, /) -> Rate:
        """Direct, else inverted, else crossed through the common currency whose older leg is newest (the
        cross is dated by that older leg). Raises RateMissing, which says what line to add."""
        if base == quote:
            return Rate(
                base=base,
                quote=quote,
                value=Decimal(1),
                as_of=self.as_of or date.min,
                source="a currency to itself is 1 by definition",
            )
        pair = (base, quote)
        found = self._found.get(pair) or self._one_leg(base, quote) or self._crossed(base, quote)
        if found is None:
            raise RateMissing(self._missing(base, quote))
        self._found[pair] = found
        return found

    def _add(self, rate: Rate) -> None:
        pair = (rate.base, rate.quote)
        known = self._given.get(pair)
        if known is not None and known.as_of == rate.as_of and known.value != rate.value:
            raise InputError(
                f"expected one {rate.base}->{rate.quote} rate for {rate.as_of}, got {known.value!s} "
                f"({known.source}) and {rate.value!s} ({rate.source}); remove one of them"
            )
        if known is None or rate.as_of > known.as_of:
            self._given[pair] = rate

    def _one_leg(self, base: Currency, quote: Currency) -> Rate | None:
        """The newer of the pair as given and the opposite pair inverted; as given on the same day."""
        direct, opposite = self._given.get((base, quote)), self._given.get((quote, base))
        if opposite is None or (direct is not None and direct.as_of >= opposite.as_of):
            return direct
        return Rate(
            base=base,
            quote=quote,
            value=1 / opposite.value,
            as_of=opposite.as_of,
            source=f"1 / {opposite.base}->{opposite.quote} ({opposite.source})",
        )

    def _crossed(self, base: Currency, quote: Currency) -> Rate | None:
        crossings = []
        for via in self.currencies():
            first, second = self._one_leg(base, via), self._one_leg(via, quote)
            if via not in (base, quote) and first is not None and second is not None:
                crossings.append((min(first.as_of, second.as_of), first, second))
        if not crossings:
            return None
        as_of, first, second = max(crossings, key=lambda crossing: crossing[0])
        return Rate(
            base=base,
            quote=quote,
            value=first.value * second.value,
            as_of=as_of,
            source=f"{first.base}->{first.quote} ({first.source}) x {second.base}->{second.quote} ({second.source})",
        )

    def _missing(self, base: Currency, quote: Currency) -> str:
        state = f"newest rate {self.as_of}" if self.as_of is not None else "it is empty"
        place = self._path if self._path is not None else self._name
        return (
            f"no {base}->{quote} rate in {self._name} ({state}); "
            f"add a line {base},{quote},RATE,YYYY-MM-DD,SOURCE to {place}"
        )


def text_of(path: Path, /) -> str:
    """Of a file of rates. Raises InputError where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"expected a CSV of exchange rates ({','.join(COLUMNS)}, UTF-8) at {path}, got: {error}; "
            "set DRAGOMAN_RATES to such a file"
        ) from error


def _source_named(rate: Rate) -> str:
    """The publisher in "rates.csv, line 2: European Central Bank", "" where none is named."""
    return rate.source.partition(": ")[2]


def _lines(text: str, path: Path) -> Iterator[_Line]:
    lines = cells_by_line(text, name=path.name)
    first, names = next(lines, (0, []))
    header = tuple(name.lower() for name in names)
    if first and not set(COLUMNS[:4]) <= set(header):
        raise InputError(
            f"expected the columns {','.join(COLUMNS)} in {path}, line {first}, "
            f"got {','.join(header)!r}; name them in the first line"
        )
    for number, cells in lines:
        yield _Line(number=number, values=dict(zip(header, cells, strict=False)))


def _rate(line: _Line, path: Path) -> Rate:
    where = f"{path.name}, line {line.number}"
    published = line.values.get("source", "")
    return Rate(
        base=_currency(line.values.get("base", ""), where),
        quote=_currency(line.values.get("quote", ""), where),
        value=_value(line.values.get("rate", ""), where),
        as_of=_date(line.values.get("as_of", ""), where),
        source=f"{where}: {published}" if published else where,
    )


def _currency(text: str, where: str) -> Currency:
    if not _CURRENCY.fullmatch(text):
        raise InputError(f"{where}: expected an ISO 4217 currency such as EUR, got {text!r}; mend the line")
    return text


def _value(text: str, where: str) -> Decimal:
    try:
        value = Decimal(text if "_" not in text else "")  # to Decimal "1_085" is 1085
    except InvalidOperation:
        value = Decimal(0)
    if not value.is_finite() or not 1 / _MOST <= value <= _MOST:
        raise InputError(f"{where}: expected a rate above 0 such as 1.085, got {text[:60]!r}; mend the line")
    return value


def _date(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            f"{where}: expected a date such as 2026-11-20, got {text!r}; mend the line"
        ) from error
