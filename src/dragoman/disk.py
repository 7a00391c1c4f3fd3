"""Full disks, told as our error wherever something is written."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dragoman.errors import OutOfSpace, StoreError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NEXT_TO_NOTHING = 64 * 1024
_SAID = ("no space left", "os error 28", "quota exceeded", "file too large", "disk is full")
"""How libraries that hide the number say it."""


@contextmanager
def written(path: Path, /) -> Iterator[None]:
    """Whatever fails in the block was to be written at `path`. Raises OutOfSpace, or StoreError with the reason."""
    try:
        yield
    except OSError as error:
        if says_full(error):
            raise out_of_space(path) from error
        raise StoreError(f"{path}: expected to write here, got: {error.strerror or error}") from error
    except ValueError as error:
        if says_full(error):
            raise out_of_space(path) from error
        raise


def out_of_space(path: Path | str | None, /) -> OutOfSpace:
    """The error that says so, with what is left."""
    left = ""
    with suppress(OSError, TypeError):
        left = f" ({shutil.disk_usage(_existing(Path(path or '/'))).free / 1024**2:.1f} MB free)"
    return OutOfSpace(
        f"{path}: the disk is full{left}; free some space and do the same again: nothing that was acknowledged is lost, "
        "and a load goes on where it stopped"
    )


def is_full(path: Path | str | None, /) -> bool:
    """Whether hardly a page is left: libraries then fail in ways that do not say why."""
    try:
        return shutil.disk_usage(_existing(Path(path or "/"))).free < _NEXT_TO_NOTHING
    except OSError:
        return False


def free_bytes(path: Path, /) -> int:
    """Left on the disk of a path, or of the nearest folder of it that is there."""
    return shutil.disk_usage(_existing(path.absolute())).free


def sync_folder(path: Path, /) -> None:
    """Make names that were put into a folder outlive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def bounded(path: Path, /) -> Iterator[None]:
    """The same for a block that reads strangers' files too: only full disks are told."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise out_of_space(path) from error
        raise


def says_full(error: Exception, /) -> bool:
    """Whether a library's error is about a full disk."""
    return getattr(error, "errno", None) in _FULL or any(said in str(error).lower() for said in _SAID)


def _existing(path: Path) -> Path:
    """The nearest folder that is there."""
    return path if path.exists() or path == path.parent else _existing(path.parent)
