"""From words that no offer carries and the lexicon does not know to the kind of product nearest in meaning, of those
that the catalogue has."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dragoman.ports import Encoder, Vector
from dragoman.vocabulary.lexicon import concepts

NEAR = 0.68
"""Cosine from which on a kind is taken for what was meant. Measured on trade words of nine languages against 463 kinds:
right ones lie at 0.70 to 0.88, wrong ones mostly below 0.66."""
TRANSLATION_SHARE = 0.6
"""Of the question's words in the catalogue's language in its direction (docs/decisions/0009-kinds-of-product.md)."""
NAMES = 3
"""Of a kind's English names, that its meaning is told by."""


def with_translation(vector: Vector, translation: Vector, /) -> Vector:
    """The direction between a question's vector and that of its words in the catalogue's language: what the encoder makes
    of a language it knows less is steadied by one it knows well."""
    both: Vector = (1 - TRANSLATION_SHARE) * vector + TRANSLATION_SHARE * translation
    length = float(np.linalg.norm(both))
    return (both / length).astype(np.float32) if length > 0 else vector


class Bridge:
    """Keeps the vectors of kinds' names; safe to share between threads."""

    def __init__(self, encoder: Encoder, *, translates: bool = True) -> None:
        """`translates`: a question's vector is mixed with its translation's."""
        self.translates = translates
        self._encoder = encoder
        self._names: dict[str, Kept] = {}
        self._kinds = _Kinds(codes=(), owners=[], vectors=np.empty((0, encoder.dimensions), dtype=np.float16))
        self._lock = threading.Lock()

    def nearest(self, text: str, kinds: Sequence[str], /) -> str | None:
        """The kind nearest in meaning; None where none is near."""
        vector = self._encoder.encode([text])[0]
        if not kinds or not vector.any():
            return None
        known = self._kinds
        if known.codes != kinds:
            known = self._kinds = self._learned(kinds)
        cosines = _cosines(known.vectors, vector)
        best = float(cosines.max())
        if best < NEAR:
            return None
        return max(known.owners[place] for place in np.flatnonzero(cosines == best).tolist())

    def closeness(self, text: str, names: Sequence[str], /) -> list[float]:
        """Cosine of a text with each name; zeros where the text means nothing to the encoder."""
        if not names:
            return []
        self.know(names)
        known = self._names.get(text)
        vector = self._encoder.encode([text])[0] if known is None else known.astype(np.float32)
        found: list[float] = _cosines(np.stack([self._names[name] for name in names]), vector).tolist()
        return found

    def know(self, names: Sequence[str], /) -> None:
        """Have names at hand that a question would wait for."""
        with self._lock:
            new = [name for name in dict.fromkeys(names) if name not in self._names]
            if new:
                vectors = self._encoder.encode(new).astype(np.float16)
                self._names.update(zip(new, vectors, strict=True))

    def _learned(self, kinds: Sequence[str]) -> _Kinds:
        named = [concepts()[kind].names["en"][:NAMES] if kind in concepts() else (kind,) for kind in kinds]
        names = [name for some in named for name in some]
        self.know(names)
        return _Kinds(
            codes=kinds,
            owners=[kind for kind, some in zip(kinds, named, strict=True) for _ in some],
            vectors=np.stack([self._names[name] for name in names]),
        )


Kept = npt.NDArray[np.float16]
"""One vector, shape (dimensions,), or several, shape (n, dimensions)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kinds:
    """What kinds are called in English."""

    codes: Sequence[str]
    owners: Sequence[str]
    """The kind of each of the vectors."""
    vectors: Kept


def _cosines(vectors: Kept, vector: Vector) -> Vector:
    """Of each with one, shape (n,)."""
    # a matrix product would wake BLAS's threads, which wait for each other far longer than this takes
    found: Vector = np.einsum("ij,j->i", vectors, vector)
    return found
