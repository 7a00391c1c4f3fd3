"""Groups are a partition; what the user said holds; no chain, no two GTINs; the order of the input does not matter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dragoman.matching.grouping import groups
from dragoman.matching.rulings import standing
from dragoman.ports import OfferPair, ProductDecision

IDS = "abcdefgh"
START = datetime(2026, 11, 26, tzinfo=UTC)


def pair(left: str, right: str, confidence: float = 0.9) -> OfferPair:
    left, right = sorted((left, right))
    return OfferPair(left=left, right=right, confidence=confidence, reasons=("because",))


def said(left: str, right: str, *, same: bool, minute: int = 0) -> ProductDecision:
    left, right = sorted((left, right))
    return ProductDecision(left=left, right=right, same=same, made_at=START + timedelta(minutes=minute))


def grouped(
    *pairs: OfferPair,
    decisions: tuple[ProductDecision, ...] = (),
    gtins: dict[str, str] | None = None,
    gone: str = "",
) -> list[str]:
    known = {offer_id: frozenset({gtin}) for offer_id, gtin in (gtins or {}).items()}
    found = groups(pairs, standing(decisions), gtins=known, threshold=0.5, gone=gone)
    return ["".join(one.offer_ids) for one in found]


def test_pairs_at_the_threshold_come_together_and_others_stay_alone() -> None:
    assert grouped(pair("a", "b", 0.5), pair("c", "d", 0.49)) == ["ab"]


def test_a_group_is_as_sure_as_its_least_sure_pair() -> None:
    found = groups(
        [pair("a", "b", 0.9), pair("b", "c", 0.8), pair("a", "c", 0.6)], standing([]), gtins={}, threshold=0.5
    )
    assert [(one.offer_ids, one.confidence) for one in found] == [(("a", "b", "c"), 0.6)]


def test_two_offers_are_not_brought_together_by_a_third_that_is_like_both() -> None:
    assert grouped(pair("a", "b", 0.9), pair("b", "c", 0.8)) == ["ab"]


def test_different_gtins_never_come_together() -> None:
    assert grouped(pair("a", "b"), gtins={"a": "1", "b": "2"}) == []


def test_an_offer_without_gtin_that_fits_two_gtins_alike_is_left_alone() -> None:
    assert grouped(pair("a", "x", 0.9), pair("b", "x", 0.88), gtins={"a": "1", "b": "2"}) == []


def test_an_offer_without_gtin_goes_to_the_clearly_surer_of_two_gtins() -> None:
    assert grouped(pair("a", "x", 0.95), pair("b", "x", 0.7), gtins={"a": "1", "b": "2"}) == ["ax"]


def test_what_the_user_parted_stays_apart_however_sure_the_pair_is() -> None:
    assert grouped(pair("a", "b", 1.0), decisions=(said("a", "b", same=False),)) == []


def test_what_the_user_joined_is_together_without_any_pair_and_wholly_sure() -> None:
    found = groups([], standing([said("a", "b", same=True)]), gtins={}, threshold=0.5)
    assert [(one.offer_ids, one.confidence) for one in found] == [(("a", "b"), 1.0)]


def test_the_user_may_join_different_gtins() -> None:
    assert grouped(decisions=(said("a", "b", same=True),), gtins={"a": "1", "b": "2"}) == ["ab"]


def test_offers_of_one_gtin_stay_together_when_one_of_them_is_joined_with_another_gtin() -> None:
    gtins = {"a": "1", "b": "1", "c": "2"}
    assert grouped(pair("a", "b"), decisions=(said("b", "c", same=True),), gtins=gtins) == ["abc"]


def test_what_is_like_one_offer_of_a_gtin_belongs_to_all_of_that_gtin() -> None:
    gtins = {"a": "1", "b": "1"}
    assert grouped(pair("a", "b", 0.99), pair("b", "c", 0.8), gtins=gtins) == ["abc"]


def test_offers_of_one_gtin_can_be_parted() -> None:
    parted = (said("a", "b", same=False),)
    assert grouped(pair("a", "b", 0.99), decisions=parted, gtins={"a": "1", "b": "1"}) == []


def test_an_offer_joined_with_one_of_a_group_joins_the_group() -> None:
    assert grouped(pair("a", "b"), decisions=(said("b", "c", same=True),)) == ["abc"]


def test_withdrawn_offers_are_in_no_group() -> None:
    assert grouped(pair("a", "b"), pair("b", "c"), pair("a", "c"), gone="b") == ["ac"]
    assert grouped(pair("a", "b"), gone="b") == []
    assert grouped(decisions=(said("a", "b", same=True),), gone="a") == []


def test_what_the_user_joined_through_an_offer_stays_together_when_that_is_withdrawn() -> None:
    assert grouped(decisions=(said("a", "b", same=True), said("b", "c", same=True)), gone="b") == ["ac"]


def test_joining_two_offers_leaves_apart_what_the_user_parted_in_their_groups() -> None:
    decisions = (said("x", "y", same=False), said("a", "b", same=True, minute=1))
    found = grouped(pair("a", "x", 0.9), pair("b", "y", 0.8), decisions=decisions)
    assert found == ["abx"]


_pairs = st.lists(
    st.tuples(st.sampled_from(IDS), st.sampled_from(IDS), st.sampled_from([0.3, 0.5, 0.7, 0.9, 0.97])).filter(
        lambda one: one[0] != one[1]
    ),
    max_size=20,
).map(lambda many: list({(p.left, p.right): p for p in (pair(*one) for one in many)}.values()))
_decisions = st.lists(
    st.tuples(st.sampled_from(IDS), st.sampled_from(IDS), st.booleans(), st.integers(0, 5)).filter(
        lambda one: one[0] != one[1]
    ),
    max_size=8,
).map(
    lambda many: list(
        {(d.left, d.right): d for d in (said(a, b, same=same, minute=m) for a, b, same, m in many)}.values()
    )
)
_gtins = st.dictionaries(st.sampled_from(IDS), st.sampled_from(["1", "2"]).map(lambda g: frozenset({g})))


@given(_pairs, _decisions, _gtins)
def test_groups_are_a_partition_and_what_the_user_said_last_holds(
    pairs: list[OfferPair], decisions: list[ProductDecision], gtins: dict[str, frozenset[str]]
) -> None:
    rulings = standing(decisions)
    found = groups(pairs, rulings, gtins=gtins, threshold=0.5)
    everyone = [offer_id for one in found for offer_id in one.offer_ids]
    assert len(everyone) == len(set(everyone))
    assert all(len(one.offer_ids) > 1 for one in found)
    overruled = [one.ruling for one in rulings.overruled]
    for one in decisions:
        together = any({one.left, one.right} <= set(group.offer_ids) for group in found)
        assert one in overruled or together == one.same


@given(_pairs, _gtins)
def test_without_the_user_no_group_holds_two_gtins_or_a_pair_below_the_threshold(
    pairs: list[OfferPair], gtins: dict[str, frozenset[str]]
) -> None:
    sure = {(one.left, one.right) for one in pairs if one.confidence >= 0.5}
    for group in groups(pairs, standing([]), gtins=gtins, threshold=0.5):
        assert len({gtin for offer_id in group.offer_ids for gtin in gtins.get(offer_id, ())}) < 2
        for one, other in ((a, b) for a in group.offer_ids for b in group.offer_ids if a < b):
            like = {one, *(x for x in group.offer_ids if gtins.get(x) and gtins.get(x) == gtins.get(one))}
            near = {other, *(x for x in group.offer_ids if gtins.get(x) and gtins.get(x) == gtins.get(other))}
            assert like & near or any(tuple(sorted((x, y))) in sure for x in like for y in near)


@given(_pairs, _decisions, _gtins, st.randoms(use_true_random=False))
def test_the_order_of_pairs_and_decisions_does_not_matter(
    pairs: list[OfferPair],
    decisions: list[ProductDecision],
    gtins: dict[str, frozenset[str]],
    chance: object,
) -> None:
    shuffled, said_before = list(pairs), list(decisions)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    chance.shuffle(said_before)  # type: ignore[attr-defined]
    assert groups(shuffled, standing(said_before), gtins=gtins, threshold=0.5) == groups(
        pairs, standing(decisions), gtins=gtins, threshold=0.5
    )
