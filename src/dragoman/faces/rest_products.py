"""REST: which offers are one product, as `dragoman match` gives it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from dragoman.app import Dragoman
from dragoman.faces.wire.products import MatchWire, SameProductWire, match_wire, same_product_wire
from dragoman.faces.wire.shapes import ErrorWire, Wire

_Id = Annotated[str, Path(max_length=200)]
_Other = Annotated[str, Query(max_length=200, description="id of the other offer")]


def _answer(wire: Wire) -> Response:
    return Response(wire.to_json(), media_type="application/json")


def product_routes(dragoman: Dragoman) -> APIRouter:
    """GET /api/offers/{offer_id}/product; POST .../join, .../split, .../forget; POST /api/match"""
    errors: dict[int | str, dict[str, object]] = {code: {"model": ErrorWire} for code in (400, 404, 422, 503)}
    router = APIRouter(prefix="/api", responses=errors)

    def _of(offer_id: str) -> Response:
        return _answer(same_product_wire(dragoman.products.of(offer_id)))

    @router.get(
        "/offers/{offer_id}/product",
        response_model=SameProductWire,
        summary="Offers of the same product, how sure that is, and why",
    )
    def product(offer_id: _Id) -> Response:
        return _of(offer_id)

    @router.post(
        "/offers/{offer_id}/product/join",
        response_model=SameProductWire,
        summary="Say that two offers are one product; it is remembered",
    )
    def join(offer_id: _Id, other: _Other) -> Response:
        dragoman.products.join(offer_id, other)
        return _of(offer_id)

    @router.post(
        "/offers/{offer_id}/product/split",
        response_model=SameProductWire,
        summary="Say that two offers are different products, or that the offer is none of its group's",
    )
    def split(
        offer_id: _Id,
        other: Annotated[
            str | None, Query(max_length=200, description="id of the other offer; none: all of its group")
        ] = None,
    ) -> Response:
        if other is None:
            dragoman.products.part_from_group(offer_id)
        else:
            dragoman.products.part(offer_id, other)
        return _of(offer_id)

    @router.post(
        "/offers/{offer_id}/product/forget",
        response_model=SameProductWire,
        summary="Take back what was said of two offers",
    )
    def forget(offer_id: _Id, other: _Other) -> Response:
        dragoman.products.forget(offer_id, other)
        return _of(offer_id)

    @router.post(
        "/match", response_model=MatchWire, summary="Look for offers of one product; groups are made anew"
    )
    def match(
        anew: Annotated[
            bool, Query(description="look at every offer, not only at those that changed")
        ] = False,
    ) -> Response:
        return _answer(match_wire(dragoman.match(lambda _done, _all: None, anew=anew)))

    return router
