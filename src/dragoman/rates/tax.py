"""Import rules and taxes: our own table, standard and reduced VAT of Europe from eu-vat-rates-data, and the user's
tables in the same shape, which win by whole destinations. `data/import_rules.toml` shows the shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.resources import as_file, files
from pathlib import Path
from typing import Literal

import eu_vat_rates_data
import msgspec

from dragoman.errors import InputError, RateMissing
from dragoman.model import Country, Currency, Money
from dragoman.ports import (
    ImportCharge,
    ImportQuestion,
    ImportRules,
    Leg,
    Mode,
    NotUnderstood,
    Percent,
    RateExpression,
    RateSource,
    Relief,
    RuleNote,
)
from dragoman.rates.expression import read_rate
from dragoman.rates.territory import territory
from dragoman.rates.toml_file import money, number, read_toml

_EU_VAT = "eu-vat-rates-data"


class _Charge(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    name: str
    kind: Literal["tax", "fee"]
    base: list[str]
    source: str
    rate: str = ""
    rate_of: Literal["", "eu-vat-rates-data"] = ""
    rates: dict[str, str] = {}
    uplift: str = "0"
    minimum: str = ""
    maximum: str = ""
    waived_up_to: str = ""
    above: str = ""
    up_to: str = ""
    modes: list[Mode] = []
    base_step: str = ""
    amount_step: str = ""
    recoverable: bool = False
    valid_from: date | None = None
    valid_until: date | None = None
    note: str = ""


class _Relief(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    what: Literal["duty", "all"]
    limit: str
    of: Literal["goods", "customs_value"]
    source: str
    modes: list[Mode] = []
    origins: list[str] = []
    valid_from: date | None = None
    valid_until: date | None = None
    note: str = ""


class _Note(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    text: str
    up_to: str = ""


class _Destination(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    countries: list[str]
    customs_value: str
    adds: list[Leg]
    source: str
    currency: str = ""
    charge: list[_Charge] = []
    relief: list[_Relief] = []
    duty_weight: Literal["net", "gross"] = "net"
    value_step: str = ""
    duty_step: str = ""
    notes: list[str | _Note] = []


class TaxFile(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The shape of a table of import rules."""

    as_of: date
    source: str
    destination: list[_Destination]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    destination: _Destination
    file: str
    source: str
    as_of: date


class TaxTable:
    """Satisfies `ports.TaxRates`."""

    def __init__(self, paths: Sequence[Path] = (), /, *, shipped: bool = True) -> None:
        """
        Args:
            paths: The user's tables; of several for a destination the last wins.
            shipped: Whether the project's own table stands below them.
        """
        self._entries: dict[Country, _Entry] = {}
        if shipped:
            with as_file(files("dragoman.rates") / "data" / "import_rules.toml") as path:
                self._add(path)
        for path in paths:
            self._add(path)

    def rules(self, question: ImportQuestion, /) -> ImportRules:
        entry = self._entries.get(question.destination)
        if entry is None:
            raise RateMissing(
                f"no import rules and taxes for {question.destination}; "
                f"add a [[destination]] for it to a TOML file and `dragoman rates import` it "
                f"(known: {', '.join(sorted(self._entries))})"
            )
        given = entry.destination
        where = f"{entry.file}, {question.destination}"
        return ImportRules(
            destination=question.destination,
            territory=territory(question.destination),
            currency=_currency(question.destination, given, where),
            customs_value=given.customs_value,
            added_legs=tuple(given.adds),
            charges=tuple(
                _charge(one, entry, question, where)
                for one in given.charge
                if _holds(one.valid_from, one.valid_until, question.on)
            ),
            reliefs=tuple(
                _relief(one, entry, where)
                for one in given.relief
                if _holds(one.valid_from, one.valid_until, question.on)
            ),
            source=given.source,
            as_of=entry.as_of,
            duty_weight=given.duty_weight,
            value_step=_step(given.value_step, where),
            duty_step=_step(given.duty_step, where),
            notes=tuple(_note(one, where) for one in given.notes),
        )

    def sources(self) -> tuple[RateSource, ...]:
        by_file: dict[str, list[Country]] = {}
        for country, entry in self._entries.items():
            by_file.setdefault(entry.file, []).append(country)
        own = [
            RateSource(
                kind="tax",
                name=file,
                covers=tuple(sorted(countries)),
                entries=len(countries),
                as_of=self._entries[countries[0]].as_of,
                source=self._entries[countries[0]].source,
            )
            for file, countries in by_file.items()
        ]
        european = RateSource(
            kind="tax",
            name=_EU_VAT,
            covers=tuple(sorted(eu_vat_rates_data.get_all_rates())),
            entries=len(eu_vat_rates_data.get_all_rates()),
            as_of=_vat_day(),
            source=_vat_source(),
            note="standard and reduced rates of VAT; which goods are reduced is not told",
        )
        return (*own, european)

    def _add(self, path: Path) -> None:
        table = read_toml(path, TaxFile, "a table of import rules")
        for destination in table.destination:
            for country in destination.countries:
                self._entries[country] = _Entry(
                    destination=destination, file=path.name, source=table.source, as_of=table.as_of
                )
        self._check(table, path)

    def _check(self, table: TaxFile, path: Path) -> None:
        """Every destination is read once, so that a mistake is told when the table is opened."""
        for destination in table.destination:
            days = [table.as_of, *(one.valid_from for one in destination.charge if one.valid_from)]
            for country in destination.countries:
                for on in dict.fromkeys(days):
                    self.rules(ImportQuestion(destination=country, on=on))
            if not destination.countries:
                raise InputError(f"{path}: expected countries = [...] in each [[destination]], got none")


def _holds(begins: date | None, ends: date | None, on: date) -> bool:
    return (begins is None or begins <= on) and (ends is None or on <= ends)


def _currency(country: Country, given: _Destination, where: str) -> Currency:
    if given.currency:
        return given.currency
    known = eu_vat_rates_data.get_rate(country)
    if known is None:
        raise InputError(f"{where}: expected currency = 'EUR' or another, got none; add it")
    return str(known["currency"])


def _charge(given: _Charge, entry: _Entry, question: ImportQuestion, where: str) -> ImportCharge:
    here = f"{where}, {given.name}"
    rate, source, as_of = _rate(given, entry, question, here)
    return ImportCharge(
        name=given.name,
        kind=given.kind,
        rate=rate,
        base=tuple(given.base),
        source=source,
        as_of=as_of,
        uplift=number(given.uplift, here),
        minimum=_money(given.minimum, here),
        maximum=_money(given.maximum, here),
        waived_up_to=_money(given.waived_up_to, here),
        above=_money(given.above, here),
        up_to=_money(given.up_to, here),
        modes=tuple(given.modes),
        base_step=_step(given.base_step, here),
        amount_step=_step(given.amount_step, here),
        recoverable=given.recoverable,
        note=given.note,
    )


def _rate(
    given: _Charge, entry: _Entry, question: ImportQuestion, where: str
) -> tuple[RateExpression, str, date]:
    if given.rate_of == _EU_VAT:
        percent = _european(question, where)
        return Percent(value=percent), f"{_vat_source()}; {given.source}", _vat_day()
    rates: Mapping[str, str] = {"standard": given.rate, **given.rates}
    # A charge that knows no categories (a fee beside the tax) holds for all of them.
    text = rates.get(question.category, given.rate if not given.rates else "")
    if not text:
        raise InputError(
            f"{where}: expected one of the categories {', '.join(rates)}, got {question.category!r}"
        )
    rate = read_rate(text)
    if isinstance(rate, NotUnderstood):
        raise InputError(f"{where}: expected a rate such as '10%' or '1.50 EUR/kg', got {text!r}; mend it")
    return rate, f"{entry.file}: {given.source}", entry.as_of


def _european(question: ImportQuestion, where: str) -> Decimal:
    known = eu_vat_rates_data.get_rate(question.destination)
    if known is None:
        raise RateMissing(f"{where}: no VAT rate for {question.destination} in {_EU_VAT}; give rate = '20%'")
    named: dict[str, float | None] = {
        "standard": known["standard"],
        "super_reduced": known["super_reduced"],
        "parking": known["parking"],
        "zero": 0.0,
    }
    reduced = sorted(known["reduced"])
    named |= {f"reduced_{rate:g}": rate for rate in reduced}
    if len(reduced) == 1:
        named["reduced"] = reduced[0]
    rate = named.get(question.category)
    if rate is None:
        known_names = ", ".join(f"{name} ({value} %)" for name, value in named.items() if value is not None)
        raise InputError(f"{where}: expected one of {known_names}, got {question.category!r}")
    return Decimal(str(rate))


def _vat_day() -> date:
    return date.fromisoformat(str(eu_vat_rates_data.data_version)[:10])


def _vat_source() -> str:
    return f"{_EU_VAT} {eu_vat_rates_data.data_version} (European Commission TEDB)"


def _relief(given: _Relief, entry: _Entry, where: str) -> Relief:
    return Relief(
        what=given.what,
        limit=money(given.limit, f"{where}, relief"),
        of=given.of,
        source=given.source,
        as_of=entry.as_of,
        modes=tuple(given.modes),
        origins=tuple(given.origins),
        note=given.note,
    )


def _note(given: str | _Note, where: str) -> RuleNote:
    if isinstance(given, str):
        return RuleNote(text=given)
    return RuleNote(text=given.text, up_to=_money(given.up_to, f"{where}, notes"))


def _money(text: str, where: str) -> Money | None:
    return money(text, where) if text else None


def _step(text: str, where: str) -> Decimal | None:
    return number(text, where) if text else None


def tables_in(folder: Path, /) -> list[Path]:
    """The TOML tables of a folder, by name; none where it is not there."""
    return sorted(folder.glob("*.toml")) if folder.is_dir() else []


def looks_like(tables: Iterable[str], /) -> bool:
    """Whether the top keys of a TOML file are those of a table of import rules."""
    return "destination" in set(tables)
