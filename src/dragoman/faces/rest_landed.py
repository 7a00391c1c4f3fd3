"""REST: landed costs and the tables they are reckoned by, as `dragoman landed` and `dragoman rates` give them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from dragoman.app import Dragoman
from dragoman.faces.landed_terms import TermsAsGiven, currency_of, landed_terms
from dragoman.faces.wire.landed import GapsWire, LandedWire, RatesWire, gaps_wire, landed_wire, rates_wire
from dragoman.faces.wire.shapes import ErrorWire, Wire

_COUNTRY = "^[A-Za-z]{2}$"


def _answer(wire: Wire) -> Response:
    return Response(wire.to_json(), media_type="application/json")


def landed_routes(dragoman: Dragoman) -> APIRouter:
    """GET /api/offers/{offer_id}/landed, /api/rates, /api/rates/gaps"""
    errors: dict[int | str, dict[str, object]] = {code: {"model": ErrorWire} for code in (400, 404, 422, 503)}
    router = APIRouter(prefix="/api", responses=errors)

    @router.get(
        "/offers/{offer_id}/landed",
        response_model=LandedWire,
        summary="What an order costs at the door, line by line",
    )
    def landed(
        *,
        offer_id: Annotated[str, Path(max_length=200)],
        quantity: Annotated[int | None, Query(ge=1, le=10**9)] = None,
        unit: Annotated[str, Query(max_length=20)] = "piece",
        to: Annotated[str | None, Query(pattern=_COUNTRY, description="destination country")] = None,
        incoterm: Annotated[str | None, Query(max_length=3, description="that the price holds for")] = None,
        mode: Annotated[str | None, Query(max_length=10, description="sea, air, road, rail, courier")] = None,
        hs: Annotated[
            list[str] | None, Query(max_length=20, description="codes of the destination's tariff")
        ] = None,
        made_in: Annotated[str | None, Query(pattern=_COUNTRY)] = None,
        ship_from: Annotated[str | None, Query(pattern=_COUNTRY)] = None,
        weight_kg: Annotated[str | None, Query(max_length=60, description="of one piece, packed")] = None,
        net_kg: Annotated[str | None, Query(max_length=60)] = None,
        volume_m3: Annotated[str | None, Query(max_length=60)] = None,
        shown_apart: Annotated[str | None, Query(max_length=40, description="'1500 USD'")] = None,
        preference: bool = False,
        tax_category: Annotated[str, Query(max_length=40)] = "standard",
        margin: Annotated[str | None, Query(max_length=20, description="percent")] = None,
        on: Annotated[str | None, Query(max_length=10, description="day of import")] = None,
        currency: Annotated[str | None, Query(pattern="^[A-Za-z]{3}$")] = None,
    ) -> Response:
        given = TermsAsGiven(
            destination=to,
            quantity=quantity,
            unit=unit,
            incoterm=incoterm,
            mode=mode,
            hs=tuple(hs or ()),
            made_in=made_in,
            ship_from=ship_from,
            weight_kg=weight_kg,
            net_kg=net_kg,
            volume_m3=volume_m3,
            shown_apart=shown_apart,
            preference=preference,
            tax_category=tax_category,
            margin=margin,
            on=on,
        )
        terms = landed_terms(given, home=dragoman.settings.country)
        return _answer(landed_wire(dragoman.landed(offer_id, terms, currency=currency_of(currency))))

    @router.get("/rates", response_model=RatesWire, summary="The rate tables in force, dated and sourced")
    def rates() -> Response:
        return _answer(rates_wire(dragoman.rate_sources()))

    @router.get("/rates/gaps", response_model=GapsWire, summary="What rates the catalogue's offers lack")
    def gaps(to: Annotated[str, Query(pattern=_COUNTRY, description="destination country")]) -> Response:
        return _answer(gaps_wire(to.upper(), dragoman.rate_gaps(to.upper())))

    return router
