"""The measures are those that their definitions give, computed here by hand."""

from __future__ import annotations

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.evaluate import Case
from dragoman.evaluate.measures import Values, measure
from dragoman.evaluate.runs import QuestionId

IDS = [f"p{number}" for number in range(70)]


def measured(ratings: dict[str, int], found: list[str]) -> Values | None:
    case = Case(query="q", language="en", text="q", ratings=ratings)
    return measure([case], {QuestionId(query="q", language="en"): tuple(found)})[0]


def ndcg(ratings: dict[str, int], found: list[str]) -> float:
    def dcg(gains: list[int]) -> float:
        return sum(gain / log2(place + 2) for place, gain in enumerate(gains[:10]))

    ideal = dcg(sorted((2**rating - 1 for rating in ratings.values()), reverse=True))
    return dcg([2 ** ratings.get(one, 0) - 1 for one in found]) / ideal


RATINGS = st.dictionaries(st.sampled_from(IDS), st.integers(0, 3), min_size=1, max_size=40).filter(
    lambda ratings: any(ratings.values())
)


@given(ratings=RATINGS, found=st.lists(st.sampled_from(IDS), min_size=1, max_size=50, unique=True))
def test_every_measure_is_what_its_definition_gives(ratings: dict[str, int], found: list[str]) -> None:
    values = measured(ratings, found)
    assert values is not None
    judged = [one for one in found if one in ratings]
    right = [one for one in found if ratings.get(one)]
    assert values["ndcg@10"] == pytest.approx(ndcg(ratings, found), abs=1e-6)
    assert values["condensed_ndcg@10"] == pytest.approx(ndcg(ratings, judged), abs=1e-6)
    assert values["judged@10"] == pytest.approx(
        sum(one in ratings for one in found[:10]) / len(found[:10]), abs=1e-6
    )
    assert values["mrr"] == pytest.approx(1 / (found.index(right[0]) + 1) if right else 0.0, abs=1e-6)
    assert values["recall@50"] == pytest.approx(
        len(right) / sum(rating > 0 for rating in ratings.values()), abs=1e-6
    )


def test_the_gain_of_a_3_is_seven_times_that_of_a_1() -> None:
    values = measured({"best": 3, "fair": 1}, ["fair", "best"])
    assert values is not None
    assert values["ndcg@10"] == pytest.approx((1 + 7 / log2(3)) / (7 + 1 / log2(3)), abs=1e-6)


def test_the_order_found_is_kept_whatever_the_ids() -> None:
    first, last = measured({"a": 3}, ["a", "z"]), measured({"z": 3}, ["z", "a"])
    assert first is not None
    assert last is not None
    assert first["mrr"] == last["mrr"] == 1.0


def test_only_fifty_hits_count() -> None:
    values = measured({"p60": 3}, IDS)
    assert values is not None
    assert values["mrr"] == values["recall@50"] == 0.0


def test_a_query_with_nothing_relevant_has_no_figures() -> None:
    assert measured({"a": 0}, ["a"]) is None


@pytest.mark.parametrize("asked", [True, False])
def test_a_query_that_found_nothing_counts_0(asked: bool) -> None:
    other = Case(query="other", language="en", text="other", ratings={"a": 3})
    nothing = Case(query="nothing", language="en", text="nothing", ratings={"a": 3})
    run: dict[QuestionId, tuple[str, ...]] = {QuestionId(query="other", language="en"): ("a",)}
    if asked:
        run[QuestionId(query="nothing", language="en")] = ()
    values = measure([other, nothing], run)
    assert values[0] is not None
    assert values[1] is not None
    assert values[0]["ndcg@10"] == pytest.approx(1.0)
    assert set(values[1].values()) == {0.0}


def test_nothing_found_for_any_query_is_0_and_no_error() -> None:
    values = measured({"a": 3}, [])
    assert values is not None
    assert set(values.values()) == {0.0}
