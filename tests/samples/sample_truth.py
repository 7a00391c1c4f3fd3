"""What the samples' script meant, side by side with what the load made of it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

from dragoman.model import Offer, Origin, Quantity
from dragoman.rates import RateTable
from dragoman.trade.money import in_base_units
from dragoman.trade.unit_price import comparable_price

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
sys.path.insert(0, str(SAMPLES))

from writers.files import Written  # noqa: E402 - found beside the script only
from writers.lists import all_files  # noqa: E402
from writers.truth import Truth  # noqa: E402

_NUMBERED = re.compile(r"/(?:item|PRODUCT|tr)(?:\[(\d+)\]|(?![A-Z_a-z]))|^/(?:rows?)?[/\[]?(\d+)")
"""Of an item of a feed, a product of a catalogue, a row of a page's table."""

Place = tuple[str, str | None, int]
"""(file, sheet, row)."""

QUANTITIES = (1, 500, 2500)
"""Units at which prices are compared: below, between and above the tiers."""

_CERTIFICATES = {
    "LFGB": "lfgb", "FDA": "fda", "EU 1935/2004": "eu_1935_2004", "BSCI": "bsci", "REACH": "reach", "ISO 9001": "iso_9001", "FSC": "fsc",
    "EU Organic": "organic", "HACCP": "haccp", "Halal": "halal", "ISO 22000": "iso_22000", "Kosher": "kosher", "GOTS": "gots",
    "OEKO-TEX Standard 100": "oeko_tex_100", "Sedex": "sedex", "GRS": "grs", "CE": "ce", "RoHS": "rohs", "TÜV": "tuv", "FCC": "fcc",
    "UN38.3": "un_38_3", "MSDS": "msds", "VDE": "vde", "GS": "gs", "WRAS": "wras", "EN 388": "en_388", "EN ISO 20345": "en_iso_20345",
    "EN 397": "en_397", "GB 4806": "gb_4806", "CCC": "ccc", "ТР ТС 005/2011": "tr_ts_005", "EAC": "eac", "食品衛生法適合": "food_sanitation_jp",
    "PSE": "pse", "JIS": "jis", "SASO": "saso", "ANVISA": "anvisa", "INMETRO": "inmetro", "UKCA": "ukca", "UL": "ul",
}  # fmt: skip
"""Codes of the vocabulary, where they are not the name itself."""


def _certificate(name: str) -> str:
    """One spelling of a name or code: "EN ISO 374" and "en_374", "Fairtrade" and "fair_trade"."""
    return re.sub(r"[^a-z0-9]", "", _CERTIFICATES.get(name, name).casefold()).replace("eniso", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field of one row."""

    place: Place
    field: str
    meant: object
    read: object
    raw: str

    def __str__(self) -> str:
        file, sheet, row = self.place
        return f"{file}{f' [{sheet}]' if sheet else ''} row {row}: {self.field} meant {self.meant!r}, read {self.read!r} of {self.raw!r}"


def place_of(origin: Origin) -> Place:
    """The row that an Origin stands in."""
    if origin.cell is not None:
        return origin.file, origin.sheet, int(re.sub(r"\D", "", origin.cell))
    if origin.line is not None:
        return origin.file, None, origin.line
    numbered = re.search(_NUMBERED, origin.path or "")
    assert numbered is not None, origin
    return origin.file, None, int(numbered[1] or numbered[2] or 1)


def meant() -> dict[Place, Truth]:
    """Every row that gives an offer."""
    return {
        (found.file, found.sheet, found.row): found.truth
        for one in all_files()
        for found in one.found
        if found.truth is not None
    }


def planted() -> list[tuple[Place, str]]:
    """Every break, with its kind."""
    return sorted(
        (((one.file, one.sheet, one.row), one.kind) for made in all_files() for one in made.planted), key=repr
    )


def differences(offers: Iterable[Offer]) -> Iterator[Difference]:
    """Each field that was read otherwise than it was meant."""
    truths = meant()
    for offer in offers:
        place = place_of(offer.origin)
        truth = truths.pop(place, None)
        if truth is None:
            yield Difference(place=place, field="offer", meant=None, read=offer.title.value, raw="")
            continue
        for name, was_meant, was_read, raw in (*_fields(truth, offer), *_prices(truth, offer)):
            if was_meant != was_read:
                yield Difference(place=place, field=name, meant=was_meant, read=was_read, raw=raw)
    for place, truth in truths.items():
        yield Difference(place=place, field="offer", meant=truth.title, read=None, raw="")


def _fields(truth: Truth, offer: Offer) -> Iterator[tuple[str, object, object, str]]:
    pack = offer.pack.value if offer.pack is not None else None
    moq, lead, delivery = offer.moq, offer.lead_time, offer.delivery
    term = delivery.value if delivery is not None else None
    weight = offer.weight
    yield "supplier", truth.supplier, offer.supplier.name, ""
    yield "external_id", truth.external_id, offer.external_id, ""
    yield "title", truth.title, offer.title.value, offer.title.raw
    yield "language", truth.language, offer.language, offer.title.raw
    yield "on_request", truth.on_request, offer.price_on_request is not None, ""
    yield (
        "moq",
        truth.moq,
        in_base_units(moq.value, pack).value if moq is not None else None,
        moq.raw if moq else "",
    )
    yield (
        "lead_time",
        truth.lead_days,
        (lead.value.min_days, lead.value.max_days) if lead is not None else None,
        lead.raw if lead else "",
    )
    yield "incoterm", truth.incoterm, term.incoterm if term else None, delivery.raw if delivery else ""
    yield (
        "place_country",
        truth.place_country,
        term.country if term else None,
        delivery.raw if delivery else "",
    )
    yield (
        "certificates",
        {_certificate(one) for one in truth.certificates},
        {_certificate(one.value) for one in offer.certificates},
        " | ".join(one.raw for one in offer.certificates),
    )
    yield "gtin", truth.gtin, offer.gtin.value if offer.gtin else None, ""
    yield "mpn", truth.mpn, offer.mpn.value if offer.mpn else None, ""
    yield "hs_code", truth.hs_code, offer.hs_code.value if offer.hs_code else None, ""
    yield (
        "made_in",
        truth.made_in,
        offer.made_in.value if offer.made_in else None,
        offer.made_in.raw if offer.made_in else "",
    )
    grams = in_base_units(weight.value, None).value * 1000 if weight is not None else None
    yield "weight_g", truth.weight_g, grams, weight.raw if weight else ""


def _prices(truth: Truth, offer: Offer) -> Iterator[tuple[str, object, object, str]]:
    raw = " | ".join(one.raw for one in offer.prices)
    if not truth.steps:
        yield "price", None, tuple(one.raw for one in offer.prices) or None, raw
        return
    for quantity in QUANTITIES:
        asked = Quantity(value=Decimal(quantity), unit=truth.unit)
        price = comparable_price(
            offer, quantity=asked, currency=truth.currency, rates=RateTable.empty(SAMPLES)
        )
        read = (
            None
            if price is None
            else (price.native.money.amount, price.native.money.currency, price.native.per)
        )
        exact = truth.price_at(quantity)
        assert exact is not None
        unit = Quantity(value=Decimal(1), unit=truth.unit)
        yield f"price at {quantity}", (_shown(exact), truth.currency, unit), read, raw


def _shown(price: Decimal) -> Decimal:
    """As a unit price is shown: four decimals, four figures below a cent."""
    digits = max(3 - price.adjusted(), 4) if price < Decimal("0.01") else 4
    return price.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_EVEN)


__all__ = ["SAMPLES", "Difference", "Written", "all_files", "differences", "meant", "place_of", "planted"]
