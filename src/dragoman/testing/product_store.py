"""The contract of every `ProductStore`: subclass it, give the fixture `products` (empty)."""

from __future__ import annotations

from datetime import UTC, datetime

from dragoman.ports import DoubtedGtin, OfferPair, ProductDecision, ProductGroup, ProductStore, SavePairs


def decision(left: str, right: str, *, same: bool, minute: int = 0) -> ProductDecision:
    return ProductDecision(
        left=left, right=right, same=same, made_at=datetime(2026, 11, 26, 8, minute, tzinfo=UTC)
    )


def pair(left: str, right: str, confidence: float = 0.9) -> OfferPair:
    return OfferPair(left=left, right=right, confidence=confidence, reasons=("same size: 750ml", "名前"))


def save(
    products: ProductStore,
    *pairs: OfferPair,
    looked_at: tuple[str, ...] = (),
    generation: int = 1,
    matcher: str = "m1",
) -> None:
    products.save_pairs(SavePairs(looked_at=looked_at, pairs=pairs, generation=generation, matcher=matcher))


class ProductStoreContract:
    """Tests that every adapter passes."""

    def test_nothing_is_known_at_first(self, products: ProductStore) -> None:
        assert products.matched() == (0, "")
        assert (products.pairs(), products.decisions(), products.groups_of(["a"])) == ([], [], [])
        assert products.group_count() == 0

    def test_of_two_decisions_about_a_pair_the_last_holds(self, products: ProductStore) -> None:
        products.decide(decision("a", "b", same=True))
        products.decide(decision("a", "c", same=False))
        products.decide(decision("a", "b", same=False, minute=5))
        assert products.decisions() == [
            decision("a", "b", same=False, minute=5),
            decision("a", "c", same=False),
        ]

    def test_a_decision_can_be_taken_back(self, products: ProductStore) -> None:
        products.decide(decision("a", "b", same=True))
        assert products.undecide("a", "b") is True
        assert products.undecide("a", "b") is False
        assert products.decisions() == []

    def test_pairs_come_surest_first_with_their_reasons(self, products: ProductStore) -> None:
        save(products, pair("a", "b", 0.7), pair("c", "d", 0.9), pair("a", "c", 0.7), generation=4)
        assert products.pairs() == [pair("c", "d", 0.9), pair("a", "b", 0.7), pair("a", "c", 0.7)]
        assert products.matched() == (4, "m1")

    def test_pairs_of_offers_looked_at_anew_are_replaced(self, products: ProductStore) -> None:
        save(products, pair("a", "b"), pair("b", "c"), pair("c", "d"))
        save(products, pair("a", "b", 0.5), looked_at=("b",), generation=2)
        assert products.pairs() == [pair("c", "d"), pair("a", "b", 0.5)]

    def test_pairs_of_another_model_are_forgotten(self, products: ProductStore) -> None:
        save(products, pair("a", "b"))
        save(products, pair("c", "d"), matcher="m2", generation=2)
        assert products.pairs() == [pair("c", "d")]

    def test_pairs_of_an_offer_are_found_from_either_side(self, products: ProductStore) -> None:
        save(products, pair("a", "b"), pair("b", "c"), pair("c", "d"))
        assert products.pairs_of(["b"]) == [pair("a", "b"), pair("b", "c")]
        assert products.pairs_of(["b", "c"]) == products.pairs()

    def test_a_group_is_found_whole_by_any_of_its_offers(self, products: ProductStore) -> None:
        one = ProductGroup(group_id="a", offer_ids=("a", "b", "c"), confidence=0.8)
        other = ProductGroup(group_id="x", offer_ids=("x", "y"), confidence=1.0)
        products.save_groups([one, other])
        assert products.groups_of(["c", "unknown"]) == [one]
        assert products.groups_of(["y", "b", "c"]) == [one, other]
        assert products.group_count() == 2

    def test_saved_groups_stand_in_the_place_of_all_before(self, products: ProductStore) -> None:
        products.save_groups([ProductGroup(group_id="a", offer_ids=("a", "b"), confidence=0.8)])
        products.save_groups([ProductGroup(group_id="c", offer_ids=("c", "d"), confidence=0.8)])
        assert products.groups_of(["a"]) == []
        assert products.group_count() == 1

    def test_saved_doubts_stand_in_the_place_of_all_before(self, products: ProductStore) -> None:
        assert products.doubts() == []
        one, other = (
            DoubtedGtin(gtin=gtin, confidence=0.1, reason="5 articles bear it")
            for gtin in ("2" * 14, "1" * 14)
        )
        products.save_doubts([one, other])
        assert products.doubts() == [other, one]
        products.save_doubts([one])
        assert products.doubts() == [one]

    def test_many_offers_are_asked_for_at_once(self, products: ProductStore) -> None:
        save(products, *(pair(f"a{n:04}", f"b{n:04}") for n in range(1500)))
        products.save_groups(
            [
                ProductGroup(group_id=f"a{n:04}", offer_ids=(f"a{n:04}", f"b{n:04}"), confidence=0.9)
                for n in range(1500)
            ]
        )
        asked = [f"b{n:04}" for n in range(1500)]
        assert len(products.pairs_of(asked)) == 1500
        assert len(products.groups_of(asked)) == 1500
