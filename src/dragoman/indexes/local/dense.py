"""The vectors of an index: a flat file of float16, scanned whole while it is small, by one-bit codes beyond.

Half the bytes of float32, so that a million vectors of 512 dimensions are 1 GB; a cosine is off by 0.0001 at most.
"""

from __future__ import annotations

import os
import sys
import zlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from dragoman.errors import IndexDamaged
from dragoman.indexes.local.codes import STORED, Run, Stored, runs_over
from dragoman.indexes.local.columns import Mask, Rows
from dragoman.ports import Vector, Vectors

EXACT_ROWS = 4_000
"""Up to so many rows every vector is compared. Beyond, the memory read decides: 20,000 vectors of 512 dimensions are
20 MB, their one-bit codes 1.4 MB."""
REFINE = 4
"""Candidates of the one-bit codes, per neighbour wanted, that are compared again with their full vectors."""
_MINIMUM_CODES = 100


def append(
    path: Path, vectors: Sequence[Vector | None], /, *, first_row: int, dimensions: int, crc: int = 0
) -> int:
    """Write rows from `first_row` on, cutting off what a crash left beyond; None is a zero row.

    Returns the running CRC-32 of the file, which was `crc` up to `first_row`.
    """
    block = np.zeros((len(vectors), dimensions), dtype=STORED)
    for row, vector in enumerate(vectors):
        if vector is not None:
            block[row] = vector
    at = first_row * dimensions * STORED.itemsize
    with path.open("r+b" if path.exists() else "w+b") as file:
        file.truncate(at)
        file.seek(at)
        content = block.tobytes()
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return zlib.crc32(content, crc)


def size_of(rows: int, dimensions: int, /) -> int:
    """Bytes of the file."""
    return rows * dimensions * STORED.itemsize


def load(path: Path, /, *, rows: int, dimensions: int) -> Stored:
    """A read-only view, shape (rows, dimensions). Raises IndexDamaged where the file is too short."""
    if rows == 0:
        return np.empty((0, dimensions), dtype=STORED)
    expected = size_of(rows, dimensions)
    size = path.stat().st_size if path.is_file() else 0
    if size < expected:
        raise IndexDamaged(
            f"{path}: expected {expected} bytes of vectors, got {size}; run `dragoman reindex`"
        )
    return np.memmap(path, dtype=STORED, mode="r", shape=(rows, dimensions))


def fetch(path: Path, /) -> None:
    """Have the disk begin to read the file, where the system can be asked for it: the first questions would wait for each of
    some hundred rows. Not for a file of SQLite's, whose locks end with any other opening and closing of it."""
    if sys.platform == "linux":
        with suppress(OSError), path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_WILLNEED)


def read(path: Path, /, *, first: int, last: int, dimensions: int) -> Stored:
    """The vectors of rows [first, last), not left mapped: who reads all of them would hold them all in memory."""
    vectors = np.fromfile(
        path, dtype=STORED, count=(last - first) * dimensions, offset=size_of(first, dimensions)
    )
    return vectors.reshape(-1, dimensions)


class Nearest:
    """Finds the nearest rows among those of one moment."""

    def __init__(self, vectors: Stored, runs: tuple[Run, ...] = (), *, exact_rows: int = EXACT_ROWS) -> None:
        """Args:
        runs: Codes of an earlier moment, taken where they still hold.
        """
        self._vectors = vectors
        self._exact_rows = exact_rows
        self.runs = runs_over(runs, vectors, uncoded=exact_rows)

    def compared(self, vector: Vector, among: Mask, /, *, limit: int) -> tuple[Rows, Vectors]:
        """Rows that hold the `limit` nearest of `among`, and few others, each with its cosine."""
        rows = self._rough(vector, among, limit)
        return rows, self.cosines(vector, rows)

    def cosines(self, vector: Vector, rows: Rows, /) -> Vectors:
        """Cosine of each of the rows, shape (len(rows),)."""
        # a matrix product would wake BLAS's threads, which wait for each other far longer than this takes
        result: Vectors = np.einsum("ij,j->i", self._vectors[rows].astype(np.float32), vector)
        return result

    def _rough(self, vector: Vector, among: Mask, limit: int) -> Rows:
        """Rows that hold the nearest, and few others."""
        passing = int(np.count_nonzero(among))
        if passing <= self._exact_rows:
            return np.flatnonzero(among)
        wanted = max(limit * REFINE, _MINIMUM_CODES)
        covered = self.runs[-1].last if self.runs else 0
        behind = np.flatnonzero(among[covered:]) + covered
        return np.concatenate([*(run.rough(vector, among, wanted) for run in self.runs), behind])
