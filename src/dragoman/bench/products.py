"""Made-up products: what a thing is, whoever offers it."""

from __future__ import annotations

import math
from functools import cache
from hashlib import blake2b
from typing import NamedTuple

from dragoman.bench.draws import BLOCK, choices, draws, normal, zipf
from dragoman.bench.trade import MARKETS, SECTORS, USUAL, Sector
from dragoman.bench.words import Kind, colours, kinds, made_up

BRANDS = 8_000
SERIES = 30_000
SHELF = 20_000
"""Products that many suppliers have; every other product has one supplier."""

_COLUMNS = 16
_BRANDED = 0.7
_WITH_GTIN = 0.6
_SPREAD_OF_KINDS = 0.9
_SPREAD_WITHIN_KIND = 0.5
"""Standard deviations of the logarithm of prices."""
_SERIAL_STEP = 387_420_489
"""Coprime to 10: serial numbers spread over all GTINs without meeting."""


class Product(NamedTuple):
    """One thing that is traded."""

    kind: Kind
    sector: Sector
    brand: str
    """ "" for none."""
    series: str
    mpn: str
    specs: tuple[tuple[str, str], ...]
    material: str
    """Code; "" where none is named."""
    colour: str
    gtin: str
    """13 digits, the last a valid check digit; "" for none."""
    hs: str
    made_in: str
    price: float
    """EUR a unit in small quantities."""
    weight_kg: float


class ProductBlock:
    """BLOCK products, each made when it is asked for."""

    def __init__(self, seed: int, stream: str, block: int) -> None:
        columns = draws(seed, f"products {stream}", block, _COLUMNS)
        self._first = block * BLOCK + (0 if stream == "shelf" else SHELF)
        self._kinds = choices(columns[0], zipf(len(_kinds()), 0.9))
        self._brands = choices(columns[1], zipf(BRANDS, 0.85))
        self._series = choices(columns[2], zipf(SERIES, 0.8))
        self._colours = choices(columns[3], zipf(len(colours()), 1.0))
        self._prices = normal(columns[4])
        self._even: list[list[float]] = columns[5:].T.tolist()

    def __getitem__(self, row: int, /) -> Product:
        number, branded, first, second, material, known, coloured, coded, hs, home, heavy = self._even[row]
        kind, median = _kinds()[self._kinds[row]]
        sector = SECTORS.get(kind.sector, USUAL)
        brand = made_up("brand", BRANDS)[self._brands[row]] if branded < _BRANDED else ""
        series = made_up("series", SERIES)[self._series[row]]
        price = median * math.exp(_SPREAD_WITHIN_KIND * self._prices[row])
        market = MARKETS[0] if home < 0.5 else MARKETS[int((home - 0.5) * 2 * len(MARKETS))]
        serial = self._first + row
        return Product(
            kind=kind,
            sector=sector,
            brand=brand,
            series=series,
            mpn=f"{(brand or series)[:2].upper()}{int(number * 90_000) + 1000}{_LETTERS[int(first * 20)]}",
            specs=_specs(sector, first, second),
            material=_skewed(sector.materials, material) if known < 0.8 and sector.materials else "",
            colour=_colour_codes()[self._colours[row]] if sector.coloured and coloured < 0.7 else "",
            gtin=_gtin(market.gtin, serial) if coded < _WITH_GTIN else "",
            hs=kind.hs[int(hs * len(kind.hs))] if kind.hs else "",
            made_in=market.country,
            price=price,
            weight_kg=round(0.03 * price**0.6 * (0.5 + heavy) + 0.004, 3),
        )


@cache
def shelf(seed: int, /) -> tuple[Product, ...]:
    """The products that many suppliers have, the best known first."""
    blocks = [ProductBlock(seed, "shelf", block) for block in range(-(-SHELF // BLOCK))]
    return tuple(blocks[place // BLOCK][place % BLOCK] for place in range(SHELF))


@cache
def _kinds() -> tuple[tuple[Kind, float], ...]:
    """Kinds in an order of how common they are, which says nothing of their names, with the median price in EUR."""
    mixed = sorted(kinds(), key=lambda kind: blake2b(kind.code.encode(), digest_size=8).digest())
    spread = normal(draws(0, "kinds", 0, 1, rows=len(mixed))[0])
    return tuple(
        (kind, SECTORS.get(kind.sector, USUAL).price * math.exp(_SPREAD_OF_KINDS * by))
        for kind, by in zip(mixed, spread, strict=True)
    )


@cache
def common_kinds() -> tuple[Kind, ...]:
    """The commonest first; the weights are those of `zipf(len, 0.9)`."""
    return tuple(kind for kind, _ in _kinds())


@cache
def _colour_codes() -> tuple[str, ...]:
    return tuple(colours())


_LETTERS = "ABCDEFGHKLMNPRSTUVWX"


def _skewed(names: tuple[str, ...], draw: float) -> str:
    return names[int(draw * draw * len(names))]


def _specs(sector: Sector, first: float, second: float) -> tuple[tuple[str, str], ...]:
    named = sector.specs
    if not named:
        return ()
    name, values = named[0]
    found = [(name, values[int(first * len(values))])]
    if len(named) > 1 and second < 0.7:
        name, values = named[1]
        found.append((name, values[int(second / 0.7 * len(values))]))
    return tuple(found)


def _gtin(prefix: str, serial: int) -> str:
    number = serial * _SERIAL_STEP % 1_000_000_000
    digits = f"{prefix}{number:09}"
    odd = sum(map(int, digits[0::2]))
    even = sum(map(int, digits[1::2]))
    return f"{digits}{-(odd + 3 * even) % 10}"
