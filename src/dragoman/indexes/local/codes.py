"""One-bit codes of vectors (RaBitQ): what a question is compared with before the best are compared in full.

Rows are coded in runs that never change once made. A long run is parted into cells by k-means, of which a question looks
at the nearest; it is kept in a file, since making it takes half a minute for a million rows. What came after it is coded
in memory, in runs that are joined as they grow, and the last few rows not at all.

Measured on a million made-up offers (`dragoman bench`), 512 dimensions, the 100 nearest of 60 questions, one thread,
2026-11-26. Looking at 32, 64, 96, 160 of 1,000 cells: recall .92, .95, .96, .97 in 1.3, 1.3, 1.6, 2.3 ms; of 269,000
rows that pass filters .91, .95, .96, .97 in 1.3, 1.9, 2.7, 4.3 ms; of 15,000 .89, .95, .97, .99. All rows: 12 ms.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from dragoman.errors import IndexDamaged
from dragoman.indexes.local.columns import Mask, Rows
from dragoman.ports import Vector
from dragoman.processors import processors

Stored = npt.NDArray[np.float16]
"""Vectors as an index keeps them, shape (rows, dimensions)."""
STORED = np.dtype("<f2")
Reading = Callable[[int, int], Stored]
"""The vectors of rows from the first number up to the second."""
CELLS_FROM = 100_000
"""Rows from which on a run is parted into cells; below, looking at all of it takes about a millisecond."""
ROWS_A_CELL = 1_000
_LOOKED_AT = 96
"""Cells that a question without filters looks at. Filters that leave a share `s` of the rows take `s ** -0.35` as many,
since the nearest of few are further away."""
_BLOCK = 20_000
"""Vectors read at a time."""
_TRAINING = 20_000
"""Vectors that the centre of a run without cells is taken from."""
_TRAINED_A_CELL = 64
_ROUNDS = 8
_JOIN = 4
"""A run is joined with the next where it is not so many times longer."""


@dataclass(frozen=True, slots=True)
class Run:
    """Codes of the rows [first, last)."""

    first: int
    last: int
    codes: faiss.IndexRaBitQ | faiss.IndexIVFRaBitQ

    def rough(self, vector: Vector, among: Mask, wanted: int, /) -> Rows:
        """About the nearest `wanted` rows of `among`, a mask over all rows of the index."""
        within = among[self.first : self.last]
        selector = None
        share = 1.0
        passing = int(np.count_nonzero(within))
        if passing < len(within):
            share = passing / len(within)
            bitmap = np.packbits(within, bitorder="little")
            # the stubs know C++'s signatures, not the Python wrappers'
            selector = faiss.IDSelectorBitmap(bitmap)  # type: ignore[call-arg, arg-type]
        if not passing:
            return np.empty(0, dtype=np.int64)
        parameters: faiss.SearchParameters
        if isinstance(self.codes, faiss.IndexIVFRaBitQ):
            cells = min(self.codes.nlist, math.ceil(_LOOKED_AT * share**-0.35))
            parameters = faiss.IVFRaBitQSearchParameters(  # type: ignore[call-arg]
                sel=selector, nprobe=cells, qb=8
            )
        else:
            parameters = faiss.RaBitQSearchParameters(sel=selector, qb=8)  # type: ignore[call-arg]
        faiss.omp_set_num_threads(
            1
        )  # holds for this thread: more would wait for each other longer than one takes
        _, found = self.codes.search(vector.reshape(1, -1), min(wanted, passing), params=parameters)
        rows: Rows = found[0][found[0] >= 0].astype(np.int64)
        return rows + self.first


def coded(read: Reading, first: int, last: int, /, *, dimensions: int, in_cells: bool = True) -> Run:
    """Code the rows [first, last), in cells where they are many."""
    rows = last - first
    codes: faiss.IndexRaBitQ | faiss.IndexIVFRaBitQ
    if in_cells and rows >= CELLS_FROM:
        cells = max(1, rows // ROWS_A_CELL)
        centres = faiss.IndexFlatIP(dimensions)
        codes = faiss.IndexIVFRaBitQ(centres, dimensions, cells, faiss.METRIC_INNER_PRODUCT)
        codes.cp.niter = _ROUNDS
        codes.cp.max_points_per_centroid = _TRAINED_A_CELL
        codes.cp.min_points_per_centroid = 1
        codes.cp.seed = 1
        step = max(1, rows // (cells * _TRAINED_A_CELL))
    else:
        codes = faiss.IndexRaBitQ(dimensions, faiss.METRIC_INNER_PRODUCT)
        step = max(1, rows // _TRAINING)
    faiss.omp_set_num_threads(processors())
    blocks = [(start, min(start + _BLOCK, last)) for start in range(first, last, _BLOCK)]
    codes.train(np.concatenate([read(*block)[::step].astype(np.float32) for block in blocks]))
    for block in blocks:
        codes.add(read(*block).astype(np.float32))
    faiss.omp_set_num_threads(1)
    return Run(first=first, last=last, codes=codes)


def runs_over(known: tuple[Run, ...], vectors: Stored, /, *, uncoded: int) -> tuple[Run, ...]:
    """Runs that cover the vectors but for at most the last `uncoded`, as many of the known ones kept as can be."""
    rows = len(vectors)
    runs = [run for run in known if run.last <= rows]
    covered = runs[-1].last if runs else 0
    if rows - covered <= uncoded:
        return tuple(runs)
    first = covered
    while runs and runs[-1].last - runs[-1].first < _JOIN * (rows - first) and len(runs) > 1:
        first = runs.pop().first
    return (
        *runs,
        coded(
            lambda start, end: vectors[start:end],
            first,
            rows,
            dimensions=vectors.shape[1],
            in_cells=not runs,
        ),
    )


def write(path: Path, run: Run, /) -> None:
    faiss.write_index(run.codes, str(path))


def read(path: Path, rows: int, /) -> Run:
    """Of the first `rows`. Raises IndexDamaged where the file does not open."""
    try:
        codes = faiss.read_index(str(path))
    except (RuntimeError, OSError) as error:
        raise IndexDamaged(f"{path}: its codes do not open ({error}); run `dragoman reindex`") from error
    if codes.ntotal != rows or not isinstance(codes, faiss.IndexRaBitQ | faiss.IndexIVFRaBitQ):
        raise IndexDamaged(
            f"{path}: expected codes of {rows} rows, got {codes.ntotal}; run `dragoman reindex`"
        )
    return Run(first=0, last=rows, codes=codes)
