"""Whether the product is what was asked for: certificate, dimension, material, colour, words; each with its cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from dragoman.model import LANGUAGES, Language, Offer, Origin, Sourced
from dragoman.normalise.kinds import find_concepts
from dragoman.normalise.quantities.physical import Measure, find_measures
from dragoman.normalise.text import analyse, query_terms
from dragoman.search.request import (
    CertificateWanted,
    ColourWanted,
    DimensionWanted,
    MaterialWanted,
    VerdictKind,
    WordWanted,
)
from dragoman.search.ruling import Ruling, met, unknown, unmet
from dragoman.trade import words
from dragoman.vocabulary.axes import Axis, axis_beside, axis_named
from dragoman.vocabulary.certificates import find_certificates, satisfies
from dragoman.vocabulary.colours import find_colours
from dragoman.vocabulary.denials import Said, said, said_of
from dragoman.vocabulary.materials import find_materials, is_a
from dragoman.vocabulary.units import dimension_of, in_base

ABOUT = Decimal("0.05")
"""How far a measure may be off and still be about the one asked for."""
_WIDE = 10
"""Times that a range's upper end is its lower one, from which on it may be no range of what was asked for."""
_LONGEST_READ = 600
"""Characters of a text that are looked at for measures."""


def certificate(wanted: CertificateWanted, offer: Offer, /) -> Ruling:
    """Met by the certificate itself or a member of its class, in its column or named in the texts. A supplier
    who lists others does not say that this one is missing."""
    for held in offer.certificates:
        if satisfies(held.value, wanted.code):
            value = _named(held.value)
            return met(value, f"{value} is given.", held.origin)
    other: Ruling | None = None
    for text in _texts(offer):
        for named in find_certificates(text.value):
            if not satisfies(named.code, wanted.code):
                continue
            value = text.value[named.start : named.end]
            told = said_of(text.value, named, offer.language)
            if told == "claimed":
                return met(value, f"{value!r} stands in the text.", text.origin)
            if told == "denied" and named.code == wanted.code:
                other = unmet(f"no {value}", f"The text says that it has no {value!r}.", text.origin)
            elif told == "open":
                other = other or unknown(
                    f"{value!r} is not there yet, or may be ordered with it.", text.origin
                )
    if other is not None:
        return other
    if offer.certificates:
        listed = ", ".join(_named(one.value) for one in offer.certificates[:5])
        return unknown(
            f"Given is {listed}; {_named(wanted.code)} has to be asked for.", offer.certificates[0].origin
        )
    return unknown("No certificates are given.")


def dimension(wanted: DimensionWanted, offer: Offer, /) -> Ruling:
    """Compared with the measures of the same dimension: of the weight, the attributes, then the title."""
    none = unknown(f"No {wanted.dimension.replace('_', ' ')} is given.")
    target = in_base(wanted.quantity)
    if target is None:
        return none
    asked = words.quantity(wanted.quantity)
    doubtful: Ruling | None = None
    other: Ruling | None = None
    for measure, origin in _along(wanted.axis, _measures(offer, wanted.dimension)):
        value = _measured(measure)
        match _fits(measure, target, wanted):
            case "met":
                return met(value, f"{value} fits the {asked} asked.", origin)
            case "unknown":
                doubtful = doubtful or unknown(
                    f"{value} is given; whether it fits the {asked} asked has to be asked for.", origin
                )
            case "unmet":
                other = other or unmet(value, f"{value} is not the {asked} asked.", origin)
    return doubtful or other or none


def _measured(measure: Measure) -> str:
    named = words.quantity(measure.quantity)
    if measure.low is not None:
        return f"{words.quantity(measure.low)} to {named}"
    return f"{named} or {words.quantity(measure.or_else)}" if measure.or_else is not None else named


def _fits(measure: Measure, target: Decimal, wanted: DimensionWanted) -> VerdictKind:
    high = in_base(measure.quantity)
    low = in_base(measure.low) if measure.low is not None else high
    if low is None or high is None:
        return "unknown"
    fit = _within(low, high, target, wanted)
    if measure.or_else is not None and (other := in_base(measure.or_else)) is not None:
        return fit if _within(other, other, target, wanted) == fit else "unknown"
    return fit


def _within(low: Decimal, high: Decimal, target: Decimal, wanted: DimensionWanted) -> VerdictKind:
    """A range is what the goods can be used with or set to: about what lies in it they meet; of a limit within
    it nothing is known."""
    match wanted.comparison:
        case "at_least":
            return "met" if low >= target else "unmet" if high < target else "unknown"
        case "at_most":
            return "met" if high <= target else "unmet" if low > target else "unknown"
        case "about":
            about = ABOUT * abs(target)
            if not low - about <= target <= high + about:
                return "unmet"
            at_an_end = min(abs(target - low), abs(target - high)) <= about
            return "met" if at_an_end or low <= 0 or high <= _WIDE * low else "unknown"


_Measured = tuple[Measure, Origin, Axis | None]


def _along(asked: Axis | None, measures: Iterable[_Measured]) -> list[tuple[Measure, Origin]]:
    """The measures that an axis asked for is compared with: those said to be along it, else those of no said axis."""
    known = list(measures)
    along = [one for one in known if asked is not None and one[2] == asked]
    return [(one[0], one[1]) for one in along or known if asked is None or one[2] in {asked, None}]


def _measures(offer: Offer, asked: str) -> Iterator[_Measured]:
    if offer.weight is not None and dimension_of(offer.weight.value.unit) == asked:
        yield Measure(quantity=offer.weight.value), offer.weight.origin, None
    for attribute in offer.attributes:
        axis = axis_named(attribute.name) if asked == _LENGTH else None
        if attribute.quantity is not None:
            if dimension_of(attribute.quantity.unit) == asked:
                yield Measure(quantity=attribute.quantity), attribute.origin, axis
            continue
        for found, beside in _found(attribute.value, asked):
            yield found, attribute.origin, beside or axis
    for text in (offer.title, *((offer.description,) if offer.description is not None else ())):
        for found, beside in _found(text.value, asked):
            yield found, text.origin, beside


def _found(text: str, asked: str) -> Iterator[tuple[Measure, Axis | None]]:
    """The measures of a dimension in a text, with the axis named beside each."""
    for found in find_measures(text[:_LONGEST_READ]):
        if dimension_of(found.value.quantity.unit) == asked:
            yield found.value, axis_beside(text, found.start, found.end) if asked == _LENGTH else None


_LENGTH = "length"
"""The dimension that has axes."""


def material(wanted: MaterialWanted, offer: Offer, /) -> Ruling:
    """Met by the material or a kind of it, said by its column or the title; unmet by another in its column. One
    that was to be avoided is there in any part of the goods."""
    given = offer.material
    if given is not None and is_a(given.value, wanted.code):
        return met(_named(given.value), f"{_named(given.value)} is given.", given.origin)
    denied: Ruling | None = None
    for text in (offer.title, *((offer.description,) if offer.description is not None else ())):
        for found in find_materials(text.value):
            value = text.value[found.start : found.end]
            told = said_of(text.value, found, offer.language)
            if told == "claimed" and is_a(found.code, wanted.code):
                return met(value, f"{value!r} stands in the text.", text.origin)
            if told == "denied" and found.code == wanted.code:
                denied = unmet(f"no {value}", f"The text says that it has no {value!r}.", text.origin)
    if wanted.strength == "not" and (part := _in_a_part(wanted, offer)) is not None:
        return part
    if denied is not None:
        return denied
    if given is None:
        return unknown("No material is given.")
    if is_a(wanted.code, given.value) or given.confidence < 1:
        return unknown(
            f"Given is {_named(given.value)}; whether it is {_named(wanted.code)} has to be asked for.",
            given.origin,
        )
    return unmet(
        _named(given.value), f"Given is {_named(given.value)}, not {_named(wanted.code)}.", given.origin
    )


def _in_a_part(wanted: MaterialWanted, offer: Offer) -> Ruling | None:
    """An attribute that names the material: "Lid: Plastic (PP)"; what goods are packed in is no part of them."""
    for attribute in offer.attributes:
        for found in find_materials(attribute.value):
            told = said_of(attribute.value, found, offer.language)
            if told == "claimed" and is_a(found.code, wanted.code):
                value = f"{attribute.name}: {attribute.value[found.start : found.end]}"
                if _PACKING.search(attribute.name):
                    return unknown(
                        f"{value} is given; whether the goods have it has to be asked for.", attribute.origin
                    )
                return met(value, f"{value} is given.", attribute.origin)
    return None


_PACKING = re.compile(
    r"pack|carton|wrap|verpack|embala|emball|envase|упаков|包装|梱包|تغليف|تعبئة|compatib|suitable|geeignet|for use",
    re.IGNORECASE,
)


def colour(wanted: ColourWanted, offer: Offer, /) -> Ruling:
    given = offer.colour
    if given is not None and given.value == wanted.code:
        return met(_named(given.value), f"{_named(given.value)} is given.", given.origin)
    for found in find_colours(offer.title.value):
        told = said(offer.title.value, found.start, found.end, offer.language)
        if found.code == wanted.code and told == "claimed":
            value = offer.title.value[found.start : found.end]
            return met(value, f"{value!r} stands in the title.", offer.title.origin)
    if given is None or given.value == "multicolour" or given.confidence < 1:
        return unknown("The colour has to be asked for.", given.origin if given is not None else None)
    return unmet(
        _named(given.value), f"Given is {_named(given.value)}, not {_named(wanted.code)}.", given.origin
    )


def word(wanted: WordWanted, offer: Offer, /) -> Ruling:
    """Whether every word of the phrase stands in one text of the offer, or its name in the offer's language does."""
    other: Ruling | None = None
    for text in _texts(offer):
        told = _said_of(wanted.word, text.value, offer.language)
        if told == "claimed":
            return met(wanted.word, f"{wanted.word!r} stands in the text.", text.origin)
        if told == "denied":
            other = unmet(f"no {wanted.word}", f"The text says that it has no {wanted.word!r}.", text.origin)
        elif told == "open":
            other = other or unknown(f"{wanted.word!r} may be ordered with it.", text.origin)
    return other or unknown(f"{wanted.word!r} stands nowhere in the offer.")


def _said_of(phrase: str, text: str, language: Language) -> Said | None:
    """What a text says of a phrase, all mentions together: one that claims it counts. None where it says nothing."""
    mentions = [*_mentions(phrase, text, language), *_named_alike(phrase, text, language)]
    told = [said(text, start, end, language) for start, end in mentions]
    return next((one for one in ("claimed", "denied", "open") if one in told), None)


def _mentions(phrase: str, text: str, language: Language) -> list[tuple[int, int]]:
    """Where the words of a phrase stand: next to each other, else each by itself where all are there."""
    groups: dict[int, set[str]] = {}
    for term in query_terms(phrase, language):
        groups.setdefault(term.group, set()).add(term.token)
    tokens = set(analyse(text, language))
    if not groups or not all(forms & tokens for forms in groups.values()):
        return []
    whole = re.compile(r"[\s-]+".join(map(re.escape, phrase.split())), re.IGNORECASE)
    stretches = [one.span() for one in whole.finditer(text)]
    if stretches:
        return stretches
    any_form = set().union(*groups.values())
    named = [one.span() for one in _WORD.finditer(text) if any_form & set(analyse(one.group(), language))]
    return named[:1] or [(0, 0)]


_WORD = re.compile(r"\w+")


def _named_alike(phrase: str, text: str, language: Language) -> list[tuple[int, int]]:
    """Where goods that the phrase names are named in the offer's language: "lid" and "Deckel"."""
    codes = {
        code
        for one in find_concepts(phrase, LANGUAGES)
        if one.start == 0 and one.end == len(phrase)
        for code in one.codes
    }
    if not codes:
        return []
    return [
        (one.start, one.end)
        for one in find_concepts(text, tuple(dict.fromkeys((language, "en"))))
        if codes & set(one.codes)
    ]


def _texts(offer: Offer) -> Iterator[Sourced[str]]:
    yield offer.title
    if offer.description is not None:
        yield offer.description
    if offer.category is not None:
        yield offer.category
    for attribute in offer.attributes:
        yield Sourced(value=attribute.value, origin=attribute.origin, raw=attribute.value)


def _named(code: str) -> str:
    """A code as words: "stainless_steel" -> "stainless steel"; acronyms in capitals."""
    text = code.replace("_", " ")
    return text.upper() if len(code) <= 5 and code.islower() and code not in _ORDINARY else text


_ORDINARY = frozenset(
    {
        "steel",
        "iron",
        "glass",
        "wood",
        "paper",
        "linen",
        "wool",
        "foam",
        "brass",
        "black",
        "white",
        "grey",
        "gold",
        "red",
        "pink",
        "green",
        "blue",
        "navy",
        "brown",
        "beige",
        "halal",
    }
)
