"""One notation for labels and for what was understood, so that equal meanings are equal text.

"0.75 L" and "750 mL" are one value, so are "Zürich" and "Zurich"; 20 t is 20000 kg.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import assert_never

from dragoman.model import Quantity, UnitPrice
from dragoman.search.request import (
    Budget,
    CertificateWanted,
    ColourWanted,
    Deadline,
    Destination,
    DimensionWanted,
    IncotermWanted,
    MaterialWanted,
    OriginWanted,
    QuantityWanted,
    Query,
    Requirement,
    WordWanted,
)
from dragoman.vocabulary.folding import fold_keeping_places
from dragoman.vocabulary.places import find_places, split
from dragoman.vocabulary.units import dimension_of, in_base

_COMPARISONS = {"at_least": ">=", "at_most": "<=", "about": ""}


def labelled(slot: str, value: str, /) -> str:
    """A label, made equal to any other label of the same meaning."""
    match slot:
        case "quantity":
            return _quantity(_read_quantity(value))
        case "dimension":
            sign = value[:2] if value[:2] in {">=", "<="} else ""
            return sign + _quantity(_read_quantity(value[len(sign) :]))
        case "budget":
            return _labelled_budget(value)
        case "destination" | "incoterm":
            head, _, place = value.partition("/")
            return f"{head}/{_place(place)}"
        case "word":
            return value.casefold()
        case _:
            return value


def understood(query: Query, /) -> dict[str, list[str]]:
    """Slot -> values of a query that was understood; the product's words are not among them."""
    found: dict[str, list[str]] = {}
    for one in query.requirements:
        slot, value, name = _value(one)
        found.setdefault(slot, []).append(f"not:{value}" if one.strength == "not" else value)
        if one.strength == "must" and slot not in {"word", "dimension"}:
            found.setdefault("must", []).append(name)
    return found


def _value(one: Requirement) -> tuple[str, str, str]:
    """(slot, value, the name under which "must" lists it)."""
    match one:
        case CertificateWanted() | MaterialWanted() | ColourWanted():
            slot, value = one.requirement_id.partition(":")[0], one.code
        case OriginWanted():
            slot, value = "origin", one.country
        case WordWanted():
            slot, value = "word", one.word.casefold()
        case DimensionWanted():
            slot, value = "dimension", _COMPARISONS[one.comparison] + _quantity(one.quantity)
        case _:
            slot, value = _term(one)
            return slot, value, slot
    return slot, value, f"{slot}:{value}"


def _term(
    one: QuantityWanted | Budget | Destination | Deadline | IncotermWanted,
) -> tuple[str, str]:
    match one:
        case QuantityWanted():
            return "quantity", _quantity(one.quantity)
        case Budget():
            return "budget", _budget(one)
        case Destination():
            return "destination", f"{one.country}/{_place(one.place or '')}"
        case Deadline():
            return "deadline", one.on.isoformat() if one.on is not None else str(one.days)
        case IncotermWanted():
            return "incoterm", f"{one.incoterm}/{_place(one.place or '')}"
        case _:
            assert_never(one)


def _budget(one: Budget) -> str:
    price: UnitPrice = one.limit
    low = f"{_plain(one.low.money.amount)}.." if one.low is not None else ""
    amount = f"{low}{_plain(price.money.amount)} {price.money.currency}"
    return f"{amount} total" if one.total else f"{amount} per {_quantity(price.per)}"


def _labelled_budget(value: str) -> str:
    """ "2..4 USD/piece", "6500 EUR total"."""
    found = re.fullmatch(
        r"(?:(?P<low>[\d.]+?)\.\.)?(?P<high>[\d.]+) (?P<currency>[A-Z]{3})(?: total|/(?P<per>.+))", value
    )
    if found is None:
        raise ValueError(f"expected a budget like '2..4 USD/piece' or '6500 EUR total', got {value!r}")
    low = f"{_plain(Decimal(found['low']))}.." if found["low"] else ""
    amount = f"{low}{_plain(Decimal(found['high']))} {found['currency']}"
    if found["per"] is None:
        return f"{amount} total"
    per = found["per"] if found["per"][0].isdigit() else f"1 {found['per']}"
    return f"{amount} per {_quantity(_read_quantity(per))}"


def _read_quantity(value: str) -> Quantity:
    number, _, unit = value.partition(" ")
    return Quantity(value=Decimal(number), unit=unit)


def _quantity(quantity: Quantity) -> str:
    base = in_base(quantity)
    if base is not None:
        return f"{float(base):.6g} {dimension_of(quantity.unit)}"
    return f"{_plain(quantity.value)} {quantity.unit}"


def _plain(number: Decimal) -> str:
    return f"{float(number):.10g}"


def _place(name: str) -> str:
    """A place by the English name of the vocabulary, where it has one."""
    known = find_places(name)
    return fold_keeping_places(split(known[0].code)[0] if known else name)[0]
