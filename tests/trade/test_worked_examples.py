"""Landed costs that were published or worked out by hand come out exact to the cent."""

import pytest
from benchmarks.bars_5.examples import EXAMPLES
from benchmarks.bars_5.examples.example import Example


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_a_worked_example_comes_out_exactly(example: Example) -> None:
    assert example.differences() == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_the_lines_of_an_example_add_up_to_its_total(example: Example) -> None:
    cost = example.cost()
    for end in ("low", "likely", "high"):
        shown = [line.shown() for line in cost.lines if line.counted]
        assert (
            sum(getattr(amount, end).amount for amount in shown if amount) == getattr(cost.total, end).amount
        )


def test_every_example_says_where_it_comes_from_and_no_two_are_alike() -> None:
    assert len({example.name for example in EXAMPLES}) == len(EXAMPLES) >= 40
    assert all(example.source and example.working.strip() for example in EXAMPLES)
