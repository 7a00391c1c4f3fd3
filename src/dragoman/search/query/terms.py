"""Readers of the terms of trade: budget, quantity, destination, deadline, Incoterm, origin."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from dragoman.model import Country, Quantity, UnitPrice
from dragoman.normalise.quantities.counts import find_counts
from dragoman.normalise.quantities.dates import find_dates
from dragoman.normalise.quantities.found import Found
from dragoman.normalise.quantities.incoterm import find_incoterms
from dragoman.normalise.quantities.lead_time import find_lead_times
from dragoman.normalise.quantities.money import MoneyRange, find_money
from dragoman.normalise.quantities.places import Place, find_destinations
from dragoman.normalise.quantities.tokens import tokens
from dragoman.search.query import cues
from dragoman.search.query.spans import Question
from dragoman.search.request import (
    Budget,
    Deadline,
    Destination,
    IncotermWanted,
    OriginWanted,
    QuantityWanted,
    Requirement,
)

_PIECE = Quantity(value=Decimal(1))
_LEAST_BARE = 10
"""A bare number below this, at the beginning, is rather part of a name ("3 in 1 charger")."""
_NAMES_TOO = frozenset({"case", "set", "kit", "pack", "box", "bag", "roll", "lot", "u", "un", "st", "no"})
"""Counting units that are words of product names as well."""
_PART_OF_A_NAME = re.compile(
    r"\s*(?:in\s*1\b|in\s+one|-?ply\b|way\b|%|°|x\s*\d|×\s*\d|/|-\w|er\b|k\b|p\b|['’]|［)", re.IGNORECASE
)


def budget(question: Question, home: Country | None, /) -> list[Requirement]:
    """The first amount of money that limits the price."""
    for found in find_money(question.text, country=home):
        if not question.free(found.start, found.end):
            continue
        if is_floor(question.before(found.start)):
            continue  # "over 4 USD" limits nothing from above; it is told as not understood
        start, end, told = question.widened(found.start, found.end, cues.BUDGET_BEFORE, cues.BUDGET_BEHIND)
        total = _total(question, start, end)
        if total is not None:
            start, end = min(start, total[0]), max(end, total[1])
        strength = question.strength(start, end)
        span = question.take(start, end, cut=True)
        return [_budget(found, told, total is not None, (span,), strength == "must")]
    return []


def is_floor(before: str, /) -> bool:
    """Whether an amount behind these words is the least: "over 4 USD", and not "no more than 4 USD".

    >>> is_floor("for more than "), is_floor("at no more than "), is_floor("不超过")
    (True, False, False)
    """
    floor, ceiling = cues.LOWEST_BEFORE.search(before), cues.BUDGET_BEFORE.search(before)
    if floor is None:
        return False
    return ceiling is None or not _LIMITS.search(ceiling.group())


_LIMITS = re.compile(r"\b(?:no|not|nicht|non|pas|não)\b|не\s|لا\s|不|未", re.IGNORECASE)


def _total(question: Question, start: int, end: int) -> tuple[int, int] | None:
    """The word that makes it the budget of the whole order, beside the amount."""
    for found in cues.TOTAL.finditer(question.text):
        near = (found.start() - end <= 3 and found.start() >= end - 1) or 0 <= start - found.end() <= 8
        if near and question.free(found.start(), found.end()):
            return found.start(), found.end()
    return None


def _budget(
    found: Found[MoneyRange], told: bool, total: bool, spans: tuple[object, ...], must: bool
) -> Budget:
    value = found.value
    per = value.basis.per if value.basis is not None else _PIECE
    highest = value.high if value.high is not None else value.low
    return Budget(
        requirement_id="budget",
        spans=spans,  # type: ignore[arg-type]  # spans of this question
        strength="must" if must else "should",
        confidence=round(found.confidence * (1.0 if told or value.high else 0.8), 2),
        note=found.note,
        limit=UnitPrice(money=highest, per=per),
        low=UnitPrice(money=value.low, per=per) if value.high is not None else None,
        total=total,
    )


def quantity(question: Question, /) -> list[Requirement]:
    """The first count with its unit; else a bare number at the beginning."""
    labelled = _labelled_quantity(question)
    if labelled is not None:
        return [labelled]
    for found in find_counts(question.text):
        if (
            question.free(found.start, found.end)
            and found.value.value == found.value.value.to_integral_value()
        ):
            start, end, _ = question.widened(found.start, found.end, cues.QUANTITY_BEFORE, None)
            start = max(start, found.start) if question.text[start : found.start].strip() == "" else start
            return [_quantity(question, found.value, start, end, 1.0, "")]
    for one in tokens(question.text):
        if one.number is None or not question.free(one.start, one.end):
            continue
        if one.number < _LEAST_BARE or not _is_whole(one.number):
            continue
        before = question.text[question.clause(one.start)[0] : one.start]
        begins = not re.sub(r"[\W_]", "", cues.WISH.sub("", before)) or (
            cues.QUANTITY_BEFORE.search(before) is not None
        )
        after = question.text[one.end :]
        word = re.match(r"\s*[^\W\d_]{2,}|\s*[\u3040-\u30ff\u4e00-\u9fff]", after)
        glued = bool(after[:1]) and after[0].isascii() and after[0].isalnum()
        if not begins or word is None or glued or _PART_OF_A_NAME.match(after):
            return []
        return [
            _quantity(
                question,
                Quantity(value=one.number),
                one.start,
                one.end,
                0.8,
                "a number at the beginning, read as pieces",
            )
        ]
    return []


def _labelled_quantity(question: Question) -> QuantityWanted | None:
    """A number behind a word like "quantity", with its unit where one follows."""
    items = tokens(question.text)
    for number, one in enumerate(items):
        if one.number is None or one.number <= 0 or not question.free(one.start, one.end):
            continue
        label = cues.QUANTITY_LABEL.search(question.before(one.start))
        if label is None:
            continue
        following = items[number + 1] if number + 1 < len(items) else None
        value, end = Quantity(value=one.number), one.end
        if following is not None and following.unit is not None and following.start - one.end <= 1:
            value, end = Quantity(value=one.number, unit=following.unit), following.end
        elif not _is_whole(one.number):
            continue
        start = one.start - len(question.before(one.start)) + label.start()
        return _quantity(question, value, start, end, 1.0, "")
    return None


def _is_whole(number: Decimal) -> bool:
    return number == number.to_integral_value()


def _is_part_of_a_name(question: Question, found: Found[Quantity]) -> bool:
    """ "iPhone 13 case" asks for no cartons: such a count begins its clause, or ends it, or goes on with "of"."""
    if question.text[found.start : found.end].split()[-1].lower() not in _NAMES_TOO:
        return False
    before = question.text[question.clause(found.start)[0] : found.start]
    if not re.search(r"\w", cues.WISH.sub("", before)) or cues.QUANTITY_BEFORE.search(before):
        return False
    return re.match(r"\s*(?:$|[,;.)]|of\b)", question.text[found.end :]) is None


def _quantity(
    question: Question, value: Quantity, start: int, end: int, confidence: float, note: str
) -> QuantityWanted:
    return QuantityWanted(
        requirement_id="quantity",
        spans=(question.take(start, end, cut=True),),
        confidence=confidence,
        note=note,
        quantity=value,
    )


def deadline(question: Question, today: date, /) -> list[Requirement]:
    """The first span of time, or date, until delivery."""
    for span in find_lead_times(question.text):
        if question.free(span.start, span.end):
            start, end, told = question.widened(
                span.start, span.end, cues.DEADLINE_BEFORE, cues.DEADLINE_BEHIND
            )
            return [
                Deadline(
                    requirement_id="deadline",
                    strength=question.strength(start, end),
                    spans=(question.take(start, end, cut=True),),
                    confidence=1.0 if told else 0.8,
                    note=span.note,
                    days=span.value.max_days,
                )
            ]
    for day in find_dates(question.text, today=today):
        if question.free(day.start, day.end) and day.value >= today:
            start, end, told = question.widened(
                day.start, day.end, cues.DEADLINE_BEFORE, cues.DEADLINE_BEHIND
            )
            return [
                Deadline(
                    requirement_id="deadline",
                    strength=question.strength(start, end),
                    spans=(question.take(start, end, cut=True),),
                    confidence=day.confidence if told else 0.8 * day.confidence,
                    note=day.note,
                    days=(day.value - today).days,
                    on=day.value,
                )
            ]
    return []


def incoterm(question: Question, /) -> list[Requirement]:
    """The first delivery term. A place behind a D term is where the goods shall go, and is read as that too."""
    for found in find_incoterms(question.text):
        if not question.free(found.start, found.end):
            continue
        term = found.value
        strength = question.strength(found.start, found.end)
        span = question.take(found.start, found.end, cut=True)
        wanted: list[Requirement] = [
            IncotermWanted(
                requirement_id="incoterm",
                spans=(span,),
                strength=strength,
                confidence=found.confidence,
                note=found.note,
                incoterm=term.incoterm,
                place=term.place,
            )
        ]
        if term.country is not None and term.incoterm in {"DAP", "DPU", "DDP", "CIF", "CFR", "CPT", "CIP"}:
            wanted.append(
                Destination(
                    requirement_id="destination",
                    spans=(span,),
                    confidence=0.9,
                    note=f"named with {term.incoterm}",
                    country=term.country,
                    place=term.place,
                )
            )
        return wanted
    return []


def places(question: Question, known: list[Requirement], /) -> list[Requirement]:
    """Countries and cities: where the goods shall go, or where they are made."""
    found: list[Requirement] = []
    going = any(isinstance(one, Destination) for one in known)
    for one in find_destinations(question.text):
        if not question.free(one.start, one.end):
            continue
        origin = _origin(question, one)
        if origin is not None:
            found.append(origin)
        elif not going:
            destination = _destination(question, one)
            if destination is not None:
                found.append(destination)
                going = True
    return found


def _origin(question: Question, found: Found[Place]) -> OriginWanted | None:
    if found.value.city is not None:
        return None
    refused = cues.NOT_BEFORE.search(question.before(found.start)) is not None
    start, end, told = question.widened(found.start, found.end, cues.ORIGIN_BEFORE, cues.ORIGIN_BEHIND)
    if not told and not refused:
        return None
    country = found.value.country
    strength = question.strength(start, end)
    if refused:
        start, end, _ = question.widened(start, end, cues.NOT_BEFORE, cues.NOT_BEHIND)
        strength = "not"
    return OriginWanted(
        requirement_id=f"origin:{country}",
        spans=(question.take(start, end, cut=True),),
        strength=strength,
        country=country,
    )


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
