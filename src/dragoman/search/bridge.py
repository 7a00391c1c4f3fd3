"""From words that no offer carries and the lexicon does not know to the kind of product nearest in meaning, of those
that the catalogue has."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np

from dragoman.ports import Encoder, Vector, Vectors
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
        self._known: dict[str, Vectors] = {}
        self._names: dict[str, Vector] = {}
        self._lock = threading.Lock()

    def nearest(self, text: str, kinds: Sequence[str], /) -> str | None:
        """The kind nearest in meaning; None where none is near."""
        vector = self._encoder.encode([text])[0]
        if not kinds or not vector.any():
            return None
        self._learn(kinds)
        best, code = max((float((self._known[kind] @ vector).max()), kind) for kind in kinds)
        return code if best >= NEAR else None

    def closeness(self, text: str, names: Sequence[str], /) -> list[float]:
        """Cosine of a text with each name; zeros where the text means nothing to the encoder."""
        self.know(names)
        vector = self._vector(text)
        return [float(self._names[name] @ vector) for name in names]

    def _vector(self, text: str) -> Vector:
        known = self._names.get(text)
        return self._encoder.encode([text])[0] if known is None else known

    def know(self, names: Sequence[str], /) -> None:
        """Have names at hand that a question would wait for."""
        with self._lock:
            new = [name for name in dict.fromkeys(names) if name not in self._names]
            if new:
                self._names.update(zip(new, self._encoder.encode(new), strict=True))

    def _learn(self, kinds: Sequence[str]) -> None:
        with self._lock:
            new = [kind for kind in kinds if kind not in self._known]
            names = [concepts()[kind].names["en"][:NAMES] if kind in concepts() else (kind,) for kind in new]
            flat = [name for some in names for name in some]
            if not flat:
                return
            vectors = self._encoder.encode(flat)
            at = 0
            for kind, some in zip(new, names, strict=True):
                self._known[kind] = vectors[at : at + len(some)]
                at += len(some)
            self._names.update(zip(flat, vectors, strict=True))  # the same memory: no name is encoded twice
