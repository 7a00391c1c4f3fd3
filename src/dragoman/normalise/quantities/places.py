"""Countries and places in cells and questions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dragoman.model import Country
from dragoman.normalise.quantities.found import Found
from dragoman.remembered import remembered
from dragoman.vocabulary import countries, places


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    country: Country
    city: str | None = None
    """English name."""


@remembered(20_000)
def parse_country(text: str, /) -> Found[Country] | None:
    """The country that a cell names, in any of the nine languages or by code; a city's country, less surely."""
    text = text.strip()
    if not text or len(text) > 80:
        return None
    code = countries.country_named(text)
    if code is not None:
        return Found(value=code, start=0, end=len(text))
    named = {one.code for one in countries.find_countries(text)}
    if len(named) == 1:
        return Found(
            value=named.pop(),
            start=0,
            end=len(text),
            confidence=0.9,
            note="a country is named within the text",
        )
    cities = places.find_places(text)
    if len(cities) == 1:
        city, country = places.split(cities[0].code)
        return Found(value=country, start=0, end=len(text), confidence=0.8, note=f"{city} is in {country}")
    return None


_DIAMETER = re.compile(r"(?:ال|ب)\s?قطر|.{0,2}قطر\s?[:=]?\s?\d")
"""Arabic for Qatar is also a diameter: "القطر", "قطر 30 سم"."""
_REACH = 4


def find_destinations(text: str, /) -> list[Found[Place]]:
    """Cities, ports and countries in running text, in order; a country right behind its city is one with it."""
    cities = [
        Found(value=Place(country=split[1], city=split[0]), start=one.start, end=one.end)
        for one in places.find_places(text)
        for split in [places.split(one.code)]
    ]
    lands = [
        Found(value=Place(country=one.code), start=one.start, end=one.end)
        for one in countries.find_countries(text)
        if not _DIAMETER.match(text, max(0, one.start - 2), one.end + _REACH)
    ]
    found: list[Found[Place]] = []
    for one in sorted([*cities, *lands], key=lambda one: (one.start, one.value.city is None)):
        last = found[-1] if found else None
        if last is not None and one.start < last.end:
            continue
        if (
            last is not None
            and one.value.country == last.value.country
            and (one.start - last.end <= 3 or text[last.end : one.start] == "の")
        ):
            merged = Place(country=last.value.country, city=last.value.city or one.value.city)
            found[-1] = Found(value=merged, start=last.start, end=one.end)
            continue
        found.append(one)
    return found
