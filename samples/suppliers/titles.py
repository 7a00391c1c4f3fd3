"""Titles, sizes and descriptions as a seller of each language writes them."""

from __future__ import annotations

import re

from catalogue.dice import Dice
from catalogue.features import FEATURES
from catalogue.kinds import ProductType

_NUMBER_UNIT = re.compile(r"(?<=\d) (ml|l|kg|g|W|mAh|mm|cm|m|µm|V|K|pcs|g/m²)(?![\w²/])")
_DECIMAL_COMMA = frozenset({"de", "fr", "es", "pt", "ru"})
_UNITS: dict[str, dict[str, str]] = {
    "de": {"pcs": "tlg."},
    "fr": {"pcs": "pièces"},
    "es": {"pcs": "piezas"},
    "pt": {"pcs": "peças"},
    "zh": {"pcs": "件"},
    "ja": {"pcs": "点"},
    "ar": {
        "ml": "مل",
        "l": "لتر",
        "kg": "كغ",
        "g": "غ",
        "W": "واط",
        "mm": "مم",
        "cm": "سم",
        "m": "متر",
        "V": "فولت",
        "pcs": "قطع",
    },
    "ru": {
        "ml": "мл",
        "l": "л",
        "kg": "кг",
        "g": "г",
        "W": "Вт",
        "mAh": "мАч",
        "mm": "мм",
        "cm": "см",
        "m": "м",
        "µm": "мкм",
        "V": "В",
        "K": "К",
        "pcs": "шт",
        "g/m²": "г/м2",
    },
}
_PATTERNS = {
    "en": "{material} {name} {size} {variant}, {colour}",
    "de": "{name} {material} {variant} {size}, {colour}",
    "fr": "{name} {size} {variant} en {material}, {colour}",
    "es": "{name} {variant} de {material} {size}, {colour}",
    "pt": "{name} {variant} em {material} {size}, {colour}",
    "ru": "{name} {variant} {size}, {material}, {colour}",
    "ar": "{name} {variant} من {material} {size} {colour}",
    "zh": "{material}{name} {size} {variant} {colour}",
    "ja": "{name} {size} {variant} {material} {colour}",
}
_JOINTS = {"fr": "en ", "es": "de ", "pt": "em ", "ar": "من "}
_COMMAS = {"zh": "，", "ja": "、", "ar": "، "}


def size(text: str, language: str) -> str:
    """A size in a language's units and decimal mark.

    >>> size("1.2 l", "ru"), size("750 ml", "zh")
    ('1,2 л', '750ml')
    """
    units = _UNITS.get(language, {})
    gap = "" if language in {"zh", "ja"} else " "
    written = _NUMBER_UNIT.sub(lambda unit: gap + units.get(unit[1], unit[1]), text)
    if language in _DECIMAL_COMMA:
        written = re.sub(r"(?<=\d)\.(?=\d)", ",", written)
    return written


def title(
    kind: ProductType,
    language: str,
    *,
    dice: Dice,
    spec: str,
    material: str | None,
    colour: str | None,
    variant: str | None,
) -> str:
    """The name of an article; what it lacks leaves no gap."""
    pattern = _PATTERNS[language]
    if material is None:
        pattern = pattern.replace(_JOINTS.get(language, "\0") + "{material}", "")
    filled = pattern.format(
        name=dice.pick(kind.names[language]),
        material=material or "",
        size=size(spec, language),
        variant=variant or "",
        colour=colour or "",
    )
    tidy = re.sub(r"\s+([,،])", r"\1", " ".join(filled.split()))
    tidy = re.sub(r"(?:, ?)+,", ",", tidy).strip(" ,")
    return tidy[:1].upper() + tidy[1:] if language not in {"zh", "ja", "ar"} else tidy


def description(kind: ProductType, language: str, dice: Dice) -> str:
    """A few features, as the seller says them."""
    chosen = dice.some(kind.features, dice.between(1, 3))
    return _COMMAS.get(language, ", ").join(dice.pick(FEATURES[one][language]) for one in chosen)
