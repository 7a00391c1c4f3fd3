"""Physical units as they are written in product texts, and their base unit, for equal tokens.

"0.75 l", "750 ml" and "75 cl" are one measure; so are "2 m" and "200 cm". Inches and ounces are turned
to metric and rounded to three digits, as labels do ("25 oz" is sold as 740 ml, and found as such).
"""

from __future__ import annotations

from decimal import Decimal

_UNITS: dict[str, tuple[Decimal, str]] = {}


def _add(base: str, **factors: str) -> None:
    for names, factor in ((key.split("__"), value) for key, value in factors.items()):
        for name in names:
            _UNITS[name] = (Decimal(factor), base)


_add(
    "ml",
    ml__cc__мл__مل__毫升__ミリリットル="1",
    cl__сл="10",
    dl="100",
    l__lt__ltr__liter__litre__litro__litros__liters__litres__л__升__لتر__リットル="1000",
    floz="29.5735",
    gal="3785.41",
)
_add("mm", mm__мм__مم__毫米__ミリ="1", cm__см__سم__厘米__公分__センチ="10", m__м__متر__米="1000")
_add(
    "g",
    g__gr__г__гр__克__جم__غ="1",
    kg__кг__كغ__كجم__千克__公斤__キロ="1000",
    lb__lbs="453.592",
    oz="28.3495",
)
_add("w", w__watt__вт__واط__瓦__ワット="1", kw__квт="1000")
_add("v", v__volt__в__فولت__伏="1", kv__кв="1000")
_add("mah", mah__мач="1", ah="1000")
_add("hz", hz__гц="1", khz="1000", mhz="1000000", ghz="1000000000")
_add("mb", mb="1", gb__гб="1000", tb__тб="1000000")
_UNITS['"'] = _UNITS["″"] = (Decimal("25.4"), "mm")
_UNITS["inch"] = _UNITS["zoll"] = _UNITS["in"] = _UNITS["дюйм"] = (Decimal("25.4"), "mm")

_IMPERIAL = {Decimal("25.4"), Decimal("28.3495"), Decimal("453.592"), Decimal("29.5735"), Decimal("3785.41")}


def base_measure(value: Decimal, unit: str, /) -> str | None:
    """The measure as one token in its base unit, or None where the unit is not known.

    >>> base_measure(Decimal("0.75"), "l"), base_measure(Decimal("75"), "cl"), base_measure(Decimal("3"), "cats")
    ('750ml', '750ml', None)
    """
    found = _UNITS.get(unit)
    if found is None:
        return None
    factor, base = found
    digits = 3 if factor in _IMPERIAL else 9
    plain = f"{Decimal(f'{value * factor:.{digits}g}'):f}"
    return f"{plain.rstrip('0').rstrip('.') if '.' in plain else plain}{base}"
