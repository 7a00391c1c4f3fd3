"""The vectors of an index: a flat file of float32, scanned whole while it is small, by RaBitQ codes beyond."""

from __future__ import annotations

import os
import zlib
from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np

from dragoman.errors import IndexDamaged
from dragoman.indexes.local.columns import Mask, Rows
from dragoman.ports import Vector, Vectors

EXACT_ROWS = 4_000
"""Up to so many rows every vector is compared. Beyond, the memory read decides: 20,000 vectors of 512 dimensions are
40 MB, their one-bit codes 1.4 MB."""
REFINE = 8
"""Candidates of the one-bit codes, per neighbour wanted, that are compared again with their full vectors."""
_MINIMUM_CODES = 400
_TRAINING = 20_000
"""Vectors that the codes' centre is taken from."""

# One question is scanned in a fraction of a millisecond; several threads would wait for each other longer than that,
# up to 10 ms where another program is busy. Many questions at once run in the server's threads.
faiss.omp_set_num_threads(1)


def append(
    path: Path, vectors: Sequence[Vector | None], /, *, first_row: int, dimensions: int, crc: int = 0
) -> int:
    """Write rows from `first_row` on, cutting off what a crash left beyond; None is a zero row.

    Returns the running CRC-32 of the file, which was `crc` up to `first_row`.
    """
    block = np.zeros((len(vectors), dimensions), dtype=np.float32)
    for row, vector in enumerate(vectors):
        if vector is not None:
            block[row] = vector
    at = first_row * dimensions * 4
    with path.open("r+b" if path.exists() else "w+b") as file:
        file.truncate(at)
        file.seek(at)
        content = block.tobytes()
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return zlib.crc32(content, crc)


def load(path: Path, /, *, rows: int, dimensions: int) -> Vectors:
    """A read-only view, shape (rows, dimensions). Raises IndexDamaged where the file is too short."""
    if rows == 0:
        return np.empty((0, dimensions), dtype=np.float32)
    expected = rows * dimensions * 4
    size = path.stat().st_size if path.exists() else 0
    if size < expected:
        raise IndexDamaged(
            f"{path}: expected {expected} bytes of vectors, got {size}; run `dragoman reindex`"
        )
    return np.memmap(path, dtype=np.float32, mode="r", shape=(rows, dimensions))


class Nearest:
    """Finds the nearest rows among those of one moment."""

    def __init__(self, vectors: Vectors, *, exact_rows: int = EXACT_ROWS) -> None:
        self._vectors = vectors
        self._codes: faiss.IndexRaBitQ | None = None
        if len(vectors) > exact_rows:
            self._codes = faiss.IndexRaBitQ(vectors.shape[1], faiss.METRIC_INNER_PRODUCT)
            step = max(1, len(vectors) // _TRAINING)
            self._codes.train(np.ascontiguousarray(vectors[::step]))
            for start in range(0, len(vectors), _TRAINING):
                self._codes.add(np.ascontiguousarray(vectors[start : start + _TRAINING]))

    def find(self, vector: Vector, among: Mask, /, *, limit: int, floor: float, id_order: Rows) -> Rows:
        """Up to `limit` rows of `among` by falling cosine of at least `floor`; ties by `id_order`."""
        rows = np.flatnonzero(among) if self._codes is None else self._rough(vector, among, limit)
        if not len(rows):
            return rows
        cosines = self._cosines(vector, rows)
        rows, cosines = rows[cosines >= floor], cosines[cosines >= floor]
        if len(rows) > limit:
            least = np.partition(cosines, len(cosines) - limit)[len(cosines) - limit]
            rows, cosines = rows[cosines >= least], cosines[cosines >= least]
        return rows[np.lexsort((id_order[rows], -cosines))][:limit]

    def cosines(self, vector: Vector, rows: Rows, /) -> Vectors:
        """Cosine of each of the rows, shape (len(rows),)."""
        return self._cosines(vector, rows)

    def _cosines(self, vector: Vector, rows: Rows) -> Vectors:
        whole = len(rows) * 4 > len(self._vectors)
        result: Vectors = (self._vectors @ vector)[rows] if whole else self._vectors[rows] @ vector
        return result

    def _rough(self, vector: Vector, among: Mask, limit: int) -> Rows:
        assert self._codes is not None  # narrowed by `find`
        bitmap = np.packbits(among, bitorder="little")
        # the stubs know C++'s signatures, not the Python wrappers'
        selector = faiss.IDSelectorBitmap(bitmap)  # type: ignore[call-arg, arg-type]
        parameters = faiss.RaBitQSearchParameters(sel=selector, qb=8)  # type: ignore[call-arg]
        wanted = min(max(limit * REFINE, _MINIMUM_CODES), len(self._vectors))
        _, rows = self._codes.search(vector.reshape(1, -1), wanted, params=parameters)
        found: Rows = rows[0][rows[0] >= 0].astype(np.int64)
        return found
