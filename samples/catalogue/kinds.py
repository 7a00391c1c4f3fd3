"""What a product type is: its words, sizes, usual price, and what is true of it everywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from catalogue.wording import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """One size of a product."""

    text: str
    """With units in Latin letters and a decimal point: "750 ml", "E27 9 W", "M8 x 40"."""
    factor: Decimal
    """Price against the type's reference price."""
    weight_g: int
    """Of one unit, net."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductType:
    key: str
    group: str
    names: Words
    hs_code: str
    """Six digits of the Harmonised System."""
    price_eur: Decimal
    """What a maker asks per unit at some hundreds."""
    unit: str
    """What is counted: piece, pair, set, box, roll, kg."""
    carton: int
    """Units in a carton."""
    moq: tuple[int, ...]
    """Usual minimum orders, in units."""
    materials: tuple[str, ...]
    """Keys of `materials.MATERIALS`; commoner ones repeated. Empty where it goes without saying."""
    colours: tuple[str, ...]
    variants: tuple[str, ...]
    """Grades and kinds with names of their own, the same in every language: "Supremo", "1121"."""
    specs: tuple[Spec, ...]
    certificates: tuple[str, ...]
    features: tuple[str, ...]
    """Keys of `features.FEATURES`."""


def product(
    key: str,
    group: str,
    names: Words,
    *,
    hs: str,
    price: str,
    specs: str,
    unit: str = "piece",
    carton: int = 24,
    moq: tuple[int, ...] = (100, 200, 300, 500, 1000),
    materials: str = "",
    colours: str = "",
    variants: str = "",
    certificates: str = "",
    features: str = "",
) -> ProductType:
    """A product type from a short table: `specs` is "text: factor, grams; ..." and lists are
    parted by blanks ("|" for variants and certificates)."""
    return ProductType(
        key=key,
        group=group,
        names=names,
        hs_code=hs,
        price_eur=Decimal(price),
        unit=unit,
        carton=carton,
        moq=moq,
        materials=tuple(materials.split()),
        colours=tuple(colours.split()),
        variants=tuple(part for part in variants.split("|") if part),
        specs=tuple(_spec(part) for part in specs.split(";")),
        certificates=tuple(part for part in certificates.split("|") if part),
        features=tuple(features.split()),
    )


def _spec(text: str) -> Spec:
    name, numbers = text.split(":")
    factor, grams = numbers.split(",")
    return Spec(text=name.strip(), factor=Decimal(factor.strip()), weight_g=int(grams))


_MEASURES = (
    ("capacity_ml", re.compile(r"(?<![\w.])(\d+(?:\.\d+)?) (ml|l)(?!\w)"), {"ml": 1, "l": 1000}),
    ("power_w", re.compile(r"(?<![\w.])(\d+(?:\.\d+)?) (W)(?!\w)"), {"W": 1}),
    ("charge_mah", re.compile(r"(?<![\w.])(\d+) (mAh)(?!\w)"), {"mAh": 1}),
)
_THREAD = re.compile(r"(?<!\w)(M\d+) x (\d+)")


def measures(spec: Spec, /) -> dict[str, str | int]:
    """What a size says in numbers: {"capacity_ml": 750}, {"power_w": 9}, {"thread": "M8", "length_mm": 40}."""
    found: dict[str, str | int] = {}
    for name, pattern, factors in _MEASURES:
        match = pattern.search(spec.text)
        if match is not None:
            found[name] = int(Decimal(match.group(1)) * factors[match.group(2)])
    thread = _THREAD.search(spec.text)
    if thread is not None:
        found["thread"], found["length_mm"] = thread.group(1), int(thread.group(2))
    return found
