"""The nomenclature as vectors: those of the default encoder come with the package."""

from __future__ import annotations

import io
from functools import cache
from importlib.resources import files

import numpy as np

from dragoman.ports import Encoder, Vectors
from dragoman.vocabulary.hs import nomenclature

PACKED = "vectors.npz"
"""`encoder`: name of the model; `vectors`: shape (codes of the nomenclature, dimensions), bytes in [-127, 127]."""


class Meanings:
    """Vectors of every text of the nomenclature, in its order, by one encoder. Safe to share between threads."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder

    def vectors(self) -> Vectors | None:
        """Shape (codes, dimensions), rows L2-normalised; None where the package has none by this encoder: meaning is
        left out then, since seven thousand texts are not encoded in passing."""
        name, packed = _packed()
        return packed if name == self.encoder.name and len(packed) == len(nomenclature()) else None


def pack(encoder: Encoder, /) -> bytes:
    """The file that comes with the package, made anew."""
    vectors = encoder.encode(list(nomenclature().values()))
    scaled = np.round(vectors / np.abs(vectors).max(axis=1, keepdims=True) * 127).astype(np.int8)
    file = io.BytesIO()
    np.savez_compressed(file, encoder=np.array(encoder.name), vectors=scaled)
    return file.getvalue()


@cache
def _packed() -> tuple[str, Vectors]:
    path = files(__package__) / PACKED
    if not path.is_file():
        return "", np.zeros((0, 0), dtype=np.float32)
    with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as held:
        vectors = held["vectors"].astype(np.float32)
        name = str(held["encoder"])
    return name, vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
