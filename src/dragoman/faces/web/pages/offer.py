"""The offer page `/offer/{id}`: every value with its evidence, the price by quantity, the history, the raw row."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BeforeValidator, Field

from dragoman.app import Dragoman
from dragoman.faces.web.cards import facts, price_lines
from dragoman.faces.web.curve import curve
from dragoman.faces.web.evidence import evidence
from dragoman.faces.web.offer_view import places, value_rows, versions
from dragoman.faces.web.paper import page_link, row_link
from dragoman.faces.web.products import product_view
from dragoman.faces.web.render import of_request, render
from dragoman.faces.web.way_back import going_along, way_back
from dragoman.model import Quantity

QuantityAsked = Annotated[Decimal, Field(gt=0, le=10**9, allow_inf_nan=False)]
CurrencyAsked = Annotated[str, Field(pattern="^[A-Z]{3}$")]
EMPTY_IS_LEFT_OUT = BeforeValidator(lambda given: given or None)
"""A field of a form that is sent with nothing in it."""


def offer_page(dragoman: Dragoman) -> APIRouter:
    """Routes: GET /offer/{offer_id}"""
    router = APIRouter(include_in_schema=False)

    @router.get("/offer/{offer_id}")
    def show(
        request: Request,
        offer_id: Annotated[str, Path(max_length=200)],
        quantity: Annotated[QuantityAsked | None, EMPTY_IS_LEFT_OUT, Query()] = None,
        currency: Annotated[CurrencyAsked | None, EMPTY_IS_LEFT_OUT, Query()] = None,
    ) -> Response:
        if (moved := going_along(request)) is not None:
            return moved
        ui = of_request(request)
        record = dragoman.offer(offer_id)
        offer = record.offer
        shown_in = currency or dragoman.settings.currency
        asked = Quantity(value=quantity) if quantity is not None else None
        price = dragoman.price_at(offer, asked, shown_in)
        return render(
            request,
            "offer/page.html",
            offer=offer,
            back=way_back(request),
            country=ui.country(offer.supplier.country) if offer.supplier.country else "",
            product=product_view(
                ui,
                dragoman.products.of(offer_id),
                lambda one: dragoman.price_at(one, asked, shown_in),
                request.url.query,
            ),
            carried=f"?{request.url.query}" if request.url.query else "",
            said_code=dragoman.said_codes.of(offer_id) is not None,
            price=price_lines(ui, price) if price is not None else None,
            facts=facts(ui, offer),
            rows=value_rows(ui, offer),
            curve=curve(ui, dragoman, offer, shown_in),
            asked=quantity,
            versions=versions(ui, record.history),
            withdrawn=bool(record.history) and record.history[-1].change == "withdrawn",
            raw_row=record.raw_row,
            row_evidence=evidence(ui, offer.origin),
            paper=row_link(offer.origin, places(offer)),
            whole_page=page_link(offer.origin),
            rates=dragoman.rates,
        )

    return router
