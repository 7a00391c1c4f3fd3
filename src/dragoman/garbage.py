"""When the memory is looked through for garbage, and when what is free goes back to the system.

Fewer looks while many small things are made that stay: rows, offers, documents.

Python looks for cycles whenever 700 more things were made than freed, and a batch of offers is a hundred thousand; a fifth of
a load's time went into looking at them, and two thirds of that of decoding.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_RARELY = (200_000, 20, 50)
"""Some 50 MB of cycles may wait to be freed; what is in no cycle is freed at once as ever."""


@contextmanager
def rarely_collected() -> Iterator[None]:
    """For the whole process, while the block runs."""
    before = gc.get_threshold()
    gc.set_threshold(*_RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def settle() -> None:
    """What is loaded by now stays for good: the collector need not walk through it again and again.

    A search makes some ten thousand short-lived objects; with the defaults every few searches paid 50 to 200 ms for a full
    collection (docs/benchmarks.md). What loading left free goes back to the system.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
    _give_back()


def _give_back() -> None:
    """Where the C library is one that can be told to."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
        if trim is not None:
            trim(0)
