"""One search from end to end: understand, encode, retrieve, judge, rank, page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from time import perf_counter

from dragoman.model import Country, Currency
from dragoman.normalise.question_language import language_of_question
from dragoman.normalise.text import fold
from dragoman.ports import (
    ByRelevance,
    CatalogueStore,
    Encoder,
    ExchangeRates,
    Reranker,
    SearchIndex,
    Sort,
    Vector,
)
from dragoman.search.bridge import Bridge, with_translation
from dragoman.search.filters import parse_filters
from dragoman.search.hits import MOST_JUDGED, Judge, Page, whole_windows
from dragoman.search.landed import Desk, Landing, landing_of
from dragoman.search.notices import notices
from dragoman.search.options import Terms, check, sort_of, terms_of, with_options
from dragoman.search.query import understand
from dragoman.search.rank import LookedAt, by_relevance, candidates_to_learn_from, unranked
from dragoman.search.request import Query, SearchRequest, SearchResult, Timings
from dragoman.search.retrieve import RETRIEVAL, Retrieved, retrieve, sought
from dragoman.search.spelling import Words, corrected
from dragoman.search.verdicts import Asked
from dragoman.search.wanted import Wanted


@dataclass(slots=True, kw_only=True)
class _Clock:
    """Milliseconds between stages."""

    started: float
    last: float

    def lap(self) -> float:
        now = perf_counter()
        passed, self.last = (now - self.last) * 1000, now
        return passed

    def total(self) -> float:
        return (perf_counter() - self.started) * 1000


def search(
    request: SearchRequest,
    /,
    *,
    store: CatalogueStore,
    index: SearchIndex,
    encoder: Encoder,
    rates: ExchangeRates,
    words: Words,
    bridge: Bridge,
    reranker: Reranker,
    today: date,
    default_currency: Currency,
    home_country: Country | None = None,
    desk: Desk | None = None,
) -> SearchResult:
    """Ranked offers for a buyer's words, each with its verdicts, price and reasons.

    The same record, index, rates and request give the same result; pages of one request fit together.

    Args:
        words: That are in use, for forgiving slips of the finger.
        bridge: To the kinds of product that the catalogue has.
        reranker: Puts the best candidates in order.
        today: That deadlines are counted from.
        default_currency: Of prices where neither the request nor the text names one.
        home_country: Of the buyer; decides what "$" means, and where goods go if nothing else is said.
        desk: Where landed costs are asked; None where no search needs them.
    Raises:
        QueryError: an option or filter has no meaning.
    """
    check(request)
    now = perf_counter()
    clock = _Clock(started=now, last=now)
    read = understand(request.text, today=today, home_country=home_country)
    query = with_options(_forgiven(read, words), request)
    terms = terms_of(query, request, rates=rates, default=default_currency)
    landing = landing_of(request, query, terms, desk=desk, today=today, home_country=home_country)
    asked = sought(query, words, bridge if request.meaning else None)
    understood = clock.lap()
    vector = _direction(query, asked, encoder, bridge) if request.meaning else None
    encoded = clock.lap()
    browsing = not query.product.strip() and not query.identifiers
    retrieved, judge = _retrieve(
        request,
        query,
        terms,
        asked,
        vector,
        browsing,
        landing,
        store=store,
        index=index,
        rates=rates,
    )
    fetched = clock.lap()
    freed: tuple[tuple[str, int], ...] = ()
    if retrieved.response.total == 0 and request.filters:
        freed = _without_each_filter(
            request,
            query,
            terms,
            asked,
            vector,
            browsing,
            landing,
            retrieved,
            store=store,
            index=index,
            rates=rates,
        )
    page = _page(request, retrieved, judge, reranker)
    hits = tuple(judge.hit(judged) for judged in page.judged)
    hits = hits if landing is None else landing.shown(hits)
    ranked = clock.lap()
    return SearchResult(
        request=request,
        query=query,
        hits=hits,
        total=_total(retrieved, page),
        facets=retrieved.response.facets,
        took=Timings(
            understand=understood, encode=encoded, retrieve=fetched, rank=ranked, total=clock.total()
        ),
        currency=terms.currency,
        quantity=terms.quantity.value if terms.quantity is not None else None,
        landed=landing.terms if landing is not None else None,
        notices=notices(
            query,
            retrieved,
            page,
            hits,
            freed=freed,
            behind=retrieved.response.generation < store.generation(),
            rates=rates,
            today=today,
        )
        + (() if landing is None else landing.notices(hits)),
        rates_as_of=rates.as_of,
        rates_source=rates.source,
    )


def candidates(
    text: str,
    /,
    *,
    store: CatalogueStore,
    index: SearchIndex,
    encoder: Encoder,
    words: Words,
    bridge: Bridge,
    today: date,
) -> LookedAt:
    """What a reranker would look at for a question: examples to learn from."""
    query = _forgiven(understand(text, today=today), words)
    asked = sought(query, words, bridge)
    retrieved = retrieve(
        query,
        asked,
        _direction(query, asked, encoder, bridge),
        index=index,
        filters=(),
        facets=(),
        facet_values=0,
        sort=ByRelevance(),
        limit=RETRIEVAL.pool,
    )
    return candidates_to_learn_from(
        query, retrieved, store=store, pool=RETRIEVAL.pool, depth=RETRIEVAL.reranked
    )


def _forgiven(query: Query, words: Words) -> Query:
    """The query with slips of the finger in its product words mended."""
    understood = (span.text for one in query.requirements for span in one.spans)
    product, corrections = corrected(query.product, query.language, words, understood=understood)
    if not corrections:
        return query
    language = language_of_question(product)[0] if query.language_confidence < 1 else query.language
    return replace(query, product=product, corrections=corrections, language=language)


def complete(prefix: str, /, *, index: SearchIndex, limit: int) -> list[str]:
    """What the buyer may be about to type: the prefix with its last word finished, most common first.

    Chinese and Japanese have no spaces: the last character is continued.
    """
    head, last = _last_word(prefix)
    if not last or limit <= 0:
        return []
    folded = fold(last)
    tokens = (token for token, _ in index.vocabulary(folded, limit=limit + 1))
    return [head + token for token in tokens if token != folded][:limit]


def beginnings(names: Iterable[str], /, *, most: int) -> list[str]:
    """What people will begin to type: the first letter and the first two of each word, the commonest first.

    >>> beginnings(["Steel bottle", "Steel cup"], most=3)
    ['s', 'st', 'b']
    """
    words = (fold(word) for name in names for word in name.split(" "))
    counted = Counter(word[:length] for word in words for length in (1, 2) if len(word) >= length)
    return [beginning for beginning, _ in counted.most_common(most)]


def _last_word(prefix: str) -> tuple[str, str]:
    if prefix and prefix[-1] >= "\u3005" and prefix[-1].isalpha():
        return prefix[:-1], prefix[-1]
    words = prefix.split(" ")
    return prefix[: len(prefix) - len(words[-1])], words[-1]


def _direction(query: Query, asked: Wanted, encoder: Encoder, bridge: Bridge) -> Vector | None:
    """That offers are looked for in: of the product's words; None where there are none, or none the encoder knows."""
    if not query.product.strip():
        return None
    said = asked.said if bridge.translates else ""
    vectors = encoder.encode(
        [query.product, said] if said else [query.product]
    )  # one run costs less than two
    vector: Vector = vectors[0]
    if not vector.any():
        return None
    return with_translation(vector, vectors[1]) if said else vector


def _retrieve(
    request: SearchRequest,
    query: Query,
    terms: Terms,
    asked: Wanted,
    vector: Vector | None,
    browsing: bool,
    landing: Landing | None,
    /,
    *,
    store: CatalogueStore,
    index: SearchIndex,
    rates: ExchangeRates,
    before: Retrieved | None = None,
) -> tuple[Retrieved, Judge]:
    filters = parse_filters(
        request.filters,
        quantity=terms.base_quantity,
        factors=terms.factors,
        requirement_ids=[r.requirement_id for r in query.requirements],
        landed=landing.unit_cost if landing is not None else None,
    )
    if landing is not None and request.sort == "landed":
        sort: Sort = landing.sort
    else:
        sort = sort_of(request, terms, browsing=browsing)
    leaves_out = bool(filters.met) or any(r.strength != "should" for r in query.requirements)
    limit, offset = _reach(request, sort, leaves_out=leaves_out)
    retrieved = retrieve(
        query,
        asked,
        vector,
        index=index,
        filters=filters.index,
        facets=request.facets,
        facet_values=request.facet_values,
        sort=sort,
        limit=limit,
        offset=offset,
        before=before,
    )
    judge = Judge(
        query=query,
        terms=terms,
        store=store,
        asked=Asked(quantity=terms.quantity, rates=rates),
        must_be_met=filters.met,
        reorder=request.sort == "relevance",
    )
    return retrieved, judge


def _without_each_filter(
    request: SearchRequest,
    query: Query,
    terms: Terms,
    asked: Wanted,
    vector: Vector | None,
    browsing: bool,
    landing: Landing | None,
    before: Retrieved,
    /,
    *,
    store: CatalogueStore,
    index: SearchIndex,
    rates: ExchangeRates,
) -> tuple[tuple[str, int], ...]:
    """(filter, how many offers there are without it) for those whose removal helps, most first."""
    freed: list[tuple[str, int]] = []
    for one in dict.fromkeys(request.filters):
        others = tuple(other for other in request.filters if other != one)
        rest = replace(request, filters=others, facets=(), limit=1, offset=0)
        found, _ = _retrieve(
            rest,
            query,
            terms,
            asked,
            vector,
            browsing,
            landing,
            store=store,
            index=index,
            rates=rates,
            before=before,
        )
        if found.response.total:
            freed.append((one, found.response.total))
    return tuple(sorted(freed, key=lambda pair: (-pair[1], pair[0])))


def _reach(request: SearchRequest, sort: Sort, *, leaves_out: bool) -> tuple[int, int]:
    """Candidates wanted of the index, and from which on."""
    if leaves_out:
        return MOST_JUDGED, 0
    if isinstance(sort, ByRelevance) or request.sort == "relevance":
        return whole_windows(request.offset + request.limit), 0
    return request.limit, request.offset


def _page(request: SearchRequest, retrieved: Retrieved, judge: Judge, reranker: Reranker) -> Page:
    if request.sort == "relevance":
        candidates = by_relevance(
            judge.query,
            retrieved,
            store=judge.store,
            reranker=reranker,
            pool=RETRIEVAL.pool,
            depth=RETRIEVAL.reranked,
        )
    else:
        candidates = unranked(retrieved.found)
    offset = request.offset if judge.reorder or judge.leaves_out else 0
    return judge.page(candidates, offset=offset, limit=request.limit)


def _total(retrieved: Retrieved, page: Page) -> int:
    """Exact without requirements that leave offers out; with them, those seen to fail are taken off."""
    return max(retrieved.response.total - page.left_out, len(page.judged))
