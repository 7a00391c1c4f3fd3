"""What a column's name says: the field, and the currency, basis, unit or quantity that comes with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dragoman.model import Country, Currency, Delivery, Quantity
from dragoman.normalise.mapping.period import Period, find_period
from dragoman.normalise.mapping.price_kind import without_kind
from dragoman.normalise.mapping.threshold import Threshold, find_count_at_end, find_threshold
from dragoman.normalise.quantities.basis import Basis, parse_basis
from dragoman.normalise.quantities.incoterm import find_incoterms
from dragoman.normalise.quantities.lead_time import DAYS, parse_lead_time
from dragoman.normalise.quantities.physical import physical_unit
from dragoman.remembered import remembered
from dragoman.vocabulary.camel_case import words_apart
from dragoman.vocabulary.currencies import currency_in, find_currencies
from dragoman.vocabulary.field_names import FIELDS, Field, field_names, whole_names
from dragoman.vocabulary.folding import fold_keeping_places
from dragoman.vocabulary.money_scales import scale_in
from dragoman.vocabulary.units import dimension_of, unit_named
from dragoman.vocabulary.years import without_days

_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_BRACKETS = re.compile(r"[(\[（【{]([^)\]）】}]{1,40})[)\]）】}]")
_PER = re.compile(r"/|(?<!\w)(?:per|je|pro|par|por|au|al|à la|a la|by|за|لكل)(?!\w)|每|毎", re.IGNORECASE)
_WHOLE, _MOST, _PART = 0.97, 0.88, 0.72
_LONGEST = 300
"""Characters of a name that are read; a longer one is a text that stands where a name should."""


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
    tier_unit_said: bool = True
    """False: the name says no unit of `tier_from`; it is that of the price, or pieces."""
    continues: bool = False
    """Its name is a threshold alone: "500+" beside "Price per 100"."""
    quantity: Quantity | None = None
    """Of a name like "Qty 100", a column of quantities or of the prices of 100."""
    holds: Period | None = None
    """When its prices hold."""
    delivery: Delivery | None = None
    times: int = 1
    """What its prices are to be multiplied by."""


@remembered(4096)
def read_header(key: str, /, *, country: Country | None = None) -> HeaderMeaning:
    """The meaning of a column's name.

    >>> read_header("Gewicht (kg)").field, read_header("Gewicht (kg)").unit
    ('weight', 'kg')
    >>> read_header("Price USD / 100-499").tier_from.value, read_header("price_usd").currency
    (Decimal('100'), 'USD')
    """
    name = key[:_LONGEST]
    written = name if _plain(name) in whole_names() else words_apart(name)  # "UoM" is one word
    dated = find_period(written)
    text = dated[1] if dated is not None else written
    scale = scale_in(text)
    text = scale.text if scale is not None else text
    found = currency_in(text.replace("_", " "), country=country)
    threshold = find_threshold(text)
    named = threshold.cut_from(text) if threshold is not None else text
    field, confidence, phrase = _field_of(named, cut=threshold is not None)
    incoterms = find_incoterms(text) if field in {None, "price", "delivery_place"} else []
    if field == "price" and _HALF_A_PRICE.search(phrase):
        confidence = min(confidence, _RATHER_NOT)
    why = f"its name {key!r} says {phrase!r}" if field is not None else ""
    continues = False
    if incoterms and found is not None and field != "price":
        field, confidence = "price", _MOST
        why = f"its name {key!r} says the term {incoterms[0].value.incoterm} and a currency, as prices have"
    if threshold is not None and threshold.bare and field is None and found is None:
        return HeaderMeaning(field=None, confidence=0.0, why="", quantity=threshold.quantity)
    if threshold is not None and (field is None or field == "tier_quantity"):
        continues = not re.search(r"[^\W\d_]", _without_units(_plain(named)))
        if continues or found is not None:
            field, confidence, why = (
                "price",
                0.85,
                f"its name {key!r} is a range of quantities, as price tiers have",
            )
    if field is None and found is not None and _only_currency(_plain(text), found.currency):
        field, confidence, why = "price", 0.6, f"its name {key!r} is a currency"
    if field not in {"price", "price_high"}:
        threshold = None
        if dated is not None:
            text = written
    unit = _unit(text, field)
    if field == "pack" and unit is not None and dimension_of(unit) is not None:
        field, unit = "attribute", _unit(text, "attribute")  # "Packing G.W. (kg)": what a carton weighs
    priced = field in {"price", "price_high", "price_basis"}
    money = found if priced or field == "currency" else None
    basis = basis_said(named) if priced else None
    if (
        field == "price"
        and threshold is None
        and any(map(parse_basis, map(_no_currency, _BRACKETS.findall(text))))
    ):
        threshold = find_count_at_end(text)
    return HeaderMeaning(
        field=field,
        confidence=confidence,
        why=why,
        currency=money.currency if money is not None else None,
        currency_confidence=money.confidence if money is not None else 1.0,
        currency_note=money.note if money is not None else "",
        basis=basis,
        basis_doubt=_basis_doubt(named) if priced and basis is None and threshold is None else "",
        unit=unit,
        tier_from=_in_the_prices_unit(threshold, basis),
        tier_unit_said=threshold is None or threshold.unit_said,
        continues=continues,
        holds=dated[0] if dated is not None and field in {"price", "price_high"} else None,
        delivery=incoterms[0].value if field == "price" and len(incoterms) == 1 else None,
        times=scale.times if scale is not None and field in {"price", "price_high"} else 1,
    )


def _in_the_prices_unit(threshold: Threshold | None, basis: Basis | None) -> Quantity | None:
    """ "Price per kg 100+" begins at 100 kg."""
    if threshold is None or threshold.unit_said or basis is None:
        return threshold.quantity if threshold is not None else None
    return replace(threshold.quantity, unit=basis.per.unit)


def _field_of(named: str, *, cut: bool) -> tuple[Field | None, float, str]:
    """The field that a name without its dates and thresholds says: "Price per carton" is a price before it is anything
    of cartons, "Pcs/carton" what a carton holds."""
    folded = _plain(named)
    field, confidence, phrase = _field(folded)
    if field is None and (numbered := _NUMBERED.fullmatch(folded)) is not None:  # "Price1"
        of_stem = whole_names().get(numbered[1])
        if of_stem == "price":
            return of_stem, _PART, numbered[1]
    if field not in _BEHIND_A_PRICE:
        return field, confidence, phrase
    bare = _BRACKETS.sub(" ", named)
    if field == "price_basis" and bare != named and (inside := _field(_plain(bare)))[0] == "price":
        return inside  # "Price (unit)"
    plain = _no_currency(bare)
    for per in _PER.finditer(plain):
        head, tail = plain[: per.start()], plain[per.end() :].strip(" .:")
        if not tail and not cut:  # "Price per" alone is what prices are for; "Price per 100+" is not
            continue
        of_head = _field(_plain(head))
        if of_head[0] == "price":
            return "price", min(_MOST, of_head[1]), of_head[2]
        inner, outer = unit_named(head.strip()), unit_named(tail)
        if field is None and inner is not None and outer in _HOLDING and inner != outer:
            return "pack", _MOST, f"{head.strip()} per {tail}"
    return field, confidence, phrase


_NUMBERED = re.compile(r"(.*[^\W\d_])\d{1,2}")
_BEHIND_A_PRICE: frozenset[Field | None] = frozenset({None, "price_basis", "pack", "weight", "moq"})
"""What the words behind "price per" may be taken for."""
_HOLDING = frozenset({"carton", "box", "pack", "bag", "roll", "set"})


def _only_currency(folded: str, currency: Currency) -> bool:
    """Whether a name is a currency and words of tax: "EUR netto"."""
    return not re.search(r"[^\W\d_]{3,}", without_kind(_without(folded, [currency])))


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


def _without_units(text: str) -> str:
    return " ".join(
        word for word in text.split() if unit_named(word.rstrip(".")) is None and not find_currencies(word)
    )


def _without(text: str, words: list[str]) -> str:
    for word in words:
        text = re.sub(rf"(?<!\w){re.escape(word.lower())}(?!\w)", " ", text)
    return text


def basis_said(text: str, /) -> Basis | None:
    """What a price is for by a text that speaks of prices: "Price per 100 pcs", "Preis (1000 Stück)"."""
    text = without_days(text)
    for words in [*_BRACKETS.findall(text), *_behind_per(text)]:
        found = parse_basis(_no_currency(words.strip().lstrip("/")))
        if found is not None:
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
