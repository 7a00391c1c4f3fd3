"""Fewer looks for garbage while many small things are made that stay: rows, offers, documents.

Python looks for cycles whenever 700 more things were made than freed, and a batch of offers is a hundred thousand; a fifth of
a load's time went into looking at them, and two thirds of that of decoding.
"""

from __future__ import annotations

import gc
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
