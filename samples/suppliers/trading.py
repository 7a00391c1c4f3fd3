"""Invented trading houses, and what they resell of the makers' articles: the same barcodes, other prices, packs, currencies.

The makers' own barcodes never meet: without these two lists no two suppliers of the samples would offer one product
for certain.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from catalogue.colours import COLOURS
from catalogue.dice import Dice
from catalogue.materials import MATERIALS
from suppliers.articles import articles
from suppliers.companies import ANADOLU, BAIHUI, BRIGHTWAY, HAIJIE, KAVERI, RHONE
from suppliers.kinds import Article, LeadTime, Purchase, Supplier, Tier, TradingHouse
from suppliers.titles import description, title

ELBKONTOR = TradingHouse(
    supplier=Supplier(
        key="elbkontor", name="Elbkontor Handelsgesellschaft mbH", language="de", country="DE", currency="EUR", per_eur="1", level=1,
        types="", per_type=0, terms=(("DAP", "Hamburg", "DE"),), ids="EK-{number:05d}", gtin_prefix="", tiers=2,
    ),
    buys=(
        Purchase(maker=HAIJIE, brand="Haijie", types="insulated_bottle travel_mug lunch_jar", first=0, last=9),
        Purchase(maker=BRIGHTWAY, brand="Brightway", types="led_bulb desk_lamp power_bank", first=0, last=8),
        Purchase(maker=BAIHUI, brand="Baihui", types="tote_bag t_shirt", first=0, last=7),
    ),
    margin=(1.16, 1.42),
)  # fmt: skip
LEMAN = TradingHouse(
    supplier=Supplier(
        key="leman", name="Léman Négoce SA", language="fr", country="CH", currency="CHF", per_eur="0.94", level=1,
        types="", per_type=0, terms=(("DAP", "Genève", "CH"), ("EXW", "Genève", "CH")), ids="LN{number:04d}", gtin_prefix="", tiers=1,
    ),
    buys=(
        Purchase(maker=HAIJIE, brand="Haijie", types="insulated_bottle travel_mug", first=4, last=12),
        Purchase(maker=BRIGHTWAY, brand="Brightway", types="led_bulb power_bank", first=4, last=11),
        Purchase(maker=RHONE, brand="Atelier du Rhône", types="ceramic_mug insulated_bottle", first=0, last=5),
        Purchase(maker=ANADOLU, brand="Anadolu Dokuma", types="bath_towel", first=0, last=6),
        Purchase(maker=KAVERI, brand="Kaveri", types="coffee_beans", first=0, last=5),
    ),
    margin=(1.22, 1.5),
)  # fmt: skip
_BEFORE = 4
"""Articles that stand before those of the demonstration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resold:
    """An article as a house offers it, and whose it is."""

    article: Article
    """In the house's language and currency; barcode and manufacturer's number are the maker's."""
    brand: str


def resold(house: TradingHouse) -> list[Resold]:
    """Everything a house resells, in the order of its list."""
    made: list[Resold] = []
    for bought in house.buys:
        offered = [one for one in articles(bought.maker) if not one.on_request]
        for key in bought.types.split():
            those = Dice("resold", bought.maker.key, key).shuffled(
                [one for one in offered if one.kind.key == key]
            )
            shown = [one for one in those if _asked_for(one)]
            rest = [one for one in those if not _asked_for(one)]
            for one in [*rest[:_BEFORE], *shown, *rest[_BEFORE:]][bought.first : bought.last]:
                article = _resold(house, one, number=len(made) + 1)
                made.append(Resold(article=article, brand=bought.brand))
    return made


def _asked_for(article: Article) -> bool:
    """The bottle that the demonstration asks for, which both houses have."""
    kind = article.kind
    return (
        kind.key == "insulated_bottle"
        and article.spec == kind.specs[3]
        and article.material_key == "steel_304"
        and article.moq <= 300
    )


def _resold(house: TradingHouse, article: Article, *, number: int) -> Article:
    supplier = house.supplier
    dice = Dice("resold", supplier.key, article.supplier.key, article.external_id)
    language = supplier.language
    material = dice.pick(MATERIALS[article.material_key][language]) if article.material_key else None
    colour = dice.pick(COLOURS[article.colour_key][language]) if article.colour_key else None
    incoterm, place, country = dice.pick(supplier.terms)
    low = dice.between(2, 8)
    moq = article.kind.carton * dice.pick((1, 1, 2, 4))
    return Article(
        supplier=supplier,
        kind=article.kind,
        spec=article.spec,
        external_id=supplier.ids.format(number=number, type_number=0),
        title=title(
            article.kind,
            language,
            dice=dice,
            spec=article.spec.text,
            material=material,
            colour=colour,
            variant=article.variant,
        ),
        description=description(article.kind, language, dice),
        material=material,
        colour=colour,
        material_key=article.material_key,
        colour_key=article.colour_key,
        variant=article.variant,
        tiers=_tiers(house, article, dice, moq),
        moq=moq,
        lead_time=LeadTime(low=low, high=low + dice.pick((0, 2, 3)), span="day"),
        incoterm=incoterm,
        place=place,
        place_country=country,
        certificates=(),
        gtin=article.gtin,
        mpn=article.mpn,
        made_in=article.made_in,
        on_request=False,
    )


def _tiers(house: TradingHouse, article: Article, dice: Dice, moq: int) -> tuple[Tier, ...]:
    """The maker's dearest price with the house's margin, and one for ten times the least order."""
    supplier = house.supplier
    euros = article.price / Decimal(article.supplier.per_eur)
    price = euros * Decimal(supplier.per_eur) * Decimal(round(dice.spread(*house.margin), 4))
    cent = Decimal("0.01")
    return tuple(
        Tier(start=start, price=max((price * share).quantize(cent, rounding=ROUND_HALF_UP), cent))
        for start, share in ((moq, Decimal(1)), (10 * moq, Decimal("0.92")))
    )[: supplier.tiers]
