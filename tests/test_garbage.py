"""What is free goes back to the system once a server has settled."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

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


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="the C library is not glibc")
def test_memory_that_loading_left_free_is_given_back() -> None:
    found = subprocess.run([sys.executable, "-c", _SCRIPT], capture_output=True, text=True, check=True)
    assert int(found.stdout) > 50, "of a hundred MB"
