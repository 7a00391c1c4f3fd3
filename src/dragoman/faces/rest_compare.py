"""REST: offers side by side, as `dragoman compare` gives them, and as files."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse

from dragoman.app import Dragoman
from dragoman.faces.compare_words import compare_csv
from dragoman.faces.comparing import compared, workbook
from dragoman.faces.landed_terms import TermsAsGiven
from dragoman.faces.wire.compare import CompareWire, compare_wire
from dragoman.faces.wire.shapes import ErrorWire

_COUNTRY = "^[A-Za-z]{2}$"
Format = Literal["xlsx", "csv", "json"]
TYPES: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}

Offers = Annotated[
    list[str], Query(alias="offer", min_length=1, max_length=20, description="two to eight offer ids")
]
Many = Annotated[int | None, Query(ge=1, le=10**9)]
Unit = Annotated[str, Query(max_length=20)]
To = Annotated[str | None, Query(pattern=_COUNTRY, description="destination country")]
Shown = Annotated[str | None, Query(pattern="^[A-Za-z]{3}$")]
Day = Annotated[str | None, Query(max_length=10, description="day of import; default today")]
Moved = Annotated[
    str | None, Query(max_length=20, description="what if: percent that other currencies cost more")
]


def compare_routes(dragoman: Dragoman) -> APIRouter:
    """GET /api/compare, /api/compare/export"""
    errors: dict[int | str, dict[str, object]] = {code: {"model": ErrorWire} for code in (400, 404, 422, 503)}
    router = APIRouter(prefix="/api", responses=errors)

    @router.get(
        "/compare",
        response_model=CompareWire,
        summary="Two to eight offers side by side, at the buyer's door",
    )
    def compare(
        *,
        offer: Offers,
        quantity: Many = None,
        unit: Unit = "piece",
        to: To = None,
        currency: Shown = None,
        on: Day = None,
        fx: Moved = None,
    ) -> Response:
        given = TermsAsGiven(destination=to, quantity=quantity, unit=unit, on=on)
        found = compared(dragoman, offer, given, currency, fx)
        wire = compare_wire(found, dragoman.break_even(found))
        return Response(wire.to_json(), media_type="application/json")

    @router.get(
        "/compare/export",
        summary="The same as a file; a workbook's totals are formulas",
        response_class=Response,
        responses={200: {"content": {kind: {} for kind in TYPES.values()}}},
    )
    def export(
        *,
        offer: Offers,
        format: Format = "xlsx",  # noqa: A002 - the parameter's name in the URL
        quantity: Many = None,
        unit: Unit = "piece",
        to: To = None,
        currency: Shown = None,
        on: Day = None,
        fx: Moved = None,
    ) -> Response:
        given = TermsAsGiven(destination=to, quantity=quantity, unit=unit, on=on)
        found = compared(dragoman, offer, given, currency, fx)
        headers = {"Content-Disposition": f'attachment; filename="comparison.{format}"'}
        if format == "csv":
            return StreamingResponse(compare_csv(found), media_type=TYPES["csv"], headers=headers)
        content = (
            compare_wire(found, dragoman.break_even(found)).to_json()
            if format == "json"
            else workbook(dragoman, found)
        )
        return Response(content, media_type=TYPES[format], headers=headers)

    return router
