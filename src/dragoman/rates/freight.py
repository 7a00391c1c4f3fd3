"""The user's rate cards for carriage, insurance, handling, brokerage and payment, from TOML.

as_of = 2026-11-01

[[card]]
name = "Ningbo to Hamburg, less than a container"
source = "Quotation 4711 of Hafenfreund Spedition, 1 November 2026"
legs = ["main_carriage", "destination_handling"]
origins = ["CN"]
destinations = ["DE"]
modes = ["sea"]
currency = "USD"
valid_until = 2026-12-31

[[card.charge]]
per = "freight_tonne"      # cubic metres or tonnes, whichever are more
amount = "62.00"
minimum = "62.00"

[[card.charge]]
name = "bill of lading"
per = "shipment"
amount = "45.00"
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec

from dragoman.errors import InputError
from dragoman.model import Currency
from dragoman.ports import (
    ChargePer,
    FreightCard,
    FreightCharge,
    FreightQuestion,
    Leg,
    Mode,
    RateSource,
)
from dragoman.rates.toml_file import number, read_toml


class _Charge(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    per: ChargePer
    amount: str | int
    name: str = ""
    minimum: str | int | None = None
    maximum: str | int | None = None
    from_quantity: str | int = 0
    kg_per_m3: str | int | None = None
    holds_kg: str | int | None = None
    holds_m3: str | int | None = None
    of: Literal["goods", "cif"] = "goods"
    uplift: str | int = 0


class _Card(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    name: str
    legs: list[Leg]
    currency: str
    charge: list[_Charge]
    source: str = ""
    origins: list[str] = []
    destinations: list[str] = []
    modes: list[Mode] = []
    valid_from: date | None = None
    valid_until: date | None = None
    as_of: date | None = None


class FreightFile(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The shape of a file of rate cards."""

    as_of: date
    card: list[_Card]


class FreightTable:
    """Satisfies `ports.FreightRates`."""

    def __init__(self, cards: Iterable[FreightCard], /) -> None:
        self._cards = tuple(cards)

    @classmethod
    def from_files(cls, paths: Sequence[Path], /) -> FreightTable:
        """Raises InputError naming the file and the key."""
        return cls(card for path in paths for card in read_cards(path))

    def cards(self, question: FreightQuestion, /) -> tuple[FreightCard, ...]:
        held = [card for card in self._cards if _holds(card, question)]
        return tuple(
            sorted(
                held,
                key=lambda card: (
                    not card.destinations,
                    not card.origins,
                    not card.modes,
                    -card.as_of.toordinal(),
                    card.name,
                ),
            )
        )

    def sources(self) -> tuple[RateSource, ...]:
        return tuple(
            RateSource(
                kind="freight",
                name=card.name,
                covers=(_lane(card), *card.legs),
                entries=len(card.charges),
                as_of=card.as_of,
                source=card.source,
                note=f"until {card.valid_until.isoformat()}" if card.valid_until is not None else "",
            )
            for card in self._cards
        )


def _holds(card: FreightCard, question: FreightQuestion) -> bool:
    from_here = not card.origins or question.origin in card.origins
    to_there = not card.destinations or question.destination in card.destinations
    by = not card.modes or question.mode is None or question.mode in card.modes
    begun = card.valid_from is None or card.valid_from <= question.on
    going_on = card.valid_until is None or question.on <= card.valid_until
    return from_here and to_there and by and begun and going_on


def _lane(card: FreightCard) -> str:
    return f"{'/'.join(card.origins) or '*'}-{'/'.join(card.destinations) or '*'}"


def read_cards(path: Path, /) -> list[FreightCard]:
    """The cards of a file. Raises InputError naming the file and the key."""
    table = read_toml(path, FreightFile, "rate cards")
    return [_card(given, table.as_of, path.name) for given in table.card]


def _card(given: _Card, as_of: date, file: str) -> FreightCard:
    where = f"{file}, {given.name!r}"
    if not given.legs or not given.charge:
        raise InputError(f"{where}: expected at least one leg and one [[card.charge]], got none; add it")
    return FreightCard(
        name=given.name,
        legs=tuple(given.legs),
        currency=_currency(given.currency, where),
        charges=tuple(_charge(one, where) for one in given.charge),
        source=f"{where}: {given.source}" if given.source else where,
        as_of=given.as_of or as_of,
        origins=tuple(given.origins),
        destinations=tuple(given.destinations),
        modes=tuple(given.modes),
        valid_from=given.valid_from,
        valid_until=given.valid_until,
    )


def _charge(given: _Charge, where: str) -> FreightCharge:
    here = f"{where}, per {given.per}"
    holds_kg = number(given.holds_kg, here) if given.holds_kg is not None else None
    holds_m3 = number(given.holds_m3, here) if given.holds_m3 is not None else None
    if given.per == "container" and not holds_kg and not holds_m3:
        raise InputError(f"{here}: expected holds_kg or holds_m3 of one container, got neither; add it")
    return FreightCharge(
        per=given.per,
        amount=number(given.amount, here),
        minimum=number(given.minimum, here) if given.minimum is not None else None,
        maximum=number(given.maximum, here) if given.maximum is not None else None,
        from_quantity=number(given.from_quantity, here),
        **({"kg_per_m3": number(given.kg_per_m3, here)} if given.kg_per_m3 is not None else {}),
        holds_kg=holds_kg,
        holds_m3=holds_m3,
        of=given.of,
        uplift=number(given.uplift, here),
        name=given.name,
    )


def _currency(text: str, where: str) -> Currency:
    if len(text) != 3 or not text.isupper():
        raise InputError(f"{where}: expected an ISO 4217 currency such as EUR, got {text!r}; mend it")
    return text
