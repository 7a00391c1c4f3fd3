"""REST: the same answers as the command line's `--json`, under /api, described by OpenAPI 3.1."""

from __future__ import annotations

import io
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, FastAPI, File, Form, Path, Query, Request, Response, UploadFile
from fastapi.exceptions import RequestValidationError
from fastapi.responses import StreamingResponse
from starlette.exceptions import HTTPException

from dragoman.app import Dragoman, limits_of
from dragoman.errors import DragomanError
from dragoman.faces.export import every_problem, problems_csv, write_problems_xlsx
from dragoman.faces.known_names import only_known
from dragoman.faces.landed_terms import day_of, moved_of
from dragoman.faces.rest_classify import classify_routes
from dragoman.faces.rest_compare import compare_routes
from dragoman.faces.rest_evaluations import evaluation_routes
from dragoman.faces.rest_landed import landed_routes
from dragoman.faces.rest_products import product_routes
from dragoman.faces.uploads import keep_uploads
from dragoman.faces.wire.convert import (
    doctor_wire,
    files_wire,
    ingest_wire,
    offer_wire,
    previews_wire,
    problems_wire,
    query_wire,
    search_wire,
)
from dragoman.faces.wire.shapes import (
    CompletionsWire,
    DoctorWire,
    ErrorWire,
    FilesWire,
    IngestWire,
    OfferWire,
    PreviewsWire,
    ProblemsWire,
    QueryWire,
    ReindexWire,
    SearchWire,
    Wire,
)
from dragoman.ingest.load import IngestRequest
from dragoman.ports import FACET_FIELDS, FacetField, ProblemFilter, ReadOptions
from dragoman.search.options import MAX_FACET_VALUES
from dragoman.search.request import SearchRequest, SortBy

MAX_TEXT = 2000
MAX_OFFSET = 10_000
WAIT_SECONDS = 60.0
"""How long a request waits for another load before it is told to try again."""
_EXPORTS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _answer(wire: Wire, status: int = 200) -> Response:
    return Response(wire.to_json(), status_code=status, media_type="application/json")


def error_answer(error: Exception, status: int, detail: str) -> Response:
    """An error as JSON: its name, and what to do."""
    return _answer(ErrorWire(error=type(error).__name__, detail=detail), status)


def install_rest(server: FastAPI, dragoman: Dragoman) -> None:
    """Add every REST route to the server."""
    for routes in (
        _search_routes,
        _record_routes,
        _load_routes,
        evaluation_routes,
        landed_routes,
        classify_routes,
        product_routes,
        compare_routes,
    ):
        server.include_router(routes(dragoman), dependencies=[Depends(only_known)])
    server.add_exception_handler(DragomanError, _refused)
    server.add_exception_handler(RequestValidationError, _bad_parameters)
    server.add_exception_handler(HTTPException, _http_error)


def _refused(_request: Request, error: Exception) -> Response:
    status = error.http_status if isinstance(error, DragomanError) else 500
    return error_answer(error, status, str(error))


def _bad_parameters(_request: Request, error: Exception) -> Response:
    said = error.errors() if isinstance(error, RequestValidationError) else ()
    detail = "; ".join(
        f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}, got {str(one.get('input'))[:100]!r}"
        for one in said
    )
    return _answer(ErrorWire(error="QueryError", detail=detail[:2000]), 400)


def _http_error(_request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        return error_answer(error, 500, "something broke on our side")
    return _answer(ErrorWire(error="HTTPException", detail=str(error.detail)), error.status_code)


def _router() -> APIRouter:
    errors: dict[int | str, dict[str, object]] = {
        code: {"model": ErrorWire} for code in (400, 403, 404, 413, 422, 503)
    }
    return APIRouter(prefix="/api", responses=errors)


def _search_routes(dragoman: Dragoman) -> APIRouter:
    router = _router()

    @router.get("/search", response_model=SearchWire, summary="Ranked offers with verdicts and evidence")
    def search(
        q: Annotated[
            str, Query(max_length=MAX_TEXT, description="the buyer's words, in any of nine languages")
        ],
        *,
        quantity: Annotated[int | None, Query(ge=1, le=10**9)] = None,
        to: Annotated[str | None, Query(pattern="^[A-Za-z]{2}$", description="destination country")] = None,
        currency: Annotated[str | None, Query(pattern="^[A-Za-z]{3}$")] = None,
        filters: Annotated[
            list[str] | None,
            Query(alias="filter", max_length=50, description="country=CN, moq<=500, landed<=5, ..."),
        ] = None,
        facets: Annotated[
            list[FacetField] | None,
            Query(alias="facet", max_length=20, description="to be counted, repeated; default all"),
        ] = None,
        facet_values: Annotated[
            int, Query(ge=0, le=MAX_FACET_VALUES, description="of each facet, the commonest that are told")
        ] = 100,
        sort: SortBy = "relevance",
        meaning: Annotated[
            bool, Query(description="find what is near in meaning too; false: by the words alone")
        ] = True,
        limit: Annotated[int, Query(ge=1, le=100)] = 10,
        offset: Annotated[int, Query(ge=0, le=MAX_OFFSET)] = 0,
        on: Annotated[
            str | None, Query(max_length=10, description="day of import for landed costs; default today")
        ] = None,
        fx: Annotated[
            str | None,
            Query(
                max_length=20,
                description="what if: percent that other currencies cost more, for landed costs",
            ),
        ] = None,
    ) -> Response:
        request = SearchRequest(
            text=q,
            quantity=quantity,
            destination=to.upper() if to else None,
            currency=currency.upper() if currency else None,
            filters=tuple(filters or ()),
            facets=FACET_FIELDS if facets is None else tuple(dict.fromkeys(facets)),
            facet_values=facet_values,
            sort=sort,
            meaning=meaning,
            limit=limit,
            offset=offset,
            on=day_of(on),
            exchange_moved=moved_of(fx),
        )
        result = dragoman.search(request)
        return _answer(search_wire(result, dragoman.folds(result)))

    @router.get("/understand", response_model=QueryWire, summary="What is understood of a text")
    def understand(q: Annotated[str, Query(max_length=MAX_TEXT)]) -> Response:
        return _answer(query_wire(dragoman.understand(q)))

    @router.get("/complete", response_model=CompletionsWire, summary="Search-as-you-type suggestions")
    def complete(
        prefix: Annotated[str, Query(max_length=MAX_TEXT)],
        limit: Annotated[int, Query(ge=1, le=50)] = 8,
    ) -> Response:
        return _answer(CompletionsWire(completions=dragoman.complete(prefix, limit=limit)))

    return router


def _record_routes(dragoman: Dragoman) -> APIRouter:
    router = _router()

    @router.get(
        "/offers/{offer_id}", response_model=OfferWire, summary="Every value of an offer, and its history"
    )
    def offer(offer_id: Annotated[str, Path(max_length=200)]) -> Response:
        return _answer(offer_wire(dragoman.offer(offer_id)))

    @router.get("/problems", response_model=ProblemsWire, summary="What could not be understood in the files")
    def problems(
        file: Annotated[str | None, Query(max_length=1000)] = None,
        kind: Annotated[str | None, Query(max_length=50)] = None,
        severity: Annotated[str | None, Query(pattern="^(error|warning)$")] = None,
        limit: Annotated[int, Query(ge=1, le=10_000)] = 1000,
        offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
    ) -> Response:
        request = ProblemFilter(file=file, kind=kind, severity=severity, limit=limit, offset=offset)
        return _answer(problems_wire(dragoman.problems(request)))

    @router.get(
        "/problems/export",
        summary="The same as a file for a spreadsheet, formulas made harmless",
        response_class=Response,
        responses={200: {"content": {kind: {} for kind in _EXPORTS.values()}}},
    )
    def export(
        format: Annotated[Literal["csv", "xlsx"], Query()] = "csv",  # noqa: A002 - the parameter's name in the URL
        file: Annotated[str | None, Query(max_length=1000)] = None,
        kind: Annotated[str | None, Query(max_length=50)] = None,
        severity: Annotated[str | None, Query(pattern="^(error|warning)$")] = None,
    ) -> Response:
        found = every_problem(dragoman, ProblemFilter(file=file, kind=kind, severity=severity))
        headers = {"Content-Disposition": f'attachment; filename="problems.{format}"'}
        if format == "csv":
            return StreamingResponse(problems_csv(found), media_type=_EXPORTS["csv"], headers=headers)
        book = io.BytesIO()
        write_problems_xlsx(found, book)
        return Response(book.getvalue(), media_type=_EXPORTS["xlsx"], headers=headers)

    @router.get("/files", response_model=FilesWire, summary="Files in the record")
    def files() -> Response:
        return _answer(files_wire(dragoman.files()))

    @router.get("/doctor", response_model=DoctorWire, summary="How the installation stands")
    def doctor() -> Response:
        return _answer(doctor_wire(dragoman.doctor()))

    return router


_CurrencyOfPrices = Annotated[str | None, Form(pattern="^[A-Z]{3}$", description="of prices that name none")]


def _load_routes(dragoman: Dragoman) -> APIRouter:
    router = _router()

    @router.post(
        "/ingest", response_model=IngestWire, summary="Load suppliers' files; kept under HOME/uploads"
    )
    def ingest(
        files: Annotated[list[UploadFile], File(description="suppliers' files")],
        mapping: Annotated[UploadFile | None, File(description="mapping file (TOML)")] = None,
        supplier: Annotated[str | None, Form(max_length=200)] = None,
        country: Annotated[str | None, Form(pattern="^[A-Z]{2}$")] = None,
        currency: _CurrencyOfPrices = None,
        learned: Annotated[bool, Form(description="false: use and remember no corrections")] = True,
    ) -> Response:
        request = _uploaded(dragoman, files, mapping, supplier, country, currency, learned=learned)
        report = dragoman.ingest(request, lambda _event: None, wait_seconds=WAIT_SECONDS)
        return _answer(
            ingest_wire(report), 422 if report.failed and report.files == len(report.failed) else 200
        )

    @router.post(
        "/preview", response_model=PreviewsWire, summary="How files would be read; nothing enters the record"
    )
    def preview(
        files: Annotated[list[UploadFile], File(description="suppliers' files")],
        mapping: Annotated[UploadFile | None, File(description="mapping file (TOML)")] = None,
        supplier: Annotated[str | None, Form(max_length=200)] = None,
        country: Annotated[str | None, Form(pattern="^[A-Z]{2}$")] = None,
        currency: _CurrencyOfPrices = None,
        learned: Annotated[bool, Form(description="false: use and remember no corrections")] = True,
    ) -> Response:
        return _answer(
            previews_wire(
                dragoman.preview(
                    _uploaded(dragoman, files, mapping, supplier, country, currency, learned=learned)
                )
            )
        )

    @router.post("/reindex", response_model=ReindexWire, summary="Make the index anew from the record")
    def reindex() -> Response:
        changes = dragoman.reindex()
        return _answer(ReindexWire(changes=changes, generation=dragoman.generations()[0]))

    return router


def _uploaded(
    dragoman: Dragoman,
    files: list[UploadFile],
    mapping: UploadFile | None,
    supplier: str | None,
    country: str | None,
    currency: str | None,
    *,
    learned: bool,
) -> IngestRequest:
    dragoman.refuse_gone()
    kept = keep_uploads(dragoman.settings, [*files, *([mapping] if mapping is not None else [])])
    return IngestRequest(
        paths=tuple(kept[: len(files)]),
        mapping=kept[-1] if mapping is not None else None,
        supplier=supplier,
        country=country,
        currency=currency,
        options=ReadOptions(),
        limits=limits_of(dragoman.settings),
        learned=learned,
    )
