"""Incoterms 2020 with their named place: "FOB Ningbo", "DDP Hamburg, Germany", "ab Werk"."""

from __future__ import annotations

import re
from dataclasses import replace

from dragoman.model import INCOTERMS, Delivery, Incoterm
from dragoman.normalise.quantities.found import Found
from dragoman.remembered import remembered
from dragoman.vocabulary.countries import find_countries
from dragoman.vocabulary.places import find_named_places, find_places, split

_CODES: dict[str, Incoterm] = {one: one for one in INCOTERMS}
_OLD: dict[str, tuple[Incoterm, str]] = {
    "DDU": ("DAP", "DDU left the Incoterms in 2010; read as DAP"),
    "DAT": ("DPU", "DAT became DPU in Incoterms 2020"),
    "C&F": ("CFR", "C&F read as CFR"),
    "CNF": ("CFR", "CNF read as CFR"),
}
_WORDS: tuple[tuple[str, Incoterm], ...] = (
    (
        r"ab\s+werk|ex[\s-]works|d[eé]part\s+usine|franco\s+f[aá]brica|en\s+f[aá]brica|à\s+saída\s+da\s+fábrica|工厂交货|出厂价?|工場渡し|تسليم المصنع|франко-завод|самовывоз|تسليم أرض المصنع|اكس ووركس|إكس ووركس",
        "EXW",
    ),
    (r"frei\s+haus|franco\s+domicile|送货上门|到门|delivered\s+at\s+place|rendu\s+destination", "DAP"),
    (r"delivered\s+duty\s+paid|verzollt\s+geliefert|完税后交货|関税込み?持込渡し|خالص الرسوم", "DDP"),
    (
        r"cost,?\s+insurance,?\s+(?:and\s+)?freight|cost[eo],?\s+seguro\s+y\s+flete|co[uû]t,?\s+assurance,?\s+(?:et\s+)?fret|custo,?\s+seguro\s+e\s+frete|(?<!\w)сиф(?!\w)|سي\s?[آأا]ي\s?[إأا]ف",
        "CIF",
    ),
    (
        r"cost\s+and\s+freight|cost[eo]\s+y\s+flete|co[uû]t\s+et\s+fret|custo\s+e\s+frete|kosten\s+und\s+fracht|سي\s?[إأا]ف\s?[آأا]ر",
        "CFR",
    ),
    (
        r"(?:libre|franco)\s+a\s+bordo|franco\s+à\s+bord|livre\s+a\s+bordo|frei\s+an\s+bord|(?<!\w)фоб(?!\w)|(?<!\w)فوب(?!\w)|تسليم\s+ظهر\s+السفينة",
        "FOB",
    ),
    (r"free\s+on\s+board|离岸价|離岸価格|本船渡し|франко-борт", "FOB"),
    (r"到岸价|運賃保険料込み", "CIF"),
)
_EXPRESSION = re.compile(
    r"(?<![A-Za-z])(?P<code>" + "|".join([*INCOTERMS, "DDU", "DAT", r"C&F", "CNF"]) + r")(?![A-Za-z])",
    re.IGNORECASE,
)
_NAMED = re.compile(
    "|".join(f"(?P<{term}_{n}>{pattern})" for n, (pattern, term) in enumerate(_WORDS)), re.IGNORECASE
)
_PLACE = re.compile(
    r"\s*(?:[-–:：,]\s*)?(?:\(\s*)?(?P<place>[^\d;,|/()（）\n，；。]{2,40})(?:\s*[,，]\s*(?P<more>[^\d;,|/()\n，；]{2,30}))?"
)
_NEAREST = 3
"""Characters that may part a term from its place."""
_TOWARDS = re.compile(
    r"\s(?:(?:nach|to|in|bis|à|a|en|em|no|na|в|до|إلى|في)\s)?(?:(?:the\s)?port\s(?:of\s|de\s)?|(?:see)?hafen\s|puerto\s(?:de\s)?|porto\s(?:de\s)?|порт\s|ميناء\s)|\s(?:nach|to|in|bis|à|a|en|em|no|na|в|до|إلى|في)\s",
    re.IGNORECASE,
)
"""Between a term and its place: "frei Haus nach Leipzig"."""
_VERSION = re.compile(
    r"\s*\(?\s*(?:incoterms?|инкотермс|国际贸易术语)?\s*®?\s*(?:2010|2020)\s*\)?", re.IGNORECASE
)


@remembered(20_000)
def parse_incoterm(text: str, /) -> Found[Delivery] | None:
    """The delivery term of a cell, with the place that follows it.

    >>> parse_incoterm("FOB Ningbo").value
    Delivery(incoterm='FOB', place='Ningbo', country='CN')
    """
    found = find_incoterms(text)
    if not found:
        return None
    first = _doubtful(found)
    if first.value.place is None and len(found) == 1:
        rest = _VERSION.sub(" ", text[first.end :])
        place = _PLACE.match(rest)
        name = " ".join(place["place"].split()).strip(" .-") if place is not None else ""
        if len(name) >= 2 and any(char.isalpha() for char in name):
            if place is not None and place["more"] is not None and _country(name) is None:
                country = _country(place["more"])
            else:
                country = _country(name)
            delivery = Delivery(incoterm=first.value.incoterm, place=name, country=country)
            return Found(
                value=delivery, start=first.start, end=len(text), confidence=first.confidence, note=first.note
            )
        before = find_places(text[: first.start])
        if before:  # "宁波FOB"
            place_name, country = split(before[-1].code)
            written = text[before[-1].start : before[-1].end]
            delivery = replace(
                first.value, place=written if written.isascii() else place_name, country=country
            )
            return replace(first, value=delivery, start=before[-1].start)
    return first


def _doubtful(found: list[Found[Delivery]]) -> Found[Delivery]:
    """The first of several terms is less sure."""
    first = found[0]
    others = [one.value.incoterm for one in found[1:] if one.value != first.value]
    if not others:
        return first
    note = "; ".join(filter(None, (first.note, f"the first of several: also {', '.join(others)}")))
    return replace(first, confidence=min(first.confidence, 0.7), note=note)


def find_incoterms(text: str, /) -> list[Found[Delivery]]:
    """Terms in running text, with the city or port named right behind each."""
    found: list[Found[Delivery]] = []
    for one in _EXPRESSION.finditer(text):
        written = one["code"]
        code = written.upper()
        if code in {"FAS", "DAT", "CNF"} and not written.isupper():
            continue
        incoterm, note = _OLD[code] if code in _OLD else (_CODES[code], "")
        found.append(_with_place(text, incoterm, one.start(), one.end(), 0.8 if note else 1.0, note))
    if not found:
        for one in _NAMED.finditer(text):
            term = _CODES[str(one.lastgroup).partition("_")[0]]
            found.append(
                _with_place(text, term, one.start(), one.end(), 0.9, f"{one.group()!r} read as {term}")
            )
    return found


def _with_place(
    text: str, incoterm: Incoterm, start: int, end: int, confidence: float, note: str
) -> Found[Delivery]:
    tail = text[end : end + 50]
    linked = _TOWARDS.match(tail)
    nearest = linked.end() if linked is not None else _NEAREST
    known = (*find_places(tail), *find_named_places(tail))
    near = next((place for place in known if place.start <= nearest), None)
    if near is None:
        return Found(
            value=Delivery(incoterm=incoterm), start=start, end=end, confidence=confidence, note=note
        )
    name, country = split(near.code)
    written = tail[near.start : near.end]
    return Found(
        value=Delivery(incoterm=incoterm, place=written if written.isascii() else name, country=country),
        start=start,
        end=end + near.end,
        confidence=confidence,
        note=note,
    )


def _country(text: str) -> str | None:
    places = find_places(text)
    if places:
        return split(places[0].code)[1]
    countries = find_countries(text)
    return countries[0].code if countries else None
