"""REST: HS codes of a text or an offer, as `dragoman classify` gives them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from dragoman.app import Dragoman
from dragoman.classify.given_code import given_code
from dragoman.classify.goods import Goods
from dragoman.faces.wire.classify import ClassificationWire, classification_wire
from dragoman.faces.wire.shapes import ErrorWire

_COUNTRY = "^[A-Za-z]{2}$"
_OwnCode = Annotated[str | None, Query(max_length=40, description="the supplier's code, to be checked")]
_To = Annotated[str | None, Query(pattern=_COUNTRY, description="also lines of this country's tariff")]
_Most = Annotated[int, Query(ge=1, le=50)]
_MOST = 5


def _code(given: str | None) -> str | None:
    """As it was given. Raises QueryError where it is no code."""
    if given is not None:
        given_code(given)
    return given


def classify_routes(dragoman: Dragoman) -> APIRouter:
    """GET /api/classify, /api/offers/{offer_id}/classify; POST /api/offers/{offer_id}/hs, .../hs/forget"""
    errors: dict[int | str, dict[str, object]] = {code: {"model": ErrorWire} for code in (400, 404, 422, 503)}
    router = APIRouter(prefix="/api", responses=errors)

    def answer(goods: Goods, to: str | None, most: int) -> Response:
        found = dragoman.classify(goods, most=most)
        national = dragoman.tariff_lines([guess.code for guess in found.guesses], to)
        wire = classification_wire(found, national=national)
        return Response(wire.to_json(), media_type="application/json")

    @router.get("/classify", response_model=ClassificationWire, summary="HS codes of goods, likeliest first")
    def classify(
        *,
        q: Annotated[str, Query(min_length=1, max_length=2000, description="what the goods are")],
        language: Annotated[str | None, Query(pattern="^[a-z]{2,3}$")] = None,
        hs: _OwnCode = None,
        to: _To = None,
        most: _Most = _MOST,
    ) -> Response:
        return answer(Goods.of_text(q, language=language, own_code=_code(hs)), to, most)

    @router.get(
        "/offers/{offer_id}/classify",
        response_model=ClassificationWire,
        summary="HS codes of an offer, its own code weighed and checked",
    )
    def classify_offer(
        *,
        offer_id: Annotated[str, Path(max_length=200)],
        hs: _OwnCode = None,
        to: _To = None,
        most: _Most = _MOST,
    ) -> Response:
        return answer(dragoman.goods(dragoman.offer(offer_id).offer, own_code=_code(hs)), to, most)

    @router.post(
        "/offers/{offer_id}/hs",
        response_model=ClassificationWire,
        summary="Say which HS code an offer has; it is remembered and goes before the supplier's",
    )
    def say(
        *,
        offer_id: Annotated[str, Path(max_length=200)],
        code: Annotated[str, Query(max_length=40, description="six digits or more of this edition")],
    ) -> Response:
        return answer(dragoman.goods(dragoman.say_code(offer_id, code).offer), None, _MOST)

    @router.post(
        "/offers/{offer_id}/hs/forget",
        response_model=ClassificationWire,
        summary="Take back what was said of an offer's HS code",
    )
    def forget(*, offer_id: Annotated[str, Path(max_length=200)]) -> Response:
        return answer(dragoman.goods(dragoman.forget_code(offer_id).offer), None, _MOST)

    return router
