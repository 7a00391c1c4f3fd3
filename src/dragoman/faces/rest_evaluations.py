"""REST: the evaluations kept in the home, as `dragoman evaluations --json` gives them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from dragoman.app import Dragoman
from dragoman.faces import evaluations
from dragoman.faces.wire.evaluation import EvaluationChangeWire, SavedEvaluationsWire, SavedEvaluationWire
from dragoman.faces.wire.shapes import ErrorWire, Wire

Name = Annotated[str, Path(max_length=evaluations.MOST_BYTES, description="of --save")]


def _answer(wire: Wire) -> Response:
    return Response(wire.to_json(), media_type="application/json")


def evaluation_routes(dragoman: Dragoman) -> APIRouter:
    """GET /api/evaluations, /api/evaluations/{name}, /api/evaluations/{name}/against/{other}"""
    errors: dict[int | str, dict[str, object]] = {code: {"model": ErrorWire} for code in (400, 404, 503)}
    router = APIRouter(prefix="/api/evaluations", responses=errors)
    home = dragoman.settings.home

    @router.get("", response_model=SavedEvaluationsWire, summary="Evaluations that are kept, newest first")
    def kept() -> Response:
        return _answer(evaluations.kept(home))

    @router.get("/{name}", response_model=SavedEvaluationWire, summary="One of them, question by question")
    def one(name: Name) -> Response:
        return _answer(evaluations.read(home, name))

    @router.get(
        "/{name}/against/{other}",
        response_model=EvaluationChangeWire,
        summary="What changed from `other` to `name`: paired, with the randomisation test",
    )
    def against(name: Name, other: Name) -> Response:
        return _answer(evaluations.change(home, name, other))

    return router
