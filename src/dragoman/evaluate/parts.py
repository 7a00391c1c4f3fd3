"""Parts of the search that can be turned off, to see what each is worth.

A part is turned off at a port, so that nothing in the engine has to know of it: an index that is asked, or answers,
without something, an encoder that knows no word. The engine itself keeps its encoder: a question without a vector is
one without words to it, and shows the newest offers first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Literal, get_args

import msgspec
import numpy as np

from dragoman.ports import (
    Encoder,
    IndexCapabilities,
    IndexChanges,
    IndexRequest,
    IndexResponse,
    SearchIndex,
    TextField,
    Vectors,
)

Part = Literal["words", "stems", "concepts", "attributes", "meaning", "bridge", "kinds", "learned"]
PARTS: tuple[Part, ...] = get_args(Part)

MEANS: Mapping[Part, str] = {
    "words": "the search by words",
    "stems": "other forms of a word",
    "concepts": "kinds of product known in nine languages",
    "attributes": "words in an offer's attributes",
    "meaning": "the search by nearness in meaning, and `bridge` with it",
    "bridge": "from unknown words to the catalogue's nearest kind of product",
    "kinds": "the kind of product in the order of the hits",
    "learned": "the learned order",
}
"""What is gone without it."""


class NoMeaning:
    """An encoder that knows no word."""

    def __init__(self, encoder: Encoder) -> None:
        self.name = encoder.name
        self.dimensions = encoder.dimensions

    def encode(self, texts: Sequence[str], /) -> Vectors:
        """Zero rows."""
        return np.zeros((len(texts), self.dimensions), dtype=np.float32)


class IndexWithout:
    """An index whose requests and answers lose the parts that are off; everything else goes through."""

    def __init__(self, index: SearchIndex, parts: Collection[Part]) -> None:
        self._index = index
        self._parts = frozenset(parts)

    @property
    def capabilities(self) -> IndexCapabilities:
        return self._index.capabilities

    def generation(self) -> int:
        return self._index.generation()

    def apply(self, changes: IndexChanges, /) -> None:
        self._index.apply(changes)

    def search(self, request: IndexRequest, /) -> IndexResponse:
        if "words" in self._parts:
            request = replace(request, terms=(), minimum_groups=1)
        if "meaning" in self._parts:
            request = replace(request, vector=None)
        if "stems" in self._parts:
            request = _with_terms(request, lambda token: not token.startswith("~"))
        for field in ("concepts", "attributes"):
            if field in self._parts:
                request = _without_field(request, field)
        response = self._index.search(request)
        if "kinds" in self._parts:
            response = replace(
                response,
                candidates=tuple(
                    msgspec.structs.replace(candidate, facets={}) for candidate in response.candidates
                ),
            )
        return response

    def vocabulary(
        self, prefix: str, /, *, limit: int = 10, field: TextField = "title"
    ) -> list[tuple[str, int]]:
        return self._index.vocabulary(prefix, limit=limit, field=field)

    def offer_ids(self) -> set[str]:
        return self._index.offer_ids()

    def damage(self) -> tuple[str, ...]:
        return self._index.damage()

    def refresh(self) -> None:
        self._index.refresh()

    def tidy(self) -> None:
        self._index.tidy()

    def clear(self) -> None:
        self._index.clear()

    def close(self) -> None:
        self._index.close()


def _without_field(request: IndexRequest, field: TextField) -> IndexRequest:
    return replace(request, field_weights={**request.field_weights, field: 0.0})


def _with_terms(request: IndexRequest, keep: Callable[[str], bool]) -> IndexRequest:
    """Terms by their token; a group that loses all of them is no longer asked for."""
    terms = tuple(term for term in request.terms if keep(term.token))
    groups = len({term.group for term in terms})
    return replace(request, terms=terms, minimum_groups=max(1, min(request.minimum_groups, groups)))
