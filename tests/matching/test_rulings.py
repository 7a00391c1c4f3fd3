"""The last word of the user holds, in any order; what it is against is told with the reason, and comes back with it gone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dragoman.matching.rulings import Rulings, standing
from dragoman.ports import ProductDecision

START = datetime(2026, 11, 26, tzinfo=UTC)


def said(*words: str) -> list[ProductDecision]:
    """ "a=b", "b!c": in the order in which they were said."""
    return [
        ProductDecision(
            left=min(word[0], word[-1]),
            right=max(word[0], word[-1]),
            same=word[1] == "=",
            made_at=START + timedelta(minutes=minute),
        )
        for minute, word in enumerate(words)
    ]


def written(one: ProductDecision) -> str:
    return f"{one.left}{'=' if one.same else '!'}{one.right}"


def told(found: Rulings) -> dict[str, list[str]]:
    """What no longer holds -> by what."""
    return {written(one.ruling): [written(by) for by in one.by] for one in found.overruled}


def test_rulings_that_agree_all_hold() -> None:
    found = standing(said("a=b", "c!d", "b=c"))
    assert [written(one) for one in found.joined] == ["b=c", "a=b"]
    assert found.parted == {("c", "d")}
    assert found.overruled == ()


def test_a_split_of_what_was_joined_through_another_overrules_the_older_join_and_tells_by_what() -> None:
    found = standing(said("a=b", "b=c", "a!c"))
    assert told(found) == {"a=b": ["a!c", "b=c"]}
    assert found.parted == {("a", "c")}


def test_joins_through_another_overrule_an_older_split_and_tell_by_what() -> None:
    found = standing(said("a!c", "a=b", "b=c"))
    assert told(found) == {"a!c": ["b=c", "a=b"]}
    assert [written(one) for one in found.joined] == ["b=c", "a=b"]


def test_what_was_overruled_holds_again_when_the_later_word_is_taken_back() -> None:
    everything = said("a!c", "a=b", "b=c")
    assert standing(everything[:-1]).parted == {("a", "c")}


def test_what_is_told_of_an_offer_names_it_or_what_overruled_it() -> None:
    found = standing(said("a=b", "b=c", "a!c", "x=y"))
    assert [written(one.ruling) for one in found.against(["c"])] == ["a=b"]
    assert found.against(["x"]) == ()


_said = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("=!"), st.sampled_from("abcdef"))
    .filter(lambda one: one[0] != one[2])
    .map("".join),
    max_size=12,
).map(lambda words: said(*dict.fromkeys("".join((min(w[0], w[2]), w[1], max(w[0], w[2]))) for w in words)))


def _one_per_pair(everything: list[ProductDecision]) -> list[ProductDecision]:
    return list({(one.left, one.right): one for one in everything}.values())


@given(_said.map(_one_per_pair), st.randoms(use_true_random=False))
def test_the_last_word_always_holds_and_nothing_that_holds_is_against_another(
    everything: list[ProductDecision], chance: object
) -> None:
    shuffled = list(everything)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    found = standing(shuffled)
    assert found == standing(everything)
    component = {one: one for one in "abcdef"}
    for join in found.joined:
        mine, theirs = component[join.left], component[join.right]
        component = {one: mine if of == theirs else of for one, of in component.items()}
    assert all(component[left] != component[right] for left, right in found.parted)
    assert len(found.joined) + len(found.parted) + len(found.overruled) == len(everything)
    if everything:
        last = max(everything, key=lambda one: (one.made_at, one.left, one.right))
        assert last not in [one.ruling for one in found.overruled]
    for one in found.overruled:
        assert one.by
        assert all(
            (by.made_at, by.left, by.right) > (one.ruling.made_at, one.ruling.left, one.ruling.right)
            for by in one.by
        )
        assert one.ruling in [again.ruling for again in standing([one.ruling, *one.by]).overruled]
