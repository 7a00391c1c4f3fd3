"""Reader of places: where the goods shall go, and where they are made; a place that goods leave is told apart."""

from __future__ import annotations

import re
from dataclasses import replace

from dragoman.normalise.quantities.found import Found
from dragoman.normalise.quantities.places import Place, find_destinations
from dragoman.search.query import cues
from dragoman.search.query.origins import find_origins
from dragoman.search.query.spans import Question
from dragoman.search.request import Destination, Requirement
from dragoman.vocabulary.places import find_named_places, split


def places(question: Question, known: list[Requirement], /) -> list[Requirement]:
    """Countries and cities: where the goods shall go, or where they are made."""
    found: list[Requirement] = [*find_origins(question)]
    if any(isinstance(one, Destination) for one in known):
        return found
    for one in _without_departure(question, find_destinations(question.text)):
        if not question.free(one.start, one.end):
            continue
        destination = _destination(question, _city_in_french(question, one))
        if destination is not None:
            return [*found, destination]
    for place in find_named_places(question.text):
        city, country = split(place.code)
        one = Found(value=Place(country=country, city=city), start=place.start, end=place.end)
        if question.free(one.start, one.end) and cues.DESTINATION_BEFORE.search(question.before(one.start)):
            destination = _destination(question, one)
            if destination is not None:
                return [*found, destination]
    return found


_FROM = re.compile(r"(?:(?<!\w)(?:from|ex|von|ab|de|desde|depuis|из|от|من)\s|[从由自])$", re.IGNORECASE)
_FROM_BEHIND = re.compile(r"から|より")
_LONGEST_JOINT = 16
"""Characters between the place that goods leave and the one that they go to."""


def _without_departure(question: Question, named: list[Found[Place]]) -> list[Found[Place]]:
    """Without the city that goods leave for a second one: "from Shenzhen to Lagos", "из Шэньчжэня в Лагос"."""
    if not named[1:] or named[0].value.city is None:
        return named
    leaves, arrives = named[:2]
    between = question.text[leaves.end : arrives.start]
    told = _FROM.search(question.before(leaves.start)) or _FROM_BEHIND.match(between)
    there = cues.DESTINATION_BEFORE.search(between) or cues.DESTINATION_BEHIND.match(
        question.behind(arrives.end)
    )
    if (
        told is None
        or there is None
        or len(between) > _LONGEST_JOINT
        or not question.free(leaves.start, leaves.end)
    ):
        return named
    start, end, _ = question.widened(leaves.start, leaves.end, _FROM, _FROM_BEHIND)
    question.no_term.append(question.take(start, end, cut=True))
    return named[1:]


def _city_in_french(question: Question, found: Found[Place]) -> Found[Place]:
    """ "à Luxembourg" is the city, "au Luxembourg" the country."""
    if question.language != "fr" or found.value.city is not None:
        return found
    if re.search(r"(?<!\w)à\s$", question.text[: found.start]) is None:
        return found
    for one in find_named_places(question.text):
        if one.start == found.start:
            city, country = split(one.code)
            return replace(found, value=Place(country=country, city=city))
    return found


def _destination(question: Question, found: Found[Place]) -> Destination | None:
    start, end, told = question.widened(
        found.start, found.end, cues.DESTINATION_BEFORE, cues.DESTINATION_BEHIND
    )
    if not told and found.value.city is None and not _alone(question, found):
        return None
    note = "" if told else "a place without a word like “to” before it"
    return Destination(
        requirement_id="destination",
        spans=(question.take(start, end, cut=True),),
        confidence=1.0 if told else 0.7,
        note=note,
        country=found.value.country,
        place=found.value.city,
    )


def _alone(question: Question, found: Found[Place]) -> bool:
    """Whether a country stands between commas, by itself."""
    begin, end = question.clause(found.start)
    return question.text[begin:end].strip() == question.text[found.start : found.end].strip() and (
        begin,
        end,
    ) != (0, len(question.text))
