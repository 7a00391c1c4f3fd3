"""Bar 5: what landed cost adds to a search, over an invented catalogue of 20,000 priced offers."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np

from benchmarks.bars_1.bar import Bar
from benchmarks.bars_5.priced_catalogue import OFFERS, QUESTIONS, home
from benchmarks.running import serving
from dragoman.app import Dragoman, open_dragoman
from dragoman.bench.measures import percentile
from dragoman.model import Offer, Quantity
from dragoman.order_terms import Floats, TermColumns
from dragoman.search.request import SearchRequest
from dragoman.settings import Settings
from dragoman.trade.bulk.reckon import Reckoner
from dragoman.trade.bulk.terms import order_terms
from dragoman.trade.guessed import guessed_codes
from dragoman.trade.landed import landed_cost
from dragoman.trade.landed_cost import LandedRequest, LandedTerms

CANDIDATES = 1000
MAX_MS = 15.0
MAX_RATIO = 2.0
ROUNDS = 3
QUANTITIES = (150, 700, 3000)
DESTINATIONS = ("DE", "GB", "US")


def measure(work: Path) -> Iterator[Bar]:
    folder = home(work)
    yield _thousand(folder)
    yield _searches(folder)


def _thousand(folder: Path) -> Bar:
    """Reckoning and ordering alone, of candidates of a search; and how far from exact it is. Nothing in it waits, so the
    processor's time is its time; what the clock says is told beside it, and is more where others use the machine."""
    with open_dragoman(Settings(home=folder)) as dragoman:
        result = dragoman.search(SearchRequest(text="", limit=1000))
        offers = [hit.offer for hit in result.hits][:CANDIDATES]
        columns = TermColumns.of([order_terms(offer) for offer in offers])
        first = max(_timed(dragoman, terms, columns)[0] for terms in _every_terms())
        took = [_timed(dragoman, terms, columns) for terms in _every_terms() for _ in range(ROUNDS * 10)]
        furthest = max(_furthest(dragoman, terms, columns, offers[:60]) for terms in _every_terms())
    busy, clock = [one[0] for one in took], [one[1] for one in took]
    p95 = percentile(busy, 0.95)
    return Bar(
        number="5a",
        name=f"landed cost and order of {len(offers)} candidates in a search, ms p50/p95",
        figure=f"{percentile(busy, 0.5):.1f}/{p95:.1f} of a processor (at most {MAX_MS:.0f}), by the clock "
        f"{percentile(clock, 0.5):.1f}/{percentile(clock, 0.95):.1f}; the first time, rates looked up, {first:.1f}; "
        f"furthest from the exact reckoning 1 part in 10^{_tens(furthest)}",
        passed=p95 <= MAX_MS
        and percentile(clock, 0.5) <= MAX_MS
        and furthest < 1e-9
        and len(offers) == CANDIDATES,
    )


def _every_terms() -> list[LandedTerms]:
    return [
        LandedTerms(destination=destination, on=date(2026, 11, 26), quantity=Quantity(value=Decimal(many)))
        for destination in DESTINATIONS
        for many in QUANTITIES
    ]


def _timed(dragoman: Dragoman, terms: LandedTerms, columns: TermColumns) -> tuple[float, float]:
    """Milliseconds of the processor and of the clock."""
    clock, busy = time.perf_counter(), time.thread_time()
    _ordered(dragoman.desk.reckoner(terms, "EUR"), terms, columns)
    return (time.thread_time() - busy) * 1000, (time.perf_counter() - clock) * 1000


def _furthest(dragoman: Dragoman, terms: LandedTerms, columns: TermColumns, offers: Sequence[Offer]) -> float:
    """Share by which a unit cost differs from the exact one."""
    keys = _ordered(dragoman.desk.reckoner(terms, "EUR"), terms, columns)
    rates = dragoman.landed_rates()
    found = 0.0
    for row, offer in enumerate(offers):
        likely = guessed_codes(offer)
        cost = landed_cost(LandedRequest.of(offer, terms, likely_codes=likely), rates=rates)
        exact = float(cost.exact.likely.amount / cost.quantity.value)
        found = max(found, abs(float(keys[1, row]) / exact - 1))
    return found


def _ordered(reckoner: Reckoner, terms: LandedTerms, columns: TermColumns) -> Floats:
    keys = reckoner.order(terms.quantity, columns)
    np.lexsort((np.arange(len(columns)), *keys[::-1]))
    return keys


def _tens(share: float) -> int:
    return 0 if share <= 0 else int(-math.log10(share))


def _searches(folder: Path) -> Bar:
    """The same questions by landed cost and without, one after the other over a warm server."""
    with serving(folder) as server:
        took: dict[str, list[float]] = {"relevance": [], "landed": []}
        for round_ in range(ROUNDS + 1):
            for number, question in enumerate(QUESTIONS):
                for sort, found in took.items():
                    answer = server.get(
                        "/api/search",
                        q=question.strip(),
                        sort=sort,
                        quantity=QUANTITIES[number % 3],
                        to=DESTINATIONS[number % 3],
                    )
                    if round_:
                        found.append(answer["took_ms"]["total"])
    p95 = {sort: percentile(found, 0.95) for sort, found in took.items()}
    p50 = {sort: percentile(found, 0.5) for sort, found in took.items()}
    ratio = p95["landed"] / p95["relevance"]
    return Bar(
        number="5b",
        name=f"{len(took['landed'])} searches of {OFFERS} offers sorted by landed cost, p95 against by relevance",
        figure=f"{p95['landed']:.1f} against {p95['relevance']:.1f} ms, {ratio:.2f} times (at most {MAX_RATIO:.0f}); "
        f"p50 {p50['landed']:.1f} against {p50['relevance']:.1f}",
        passed=ratio <= MAX_RATIO,
    )
