"""What is asked of a made-up catalogue, kind by kind, drawn from the same words and shares as its offers.

Where there are filters, the goods asked for are those of an offer that passes them, as after choosing a value that was
shown; identifiers are those of offers. Nothing else is read back from the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import combinations
from typing import Literal, get_args

import numpy as np

from dragoman.bench.draws import BLOCK, choices, draws, zipf
from dragoman.bench.generator import Row, offers, with_kinds
from dragoman.bench.products import common_kinds
from dragoman.bench.trade import SECTORS, USUAL
from dragoman.bench.words import SPACELESS, Kind, colours, materials, modifiers
from dragoman.model import LANGUAGES, Language
from dragoman.normalise.text import query_terms
from dragoman.ports import FACET_FIELDS, Encoder, FacetField, IndexRequest
from dragoman.search.request import SearchRequest
from dragoman.search.retrieve import RETRIEVAL

QuestionKind = Literal[
    "text",
    "dense",
    "hybrid",
    "filtered_10",
    "filtered_1",
    "filtered_01",
    "facets",
    "unit_price",
    "prefix",
    "identifier",
]
QUESTION_KINDS: tuple[QuestionKind, ...] = get_args(QuestionKind)

MEANS: dict[QuestionKind, str] = {
    "text": "words alone: no meaning, no filter, no facet",
    "dense": "in a language that few offers are in: found by meaning",
    "hybrid": "words and meaning, two filters, three facets",
    "filtered_10": "words and meaning among about 10 % of the offers",
    "filtered_1": "the same among about 1 %",
    "filtered_01": "the same among about 0.1 %",
    "facets": "a broad word, ten facets counted",
    "unit_price": "cheapest per piece first, at 500 pieces, in euros",
    "prefix": "search as you type",
    "identifier": "a GTIN, part number or supplier's id",
}

_COLUMNS = 10
_SAMPLE = 20 * BLOCK
"""Offers that the filters' shares are told by."""
_MOST_MISSED = 0.45
"""Of the share wanted, that a filter's share may be off."""
_RARE: tuple[Language, ...] = ("ja", "ar", "ru", "pt", "fr")
_MOQS, _DAYS = (10, 100, 500, 1000, 5000), (15, 30, 60)
"""What a buyer's filters stop at."""
_THREE_FACETS: tuple[FacetField, ...] = ("country", "certificate", "category")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A search, or the beginning of a word of which suggestions are wanted."""

    kind: QuestionKind
    request: SearchRequest = field(default_factory=lambda: SearchRequest(text=""))
    prefix: str = ""
    language: Language = "en"
    """That the text was drawn in."""


def questions(kind: QuestionKind, count: int, seed: int, /, *, size: int) -> tuple[Question, ...]:
    """`count` of a kind; the first are the same whatever the count.

    Args:
        size: Offers in the catalogue, that identifiers are taken of.
    """
    return tuple(_made(kind, number, seed, size) for number in range(count))


def leg_requests(
    asked: tuple[Question, ...], encoder: Encoder, /
) -> Iterator[tuple[IndexRequest, IndexRequest]]:
    """Each question as the index alone is asked: by words, and by meaning, a hundred of each."""
    for question in asked:
        text = question.request.text
        terms = tuple(query_terms(text, question.language))
        vector = encoder.encode([text])[0]
        weights = dict(RETRIEVAL.field_weights)
        groups = len({term.group for term in terms})
        words = IndexRequest(terms=terms, minimum_groups=max(1, round(groups * 0.6)), field_weights=weights)
        yield words, IndexRequest(vector=vector, dense_floor=-1.0)


def _made(kind: QuestionKind, number: int, seed: int, size: int) -> Question:
    drawn = _drawn(kind, seed, number // BLOCK)[number % BLOCK]
    if kind == "identifier":
        return _asking(kind, _identifier(seed, size, drawn), "en", facets=())
    language = _RARE[int(drawn[0] * len(_RARE))] if kind == "dense" else _language(drawn[0])
    filters, goods = _filtered(kind, seed, size, drawn)
    text = _text(goods, language, drawn)
    match kind:
        case "text":
            return _asking(kind, text, language, facets=(), meaning=False)
        case "dense" | "filtered_10" | "filtered_1" | "filtered_01":
            return _asking(kind, text, language, filters=filters, facets=())
        case "hybrid":
            return _asking(kind, text, language, filters=filters, facets=_THREE_FACETS)
        case "facets":
            return _asking(kind, _broad(language, drawn), language, facets=FACET_FIELDS)
        case "unit_price":
            request = SearchRequest(
                text=goods.names[language][0], quantity=500, currency="EUR", sort="unit_price", facets=()
            )
            return Question(kind=kind, request=request, language=language)
        case "prefix":
            name = goods.names[language][0]
            length = 1 + int(drawn[6] * 2) if language in SPACELESS else 2 + int(drawn[6] * 5)
            return Question(kind=kind, prefix=name[:length].strip(), language=language)


@lru_cache(32)
def _drawn(kind: QuestionKind, seed: int, block: int) -> list[list[float]]:
    found: list[list[float]] = draws(seed, f"questions {kind}", block, _COLUMNS).T.tolist()
    return found


def _asking(
    kind: QuestionKind,
    text: str,
    language: Language,
    *,
    filters: tuple[str, ...] = (),
    facets: tuple[FacetField, ...],
    meaning: bool = True,
) -> Question:
    request = SearchRequest(text=text, filters=filters, facets=facets, meaning=meaning)
    return Question(kind=kind, request=request, language=language)


def _language(draw: float) -> Language:
    """Half of the buyers write English."""
    return "en" if draw < 0.5 else LANGUAGES[1 + int((draw - 0.5) * 2 * (len(LANGUAGES) - 1))]


def _goods(draw: float) -> Kind:
    listed = common_kinds()
    return listed[choices(np.array([draw]), zipf(len(listed), 0.9))[0]]


def _text(goods: Kind, language: Language, drawn: list[float]) -> str:
    """The name of the goods, with a material, a property, a size or a colour more often than not."""
    sector = SECTORS.get(goods.sector, USUAL)
    named = goods.names[language]
    parts = [named[int(drawn[2] * drawn[2] * len(named))]]
    if sector.materials and drawn[3] < 0.35:
        parts.insert(0, materials()[sector.materials[int(drawn[4] * len(sector.materials))]][language])
    elif sector.modified and drawn[3] > 0.8:
        parts.insert(0, modifiers()[int(drawn[4] * len(modifiers()))][language])
    if sector.specs and drawn[5] < 0.3:
        values = sector.specs[0][1]
        parts.append(values[int(drawn[5] / 0.3 * len(values))])
    elif sector.coloured and drawn[5] > 0.75:
        listed = list(colours().values())
        parts.append(listed[int((drawn[5] - 0.75) * 4 * len(listed))][language])
    return " ".join(parts)


def _broad(language: Language, drawn: list[float]) -> str:
    """A word that many kinds of goods share."""
    listed = list(materials().values()) if drawn[2] < 0.6 else list(colours().values())
    return listed[int(drawn[3] * len(listed))][language]


def _identifier(seed: int, size: int, drawn: list[float]) -> str:
    """Of an offer that is there: its part number, its GTIN, else the supplier's own."""
    place = int(drawn[1] * size)
    row = next(offers(seed, place, place + 1))
    for name, most in (("mpn", 0.4), ("gtin", 0.75)):
        if drawn[2] < most and name in row:
            return str(row[name])
    return str(row["sku"])


def _filtered(kind: QuestionKind, seed: int, size: int, drawn: list[float]) -> tuple[tuple[str, ...], Kind]:
    """Filters of the kind of question, and goods that are there with them."""
    if kind == "hybrid":
        place = int(drawn[6] * size)
        row, goods = next(with_kinds(seed, place, place + 1))
        listed = _narrowing(row)
        first = int(drawn[7] * len(listed))
        return tuple(sorted({listed[first], listed[(first + 1) % len(listed)]})), goods
    if kind in {"filtered_10", "filtered_1", "filtered_01"}:
        among = shares(seed, min(size, _SAMPLE))[kind]
        filters, goods_there = among[int(drawn[6] * len(among))]
        return filters, goods_there[int(drawn[7] * len(goods_there))]
    return (), _goods(drawn[1])


def _narrowing(row: Row) -> list[str]:
    """Filters of different fields that the offer passes; at least two."""
    found = [f"country={row['supplier_country']}", f"language={row['language']}"]
    moq = int(str(row.get("moq", "")).split(" ")[0] or 0)
    if moq and row.get("unit") == "piece":
        found += [f"moq<={next(one for one in (*_MOQS, moq) if one >= moq)}"]
    if "lead_time" in row:
        days = int(str(row["lead_time"]).split(" ")[0].split("-")[-1])
        found += [f"lead_time<={next(one for one in (*_DAYS, days) if one >= days)}"]
    if "incoterm" in row:
        found.append(f"incoterm={str(row['incoterm'])[:3]}")
    return found


@cache
def shares(
    seed: int, sample: int = _SAMPLE, /
) -> dict[QuestionKind, tuple[tuple[tuple[str, ...], tuple[Kind, ...]], ...]]:
    """Filters, one or two together, that leave about 10 %, 1 % and 0.1 % of the offers, told by the first `sample` of
    them, each with the kinds of goods that it leaves there. Where the sample is too small for 0.1 %: its rarest."""
    goods: dict[tuple[str, ...], list[Kind]] = {}
    for row, kind_of_goods in with_kinds(seed, 0, sample):
        values = _values(row)
        pairs = (pair for pair in combinations(values, 2) if not pair[1].startswith("supplier="))
        for filters in (*((value,) for value in values), *pairs):
            goods.setdefault(filters, []).append(kind_of_goods)
    wanted: tuple[tuple[QuestionKind, float], ...] = (
        ("filtered_10", 0.1),
        ("filtered_1", 0.01),
        ("filtered_01", 0.001),
    )
    found: dict[QuestionKind, tuple[tuple[tuple[str, ...], tuple[Kind, ...]], ...]] = {}
    for name, share in wanted:
        off = {filters: abs(len(there) / sample / share - 1) for filters, there in goods.items()}
        near = [filters for filters, by in off.items() if by < _MOST_MISSED]
        chosen = near or [filters for filters, by in off.items() if by == min(off.values())]
        found[name] = tuple((filters, tuple(goods[filters])) for filters in sorted(chosen))
    return found


def _values(row: Row) -> list[str]:
    named = (("country", "supplier_country"), ("supplier", "supplier"), ("brand", "brand"))
    return [f"{facet}={row[name]}" for facet, name in named if name in row]


__all__ = [
    "MEANS",
    "QUESTION_KINDS",
    "Question",
    "QuestionKind",
    "leg_requests",
    "questions",
    "shares",
]
