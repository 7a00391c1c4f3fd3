"""Draws what each supplier offers: sizes, prices, minimum orders, terms, certificates."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import product

from catalogue.colours import COLOURS
from catalogue.dice import Dice
from catalogue.kinds import ProductType, Spec
from catalogue.materials import MATERIALS
from catalogue.products import PRODUCTS
from suppliers.kinds import Article, LeadTime, Span, Supplier, Tier
from suppliers.titles import description, title

_DEAR = {"steel_316": 1.28, "organic_cotton": 1.2, "linen": 1.5, "leather": 1.4, "cork": 1.6, "rpet": 1.08}
_SPANS = {"day": (7, 45), "working_day": (5, 30), "week": (2, 9)}
_NO_CERTIFICATE = 0.22
_ON_REQUEST = 0.025
_LOCAL = {
    "CN": {"kitchen": "GB 4806", "electrical": "CCC"},
    "RU": {"kitchen": "ТР ТС 005/2011", "electrical": "EAC", "safety": "EAC"},
    "JP": {"kitchen": "食品衛生法適合", "electrical": "PSE", "hardware": "JIS"},
    "AE": {"electrical": "SASO", "food": "Halal"},
    "BR": {"kitchen": "ANVISA", "electrical": "INMETRO"},
    "GB": {"electrical": "UKCA"},
    "US": {"electrical": "UL"},
}
"""What a home market asks for."""


_Choice = tuple[Spec, str | None, str | None, str | None]
"""(size, material, colour, variant)."""


def articles(supplier: Supplier) -> list[Article]:
    """Everything a supplier offers, in the order of its list."""
    made: list[Article] = []
    for place, key in enumerate(supplier.types.split(), start=1):
        kind = PRODUCTS[key]
        dice = Dice(supplier.key, key)
        choices = _choices(kind, dice, supplier.per_type)
        wanted = [choice for choice in choices if _asked_for(kind, choice)][:2]
        drawn = [
            _article(supplier, kind, choice, dice, number=len(made) + n + 1, type_number=place)
            for n, choice in enumerate(choices)
        ]
        made += [
            _as_asked_for(article, dice) if choice in wanted else article
            for choice, article in zip(choices, drawn, strict=True)
        ]
    return made


def _asked_for(kind: ProductType, choice: _Choice) -> bool:
    """The bottle that the demonstration asks for: insulated, steel, 750 ml."""
    return kind.key == "insulated_bottle" and choice[:2] == (kind.specs[3], "steel_304")


def _as_asked_for(article: Article, dice: Dice) -> Article:
    """With a price, a minimum order, a time and a certificate that a buyer of 500 in six weeks can use; the
    others of its kind are near misses: dearer, in thousands, later, without a certificate, of 500 ml."""
    supplier = article.supplier
    span: Span = supplier.span
    low = dice.between(2, 3) if span == "week" else dice.between(10, 21)
    factor = min(supplier.level, 1.12) * dice.spread(0.9, 0.96)
    return replace(
        article,
        tiers=_tiers(supplier, article.kind.price_eur, factor, 300),
        moq=dice.pick((200, 300)),
        lead_time=LeadTime(low=low, high=low + 1, span=span),
        certificates=tuple(dict.fromkeys(("LFGB", *article.certificates))),
        on_request=False,
    )


def _choices(kind: ProductType, dice: Dice, most: int) -> list[_Choice]:
    """Different ones, in the order of sizes; the type's commonest are sure to be there."""
    everything: list[_Choice] = list(
        product(
            kind.specs,
            tuple(dict.fromkeys(kind.materials)) or (None,),
            kind.colours or (None,),
            kind.variants or (None,),
        )
    )
    typical = [one for one in everything if one[0].factor == 1 and one[1] == (kind.materials or (None,))[0]]
    chosen = dict.fromkeys([*dice.some(typical, max(2, most // 6)), *dice.shuffled(everything)])
    kept = set(list(chosen)[:most])
    return [one for one in everything if one in kept]


def _article(
    supplier: Supplier, kind: ProductType, choice: _Choice, dice: Dice, *, number: int, type_number: int
) -> Article:
    spec, material, colour, variant = choice
    language = supplier.language
    material_words = dice.pick(MATERIALS[material][language]) if material is not None else None
    colour_words = dice.pick(COLOURS[colour][language]) if colour is not None else None
    moq = dice.pick(kind.moq)
    factor = supplier.level * _DEAR.get(material or "", 1.0) * dice.spread(0.9, 1.14)
    incoterm, place, place_country = dice.pick(supplier.terms)
    return Article(
        supplier=supplier,
        kind=kind,
        spec=spec,
        external_id=supplier.ids.format(number=number, type_number=type_number),
        title=title(
            kind,
            language,
            dice=dice,
            spec=spec.text,
            material=material_words,
            colour=colour_words,
            variant=variant,
        ),
        description=description(kind, language, dice),
        material=material_words,
        colour=colour_words,
        material_key=material,
        colour_key=colour,
        variant=variant,
        tiers=_tiers(supplier, kind.price_eur * spec.factor, factor, moq),
        moq=moq,
        lead_time=_lead_time(supplier, dice),
        incoterm=incoterm,
        place=place,
        place_country=place_country,
        certificates=_certificates(supplier, kind, dice),
        gtin=_gtin(supplier.gtin_prefix, number),
        mpn=f"{type_number:03d}-{dice.between(0, 9999):04d}",
        made_in=dice.pick((supplier.country, supplier.country, *supplier.origins)),
        on_request=dice.chance(_ON_REQUEST),
    )


def _tiers(supplier: Supplier, usual_eur: Decimal, factor: float, moq: int) -> tuple[Tier, ...]:
    """Prices that fall with the quantity; each is above zero and below the one before it, or equal."""
    base = usual_eur * Decimal(supplier.per_eur) * Decimal(round(factor, 4))
    step = Decimal(1).scaleb(-supplier.decimals)
    starts = supplier.tier_starts or (moq, 5 * moq, 20 * moq)
    return tuple(
        Tier(start=start, price=max((base * Decimal(share)).quantize(step, rounding=ROUND_HALF_UP), step))
        for start, share in zip(starts, ("1", "0.94", "0.87"), strict=True)
    )[: supplier.tiers]


def _lead_time(supplier: Supplier, dice: Dice) -> LeadTime:
    shortest, longest = _SPANS[supplier.span]
    low = dice.between(shortest, longest)
    spread = (0, 0, 1, 2) if supplier.span == "week" else (0, 0, 0, 5, 10)
    return LeadTime(low=low, high=low + dice.pick(spread), span=supplier.span)


def _certificates(supplier: Supplier, kind: ProductType, dice: Dice) -> tuple[str, ...]:
    if not kind.certificates or dice.chance(_NO_CERTIFICATE):
        return ()
    chosen = dice.some(kind.certificates, dice.between(1, 3))
    local = _LOCAL.get(supplier.country, {}).get(kind.group)
    if local is not None and dice.chance(0.5):
        chosen.append(local)
    return tuple(dict.fromkeys(chosen))


def _gtin(prefix: str, number: int) -> str:
    """An EAN-13, or a UPC-12 where the prefix is short: the number, and its check digit."""
    length = 11 if len(prefix) == 7 else 12
    digits = prefix + f"{number:0{length - len(prefix)}d}"
    weighted = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return digits + str(-weighted % 10)
