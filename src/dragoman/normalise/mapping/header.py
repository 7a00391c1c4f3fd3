"""What a column's name says: the field, and the currency, basis, unit or quantity that comes with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.model import Country, Currency, Quantity
from dragoman.normalise.quantities.basis import Basis, parse_basis
from dragoman.normalise.quantities.incoterm import find_incoterms
from dragoman.normalise.quantities.lead_time import DAYS, parse_lead_time
from dragoman.normalise.quantities.numbers import NUMBER, read_number
from dragoman.normalise.quantities.physical import physical_unit
from dragoman.remembered import remembered
from dragoman.vocabulary.currencies import currency_in, find_currencies
from dragoman.vocabulary.field_names import FIELDS, Field, field_names, whole_names
from dragoman.vocabulary.folding import fold_keeping_places
from dragoman.vocabulary.units import dimension_of, unit_named

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_TIER = re.compile(
    rf"(?P<from>{NUMBER})\s*(?:-|~|to|bis|a|до|至)\s*(?P<to>{NUMBER})"
    rf"|(?:≥|>=|>|\bab|\bfrom|\bdesde|\ba partir de|\ba partir d|\bdes|\bот|\bمن|\bover|\bqty)\s*(?P<at_least>{NUMBER})"
    rf"|(?P<more>{NUMBER})\s*(?:[^\W\d_]{{1,8}}\s*)?(?:\+|以上|及以上|起|個以上|~$|-$|und mehr|and more|o mas|ou mais|et plus|и более|فاكثر|فأكثر|\bup)"
)
_BRACKETS = re.compile(r"[(\[（【{]([^)\]）】}]{1,40})[)\]）】}]")
_PER = re.compile(r"/|(?<!\w)(?:per|je|pro|par|por|au|al|à la|a la|by|за|لكل)(?!\w)|每|毎", re.IGNORECASE)
_WHOLE, _MOST, _PART = 0.97, 0.88, 0.72


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderMeaning:
    """What a name says. `field` is None where it says nothing that is known."""

    field: Field | None
    confidence: float
    why: str
    currency: Currency | None = None
    currency_confidence: float = 1.0
    currency_note: str = ""
    basis: Basis | None = None
    basis_doubt: str = ""
    unit: str | None = None
    tier_from: Quantity | None = None


@remembered(4096)
def read_header(key: str, /, *, country: Country | None = None) -> HeaderMeaning:
    """The meaning of a column's name.

    >>> read_header("Gewicht (kg)").field, read_header("Gewicht (kg)").unit
    ('weight', 'kg')
    >>> read_header("Price USD / 100-499").tier_from.value, read_header("price_usd").currency
    (Decimal('100'), 'USD')
    """
    text = _CAMEL.sub(" ", key)
    folded = _plain(text)
    found = currency_in(text.replace("_", " "), country=country)
    currencies = [found] if found is not None else []
    tier, without_tier = _tier(folded)
    field, confidence, phrase = _field(without_tier)
    if field == "price" and _HALF_A_PRICE.search(phrase):
        confidence = min(confidence, _RATHER_NOT)
    why = f"its name {key!r} says {phrase!r}" if field is not None else ""
    if tier is not None and (field is None or field == "tier_quantity"):
        only_tier = not re.search(r"[^\W\d_]", _without_units(without_tier))
        if only_tier or currencies:
            field, confidence, why = (
                "price",
                0.85,
                f"its name {key!r} is a range of quantities, as price tiers have",
            )
    if (
        field is None
        and currencies
        and not re.search(r"[^\W\d_]{3,}", _without(folded, [c.currency for c in currencies]))
    ):
        field, confidence, why = "price", 0.6, f"its name {key!r} is a currency"
    if field not in {"price", "price_high"}:
        tier = None
    unit = _unit(text, field)
    if field == "pack" and unit is not None and dimension_of(unit) is not None:
        field, unit = "attribute", _unit(text, "attribute")  # "Packing G.W. (kg)": what a carton weighs
    priced = field in {"price", "price_high", "price_basis"}
    money = found if priced or field == "currency" else None
    basis = _basis(text, tier) if priced else None
    return HeaderMeaning(
        field=field,
        confidence=confidence,
        why=why,
        currency=money.currency if money is not None else None,
        currency_confidence=money.confidence if money is not None else 1.0,
        currency_note=money.note if money is not None else "",
        basis=basis,
        basis_doubt=_basis_doubt(text) if priced and basis is None and tier is None else "",
        unit=unit,
        tier_from=tier,
    )


def _plain(text: str) -> str:
    folded = fold_keeping_places(text)[0]
    return " ".join(re.sub(r"[._:#*/\\|\-\"'’()\[\]{}·]", " ", folded).split())


def _field(folded: str) -> tuple[Field | None, float, str]:
    """The longest phrase that the name holds; surer the more of the name it covers."""
    whole = whole_names().get(folded)
    if whole is not None:
        return whole, _WHOLE, folded
    letters = _letters(_BRACKETS.sub(" ", folded)) or 1
    best: tuple[Field, float, str] | None = None
    longest = 0.0
    for found in field_names().find(folded):
        words = folded[found.start : found.end]
        share = _letters(words) / letters
        if len(words) == 1 and not _CJK.match(words):  # one letter says nothing
            continue
        if share <= longest or (found.code != "attribute" and share < 0.25):
            continue
        longest = share
        field = next(one for one in FIELDS if one == found.code)
        best = (field, _MOST if share >= 0.55 else _PART, words)
    return best if best is not None else (None, 0.0, "")


_HALF_A_PRICE = re.compile(r"\b(?:cost|amount)\b")
"""Of two columns, "Cost" may be what the supplier paid and "Amount" the sum of a line; alone they are the price."""
_RATHER_NOT = 0.8


def _letters(text: str) -> int:
    return sum(char.isalpha() for char in text)


# ------------------------------------------------------------------------------ what comes with it


def _tier(folded: str) -> tuple[Quantity | None, str]:
    """The quantity that a price column holds from, and the name without it."""
    raw = folded
    found = _TIER.search(raw)
    if found is None:
        joined = re.search(rf"(?<!\d)({NUMBER}) ({NUMBER})(?!\d)", raw)  # "100 499": the dash was a separator
        if joined is None:
            return None, folded
        low, high = read_number(joined[1]), read_number(joined[2])
        if low is None or high is None or not 0 < low < high:
            return None, folded
        return Quantity(value=low, unit=_tier_unit(raw)), raw.replace(joined.group(), " ").strip()
    written = found["from"] or found["at_least"] or found["more"]
    value = read_number(written)
    if value is None or value <= 0 or value != value.to_integral_value():
        return None, folded
    return Quantity(value=value, unit=_tier_unit(raw)), " ".join(raw.replace(found.group(), " ").split())


def _tier_unit(text: str) -> str:
    for word in re.findall(r"[^\W\d_]+", text):
        if unit_named(word) in {"carton", "box", "pack", "pallet", "set", "pair"}:
            return unit_named(word) or "piece"
    return "piece"


def _without_units(text: str) -> str:
    return " ".join(
        word for word in text.split() if unit_named(word.rstrip(".")) is None and not find_currencies(word)
    )


def _without(text: str, words: list[str]) -> str:
    for word in words:
        text = re.sub(rf"(?<!\w){re.escape(word.lower())}(?!\w)", " ", text)
    return text


def _basis(text: str, tier: Quantity | None) -> Basis | None:
    for words in [*_BRACKETS.findall(text), *_behind_per(text)]:
        found = parse_basis(_no_currency(words.strip().lstrip("/")))
        if found is not None and not (
            tier is not None and found.value.per.unit == "piece" and found.value.per.value > 1
        ):
            return found.value
    return None


def _behind_per(text: str) -> Iterator[str]:
    """What stands behind "/" or "per", the longest first: "100 pcs excl. VAT", "100 pcs excl.", "100 pcs", "100"."""
    plain = _no_currency(_BRACKETS.sub(" ", text))
    for separator in _PER.finditer(plain):
        words = plain[separator.end() :].split()
        yield from (" ".join(words[:length]) for length in range(len(words), 0, -1))


def _no_currency(text: str) -> str:
    for one in reversed(find_currencies(text)):
        text = f"{text[: one.start]} {text[one.end :]}"
    return text.strip(" /")


def _basis_doubt(text: str) -> str:
    """What stands behind "/" or "per" and is neither a basis nor another known thing: "Price / sample"."""
    words = next(_behind_per(text), "").strip("/ ")
    known = not re.search(r"[^\W\d_]", words) or read_header(words).field is not None
    return "" if known or find_incoterms(words) else words


def _unit(text: str, field: Field | None) -> str | None:
    """The unit that stands in brackets or at the end: "(kg)", "in Wochen", "- days"."""
    parts = [*_BRACKETS.findall(text), *re.split(r"[\s/,:_\-]+", text)[-1:]]
    for part in parts:
        words = re.sub(r"^(?:in|en|em|dans|в|by|per)\s+", "", part.strip(), flags=re.IGNORECASE)
        if field == "lead_time":
            span = parse_lead_time(f"1 {words}")
            if span is not None and words and not words.isdigit():
                if span.note.startswith("hours"):
                    return "hour"
                days = span.value.min_days
                return next((name for name in DAYS if DAYS[name] == days and name != "hour"), None)
        elif field in {"weight", "attribute", None}:
            unit = physical_unit(words)
            sure = part != parts[-1] or len(parts) > 1 or "(" in text
            if unit is not None and (sure or (field == "weight" and dimension_of(unit) == "mass")):
                return unit
        elif field in {"moq", "pack", "tier_quantity"}:
            counting = unit_named(words)
            if counting is not None:
                return counting
    return None
