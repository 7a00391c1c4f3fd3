"""What has to be said about a result as a whole: what was not understood, relaxed, missing, left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from dragoman.ports import ExchangeRates
from dragoman.search.hits import Page
from dragoman.search.notice import Notice
from dragoman.search.request import Hit, QuantityWanted, Query
from dragoman.search.retrieve import Retrieved
from dragoman.trade.old_rates import days_of, days_within, oldest
from dragoman.vocabulary.lexicon import name_of

NOT_UNDERSTOOD = 'Not understood: "%(words)s".'
SEVERAL_ITEMS = (
    'Several items are asked for at once: "%(first)s" is taken for all that is found, "%(others)s" for nothing. '
    "Ask for one item at a time."
)
CUT = "The question is long: its last %(count)s characters were not read."
NOTHING = "Nothing found: try fewer or other words, or remove a filter."
WITHOUT_FILTER = 'Without the filter "%(name)s" there are %(count)s offers.'
NO_IDENTIFIER = "No offer carries the identifier %(identifiers)s."
GUESSED = 'No offer says "%(words)s"; read as %(kind)s, the nearest kind here.'
RELAXED = "Few offers carry most of the words; offers with any of them are shown."
BY_MEANING = "No offer carries these words; offers near in meaning are shown."
LEFT_OUT = "%(count)s offers are left out, by: %(names)s."
NOT_ALL_SEEN = "Total and facets count offers not yet looked at, of which more may be left out."
NO_RATE = "No exchange rate for %(currency)s: %(count)s of the prices shown stay in %(currency)s and do not compare."
OLD_RATES = (
    "Prices in other currencies are converted with exchange rates of %(day)s, %(days)s days ago: by newer ones they may "
    "compare differently. Take in new ones with `dragoman rates import`."
)
BEHIND = "The index is catching up: the newest changes may be missing."
CODES_GUESSED = (
    "%(count)s of the offers shown have no HS code: one is guessed from what is sold, and the duty into %(country)s "
    "reckoned by it. The supplier's own code would settle it."
)
PARTS_UNKNOWN = (
    "For %(count)s of the offers shown a part of the landed cost into %(country)s is not known: they stand behind those "
    "known in full, by what they cost at least."
)
NO_PRICE = (
    "For %(count)s of the offers shown there is no price to reckon a landed cost into %(country)s from."
)
MESSAGES = frozenset(
    {
        *(
            NOT_UNDERSTOOD,
            SEVERAL_ITEMS,
            CUT,
            NOTHING,
            WITHOUT_FILTER,
            NO_IDENTIFIER,
            GUESSED,
            RELAXED,
            BY_MEANING,
            LEFT_OUT,
        ),
        *(NOT_ALL_SEEN, NO_RATE, OLD_RATES, BEHIND, CODES_GUESSED, PARTS_UNKNOWN, NO_PRICE),
    }
)
"""All there are: faces that speak other languages have each of them."""

_MOST_ITEMS = 5
"""Further counts that are told."""


def notices(
    query: Query,
    retrieved: Retrieved,
    page: Page,
    hits: Sequence[Hit],
    /,
    *,
    freed: Sequence[tuple[str, int]],
    behind: bool,
    rates: ExchangeRates,
    today: date,
) -> tuple[Notice, ...]:
    """Sentences for the user, most important first.

    Args:
        freed: (filter, offers there are without it), where with all filters there is none.
        behind: The index lacks changes that the record has.
    """
    return (
        *_understanding(query),
        *_matching(query, retrieved, freed),
        *_left_out(page, retrieved),
        *_rates(hits),
        *_old_rates(hits, rates, today),
        *((Notice(BEHIND),) if behind else ()),
    )


def _understanding(query: Query) -> list[Notice]:
    said = [Notice(CUT, count=query.left_unread)] if query.left_unread else []
    first = next((one.spans for one in query.requirements if isinstance(one, QuantityWanted)), ())
    if query.further_orders and first:
        others = '", "'.join(span.text for span in query.further_orders[:_MOST_ITEMS])
        said.append(Notice(SEVERAL_ITEMS, first=first[0].text, others=others))
    return [*said, *(Notice(NOT_UNDERSTOOD, words=span.text) for span in query.not_understood)]


def _matching(query: Query, retrieved: Retrieved, freed: Sequence[tuple[str, int]]) -> list[Notice]:
    response = retrieved.response
    if response.total == 0:
        without = [Notice(WITHOUT_FILTER, name=name, count=count) for name, count in freed]
        return [Notice(NOTHING), *without]
    said: list[Notice] = []
    if query.identifiers and not any(c.identifier for c in response.candidates):
        said.append(Notice(NO_IDENTIFIER, identifiers=" or ".join(query.identifiers)))
    said += [
        Notice(GUESSED, words=words, kind=name_of(code, "en")) for words, code in retrieved.wanted.guessed
    ]
    if retrieved.relaxed:
        said.append(Notice(RELAXED))
    elif retrieved.best_lexical <= 0 and retrieved.best_cosine is not None:
        said.append(Notice(BY_MEANING))
    return said


def _left_out(page: Page, retrieved: Retrieved) -> list[Notice]:
    if page.left_out == 0:
        return []
    said = [Notice(LEFT_OUT, count=page.left_out, names=", ".join(page.failed))]
    if not page.seen_all and len(retrieved.found) > page.left_out + len(page.judged):
        said.append(Notice(NOT_ALL_SEEN))
    return said


def _rates(hits: Sequence[Hit]) -> list[Notice]:
    missing = Counter(
        hit.price.native.money.currency for hit in hits if hit.price is not None and not hit.price.converted
    )
    return [Notice(NO_RATE, currency=currency, count=count) for currency, count in sorted(missing.items())]


def _old_rates(hits: Sequence[Hit], rates: ExchangeRates, today: date) -> list[Notice]:
    """Of the rates that what is shown was converted by."""
    pairs = [
        (hit.price.native.money.currency, hit.price.unit_price.money.currency)
        for hit in hits
        if hit.price is not None
    ]
    days = [*days_of(pairs, rates)]
    for hit in hits:
        if hit.landed is not None:
            days.extend(days_within(hit.landed))
    day = oldest(days, today)
    return [] if day is None else [Notice(OLD_RATES, day=day.isoformat(), days=(today - day).days)]
