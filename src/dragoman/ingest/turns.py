"""One load at a time into a home, whichever process it runs in; a killed one frees its turn by dying."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

from dragoman.errors import StoreBusy, StoreError

_LOOK_SECONDS = 0.2


@contextmanager
def turn(path: Path, /, *, wait_seconds: float | None, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock file while the block runs.

    Args:
        wait_seconds: How long to wait for another load; None waits until it is done.
        waiting: Called once, where it has to be waited for.

    Raises:
        StoreBusy: Another load still runs.
        StoreError: The lock file cannot be written.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise StoreError(
            f"{path}: expected to write here, got: {error.strerror}; is the disk full, or the folder not yours to write?"
        ) from error
    try:
        _acquire(handle, path, wait_seconds, waiting)
        yield
    finally:
        os.close(handle)


def taken(path: Path, /) -> bool:
    """Whether somebody holds the lock file now."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        return not _free(handle)
    finally:
        os.close(handle)


def _acquire(handle: int, path: Path, wait_seconds: float | None, waiting: Callable[[], None]) -> None:
    if _free(handle):
        return
    end = None if wait_seconds is None else time.monotonic() + wait_seconds
    if end is None or wait_seconds:
        waiting()
    while not _free(handle):
        if end is not None and time.monotonic() >= end:
            raise StoreBusy(
                f"another load into {path.parent} is running; wait until it is done (`dragoman files` shows it) and try again"
            )
        time.sleep(_LOOK_SECONDS)


def _free(handle: int) -> bool:
    try:
        flock(handle, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        return False
    return True
