"""Offers for tests, made in one line, each value with an Origin of its own cell."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeVar

from dragoman.model import (
    Attribute,
    DayRange,
    Delivery,
    Money,
    Offer,
    Origin,
    Pack,
    PriceTier,
    Quantity,
    Sourced,
    Supplier,
    UnitPrice,
)

T = TypeVar("T")

FILE = "list.xlsx"


def origin(cell: str) -> Origin:
    """A cell of the test's price list."""
    return Origin(file=FILE, sha256="0" * 64, sheet="Prices", cell=cell)


def sourced(value: T, cell: str, raw: str = "") -> Sourced[T]:
    return Sourced(value=value, origin=origin(cell), raw=raw or str(value))


def tier(
    amount: str,
    currency: str = "USD",
    *,
    start: str = "1 piece",
    per: str = "1 piece",
    high: str | None = None,
    cell: str = "C2",
) -> Sourced[PriceTier]:
    """A price tier: `tier("48", start="1 carton", per="1 carton")`."""

    def price(text: str) -> UnitPrice:
        return UnitPrice(money=Money(amount=Decimal(text), currency=currency), per=quantity(per))

    value = PriceTier(
        from_quantity=quantity(start),
        price=price(amount),
        price_high=price(high) if high is not None else None,
    )
    return sourced(value, cell, amount)


def quantity(text: str) -> Quantity:
    """ "24 piece", "0.75 L"."""
    value, _, unit = text.partition(" ")
    return Quantity(value=Decimal(value), unit=unit or "piece")


def offer(
    title: str = "Insulated steel bottle 750 ml",
    *prices: Sourced[PriceTier],
    offer_id: str = "o1",
    external_id: str = "A-1",
    supplier: str = "Nordwind Trading",
    country: str | None = "DE",
    language: str = "en",
    moq: str | None = None,
    pack: tuple[str, str] | None = None,
    lead_time: tuple[int, int] | None = None,
    delivery: Delivery | None = None,
    certificates: tuple[str, ...] = (),
    material: str | None = None,
    colour: str | None = None,
    made_in: str | None = None,
    description: str | None = None,
    attributes: tuple[tuple[str, str, Quantity | None], ...] = (),
) -> Offer:
    """An offer with what is given and nothing else; cells are by field, so that a test can tell them apart."""
    return Offer(
        offer_id=offer_id,
        supplier=Supplier(supplier_id=supplier.lower().replace(" ", "-"), name=supplier, country=country),
        external_id=external_id,
        title=sourced(title, "B2"),
        language=language,
        origin=origin("A2"),
        prices=prices,
        description=sourced(description, "P2") if description is not None else None,
        moq=sourced(quantity(moq), "D2") if moq is not None else None,
        pack=sourced(Pack(unit=pack[0], contains=quantity(pack[1])), "E2") if pack is not None else None,
        lead_time=(
            sourced(DayRange(min_days=lead_time[0], max_days=lead_time[1]), "F2")
            if lead_time is not None
            else None
        ),
        delivery=sourced(delivery, "G2") if delivery is not None else None,
        certificates=tuple(sourced(code, "H2") for code in certificates),
        material=sourced(material, "I2") if material is not None else None,
        colour=sourced(colour, "J2") if colour is not None else None,
        made_in=sourced(made_in, "K2") if made_in is not None else None,
        attributes=tuple(
            Attribute(name=name, value=value, origin=origin(f"L{n}"), quantity=measured)
            for n, (name, value, measured) in enumerate(attributes, start=2)
        ),
    )
