"""Garbage is looked for less often during a load, and as before afterwards; what is free once a server has settled goes back to
the system."""

from __future__ import annotations

import gc
import platform
import subprocess
import sys

import pytest

from dragoman.garbage import rarely_collected

_SCRIPT = """
from dragoman.bench.memory import memory_of
from dragoman.garbage import settle
import os

things = [bytes(1_000) for _ in range(100_000)]
last = things[-1]
del things
before = memory_of(os.getpid()).private
settle()
print(round(before - memory_of(os.getpid()).private))
"""


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


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="the C library is not glibc")
def test_memory_that_loading_left_free_is_given_back() -> None:
    found = subprocess.run([sys.executable, "-c", _SCRIPT], capture_output=True, text=True, check=True)
    assert int(found.stdout) > 50, "of a hundred MB"
