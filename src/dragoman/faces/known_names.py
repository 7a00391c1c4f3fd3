"""Names that a REST request may use: one that a route does not know is refused, since a misspelt filter that is passed
over would give results without it.

Pages for people pass unknown names over: links that are shared carry the marks of whoever counts their clicks.
"""

from __future__ import annotations

from collections.abc import Iterable

from fastapi.routing import APIRoute
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler
from starlette.requests import Request

from dragoman.errors import QueryError
from dragoman.ports import FACET_FIELDS
from dragoman.search.filters import NUMBER_NAMES

_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
_LIKE = 0.8
"""How alike a known name must be to be proposed, from 0 to 1."""
_LONGEST = 100
"""Characters of an unknown name that are told."""
_FILTERS = frozenset({*FACET_FIELDS, *NUMBER_NAMES, "price", "landed", "met"})


async def only_known(request: Request) -> None:
    """A dependency of every REST route.

    Raises:
        QueryError: a parameter of the address, or a field of a form, that the route does not know.
    """
    route = request.scope.get("route")
    if not isinstance(route, APIRoute):
        return
    known = [one.alias for one in route.dependant.query_params]
    _refuse(request, "parameters", request.query_params.keys(), known)
    if request.headers.get("content-type", "").lower().startswith(_FORMS) and route.dependant.body_params:
        fields = [one.alias for one in route.dependant.body_params]
        _refuse(request, "fields", (await request.form()).keys(), fields)


def _refuse(request: Request, what: str, given: Iterable[str], known: list[str]) -> None:
    for name in given:
        if name not in known:
            said = ", ".join(known) or "none"
            raise QueryError(
                f"expected {what} of {request.method} {request.url.path} ({said}), got {name[:_LONGEST]!r}"
                + _hint(name[:_LONGEST], known)
            )


def _hint(name: str, known: list[str]) -> str:
    """The nearest known name, or how a filter is written."""
    if "filter" in known and name in _FILTERS:
        return f"; a filter is written filter={name}=..., or filter={name}<=... for numbers"
    near = process.extractOne(name.lower(), known, scorer=JaroWinkler.similarity, score_cutoff=_LIKE)
    return f"; did you mean {near[0]!r}?" if near is not None else ""
