"""Readers of the terms of trade: budget, deadline, Incoterm."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from dragoman.model import Country, Delivery, Quantity, UnitPrice
from dragoman.normalise.kinds import find_concepts
from dragoman.normalise.quantities.basis import PACKING, Basis
from dragoman.normalise.quantities.dates import month_names
from dragoman.normalise.quantities.found import Found
from dragoman.normalise.quantities.incoterm import find_incoterms
from dragoman.normalise.quantities.lead_time import find_lead_times
from dragoman.normalise.quantities.money import MoneyRange, find_money
from dragoman.normalise.quantities.places import find_destinations
from dragoman.search.query import cues
from dragoman.search.query.asking import find_asking
from dragoman.search.query.days import find_days
from dragoman.search.query.per import is_the_product, per_what
from dragoman.search.query.spans import Question
from dragoman.search.request import (
    Budget,
    Deadline,
    Destination,
    IncotermWanted,
    QuantityWanted,
    Requirement,
)
from dragoman.vocabulary.countries import country_named
from dragoman.vocabulary.folding import fold_keeping_places
from dragoman.vocabulary.places import find_places, split

_PIECE = Quantity(value=Decimal(1))


def budget(question: Question, home: Country | None, /) -> list[Requirement]:
    """The first amount of money that limits the price."""
    for found in find_money(question.text, country=home):
        if not question.free(found.start, found.end):
            continue
        if question.text[found.end - 1] == "块" and not _is_price(question, found.start, found.end):
            continue  # "要800块" counts tiles
        if is_floor(question.before(found.start)) or cues.LEAST_BEHIND.match(question.behind(found.end)):
            continue  # "over 4 USD" limits nothing from above; it is told as not understood
        priced, start, end = _with_basis(question, found)
        start, end, told = question.widened(start, end, cues.BUDGET_BEFORE, cues.BUDGET_BEHIND)
        total = _total(question, start, end)
        if total is not None:
            start, end = min(start, total[0]), max(end, total[1])
        strength = question.strength(start, end)
        span = question.take(start, end, cut=True)
        return [_budget(priced, told, total is not None, (span,), strength == "must")]
    return []


def _is_price(question: Question, start: int, end: int) -> bool:
    told = cues.BUDGET_BEFORE.search(question.before(start)) or cues.BUDGET_BEHIND.match(question.behind(end))
    return told is not None or re.search(r"[价钱每]\S{0,6}$", question.before(start)) is not None


def _with_basis(question: Question, found: Found[MoneyRange]) -> tuple[Found[MoneyRange], int, int]:
    """The amount with what the words beside it say it is for, and the stretch of both."""
    if found.value.basis is not None:
        return found, found.start, found.end
    said = per_what(question.text, found.start, found.end)
    if said is None:
        return found, found.start, found.end
    per, start, end = said
    if not question.free(start, end):
        return found, found.start, found.end
    return replace(found, value=replace(found.value, basis=Basis(per=per))), start, end


def budget_of_order(
    question: Question, budgets: list[Requirement], ordered: list[Requirement], /
) -> list[Requirement]:
    """The budget in the unit that is ordered: per pair of what is counted in pairs, where no unit was said; and
    per piece where the packing unit it names is itself the product ("cartons, 4,000 pieces, 1.90 per carton")."""
    made: list[Requirement] = []
    unit = next((one.quantity.unit for one in ordered if isinstance(one, QuantityWanted)), None)
    for one in budgets:
        if not isinstance(one, Budget) or one.total or unit is None:
            made.append(one)
            continue
        per = one.limit.per
        said = any(cues.BASIS.search(span.text) for span in one.spans)
        if per == _PIECE and not said and _is_of_the_order(question, one, ordered):
            note = "; ".join(
                filter(None, (one.note, "an amount beside a quantity, read as for the whole order"))
            )
            made.append(replace(one, total=True, confidence=round(0.7 * one.confidence, 2), note=note))
            continue
        if per == _PIECE and not said and unit in _PRICED_BY:
            per = Quantity(value=Decimal(1), unit=unit)
        elif per.value == 1 and per.unit in PACKING and unit == "piece" and _is_sold(question, one, per):
            per = _PIECE
        low = replace(one.low, per=per) if one.low is not None else None
        made.append(replace(one, limit=replace(one.limit, per=per), low=low))
    return made


_BUDGET_WORD = re.compile(
    r"budget|presupuesto|orçamento|бюджет|ميزانية|预算|預算|予算|(?P<for>(?<!\w)(?:for|für|fuer|por|pour|за)(?!\w))",
    re.IGNORECASE,
)
_PER_PIECE = re.compile(
    r"(?<!\w)(?:under|below|less|unter|weniger|menos|moins|abaixo|дешевле|stück\w*|price|preis|precio|prix|preço|цен\w*|at)(?!\w)|单价|単価",
    re.IGNORECASE,
)
_LEAST_TOTAL = 20
"""An order costs as much in dollars or euros; less is rather the price of a piece."""
_WEAK = frozenset(
    {"JPY", "RUB", "INR", "KRW", "HUF", "CLP", "COP", "ARS", "VND", "IDR", "KES", "NGN", "PKR", "KZT", "THB"}
)
_WEAK_PER_DOLLAR = 100


_FOR_ONE = re.compile(
    r"\s*(?:/|(?<!\w)(?:per|an?|each|every|pro|je|das|der|die|por|par|la|le|el|l['’]|cada|chaque|за|لكل|o|a)(?!\w)|[每毎一]|لل)\s?\w",
    re.IGNORECASE,
)
"""Behind an amount: "за кресло", "per chair"."""


def _is_of_the_order(question: Question, one: Budget, ordered: list[Requirement]) -> bool:
    """Whether an amount beside a quantity is what the whole order may cost: "1000 bottles, budget 1500 USD"."""
    told = next((word for span in one.spans if (word := _BUDGET_WORD.search(span.text))), None)
    many = next((wanted.quantity.value for wanted in ordered if isinstance(wanted, QuantityWanted)), None)
    if told is None or many is None or any(_PER_PIECE.search(span.text) for span in one.spans):
        return False
    if any(_FOR_ONE.match(question.made_plain.source, span.end) for span in one.spans):
        return False
    money = one.limit.money
    dollars = money.amount / (_WEAK_PER_DOLLAR if money.currency in _WEAK else 1)
    each = dollars / many
    return dollars >= _LEAST_TOTAL and each >= (Decimal("0.1") if told["for"] else Decimal("0.01"))


def _is_sold(question: Question, one: Budget, per: Quantity) -> bool:
    written = one.spans[0].text
    at = question.text.find(written)
    return at >= 0 and is_the_product(question.text, per, at, at + len(written))


_PRICED_BY = frozenset({"pair", "roll", "m", "m2", "[yd_i]", "[ft_i]"})
"""Units that a price without a word is for, where the order is in them."""


def is_floor(before: str, /) -> bool:
    """Whether an amount behind these words is the least: "over 4 USD", and not "no more than 4 USD".

    >>> is_floor("for more than "), is_floor("at no more than "), is_floor("不超过")
    (True, False, False)
    """
    floor, ceiling = cues.LOWEST_BEFORE.search(before), cues.BUDGET_BEFORE.search(before)
    return floor is not None and (ceiling is None or floor.start() <= ceiling.start())


_BESIDE, _BEFORE_AMOUNT = 3, 8
"""Characters between an amount and the "in total" behind or before it."""


def _total(question: Question, start: int, end: int) -> tuple[int, int] | None:
    """The stretch of the word that makes it the budget of the whole order, in the amount's or beside it."""
    for found in cues.TOTAL.finditer(question.text):
        within = start <= found.start() and found.end() <= end
        near = within or -1 <= found.start() - end <= _BESIDE or 0 <= start - found.end() <= _BEFORE_AMOUNT
        if near and question.free(found.start(), found.end()):
            return question.widened(found.start(), found.end(), cues.BUDGET_BEFORE, None)[:2]
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


def deadline(question: Question, today: date, /) -> list[Requirement]:
    """The first span of time, or date, until delivery."""
    days = find_days(question.text, today=today)
    for span in find_lead_times(question.text):
        if any(day.start < span.end and span.start < day.end for day in days):
            continue  # "3月1日" is no three months
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
    for day in days:
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
    terms = find_incoterms(question.text)
    for number, found in enumerate(terms):
        if not question.free(found.start, found.end):
            continue
        term, end = found.value, found.end
        start = found.start
        if term.place is None:
            term, start = _with_place_before(question, term, start)
        if term.place is None:
            term, end = _with_unknown_place(question, term, end)
        strength = question.strength(start, end)
        span = question.take(start, end, cut=True)
        for other in terms[number + 1 :]:  # "EXW or FCA São Paulo"
            if question.free(other.start, other.end):
                question.take(other.start, other.end, cut=True)
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


def _with_place_before(question: Question, term: Delivery, start: int) -> tuple[Delivery, int]:
    """ "横浜港CIF", "宁波FOB": Chinese and Japanese may name the place first."""
    near = question.text[max(0, start - _LONGEST_NAME) : start]
    before = find_places(near)
    if not before or _PORT.fullmatch(near, before[-1].end) is None or near[before[-1].start] < "\u3040":
        return term, start
    city, country = split(before[-1].code)
    return replace(term, place=city, country=country), start - len(near) + before[-1].start


_LONGEST_NAME = 16
_PORT = re.compile(r"港?\s?")
_UNKNOWN_PLACE = re.compile(
    r"\s(?:port (?:of |de )?|puerto (?:de )?|porto (?:de )?|порт )?(?P<place>[A-ZÀ-ÞА-ЯЁ][^\W\d_]{2,}(?:[ '’-](?:(?:de|del|la|las|los|el|sur|do|da|dos|am) )?[A-ZÀ-ÞА-ЯЁ][^\W\d_]+){0,2})"
)
_ENDS = re.compile(r"\s*(?:$|[,;.(])")


def _with_unknown_place(question: Question, term: Delivery, end: int) -> tuple[Delivery, int]:
    """A term with the capitalised name right behind it, kept as it is written: "DAP Kleinstadt, Poland"."""
    found = _UNKNOWN_PLACE.match(question.text, end)
    if found is None or found["place"].isupper() or country_named(found["place"]) is not None:
        return term, end
    behind = question.text[found.end() :]
    if question.language == "de" and not _ENDS.match(behind):  # every noun has a capital
        return term, end
    if cues.TRADE_WORDS.match(found["place"]) or find_asking(found["place"], question.language):
        return term, end
    if fold_keeping_places(found["place"])[0] in month_names() or find_concepts(
        found["place"], question.names_in
    ):
        return term, end
    land = next((one for one in find_destinations(behind) if one.start <= _NEXT_TO), None)
    if land is None:
        return replace(term, place=found["place"]), found.end()
    return replace(term, place=found["place"], country=land.value.country), found.end() + land.end


_NEXT_TO = 2
