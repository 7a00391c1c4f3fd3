"""The page `/compare`: two to eight offers side by side at the buyer's door, what if, and from when on which is cheapest."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request, Response
from starlette.datastructures import QueryParams

from dragoman.app import Dragoman
from dragoman.compare.side_by_side import Comparison, check_offers
from dragoman.errors import QueryError, RateMissing
from dragoman.faces.landed_terms import TermsAsGiven, currency_of, day_of, landed_terms, moved_of
from dragoman.faces.web.choices import country_names, currency_codes
from dragoman.faces.web.compare_chart import chart
from dragoman.faces.web.compare_view import (
    CompareForm,
    columns,
    costs_by_quantity,
    rows,
    stretches,
)
from dragoman.faces.web.render import is_partial, of_request, render
from dragoman.faces.web.search_form import plain_moved
from dragoman.faces.web.way_back import going_along, way_back


def compare_page(dragoman: Dragoman) -> APIRouter:
    """Routes: GET /compare"""
    router = APIRouter(include_in_schema=False)

    @router.get("/compare")
    def show(request: Request) -> Response:
        form = replace(read_form(request.query_params), back=way_back(request))
        check_offers(form.offers)
        partial = is_partial(request)
        if not partial and (moved := going_along(request)) is not None:
            return moved
        template = "compare/answer.html" if partial else "compare/page.html"
        ui = of_request(request)
        countries = country_names(ui, dragoman, form.destination or dragoman.settings.country)
        currencies = currency_codes(dragoman, form.currency)
        if form.destination is None and dragoman.settings.country is None:
            return render(
                request, template, form=form, found=None, countries=countries, currencies=currencies
            )
        found = _compared(dragoman, form)
        breaks = dragoman.break_even(found)
        factor = _factor(dragoman, found, breaks.currency)
        asked = found.terms.quantity.value if found.terms.quantity is not None else None
        answer = render(
            request,
            template,
            found=found,
            columns=columns(ui, found, form),
            rows=rows(ui, found),
            chart=chart(ui, breaks, factor=factor, asked=asked),
            stretches=stretches(ui, found, breaks),
            by_quantity=costs_by_quantity(ui, found, breaks, factor),
            asked=asked,
            form=form,
            countries=countries,
            currencies=currencies,
        )
        if partial:
            answer.headers["HX-Replace-Url"] = form.url()
        return answer

    return router


def _compared(dragoman: Dragoman, form: CompareForm) -> Comparison:
    given = TermsAsGiven(destination=form.destination, quantity=form.quantity, on=form.on or None)
    terms = landed_terms(given, home=dragoman.settings.country)
    return dragoman.compare(form.offers, terms, currency=form.currency, moved=moved_of(form.moved))


def _factor(dragoman: Dragoman, found: Comparison, currency: str) -> float:
    """From the currency of the curves to the one that is shown; 1 where no rate is known."""
    try:
        rates = dragoman.desk.rates(found.terms, found.moved)
        return float(rates.exchange.rate(currency, found.currency).value)
    except RateMissing:
        return 1.0


def read_form(parameters: QueryParams, /) -> CompareForm:
    """The form as an URL gives it; empty parameters count as left out. Raises QueryError."""
    text = parameters.get("quantity", "").strip()
    if text and not (text.isascii() and text.isdigit() and len(text) <= 12 and 1 <= int(text) <= 10**9):
        raise QueryError(f"quantity: expected a whole number from 1 to {10**9}, got {text[:40]!r}")
    return CompareForm(
        offers=tuple(dict.fromkeys(one[:200] for one in parameters.getlist("offer") if one))[:20],
        quantity=int(text) if text else None,
        destination=parameters.get("to", "").strip().upper()[:10] or None,
        currency=currency_of(parameters.get("currency", "").strip()[:10] or None),
        on=str(day_of(parameters.get("on", "").strip()[:20]) or ""),
        moved=plain_moved(parameters.get("fx", "").strip()[:20]),
    )
