"""The page `/offer/{id}/hs`: which HS codes an offer may have, how sure and why; POST keeps the one that the user chooses,
or takes that back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Path, Request, Response
from fastapi.responses import RedirectResponse

from dragoman.app import Dragoman
from dragoman.classify.classifier import SERVICE, Guess
from dragoman.errors import QueryError
from dragoman.faces.web.evidence import offer_path
from dragoman.faces.web.interface import Interface, marked
from dragoman.faces.web.pages.product import carried
from dragoman.faces.web.render import of_request, render
from dragoman.vocabulary.hs import EDITION, dotted

MOST_SHOWN = 8
"""Codes to choose of."""
_LEAST_SHOWN = 0.005
"""Probability below which a code is not worth a line."""
_LONGEST = 200
"""Characters that a code may be sent in; how many it may have, the page says."""

_REASONS: Mapping[str, str] = {
    "kind": marked("Kind"),
    "material": marked("Material"),
    "words": marked("Words of the nomenclature"),
    "meaning": marked("Meaning"),
    "own_code": marked("The supplier’s code"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeLine:
    """A code to choose."""

    code: str
    """With its dot."""
    sure: str
    path: tuple[str, ...]
    """English texts of chapter, heading and subheading."""
    reasons: tuple[tuple[str, str, str], ...]
    """(what decided, as the offer writes it, what it was held against)"""


def hs_code_page(dragoman: Dragoman) -> APIRouter:
    """Routes: GET /offer/{offer_id}/hs; POST /offer/{offer_id}/hs, /offer/{offer_id}/hs/forget"""
    router = APIRouter(include_in_schema=False)

    def page(request: Request, offer_id: str, *, refused: str = "", why: str = "") -> Response:
        ui = of_request(request)
        offer = dragoman.offer(offer_id).offer
        said = dragoman.said_codes.of(offer_id)
        found = dragoman.classify(dragoman.goods(offer) if said is None else dragoman.goods_by_texts(offer))
        return render(
            request,
            "offer/hs.html",
            status=400 if why else 200,
            offer=offer,
            edition=EDITION,
            codes=[
                line(ui, guess) for guess in found.guesses[:MOST_SHOWN] if guess.probability >= _LEAST_SHOWN
            ],
            said=dotted(said.code) if said is not None else "",
            own=offer.hs_code.raw if offer.hs_code is not None else "",
            check=found.own_code.message if found.own_code is not None else "",
            service=SERVICE in found.doubts,
            carried=carried(request),
            back=offer_path(offer_id),
            refused=refused,
            why=why,
        )

    @router.get("/offer/{offer_id}/hs")
    def show(request: Request, offer_id: Annotated[str, Path(max_length=200)]) -> Response:
        return page(request, offer_id)

    @router.post("/offer/{offer_id}/hs")
    def say(
        request: Request,
        offer_id: Annotated[str, Path(max_length=200)],
        code: Annotated[str, Form(max_length=_LONGEST)] = "",
    ) -> Response:
        try:
            dragoman.say_code(offer_id, code)
        except QueryError as error:
            return page(request, offer_id, refused=code, why=str(error))
        return _back(request, offer_id)

    @router.post("/offer/{offer_id}/hs/forget")
    def forget(request: Request, offer_id: Annotated[str, Path(max_length=200)]) -> Response:
        dragoman.forget_code(offer_id)
        return _back(request, offer_id)

    return router


def line(ui: Interface, guess: Guess, /) -> CodeLine:
    return CodeLine(
        code=dotted(guess.code),
        sure=ui.percent(round(guess.probability, 2)),
        path=guess.path,
        reasons=tuple(_reasons(ui, guess)),
    )


def _reasons(ui: Interface, guess: Guess) -> Iterator[tuple[str, str, str]]:
    """Without the meaning, where anything else decided: it is held against the text that stands above."""
    kinds = {one.kind for one in guess.reasons}
    for one in guess.reasons:
        if one.kind != "meaning" or kinds == {"meaning"}:
            yield ui.say(_REASONS[one.kind]), one.text, one.of if one.kind in ("kind", "words") else ""


def _back(request: Request, offer_id: str) -> Response:
    return RedirectResponse(f"{offer_path(offer_id)}/hs{carried(request)}", status_code=303)
