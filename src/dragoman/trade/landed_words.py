"""Landed cost in short English words."""

from __future__ import annotations

from dragoman.model import Money
from dragoman.ports import Leg
from dragoman.trade import words
from dragoman.trade.interval import Interval

LEG_WORDS: dict[Leg, str] = {
    "loading": "Loading at the works",
    "pre_carriage": "Carriage to the port of departure",
    "export_clearance": "Export clearance",
    "origin_handling": "Handling at departure",
    "main_carriage": "Main carriage",
    "insurance": "Insurance",
    "destination_handling": "Handling at arrival",
    "import_clearance": "Customs broker",
    "on_carriage": "Carriage to the door",
    "unloading": "Unloading at the door",
    "payment": "Payment fees",
}


def legs(named: tuple[Leg, ...], /) -> str:
    """ "Main carriage, handling at arrival"."""
    first, *others = (LEG_WORDS[leg] for leg in named)
    return ", ".join([first, *(other.lower() for other in others)])


def interval(amount: Interval, /) -> str:
    """ "1200.00 EUR", "1200.00 to 1350.00 EUR"."""
    if amount.is_exact:
        return words.money(amount.likely)
    low = words.money(amount.low).rpartition(" ")[0]
    return f"{low} to {words.money(amount.high)}"


def at_least(low: str, likely: str, /) -> str:
    """Of a sum of which a part is not known: it has no high end. "≥ 3.10 EUR" where the other parts are known to the cent."""
    return f"≥ {likely}" if low == likely else f"likely ≥ {likely}, in any case ≥ {low}"


def limit(money: Money, /) -> str:
    return words.money(money)
