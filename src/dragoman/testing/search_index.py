"""The contract of every `SearchIndex`: subclass it, give the fixture `index` (empty, 16 dimensions).

`MemoryIndex` is the oracle: the same changes and the same request give the same offers, totals, facets and,
but for rounding, the same scores.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.indexes.memory import MemoryIndex
from dragoman.order_terms import Floats, Goods, Lane, OrderTerms, Rung, TermColumns
from dragoman.ports import (
    ByNumber,
    ByRelevance,
    ByTerms,
    ByUnitPrice,
    FacetFilter,
    Filter,
    IndexChanges,
    IndexDocument,
    IndexRequest,
    IndexResponse,
    NumberFilter,
    PriceCurve,
    PriceFilter,
    SearchIndex,
    Sort,
    Term,
    TermsFilter,
    Vector,
)

DIMENSIONS = 16
WORDS = ("steel", "bottle", "~bottl", "mouse", "钢瓶", "750ml", "кружка", "قارورة", "lid")


def vector(seed: int) -> Vector:
    """A unit vector, the same for the same seed."""
    raw = np.random.default_rng(seed).normal(size=DIMENSIONS).astype(np.float32)
    return raw / np.float32(np.linalg.norm(raw))


def document(
    offer_id: str,
    title: str = "steel bottle",
    *,
    seed: int | None = 1,
    supplier: str = "nordwind",
    price: PriceCurve | None = None,
    moq: float | None = None,
    identifiers: tuple[str, ...] = (),
) -> IndexDocument:
    """A document in one line."""
    return IndexDocument(
        offer_id=offer_id,
        text={"title": tuple(title.split())},
        identifiers=identifiers,
        vector=vector(seed) if seed is not None else None,
        facets={"supplier": (supplier,)},
        numbers={"moq": moq} if moq is not None else {},
        price=price,
    )


def changes(*upserts: IndexDocument, deletes: tuple[str, ...] = (), generation: int = 1) -> IndexChanges:
    return IndexChanges(upserts=upserts, deletes=deletes, generation=generation)


def words(*tokens: str, **more: object) -> IndexRequest:
    """A request for tokens, each a group of its own."""
    terms = tuple(Term(token=token, group=group) for group, token in enumerate(tokens))
    return IndexRequest(terms=terms, **more)  # type: ignore[arg-type]  # the test's own keywords


def ids(response: IndexResponse) -> list[str]:
    return [candidate.offer_id for candidate in response.candidates]


def curve(*steps: tuple[float, float], currency: str = "USD", unit: str = "piece") -> PriceCurve:
    return PriceCurve(currency=currency, unit=unit, steps=steps)


def order_terms(price: float, minimum: float = 1.0) -> OrderTerms:
    """Of an offer at a price."""
    return OrderTerms(
        currency="USD",
        unit="piece",
        minimum=minimum,
        rungs=(Rung(start=0.0, low=price, high=price, whole=0.0),),
        pack="",
        pack_holds=math.nan,
        pack_unit="",
        kg=math.nan,
        lane=Lane(incoterm="FOB", place="", supplier="CN"),
        goods=Goods(codes=("961700",), made_in="", supplier="CN"),
    )


def least_order(terms: TermColumns, /) -> Floats:
    """A reckoning for tests: what the least order costs, then the minimum."""
    if not terms.highs.shape[1]:
        return np.full((2, len(terms)), np.nan)
    return np.stack([terms.highs[:, 0] * terms.minimum, terms.minimum])


_CURVES = st.builds(
    lambda currency, unit, steps: PriceCurve(currency=currency, unit=unit, steps=tuple(sorted(steps))),
    st.sampled_from(["USD", "EUR", "CNY"]),
    st.sampled_from(["piece", "kg"]),
    st.lists(
        st.tuples(st.integers(1, 500).map(float), st.integers(1, 40).map(lambda n: n / 4)),
        min_size=1,
        max_size=3,
        unique_by=lambda step: step[0],
    ),
)
_TOKENS = st.lists(st.sampled_from(WORDS), max_size=5).map(tuple)
_DOCUMENTS = st.builds(
    IndexDocument,
    offer_id=st.integers(0, 12).map(lambda n: f"o{n}"),
    text=st.fixed_dictionaries({}, optional={"title": _TOKENS, "summary": _TOKENS, "attributes": _TOKENS}),
    identifiers=st.lists(st.sampled_from(["0012", "12", "m8x40"]), max_size=2).map(tuple),
    vector=st.one_of(st.none(), st.integers(0, 40).map(vector)),
    facets=st.fixed_dictionaries(
        {},
        optional={
            "supplier": st.sampled_from([("a",), ("b",)]),
            "certificate": st.sampled_from([("ce",), ("ce", "lfgb"), ("lfgb", "lfgb")]),
        },
    ),
    numbers=st.fixed_dictionaries(
        {}, optional={"moq": st.integers(1, 9).map(float), "lead_time_days": st.integers(1, 9).map(float)}
    ),
    price=st.one_of(st.none(), _CURVES),
    terms=st.one_of(
        st.none(), st.tuples(st.integers(1, 9), st.integers(1, 4)).map(lambda pair: order_terms(*pair))
    ),
)
_FACTORS = st.dictionaries(st.sampled_from(["USD", "EUR", "CNY"]), st.sampled_from([1.0, 0.5, 2.0]))
_FILTERS: st.SearchStrategy[Filter] = st.one_of(
    st.builds(
        FacetFilter,
        field=st.sampled_from(["supplier", "certificate", "colour"]),
        any_of=st.sampled_from([("a",), ("lfgb", "nowhere"), ("ce",), ("nowhere",)]),
    ),
    st.builds(
        NumberFilter,
        field=st.sampled_from(["moq", "lead_time_days"]),
        low=st.one_of(st.none(), st.just(3.0)),
        high=st.one_of(st.none(), st.just(6.0)),
        keep_unknown=st.booleans(),
    ),
    st.builds(
        PriceFilter,
        quantity=st.sampled_from([1.0, 100.0, 1000.0]),
        factors=_FACTORS,
        high=st.sampled_from([2.0, 6.0]),
        keep_unknown=st.booleans(),
    ),
    st.builds(
        TermsFilter,
        reckon=st.just(least_order),
        low=st.sampled_from([None, 4.0]),
        high=st.sampled_from([None, 12.0]),
        keep_unknown=st.booleans(),
    ),
)
_SORTS: st.SearchStrategy[Sort] = st.one_of(
    st.just(ByRelevance()),
    st.builds(ByNumber, field=st.sampled_from(["moq", "lead_time_days"]), descending=st.booleans()),
    st.builds(ByUnitPrice, quantity=st.sampled_from([1.0, 250.0]), factors=_FACTORS),
    st.just(ByTerms(reckon=least_order)),
)
_TERMS = st.lists(
    st.builds(
        Term,
        token=st.sampled_from(WORDS),
        weight=st.sampled_from([1.0, 0.5]),
        group=st.integers(0, 2),
    ),
    max_size=4,
    unique_by=lambda term: (term.token, term.group),
).map(tuple)
_REQUESTS = st.builds(
    IndexRequest,
    terms=_TERMS,
    minimum_groups=st.integers(1, 3),
    identifiers=st.lists(st.sampled_from(["0012", "nothing"]), max_size=1).map(tuple),
    vector=st.one_of(st.none(), st.integers(100, 105).map(vector)),
    dense_limit=st.integers(1, 5),
    dense_floor=st.sampled_from([-1.0, 0.0, 0.3]),
    field_weights=st.sampled_from([{}, {"summary": 0.25}, {"attributes": 0.0}]),
    filters=st.lists(_FILTERS, max_size=2).map(tuple),
    facets=st.sampled_from([(), ("supplier", "certificate")]),
    facet_values=st.sampled_from([None, None, 0, 1]),
    report=st.sampled_from([(), ("certificate", "supplier"), ("colour",)]),
    sort=_SORTS,
    limit=st.sampled_from([3, 100]),
    offset=st.sampled_from([0, 2]),
)


def assert_same(answer: IndexResponse, expected: IndexResponse, request: IndexRequest) -> None:
    """Equal but for rounding and what the rounding may swap."""
    assert answer.total == expected.total
    assert answer.facets == expected.facets
    assert answer.generation == expected.generation
    if not isinstance(request.sort, ByRelevance):
        assert ids(answer) == ids(expected)
    mine = {candidate.offer_id: candidate for candidate in answer.candidates}
    theirs = {candidate.offer_id: candidate for candidate in expected.candidates}
    if isinstance(request.sort, ByRelevance) and request.limit >= 100:
        assert set(mine) == set(theirs)
    for offer_id in set(mine) & set(theirs):
        assert mine[offer_id].identifier == theirs[offer_id].identifier
        assert mine[offer_id].facets == theirs[offer_id].facets
        assert (mine[offer_id].lexical > 0) == (theirs[offer_id].lexical > 0)
        left, right = mine[offer_id].cosine, theirs[offer_id].cosine
        assert (left is None) == (right is None)
        if left is not None and right is not None:
            assert math.isclose(left, right, abs_tol=5e-4)


class SearchIndexContract:
    """What callers rely on."""

    # ------------------------------------------------------------------------ against the oracle

    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
    )
    @given(data=st.data())
    def test_any_changes_and_any_request_answer_as_the_oracle_does(
        self, index: SearchIndex, data: st.DataObject
    ) -> None:
        oracle = MemoryIndex()
        index.clear()
        for generation in range(1, data.draw(st.integers(1, 3)) + 1):
            upserts = data.draw(st.lists(_DOCUMENTS, max_size=8, unique_by=lambda one: one.offer_id))
            deletes = data.draw(st.lists(st.integers(0, 12).map(lambda n: f"o{n}"), max_size=2))
            kept = {one.offer_id for one in upserts}
            batch = changes(
                *upserts, deletes=tuple(one for one in deletes if one not in kept), generation=generation
            )
            index.apply(batch)
            oracle.apply(batch)
            if data.draw(st.booleans()):
                index.tidy()
        assert index.offer_ids() == oracle.offer_ids()
        for request in data.draw(st.lists(_REQUESTS, min_size=1, max_size=4)):
            assert_same(index.search(request), oracle.search(request), request)
        for prefix in ("", "b", "~", "钢"):
            assert index.vocabulary(prefix, limit=50) == oracle.vocabulary(prefix, limit=50)
            summed = index.vocabulary(prefix, limit=50, field="summary")
            assert summed == oracle.vocabulary(prefix, limit=50, field="summary")

    # ------------------------------------------------------------------------ words

    def test_a_word_finds_the_offers_that_carry_it(self, index: SearchIndex) -> None:
        index.apply(changes(document("a", "steel bottle"), document("b", "wireless mouse")))
        assert ids(index.search(words("bottle"))) == ["a"]

    def test_a_rarer_word_weighs_more(self, index: SearchIndex) -> None:
        common = [document(f"c{n}", "steel lid") for n in range(8)]
        index.apply(changes(*common, document("a", "steel spoon"), document("b", "copper bottle")))
        assert ids(index.search(words("steel", "bottle")))[0] == "b"

    def test_forms_of_one_word_do_not_add_up_to_more_than_a_second_word(self, index: SearchIndex) -> None:
        index.apply(
            changes(document("a", "bottle ~bottl"), document("b", "bottle steel"), document("c", "lid"))
        )
        two_forms, second = words("bottle", "~bottl").terms, words("x", "steel").terms[1:]
        terms = (*(replace(term, group=0) for term in two_forms), *second)
        assert ids(index.search(IndexRequest(terms=terms)))[0] == "b"

    def test_every_group_can_be_asked_for(self, index: SearchIndex) -> None:
        index.apply(changes(document("a", "steel bottle"), document("b", "steel mug")))
        assert ids(index.search(words("steel", "bottle", minimum_groups=2))) == ["a"]

    def test_identifiers_match_whole_and_keep_their_zeros(self, index: SearchIndex) -> None:
        index.apply(changes(document("a", identifiers=("0012",)), document("b", identifiers=("12",))))
        answer = index.search(IndexRequest(identifiers=("0012",)))
        assert ids(answer) == ["a"]
        assert answer.candidates[0].identifier

    def test_text_of_any_kind_is_data(self, index: SearchIndex) -> None:
        odd = ('title:"x', "*", "\\", "OR", "a" * 70_000, "\u202e", "🧊")
        index.apply(changes(document("a", " ".join(odd))))
        for token in odd:
            if len(token) < 1000:
                assert ids(index.search(words(token))) == ["a"]

    # ------------------------------------------------------------------------ meaning

    def test_meaning_finds_offers_without_the_word(self, index: SearchIndex) -> None:
        index.apply(changes(document("a", "x", seed=5), document("b", "y", seed=6)))
        answer = index.search(IndexRequest(vector=vector(5), dense_limit=1))
        assert ids(answer) == ["a"]
        assert answer.candidates[0].cosine == pytest.approx(1.0, abs=1e-3)

    def test_an_offer_without_a_vector_is_found_by_words_alone(self, index: SearchIndex) -> None:
        index.apply(changes(document("a", "steel", seed=None)))
        answer = index.search(words("steel", vector=vector(1)))
        assert [one.cosine for one in answer.candidates] == [None]

    def test_a_candidate_comes_with_the_facets_that_are_to_be_reported(self, index: SearchIndex) -> None:
        index.apply(changes(document("a", "steel", supplier="nordwind")))
        answer = index.search(words("steel", report=("supplier", "brand")))
        assert [one.facets for one in answer.candidates] == [{"supplier": ("nordwind",)}]

    # ------------------------------------------------------------------------ change

    def test_an_update_replaces_the_offer_everywhere(self, index: SearchIndex) -> None:
        index.apply(changes(document("a", "steel", supplier="old", moq=5)))
        index.apply(changes(document("a", "mouse", supplier="new", moq=9), generation=2))
        assert ids(index.search(words("steel"))) == []
        answer = index.search(words("mouse", facets=("supplier",)))
        assert [(one.value, one.count) for one in answer.facets["supplier"]] == [("new", 1)]
        assert index.offer_ids() == {"a"}

    def test_a_withdrawn_offer_is_gone(self, index: SearchIndex) -> None:
        index.apply(changes(document("a"), document("b")))
        index.apply(changes(deletes=("a",), generation=2))
        assert ids(index.search(IndexRequest())) == ["b"]
        assert index.generation() == 2

    def test_the_same_changes_again_change_nothing(self, index: SearchIndex) -> None:
        batch = changes(document("a"), document("b", "mouse"))
        index.apply(batch)
        before = index.search(words("mouse", vector=vector(1), facets=("supplier",)))
        index.apply(batch)
        after = index.search(words("mouse", vector=vector(1), facets=("supplier",)))
        assert ids(after) == ids(before)
        assert (after.total, after.facets) == (before.total, before.facets)

    def test_an_empty_index_answers_everything_with_nothing(self, index: SearchIndex) -> None:
        requests: Sequence[IndexRequest] = (
            IndexRequest(),
            words("steel", vector=vector(1), facets=("supplier",)),
            words("steel", sort=ByUnitPrice(quantity=1, factors={})),
            words("steel", sort=ByNumber(field="moq")),
        )
        for request in requests:
            assert index.search(request).total == 0
        assert index.generation() == 0

    def test_clear_forgets_everything(self, index: SearchIndex) -> None:
        index.apply(changes(document("a"), generation=7))
        index.clear()
        assert index.offer_ids() == set()
        assert index.generation() == 0
        index.apply(changes(document("b")))
        assert ids(index.search(IndexRequest())) == ["b"]

    # ------------------------------------------------------------------------ order

    def test_unit_price_order_follows_the_quantity_and_puts_unknown_prices_last(
        self, index: SearchIndex
    ) -> None:
        index.apply(
            changes(
                document("flat", price=curve((1, 3.0))),
                document("tiers", price=curve((1, 4.0), (500, 2.0))),
                document("rateless", price=curve((1, 0.1), currency="XXX")),
                document("silent"),
            )
        )

        def order(quantity: float) -> list[str]:
            return ids(index.search(IndexRequest(sort=ByUnitPrice(quantity=quantity, factors={"USD": 1.0}))))

        assert order(1) == ["flat", "tiers", "rateless", "silent"]
        assert order(500) == ["tiers", "flat", "rateless", "silent"]

    def test_what_is_reckoned_of_the_terms_orders_all_offers_and_filters_them(
        self, index: SearchIndex
    ) -> None:
        priced = {"dear": (9, 1), "many": (2, 3), "few": (3, 2), "cheap": (4, 1), "tie": (4, 1)}
        index.apply(
            changes(
                *(replace(document(name), terms=order_terms(*pair)) for name, pair in priced.items()),
                document("silent"),
            )
        )
        by_cost = IndexRequest(sort=ByTerms(reckon=least_order))
        assert ids(index.search(by_cost)) == ["cheap", "tie", "few", "many", "dear", "silent"]
        assert ids(index.search(replace(by_cost, limit=2, offset=3))) == ["many", "dear"]
        within = TermsFilter(reckon=least_order, low=5, high=6)
        assert ids(index.search(replace(by_cost, filters=(within,)))) == ["few", "many"]
        asked = replace(by_cost, filters=(replace(within, keep_unknown=True),))
        assert ids(index.search(asked)) == ["few", "many", "silent"]
        index.apply(changes(replace(document("dear"), terms=order_terms(1)), generation=2))
        assert ids(index.search(by_cost))[0] == "dear"

    def test_pages_follow_each_other(self, index: SearchIndex) -> None:
        index.apply(changes(*(document(f"o{n}", moq=float(n)) for n in range(9))))
        pages = [
            ids(index.search(IndexRequest(sort=ByNumber(field="moq"), limit=4, offset=start)))
            for start in (0, 4, 8)
        ]
        assert [one for page in pages for one in page] == [f"o{n}" for n in range(9)]

    def test_putting_an_index_in_order_changes_no_answer(self, index: SearchIndex) -> None:
        for generation in range(1, 5):
            offers = [document(f"o{n}", f"steel lid {generation}", seed=n) for n in range(6)]
            index.apply(changes(*offers, deletes=("o9",), generation=generation))
        asked = words("lid", "4", vector=vector(3), facets=("supplier",))
        before = index.search(asked)
        index.tidy()
        after = index.search(asked)
        assert (ids(after), after.total, after.facets) == (ids(before), before.total, before.facets)
        index.apply(changes(document("o1", "mouse"), deletes=("o2",), generation=5))
        assert index.offer_ids() == {"o0", "o1", "o3", "o4", "o5"}
        assert ids(index.search(words("mouse"))) == ["o1"]
        assert index.damage() == ()

    def test_what_was_applied_and_taken_back_is_no_damage(self, index: SearchIndex) -> None:
        index.apply(changes(document("a"), document("b")))
        index.apply(changes(document("a", "mouse"), deletes=("b",), generation=2))
        assert index.damage() == ()
