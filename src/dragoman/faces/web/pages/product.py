"""What the user says of two offers: POST `/offer/{id}/product` remembers it and goes back to the offer's page, at the
quantity and in the currency that it was seen in."""

from __future__ import annotations

from typing import Annotated, Literal, assert_never
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Path, Request, Response
from fastapi.responses import RedirectResponse

from dragoman.app import Dragoman
from dragoman.faces.web.evidence import offer_path

Said = Literal["same", "other", "alone", "forget"]
"""One product; different products; none of its group's; nothing any more."""

CARRIED = ("quantity", "currency", "lang", "back")
"""What the address of the offer's page says of how it is seen."""


def product_page(dragoman: Dragoman) -> APIRouter:
    """Routes: POST /offer/{offer_id}/product"""
    router = APIRouter(include_in_schema=False)

    @router.post("/offer/{offer_id}/product")
    def say(
        request: Request,
        offer_id: Annotated[str, Path(max_length=200)],
        said: Annotated[Said, Form()],
        other: Annotated[str, Form(max_length=200)] = "",
    ) -> Response:
        products = dragoman.products
        match said:
            case "same":
                products.join(offer_id, other)
            case "other":
                products.part(offer_id, other)
            case "alone":
                products.part_from_group(offer_id)
            case "forget":
                products.forget(offer_id, other)
            case _:
                assert_never(said)
        return RedirectResponse(f"{offer_path(offer_id)}{carried(request)}#product", status_code=303)

    return router


def carried(request: Request, /) -> str:
    """The query that goes along from a page of an offer to another: "?quantity=500", or ""."""
    kept = urlencode(
        [(name, text) for name, text in request.query_params.items() if name in CARRIED and text]
    )
    return f"?{kept}" if kept else ""
