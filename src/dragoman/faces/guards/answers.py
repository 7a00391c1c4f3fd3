"""Answers that a guard gives in the place of a route: JSON under /api, a line of text elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import Scope

from dragoman.faces.web.security import HEADERS
from dragoman.faces.wire.shapes import ErrorWire


def refusal(
    scope: Scope, status: int, name: str, detail: str, headers: Mapping[str, str] | None = None, /
) -> Response:
    """`name` is that of an error, `detail` what was expected, what came and what to do."""
    said = {**HEADERS, **(headers or {})}
    if str(scope["path"]).startswith("/api/"):
        wire = ErrorWire(error=name, detail=detail)
        return Response(wire.to_json(), status, said, media_type="application/json")
    return PlainTextResponse(f"{detail}\n", status, said)


def declared_bytes(scope: Scope, /) -> int | None:
    """Length that the request says its body has."""
    said = Headers(scope=scope).get("content-length", "")
    return int(said) if said.isascii() and said.isdigit() else None
