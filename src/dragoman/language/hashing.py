"""A tiny deterministic encoder without a model: for tests, and where no package may be installed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from dragoman.ports import Vectors


class HashingEncoder:
    """Character three-grams hashed into a vector: texts that share spelling are near, meaning is not seen."""

    def __init__(self, dimensions: int = 64) -> None:
        self._dimensions = dimensions

    @property
    def name(self) -> str:
        return f"hashing-{self._dimensions}"

    @property
    def dimensions(self) -> int:
        return self._dimensions

    def encode(self, texts: Sequence[str], /) -> Vectors:
        """Shape (len(texts), dimensions), rows L2-normalised; an empty text gives a zero row."""
        vectors = np.zeros((len(texts), self._dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            padded = f" {text.casefold().strip()} " if text.strip() else ""
            for place in range(len(padded) - 2):
                digest = hashlib.blake2b(padded[place : place + 3].encode(), digest_size=8).digest()
                number = int.from_bytes(digest, "little")
                vectors[row, number % self._dimensions] += 1.0 if number >> 63 else -1.0
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        normalised: Vectors = np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 0)
        return normalised
