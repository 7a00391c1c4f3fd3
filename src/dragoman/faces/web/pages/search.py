"""The search page `/`: words in, comparable offers out, each with its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, TypedDict

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from dragoman.app import Dragoman
from dragoman.errors import RateMissing
from dragoman.faces.web.active import ActiveFilter, active_filters
from dragoman.faces.web.cards import Card, cards
from dragoman.faces.web.chips import Chip, chips
from dragoman.faces.web.choices import country_names, currency_codes
from dragoman.faces.web.examples import examples
from dragoman.faces.web.facets import Facet, facets
from dragoman.faces.web.interface import Interface
from dragoman.faces.web.labels import SORTS
from dragoman.faces.web.notices import NoticeLine, notice_lines
from dragoman.faces.web.pager import Pages, pages
from dragoman.faces.web.render import is_partial, of_request, render
from dragoman.faces.web.search_form import PAGE_SIZE, SearchForm, read_form
from dragoman.model import Country
from dragoman.ports import FACET_FIELDS, FacetCount, FacetField
from dragoman.search.request import Destination, SearchResult


def search_page(dragoman: Dragoman) -> APIRouter:
    """Routes: GET /"""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    def show(
        request: Request,
        drop: Annotated[str, Query(max_length=200)] = "",
        change: Annotated[str, Query(max_length=200)] = "",
        phrase: Annotated[str, Query(max_length=500)] = "",
    ) -> Response:
        asked = read_form(request.query_params)
        form = _said_anew(dragoman, asked, drop=drop, change=change, phrase=phrase)
        if form != asked and not is_partial(request):
            return RedirectResponse(form.url(), status_code=303)
        form = _with_known_requirements(dragoman, form)
        answer = _answer(request, dragoman, form)
        if is_partial(request) and answer.status_code == 200:
            _tell_browser(answer, request, form)
        return answer

    return router


def _said_anew(dragoman: Dragoman, form: SearchForm, *, drop: str, change: str, phrase: str) -> SearchForm:
    """The form with a requirement taken out of its words, or said in another phrase."""
    touched = drop or change
    if not touched:
        return form
    if drop or not phrase.strip():
        text = dragoman.without(form.text, touched)
    else:
        text = dragoman.with_changed(form.text, touched, phrase.strip())
    return replace(
        form,
        text=text.strip(),
        quantity=None if touched.startswith("quantity") else form.quantity,
        filters=tuple(one for one in form.filters if one != f"met={touched}"),
        page=1,
    )


def _with_known_requirements(dragoman: Dragoman, form: SearchForm) -> SearchForm:
    """Without "met=" filters on requirements that the words no longer hold, as happens while typing."""
    if not any(one.startswith("met=") for one in form.filters):
        return form
    known = {f"met={one.requirement_id}" for one in dragoman.understand(form.text).requirements}
    if form.quantity is not None:
        known.add("met=quantity")
    kept = tuple(one for one in form.filters if not one.startswith("met=") or one in known)
    return replace(form, filters=kept)


def _answer(request: Request, dragoman: Dragoman, form: SearchForm) -> Response:
    partial = is_partial(request)
    template = "search/answer.html" if partial else "search/page.html"
    ui = of_request(request)
    if not (form.text or form.narrowed):
        return render(
            request,
            template,
            form=form,
            partial=partial,
            result=None,
            counts=dragoman.counts(),
            examples=examples(ui),
        )
    chosen_sort = form.sort
    form = _with_destination(dragoman, form)
    result, form, stays = _searched(dragoman, form, ui)
    last = max(1, -(-result.total // PAGE_SIZE))
    if form.page > last:
        return RedirectResponse(form.url(page=last), status_code=303)
    return render(
        request,
        template,
        form=form,
        partial=partial,
        result=result,
        sorts=SORTS,
        chosen_sort=chosen_sort,
        needs_country=chosen_sort != form.sort,
        countries=country_names(ui, dragoman, form.destination),
        currencies=[(code, ui.currency_name(code)) for code in currency_codes(dragoman, form.currency)],
        limit_stays=stays,
        going_to=_going_to(dragoman, result),
        **_of_result(ui, dragoman, form, result),
    )


def _searched(dragoman: Dragoman, form: SearchForm, ui: Interface) -> tuple[SearchResult, SearchForm, bool]:
    """The result, with the limits of money in its currency; whether they keep their number there for want of a rate."""
    result = dragoman.search(form.request(ui.language))
    try:
        worth = form.with_limits_in(result.currency, dragoman.rates)
    except RateMissing:
        return result, replace(form, limit_in=result.currency), True
    if worth.limits != form.limits:
        result = dragoman.search(worth.request(ui.language))
    return result, worth, False


def _with_destination(dragoman: Dragoman, form: SearchForm) -> SearchForm:
    """By relevance and without a limit where costs at a door are asked for and nobody said whose."""
    if not form.by_landed_cost or form.destination or dragoman.settings.country:
        return form
    if any(isinstance(one, Destination) for one in dragoman.understand(form.text).requirements):
        return form
    limits = {name: value for name, value in form.limits.items() if name != "max_landed"}
    return replace(form, sort="relevance" if form.sort == "landed" else form.sort, limits=limits)


def _going_to(dragoman: Dragoman, result: SearchResult) -> Country | None:
    """The country that goods go to as far as the search says, for a comparison of its offers."""
    if result.landed is not None:
        return result.landed.destination
    said = (one.country for one in result.query.requirements if isinstance(one, Destination))
    return next((one for one in said if one in dragoman.destinations()), None)


class _Shown(TypedDict):
    """What the templates of an answer need besides the result itself."""

    form_fields: list[tuple[str, str]]
    chips: list[Chip]
    not_understood: list[str]
    notices: list[NoticeLine]
    facets: list[Facet]
    active: list[ActiveFilter]
    cards: list[Card]
    has_groups: bool
    """Some hits can be shown under others."""
    pages: Pages | None


def _of_result(ui: Interface, dragoman: Dragoman, form: SearchForm, result: SearchResult) -> _Shown:
    suppliers = {supplier.supplier_id: supplier.name for supplier in dragoman.suppliers()}
    folds = dragoman.folds(result)
    counts = {**result.facets, **_other_choices(dragoman, result)}
    understood = chips(ui, result.query, form)
    active = active_filters(ui, form, suppliers, understood, result.currency)
    return {
        "form_fields": replace(form, page=1).fields(),
        "chips": understood,
        "notices": notice_lines(ui, result.notices, result.query, {one.filter: one.whole for one in active}),
        "not_understood": [span.text for span in result.query.not_understood],
        "facets": facets(ui, counts, form, suppliers),
        "active": active,
        "cards": cards(ui, result, folds, fold=form.fold),
        "has_groups": any(one.shown_by != offer_id for offer_id, one in folds.items()),
        "pages": pages(form, result.total, PAGE_SIZE),
    }


def _other_choices(dragoman: Dragoman, result: SearchResult) -> Mapping[FacetField, Sequence[FacetCount]]:
    """For each facet with a choice made: the counts as they would be without it, so that one can add to it."""
    request = result.request
    counts: dict[FacetField, Sequence[FacetCount]] = {}
    for field in FACET_FIELDS:
        others = tuple(one for one in request.filters if not one.startswith(f"{field}="))
        if len(others) < len(request.filters):
            wider = dragoman.search(replace(request, filters=others, facets=(field,), limit=1, offset=0))
            found = wider.facets.get(field, ())
            known = {count.value for count in found}
            counts[field] = (*found, *(one for one in result.facets.get(field, ()) if one.value not in known))
    return counts


def _tell_browser(answer: Response, request: Request, form: SearchForm) -> None:
    """The address of what is shown, for htmx: a new entry of the browser's history, but not for each letter typed."""
    typed = request.headers.get("x-typed") == "1"
    answer.headers["HX-Replace-Url" if typed else "HX-Push-Url"] = form.url(page=form.page)
