"""Garbage is looked for less often during a load, and as before afterwards."""

from __future__ import annotations

import gc

import pytest

from dragoman.garbage import rarely_collected


def test_what_held_before_holds_again() -> None:
    before = gc.get_threshold()
    with rarely_collected():
        assert gc.get_threshold()[0] > before[0]
        assert gc.isenabled()
    assert gc.get_threshold() == before


def test_what_held_before_holds_again_after_a_failure() -> None:
    before = gc.get_threshold()
    with pytest.raises(ZeroDivisionError), rarely_collected():
        _ = 1 // 0
    assert gc.get_threshold() == before
