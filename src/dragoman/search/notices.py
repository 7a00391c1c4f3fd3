"""What has to be said about a result as a whole: what was not understood, relaxed, missing, left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dragoman.search.hits import Page
from dragoman.search.request import Hit, Query
from dragoman.search.retrieve import Retrieved
from dragoman.vocabulary.lexicon import name_of


def notices(
    query: Query,
    retrieved: Retrieved,
    page: Page,
    hits: Sequence[Hit],
    /,
    *,
    freed: Sequence[tuple[str, int]],
    behind: bool,
) -> tuple[str, ...]:
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
        *(("The index is catching up: the newest changes may be missing.",) if behind else ()),
    )


def _understanding(query: Query) -> list[str]:
    return [f'Not understood: "{span.text}".' for span in query.not_understood]


def _matching(query: Query, retrieved: Retrieved, freed: Sequence[tuple[str, int]]) -> list[str]:
    response = retrieved.response
    if response.total == 0:
        without = [f'Without the filter "{name}" there are {count} offers.' for name, count in freed]
        return ["Nothing found: try fewer or other words, or remove a filter.", *without]
    said: list[str] = []
    if query.identifiers and not any(c.identifier for c in response.candidates):
        said.append(f"No offer carries the identifier {' or '.join(query.identifiers)}.")
    said += [
        f'No offer says "{words}"; read as {name_of(code, "en")}, the nearest kind here.'
        for words, code in retrieved.wanted.guessed
    ]
    if retrieved.relaxed:
        said.append("Few offers carry most of the words; offers with any of them are shown.")
    elif retrieved.best_lexical <= 0 and retrieved.best_cosine is not None:
        said.append("No offer carries these words; offers near in meaning are shown.")
    return said


def _left_out(page: Page, retrieved: Retrieved) -> list[str]:
    if page.left_out == 0:
        return []
    said = [f"{page.left_out} offers are left out, by: {', '.join(page.failed)}."]
    if not page.seen_all and len(retrieved.found) > page.left_out + len(page.judged):
        said.append("Total and facets count offers not yet looked at, of which more may be left out.")
    return said


def _rates(hits: Sequence[Hit]) -> list[str]:
    missing = Counter(
        hit.price.native.money.currency for hit in hits if hit.price is not None and not hit.price.converted
    )
    return [
        f"No exchange rate for {currency}: {count} of the prices shown stay in {currency} and do not compare."
        for currency, count in sorted(missing.items())
    ]
