"""The loading pages: `/ingest` takes suppliers' files, `/ingest/{job}` shows how far they are and what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from dragoman.app import Dragoman
from dragoman.errors import InputError, NotFound
from dragoman.faces.uploads import keep_uploads
from dragoman.faces.web.interface import Interface
from dragoman.faces.web.job import Job
from dragoman.faces.web.jobs import Jobs, load_request
from dragoman.faces.web.labels import column_field_name, detected_name
from dragoman.faces.web.render import is_partial, of_request, render
from dragoman.ingest.load import IngestRequest

MAX_FILES = 100
MAX_FIELDS = 20


def ingest_page(dragoman: Dragoman, jobs: Jobs) -> APIRouter:
    """Routes: GET /ingest, POST /ingest, GET /ingest/{job_id}, POST /ingest/{job_id}/load"""
    router = APIRouter(include_in_schema=False)

    @router.get("/ingest")
    def show(request: Request) -> Response:
        ui = of_request(request)
        return render(
            request,
            "ingest/page.html",
            max_mb=dragoman.settings.max_upload_mb,
            max_files=MAX_FILES,
            countries=_countries(ui),
        )

    @router.post("/ingest")
    async def receive(request: Request) -> Response:
        async with request.form(max_files=MAX_FILES + 1, max_fields=MAX_FIELDS) as form:
            load = await run_in_threadpool(_keep, dragoman, form)
            kind = "preview" if form.get("action") == "preview" else "load"
        job = jobs.start("preview" if kind == "preview" else "load", load)
        return _to(job)

    @router.get("/ingest/{job_id}")
    def progress(request: Request, job_id: str) -> Response:
        job = _known(jobs, job_id)
        return render(
            request,
            "ingest/progress.html" if is_partial(request) else "ingest/job.html",
            job=job,
            field_name=column_field_name,
            detected_name=detected_name,
        )

    @router.post("/ingest/{job_id}/load")
    def load_previewed(job_id: str) -> Response:
        return _to(jobs.start("load", _known(jobs, job_id).request))

    return router


def _known(jobs: Jobs, job_id: str) -> Job:
    job = jobs.get(job_id)
    if job is None:
        raise NotFound(
            f"no load {job_id[:40]!r} is known to this server any more; what was loaded is in the record, see /status"
        )
    return job


def _to(job: Job) -> Response:
    return RedirectResponse(f"/ingest/{job.job_id}", status_code=303)


def _keep(dragoman: Dragoman, form: FormData) -> IngestRequest:
    """Save what was sent under HOME/uploads, and say how to load it."""
    files = _uploads(form, "files")
    if not files:
        raise InputError("expected at least one file, got none; choose or drop the suppliers' files first")
    mappings = _uploads(form, "mapping")[:1]
    dragoman.refuse_gone()
    kept = keep_uploads(dragoman.settings, [*files, *mappings])
    return load_request(
        dragoman,
        kept[: len(files)],
        mapping=kept[-1] if mappings else None,
        supplier=_text(form, "supplier")[:200],
        country=_text(form, "country")[:2].upper(),
        currency=_text(form, "currency").strip()[:3].upper(),
    )


def _uploads(form: FormData, name: str) -> Sequence[UploadFile]:
    """Files of a form field; a browser sends an empty, nameless one where none was chosen."""
    return [one for one in form.getlist(name) if isinstance(one, UploadFile) and one.filename]


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _countries(ui: Interface) -> list[tuple[str, str]]:
    """ISO 3166 codes and names, in the order of the names."""
    named = (
        (code, name)
        for code, name in ui.locale.territories.items()
        if len(code) == 2 and code.isalpha() and code not in {"ZZ", "EU", "EZ", "UN", "XA", "XB", "QO"}
    )
    return sorted(named, key=lambda pair: ui.order(pair[1]))
