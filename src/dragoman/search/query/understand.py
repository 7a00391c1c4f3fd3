"""text -> Query: each reader takes the stretches it understands; what is left is the product."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from dragoman.model import Country, Language
from dragoman.normalise.quantities.tokens import tokens
from dragoman.normalise.question_language import language_of_question
from dragoman.normalise.text import looks_like_identifier
from dragoman.search.query import counted, cues, destinations, properties, terms
from dragoman.search.query.marks import hyphenated_limits
from dragoman.search.query.spans import Question
from dragoman.search.request import DimensionWanted, QuantityWanted, Query, Requirement, Span
from dragoman.vocabulary.currencies import find_currencies

MAX_QUESTION = 2000
"""Characters that are read."""
_PARTS = re.compile(r"(?<!\d),|,(?!\d)|[;，、；。，،?？؟!！]|\.\s")
"""Between the parts of a product's words; "0,4 l" is one."""
_OF_AN_IDENTIFIER = re.compile(
    r"(?<!\w)(?:ean(?:-?(?:13|8))?|gtin(?:-?\d{1,2})?|upc|jan|isbn|sku|mpn|asin|oem"
    r"|(?:art(?:ikel)?|best(?:ell)?|teile?|mod(?:ell)?|item|part|product|model|catalog(?:ue)?|article|article)[.\s-]{0,2}(?:nr|no|num(?:ber|mer)?|code|id|#)"
    r"|(?:número|num|n[º°o.]|código|cod|code|réf(?:érence)?|ref(?:erenc(?:e|ia))?|referência|артикул|арт|код|штрихкод)(?: (?:de |d['’])?(?:artículo|pieza|barras|article|pièce|artigo|peça|товара))?"
    r"|货号|型号|条码|条形码|品番|型番|商品コード|رقم (?:القطعة|المنتج|الصنف)|الباركود)[.:#\s]{1,3}(?=(?P<identifier>[^\s,;，、；。]+))",
    re.IGNORECASE,
)
"""A field's name before an identifier: no word of the goods."""
_SIDES = re.compile(r"\d+(?:[.,]\d+)?(?:[x×хX*]\d+(?:[.,]\d+)?)+[^\W\d_]{0,4}")
_WORD = re.compile(r"[^\s,;，、；。]+")


def understand(
    text: str,
    /,
    *,
    today: date,
    language: Language | None = None,
    home_country: Country | None = None,
) -> Query:
    """Read a buyer's question.

    Args:
        today: Dates without a year are the next ones from here.
        language: The buyer's, where it is known; else it is told by the text.
        home_country: Where the buyer is: decides what "$" means.
    """
    text, left = _readable(text)
    found, sure = language_of_question(text)
    question = Question.of(text, language=language or found)
    requirements = _requirements(question, today, home_country)
    further = counted.further_orders(question) if _has_quantity(requirements) else ()
    product, identifiers = _product(question, requirements)
    return Query(
        text=text,
        language=language or found,
        language_confidence=1.0 if language is not None else round(sure, 2),
        product=product,
        requirements=tuple(requirements),
        identifiers=identifiers,
        not_understood=_not_understood(question, identifiers),
        further_orders=further,
        left_unread=left,
    )


def _readable(text: str) -> tuple[str, int]:
    """What is read of a question, up to the end of a word, and how many characters are left out."""
    if len(text) <= MAX_QUESTION:
        return text, 0
    read = text[:MAX_QUESTION]
    if not text[MAX_QUESTION].isspace():
        whole = re.search(r"\s\S{1,40}$", read)  # "5000" cut is no 500
        read = read[: whole.start()] if whole is not None else read
    return read, len(text) - len(read)


def _has_quantity(requirements: Sequence[Requirement]) -> bool:
    return any(isinstance(one, QuantityWanted) for one in requirements)


def _requirements(question: Question, today: date, home: Country | None) -> list[Requirement]:
    """In the order that a buyer thinks of them; readers of surer signs take their stretches first."""
    budget = terms.budget(question, home)
    incoterm = terms.incoterm(question)
    deadline = terms.deadline(question, today)
    certificates = properties.certificates(question)
    quantity = counted.quantity(question)
    dimensions = properties.dimensions(question)
    places = destinations.places(question, incoterm)
    words = properties.words(question)
    materials = properties.materials(question)
    colours = properties.colours(question)
    return [
        *quantity,
        *terms.budget_of_order(question, budget, quantity),
        *places,
        *deadline,
        *incoterm,
        *certificates,
        *dimensions,
        *materials,
        *colours,
        *words,
    ]


def _product(question: Question, requirements: Sequence[Requirement]) -> tuple[str, tuple[str, ...]]:
    """The words of the product, and those of them that are identifiers; a measure is none."""
    question.cut_asking()
    kept = question.without_cut().replace("\0", ",").lstrip(" ,")
    kept = cues.TRADE_WORDS.sub(" ", cues.MUST.sub(" ", kept))
    kept = _OF_AN_IDENTIFIER.sub(
        lambda named: " " if looks_like_identifier(named["identifier"]) else named.group(), kept
    )
    parts = [cues.LOOSE_ENDS.sub("", part) for part in _PARTS.split(kept)]
    product = " ".join(" ".join(part.split()) for part in parts if re.search(r"\w", part))
    measured = {
        word
        for one in requirements
        if isinstance(one, DimensionWanted)
        for span in one.spans
        for word in _WORD.findall(span.text)
    }
    identifiers = tuple(
        word
        for word in _WORD.findall(product)
        if looks_like_identifier(word)
        and next(hyphenated_limits(word), None) is None
        and word not in measured
        and not (measured and _SIDES.fullmatch(word) is not None)
    )
    return product, identifiers


def _not_understood(question: Question, identifiers: tuple[str, ...]) -> tuple[Span, ...]:
    """What no requirement could be made of, and numbers that look like a term of trade and that nothing has read: with a
    word like "over" before them, or alone in their clause. Others are part of a name ("HP 364 ink")."""
    left = list(question.no_term)
    currencies = find_currencies(question.text)
    identified = [word.span() for word in _WORD.finditer(question.text) if word.group() in identifiers]
    for one in tokens(question.text):
        if one.number is None or not question.free(one.start, one.end):
            continue
        if any(start <= one.start < end for start, end in identified):
            continue
        begin, end = question.clause(one.start)
        before = question.text[begin : one.start]
        told = (cues.BUDGET_BEFORE.search(before), cues.LOWEST_BEFORE.search(before))
        cue = min((one for one in told if one is not None), key=lambda one: one.start(), default=None)
        rest = question.text[begin : one.start] + question.text[one.end : end]
        currency = next((c for c in currencies if 0 <= c.start - one.end <= 1), None)
        stop = currency.end if currency is not None else one.end
        least = cues.LEAST_BEHIND.match(question.behind(stop)) if currency is not None else None
        stop += least.end() if least is not None else 0
        if cue is None and least is None and (re.search(r"[^\W\d_]{3,}", rest) or rest.startswith("%")):
            continue
        start = begin + cue.start() if cue is not None else one.start
        left.append(question.shown(start, stop))
    return tuple(left)
