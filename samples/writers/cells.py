"""Values as people type them into lists: numbers, units, spans of time, countries, "on request"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from suppliers.kinds import Article, LeadTime
from writers.truth import Truth

CellValue = str | int | float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row to be written: the cells by the name of the field they are for."""

    cells: Mapping[str, CellValue]
    truth: Truth


ON_REQUEST = {
    "en": "on request",
    "zh": "面议",
    "es": "a consultar",
    "de": "auf Anfrage",
    "fr": "sur demande",
    "pt": "sob consulta",
    "ja": "要見積",
    "ar": "عند الطلب",
    "ru": "по запросу",
}
UNITS = {
    "piece": {
        "en": "pc", "zh": "个", "es": "pza", "de": "Stück", "fr": "pièce", "pt": "un", "ja": "個", "ar": "قطعة", "ru": "шт.",
    },
    "pair": {
        "en": "pair", "zh": "双", "es": "par", "de": "Paar", "fr": "paire", "pt": "par", "ja": "双", "ar": "زوج", "ru": "пара",
    },
    "set": {
        "en": "set", "zh": "套", "es": "juego", "de": "Satz", "fr": "jeu", "pt": "conjunto", "ja": "セット", "ar": "طقم", "ru": "комплект",
    },
    "box": {
        "en": "box", "zh": "盒", "es": "estuche", "de": "Schachtel", "fr": "boîte", "pt": "caixa", "ja": "箱", "ar": "علبة", "ru": "уп.",
    },
    "roll": {
        "en": "roll", "zh": "卷", "es": "rollo", "de": "Rolle", "fr": "rouleau", "pt": "rolo", "ja": "巻", "ar": "لفة", "ru": "рулон",
    },
    "kg": {
        "en": "kg", "zh": "公斤", "es": "kg", "de": "kg", "fr": "kg", "pt": "kg", "ja": "kg", "ar": "كغ", "ru": "кг",
    },
}  # fmt: skip
COUNTRIES: dict[str, dict[str, str]] = {
    "zh": {"CN": "中国"},
    "de": {"DE": "Deutschland", "CN": "China", "PT": "Portugal", "CH": "Schweiz"},
    "es": {"ES": "España", "PT": "Portugal", "MA": "Marruecos", "MX": "México"},
    "fr": {"FR": "France", "IT": "Italie"},
    "pt": {"BR": "Brasil"},
    "ja": {"JP": "日本", "TW": "台湾", "CN": "中国"},
    "ar": {"AE": "الإمارات", "IN": "الهند", "SA": "السعودية"},
    "ru": {"RU": "Россия", "CN": "Китай"},
    "en": {
        "GB": "United Kingdom", "PT": "Portugal", "IN": "India", "CN": "China", "VN": "Vietnam", "MX": "Mexico", "US": "USA", "TR": "Türkiye",
    },
}  # fmt: skip
_ARABIC_DIGITS = str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫")


def sections(chosen: Sequence[Article]) -> dict[int, str]:
    """A title before the first article of each type, in capitals where the script has them."""
    titles: dict[int, str] = {}
    for index, article in enumerate(chosen):
        if index == 0 or chosen[index - 1].kind is not article.kind:
            titles[index] = article.kind.names[article.supplier.language][0].upper()
    return titles


def unit(article: Article) -> str:
    return UNITS[article.kind.unit][article.supplier.language]


def country(article: Article) -> str:
    return COUNTRIES[article.supplier.language][article.made_in]


def number(value: Decimal | int, *, mark: str = ".", group: str = "") -> str:
    """A number with its decimal mark and, from 1000 on, its thousands separator.

    >>> number(Decimal("1234.50"), mark=",", group="."), number(12)
    ('1.234,50', '12')
    """
    whole, _, decimals = f"{value:,}".partition(".")
    return whole.replace(",", group) + (mark + decimals if decimals else "")


def arabic_digits(text: str) -> str:
    """
    >>> arabic_digits("12.50")
    '١٢٫٥٠'
    """
    return text.translate(_ARABIC_DIGITS)


def per_hundred(price: Decimal) -> tuple[Decimal, Decimal]:
    """(price of a hundred, to the cent; the price of one that follows)."""
    hundred = (price * 100).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return hundred, hundred / 100


def per_carton(price: Decimal, carton: int) -> tuple[Decimal, Decimal]:
    """(price of a carton, to the cent; the price of one unit that follows)."""
    whole = (price * carton).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return whole, whole / carton


def span(lead_time: LeadTime, *, one: str, dash: str = "-") -> str:
    """ "15 days", "15-20 days": `one` has "{}" where the number goes."""
    text = str(lead_time.low) if lead_time.low == lead_time.high else f"{lead_time.low}{dash}{lead_time.high}"
    return one.format(text)


def cartons(article: Article) -> int:
    """The minimum order in whole cartons."""
    return max(1, -(-article.moq // article.kind.carton))


def weight_kg(article: Article) -> Decimal:
    return Decimal(article.spec.weight_g) / 1000
