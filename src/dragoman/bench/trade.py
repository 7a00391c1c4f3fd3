"""The market that the made-up offers come from: sectors with their prices, and countries with their ports and money.

Prices, shares and rates are rough and invented; they give the catalogue its shape and are no statement about any market.
"""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.model import Country, Currency, Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """What goods of a sector are like."""

    price: float
    """Median of a piece, EUR."""
    materials: tuple[str, ...] = ()
    """Codes, the commonest first; empty: none is named."""
    coloured: bool = False
    unit: str = "piece"
    specs: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """(name of the attribute, its usual values)."""
    certificates: tuple[str, ...] = ()
    modified: bool = True
    """"wireless" and the like go with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """A country that suppliers sit in."""

    country: Country
    share: float
    languages: tuple[Language, ...]
    """That their lists are in; English besides."""
    currency: Currency
    per_euro: float
    """Units of the currency."""
    places: tuple[str, ...]
    """Ports and works that they deliver at."""
    gtin: str
    """First three digits of its GTINs."""
    company: str
    """{word} is the supplier's own word."""


_VOLUMES = ("capacity", ("250 ml", "350 ml", "500 ml", "750 ml", "1 L", "1.5 L", "2 L", "5 L", "10 L"))
_LENGTHS = ("length", ("10 cm", "20 cm", "30 cm", "50 cm", "1 m", "1.5 m", "2 m", "3 m", "5 m", "10 m"))
_WIDTHS = ("width", ("12 mm", "25 mm", "40 mm", "60 cm", "80 cm", "120 cm"))
_POWERS = ("power", ("5 W", "10 W", "20 W", "45 W", "65 W", "100 W", "500 W", "1000 W", "2000 W"))
_VOLTAGES = ("voltage", ("5 V", "12 V", "24 V", "110 V", "230 V", "400 V"))
_SIZES = ("clothing size", ("S", "M", "L", "XL", "XXL"))
_MASSES = ("net content", ("100 g", "250 g", "500 g", "1 kg", "5 kg", "25 kg"))
_MEMORY = ("memory", ("32 GB", "64 GB", "128 GB", "256 GB", "512 GB", "1 TB", "2 TB"))
_DIAMETERS = ("diameter", ("4 mm", "6 mm", "8 mm", "10 mm", "16 mm", "25 mm", "50 mm", "110 mm"))
_COUNTS = ("pieces per set", ("2", "4", "6", "10", "12", "50", "100"))
_WARRANTY = ("warranty", ("1 year", "2 years", "3 years", "5 years"))
_GRADE = ("grade", ("A", "B", "industrial", "food", "premium"))

_ELECTRIC = ("CE", "RoHS", "FCC", "UL", "REACH")
_FOOD = ("LFGB", "FDA", "ISO 9001", "BPA free")
_TEXTILE = ("OEKO-TEX Standard 100", "GOTS", "BSCI", "GRS")
_METALS = ("stainless_steel", "steel", "aluminium", "galvanised_steel", "brass", "copper")
_PLASTICS = ("abs", "plastic", "polypropylene", "polycarbonate", "pvc", "silicone")
_CLOTHS = ("cotton", "polyester", "organic_cotton", "linen", "wool", "microfibre")


def _electric(price: float, *specs: tuple[str, tuple[str, ...]]) -> Sector:
    return Sector(
        price=price,
        materials=("abs", "aluminium", "plastic", "polycarbonate"),
        coloured=True,
        specs=(*specs, _WARRANTY),
        certificates=_ELECTRIC,
    )


def _made_of(price: float, materials: tuple[str, ...], *specs: tuple[str, tuple[str, ...]]) -> Sector:
    return Sector(
        price=price, materials=materials, specs=specs, certificates=("CE", "REACH", "ISO 9001"), coloured=True
    )


SECTORS: dict[str, Sector] = {
    "audio_video_and_photo": _electric(35, _POWERS, _LENGTHS),
    "automotive_and_bicycle": _made_of(18, ("steel", "aluminium", "rubber", "plastic"), _LENGTHS, _VOLTAGES),
    "beverages_and_confectionery": Sector(
        price=2.5,
        specs=(_VOLUMES, _MASSES),
        certificates=("HACCP", "ISO 22000", "Halal", "organic"),
        modified=False,
    ),
    "cleaning_and_household_chemicals": Sector(
        price=3, specs=(_VOLUMES, _MASSES), certificates=("REACH", "ISO 9001"), modified=False
    ),
    "clothing_men_women_children": Sector(
        price=8, materials=_CLOTHS, coloured=True, specs=(_SIZES,), certificates=_TEXTILE, modified=False
    ),
    "computers_and_peripherals": _electric(60, _MEMORY, _POWERS),
    "construction_plumbing_and_hvac": _made_of(14, (*_METALS, "pvc", "ceramic"), _DIAMETERS, _LENGTHS),
    "consumer_batteries_and_power": _electric(12, _VOLTAGES, _POWERS),
    "cosmetics_and_personal_care": Sector(
        price=4, specs=(_VOLUMES, _MASSES), certificates=("FDA", "ISO 9001", "organic"), modified=False
    ),
    "electronic_components_and_industrial_automation": _electric(9, _VOLTAGES, _DIAMETERS),
    "fabrics_and_yarns": Sector(
        price=5,
        materials=_CLOTHS,
        coloured=True,
        unit="m",
        specs=(_WIDTHS,),
        certificates=_TEXTILE,
        modified=False,
    ),
    "fasteners_and_hardware": _made_of(0.4, _METALS, _DIAMETERS, _LENGTHS),
    "food_fresh_and_dry": Sector(
        price=2.2,
        unit="kg",
        specs=(_MASSES, _GRADE),
        certificates=("HACCP", "ISO 22000", "Halal", "organic", "Kosher"),
        modified=False,
    ),
    "furniture": _made_of(90, ("wood", "steel", "bamboo", "leather", "plastic"), _WIDTHS, _LENGTHS),
    "garden_and_agriculture": _made_of(16, ("plastic", "steel", "polypropylene", "wood"), _LENGTHS, _VOLUMES),
    "general_parts_and_accessories": _made_of(6, (*_PLASTICS, *_METALS), _DIAMETERS, _LENGTHS),
    "hand_and_power_tools": _made_of(22, ("steel", "stainless_steel", "rubber"), _POWERS, _LENGTHS),
    "home_textiles_and_decoration": Sector(
        price=9, materials=_CLOTHS, coloured=True, specs=(_WIDTHS, _LENGTHS), certificates=_TEXTILE
    ),
    "hotel_restaurant_and_shop_equipment": _made_of(
        120, ("stainless_steel", "glass", "plastic"), _VOLUMES, _POWERS
    ),
    "household_appliances": _electric(55, _POWERS, _VOLUMES),
    "kitchen_and_tableware": Sector(
        price=5,
        materials=("stainless_steel", "ceramic", "glass", "porcelain", "bamboo", "silicone", "polypropylene"),
        coloured=True,
        specs=(_VOLUMES, _DIAMETERS, _COUNTS),
        certificates=_FOOD,
    ),
    "lighting_and_electrical": _electric(14, _POWERS, _VOLTAGES),
    "machinery_pumps_and_pneumatics": _made_of(
        450, ("steel", "stainless_steel", "aluminium"), _POWERS, _VOLTAGES
    ),
    "medical_and_health": _made_of(
        12, ("nitrile", "plastic", "stainless_steel", "cotton"), _COUNTS, _LENGTHS
    ),
    "musical_instruments_and_hobby": _made_of(48, ("wood", "brass", "plastic"), _LENGTHS, _COUNTS),
    "networking_and_storage": _electric(45, _MEMORY, _LENGTHS),
    "office_supplies_and_printing": _made_of(4, ("paper", "plastic", "steel"), _COUNTS, _LENGTHS),
    "packaging_and_disposables": Sector(
        price=0.25,
        materials=("paper", "corrugated_cardboard", "polypropylene", "plastic"),
        coloured=True,
        specs=(_VOLUMES, _COUNTS),
        certificates=("FSC", "LFGB", "FDA", "EN 13432"),
    ),
    "pets": _made_of(6, ("plastic", "nylon", "stainless_steel", "cotton"), _LENGTHS, _MASSES),
    "phones_and_wearables": _electric(28, _MEMORY, _POWERS),
    "raw_materials_chemicals_and_plastics": Sector(
        price=1.8, unit="kg", specs=(_MASSES, _GRADE), certificates=("REACH", "ISO 9001"), modified=False
    ),
    "safety_and_workwear": Sector(
        price=9,
        materials=("cotton", "polyester", "nitrile", "leather", "rubber"),
        coloured=True,
        specs=(_SIZES, _COUNTS),
        certificates=("CE", "EN 388", "EN 374", "OEKO-TEX Standard 100"),
    ),
    "security_and_measuring_instruments": _electric(65, _VOLTAGES, _LENGTHS),
    "shoes_bags_and_accessories": _made_of(
        15, ("leather", "polyester", "nylon", "cotton", "rubber"), _LENGTHS
    ),
    "sports_outdoor_and_camping": _made_of(
        19, ("polyester", "nylon", "aluminium", "rubber"), _LENGTHS, _VOLUMES
    ),
    "stationery_art_and_school": _made_of(2, ("paper", "plastic", "wood"), _COUNTS, _LENGTHS),
    "toys_games_and_baby": Sector(
        price=7,
        materials=("plastic", "wood", "cotton", "silicone"),
        coloured=True,
        specs=(_COUNTS, _LENGTHS),
        certificates=("EN 71", "CE", "ASTM F963", "CPSIA"),
    ),
}
USUAL = _made_of(10, (*_PLASTICS, *_METALS), _LENGTHS)
"""Of a sector that is not named above."""

MARKETS: tuple[Market, ...] = tuple(
    Market(
        country=country,
        share=share,
        languages=tuple(languages.split()),
        currency=currency,
        per_euro=per_euro,
        places=tuple(places.split("|")),
        gtin=gtin,
        company=company,
    )
    for country, share, languages, currency, per_euro, places, gtin, company in (
        (
            "CN",
            0.34,
            "zh",
            "CNY",
            7.8,
            "Ningbo|Shenzhen|Shanghai|Guangzhou|Qingdao",
            "692",
            "{word} Trading Co., Ltd.",
        ),
        ("DE", 0.12, "de", "EUR", 1.0, "Hamburg|Bremen|Stuttgart", "400", "{word} GmbH"),
        ("IN", 0.09, "en", "INR", 97.0, "Mumbai|Chennai|Mundra", "890", "{word} Exports Pvt. Ltd."),
        ("US", 0.07, "en", "USD", 1.1, "Los Angeles|New York|Houston", "081", "{word} Inc."),
        ("IT", 0.06, "en", "EUR", 1.0, "Genoa|Milan|Naples", "800", "{word} S.r.l."),
        ("TR", 0.05, "en", "USD", 1.1, "Istanbul|Izmir|Mersin", "868", "{word} A.Ş."),
        ("VN", 0.04, "en", "USD", 1.1, "Ho Chi Minh City|Haiphong", "893", "{word} Co., Ltd."),
        ("ES", 0.04, "es", "EUR", 1.0, "Valencia|Barcelona|Madrid", "840", "{word} S.L."),
        ("FR", 0.04, "fr", "EUR", 1.0, "Le Havre|Marseille|Lyon", "300", "{word} SARL"),
        ("JP", 0.03, "ja", "JPY", 170.0, "Yokohama|Kobe|Osaka", "490", "{word} K.K."),
        ("BR", 0.03, "pt", "BRL", 6.2, "Santos|Paranaguá", "789", "{word} Ltda."),
        ("MX", 0.02, "es", "MXN", 20.0, "Veracruz|Manzanillo", "750", "{word} S.A. de C.V."),
        ("AE", 0.02, "ar", "AED", 4.0, "Jebel Ali|Dubai", "629", "{word} Trading LLC"),
        ("RU", 0.015, "ru", "RUB", 100.0, "Saint Petersburg|Novorossiysk", "460", "ООО {word}"),
        ("PT", 0.015, "pt", "EUR", 1.0, "Leixões|Lisbon", "560", "{word} Lda."),
        ("EG", 0.01, "ar", "USD", 1.1, "Alexandria|Port Said", "622", "{word} for Trading"),
        ("PL", 0.01, "en", "PLN", 4.3, "Gdansk|Warsaw", "590", "{word} Sp. z o.o."),
    )
)
