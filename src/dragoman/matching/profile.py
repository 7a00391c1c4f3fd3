"""What of an offer tells which product it is: its identifiers, words, numbers, kind, materials, colours, price."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dragoman.matching.fitting import Fit, fit
from dragoman.matching.gtins import trusted_gtins, untrusted_gtins
from dragoman.matching.variants import Variant, variant
from dragoman.matching.words import colours_in, materials_in
from dragoman.model import Currency, Offer, Sourced
from dragoman.normalise.kinds import find_concepts, head, with_ancestors
from dragoman.normalise.text import fold, identifier_key, looks_like_identifier, stem, words_of
from dragoman.trade.unit_price import price_curve
from dragoman.vocabulary.materials import is_a
from dragoman.vocabulary.measures import base_measure
from dragoman.vocabulary.units import in_base

TITLE = 300
"""Characters of a title that are read."""
DESCRIPTION = 600
"""Characters of a description that are read."""
_LANGUAGES_OF_A_NAME = 3
"""A word that so many languages use unchanged is a name: "Milano", "Medjool"."""
_NOT_LATIN = frozenset({"zh", "ja", "ar", "ru"})
"""In titles of these a word in Latin letters is a name at once."""
_CHUNK = re.compile(r"[^\s,;|()\[\]{}\"″“”‘’「」【】，、；。]+")
_NUMBER = re.compile(r"(?<![\w.,])\d{1,9}(?:[.,]\d{1,9})?(?![\d])")
_MEASURE = re.compile(r"(?<![\w.,/])(\d{1,9}(?:[.,]\d{1,9})?)\s{0,2}([^\W\d_]{1,12}|\"|″)(?!\w)")
_BASE = re.compile(r"([\d.]+)(\D+)")
_NAME = re.compile(r"[a-z0-9]+(?:[/.-][a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """An offer as far as it says which product it is. Made once per offer; pairs are compared by it."""

    offer_id: str
    supplier_id: str
    language: str
    gtins: frozenset[str]
    """14 digits each; those whose check digit fits and that name one product."""
    untrusted_gtins: frozenset[str]
    """The others: fillers, numbers for a house's own use, numbers that the catalogue shows on unlike articles."""
    mpn: str
    """Folded to letters and digits; "" where the offer has none."""
    brand: str
    title: str
    """Folded."""
    words: frozenset[str]
    """Of the title: stems, pairs of Chinese and Japanese characters; no codes, no numbers."""
    unsaid: frozenset[str]
    """Of the words those that name no kind, material or colour: brands, models, what the vocabulary lacks."""
    names: Mapping[str, int]
    """Words and codes in Latin letters, unstemmed, with how often: what titles of all languages may share."""
    codes: frozenset[str]
    """Of the title: what looks like a model or article number, folded to letters and digits."""
    numbers: tuple[str, ...]
    """Of the title, measures in their base unit ("750ml"), sorted, repeats kept; not those that name a material."""
    measures: Mapping[str, frozenset[str]]
    """Base unit -> values in the title."""
    more_words: frozenset[str]
    """Of the description."""
    more_codes: frozenset[str]
    kinds: frozenset[str]
    """Codes of what is sold; several where the name has several meanings."""
    wider_kinds: frozenset[str]
    """These and the more general ones."""
    modifiers: frozenset[str]
    """Codes of what the thing is said to be: organic, insulated, rechargeable."""
    materials: frozenset[str]
    """The most special ones."""
    colours: frozenset[str]
    hs_code: str
    weight_kg: float | None
    """Of one piece."""
    category: frozenset[str]
    """Words of the supplier's own category."""
    price: float | None
    """Per base unit, in the reference currency of `factors`; None where it cannot be compared."""
    price_unit: str
    attributes: Mapping[str, str]
    """Folded name -> folded value."""
    variant: Variant
    """Which variant of the thing it is, as far as it says so."""
    fit: Fit
    """What it is for, apart from what it is."""


def profile(offer: Offer, /, *, factors: Mapping[Currency, float], doubted: Container[str] = ()) -> Profile:
    """What the offer says of its product.

    Args:
        factors: currency -> what one unit of it is in a reference currency; for the price.
        doubted: GTINs that name no one product in this catalogue.
    """
    written = offer.title.value[:TITLE]
    language = offer.language
    title = fold(written)
    description = offer.description.value[:DESCRIPTION] if offer.description is not None else ""
    found = find_concepts(written, (language, "en"))
    main = head(found, written, language)
    kinds = frozenset(main.codes) if main is not None else frozenset()
    materials, colours = materials_in(written), colours_in(written)
    spans = [(one.start, one.end) for one in (*materials, *colours)]
    bare = _without(written, spans)
    unsaid = _without(bare, [(one.start, one.end) for one in found])
    numbers, measures, rest = _numbers(fold(bare))
    price, unit = _price(offer, factors)
    return Profile(
        offer_id=offer.offer_id,
        supplier_id=offer.supplier.supplier_id,
        language=language,
        gtins=trusted_gtins(offer, doubted),
        untrusted_gtins=untrusted_gtins(offer, doubted),
        mpn=identifier_key(offer.mpn.value) if offer.mpn is not None else "",
        brand=identifier_key(offer.brand.value) if offer.brand is not None else "",
        title=title,
        words=_words(title, language),
        unsaid=_words(fold(unsaid), language),
        names=_names(rest),
        codes=_codes(bare),
        numbers=numbers,
        measures=measures,
        more_words=_words(fold(description), language),
        more_codes=_codes(description),
        kinds=kinds,
        wider_kinds=frozenset(wide for code in kinds for wide in with_ancestors(code)),
        modifiers=frozenset(one.codes[0] for one in found if one.modifier),
        materials=_most_special([one.code for one in materials] or _given(offer.material)),
        colours=_one_colour([one.code for one in colours] or _given(offer.colour)),
        hs_code=offer.hs_code.value if offer.hs_code is not None else "",
        weight_kg=_weight_kg(offer),
        category=_words(fold(offer.category.value), language) if offer.category is not None else frozenset(),
        price=price,
        price_unit=unit,
        attributes={
            fold(one.name).strip(): fold(one.value).strip() for one in offer.attributes if one.value.strip()
        },
        variant=variant(
            written,
            attributes=[(one.name, one.value) for one in offer.attributes],
            measures=measures,
            rest=rest,
        ),
        fit=fit(rest),
    )


def _codes(text: str) -> frozenset[str]:
    chunks = (one.strip("-–—.:!?*+'/#&") for one in _CHUNK.findall(text))
    return frozenset(identifier_key(one) for one in chunks if one and looks_like_identifier(one))


def _words(folded: str, language: str) -> frozenset[str]:
    return frozenset(
        stem(word, language) or word for word in words_of(folded) if not any(c.isdigit() for c in word)
    )


def _names(folded: str) -> Counter[str]:
    return Counter(one for one in _NAME.findall(folded) if not one.isdigit())


def _plain(number: str) -> str:
    """
    >>> _plain("007"), _plain("1,50")
    ('7', '1.5')
    """
    whole, _, rest = number.replace(",", ".").partition(".")
    rest = rest.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{rest}" if rest else "")


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with stretches blanked out: the 304 of a steel is no size."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _numbers(folded: str) -> tuple[tuple[str, ...], dict[str, frozenset[str]], str]:
    """(numbers with measures in base units, base unit -> values, the text without its measures)."""
    tokens: list[str] = []
    by_unit: defaultdict[str, set[str]] = defaultdict(set)
    rest = folded
    for found in _MEASURE.finditer(folded):
        token = base_measure(Decimal(found[1].replace(",", ".")), found[2])
        base = _BASE.fullmatch(token) if token is not None else None
        if base is not None:
            tokens.append(base[0])
            by_unit[base[2]].add(base[1])
            rest = rest[: found.start()] + " " * len(found[0]) + rest[found.end() :]
    tokens += [_plain(one) for one in _NUMBER.findall(rest)]
    return tuple(sorted(tokens)), {unit: frozenset(values) for unit, values in by_unit.items()}, rest


def _given(value: Sourced[str] | None) -> list[str]:
    return [value.value] if value is not None else []


_USUAL = {"stainless_steel": "stainless_steel_304"}
"""What is meant where no grade is said."""
_WEAVES = frozenset({"canvas"})
"""Said beside what they are made of."""


def _most_special(codes: Sequence[str]) -> frozenset[str]:
    """Of "glass" and "borosilicate_glass" the latter."""
    special = {one for one in codes if not any(other != one and is_a(other, one) for other in codes)}
    return frozenset(_USUAL.get(one, one) for one in (special - _WEAVES or special))


def _one_colour(codes: Sequence[str]) -> frozenset[str]:
    """ "Natural" beside another colour is the leather's."""
    found = frozenset(codes)
    return found - {"natural"} or found


def _weight_kg(offer: Offer) -> float | None:
    kilograms = in_base(offer.weight.value) if offer.weight is not None else None
    return float(kilograms) if kilograms is not None and kilograms > 0 else None


def _price(offer: Offer, factors: Mapping[Currency, float]) -> tuple[float | None, str]:
    curve = price_curve(offer)
    if curve is None or curve.currency not in factors:
        return None, ""
    price = curve.steps[-1][1] * factors[curve.currency]
    return (price, curve.unit) if price > 0 else (None, "")


class Corpus:
    """How rare words are in a catalogue, and which of them are names that all languages share."""

    def __init__(self, offers: Iterable[Offer], /) -> None:
        self._words: Counter[str] = Counter()
        languages: defaultdict[str, set[str]] = defaultdict(set)
        self._count = 0
        for one in offers:
            self._count += 1
            title = one.title.value[:TITLE]
            folded = fold(title)
            names = _names(_numbers(folded)[2])
            self._words.update(_words(folded, one.language) | names.keys() | _codes(title))
            for name in names:
                languages[name].add(one.language)
        self._names = frozenset(
            name
            for name, used in languages.items()
            if len(used) >= _LANGUAGES_OF_A_NAME or (len(used) > 1 and used & _NOT_LATIN)
        )

    def rarity(self, word: str, /) -> float:
        """Inverse document frequency, natural logarithm; of a word never seen the highest."""
        return math.log((self._count + 1) / (self._words[word] + 0.5))

    def is_name(self, word: str, /) -> bool:
        """Whether several languages use the word unchanged."""
        return word in self._names

    def weight(self, words: Iterable[str], /) -> float:
        """Summed rarity."""
        return sum(self.rarity(word) for word in words)
