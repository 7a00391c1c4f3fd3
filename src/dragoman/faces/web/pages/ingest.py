"""The loading pages: `/ingest` takes suppliers' files, `/ingest/{job}` shows how far they are and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from dragoman.app import Dragoman
from dragoman.errors import InputError, NotFound
from dragoman.faces.uploads import keep_uploads
from dragoman.faces.web.evidence import evidence
from dragoman.faces.web.interface import Interface
from dragoman.faces.web.job import Job, JobKind
from dragoman.faces.web.jobs import Jobs
from dragoman.faces.web.labels import column_field_name, detected_name
from dragoman.faces.web.problem_words import problem_words
from dragoman.faces.web.render import is_partial, of_request, render
from dragoman.faces.web.said import Said, column_name, request_for, said_again, said_in, said_name
from dragoman.vocabulary.field_names import FIELDS, Field

MAX_FILES = 100
MAX_FIELDS = 20
MAX_COLUMNS = 5_000
"""Of a preview, each with a field."""


def ingest_page(dragoman: Dragoman, jobs: Jobs) -> APIRouter:
    """Routes: GET /ingest, POST /ingest, GET /ingest/{job_id}, POST /ingest/{job_id}/preview, POST /ingest/{job_id}/load"""
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
            said=Said(),
        )

    @router.post("/ingest")
    async def receive(request: Request) -> Response:
        async with request.form(max_files=MAX_FILES + 1, max_fields=MAX_FIELDS) as form:
            paths, said = await run_in_threadpool(_keep, dragoman, form)
            kind: JobKind = "preview" if form.get("action") == "preview" else "load"
        load = request_for(dragoman, paths, said, mapping=said.mapping)
        return _to(jobs.start(kind, load, said))

    @router.get("/ingest/{job_id}")
    def progress(request: Request, job_id: str) -> Response:
        job = _known(jobs, job_id)
        ui = of_request(request)
        return render(
            request,
            "ingest/progress.html" if is_partial(request) else "ingest/job.html",
            job=job,
            field_name=column_field_name,
            detected_name=detected_name,
            fields=_fields(ui),
            countries=_countries(ui),
            problem_words=problem_words,
            evidence=evidence,
            column_name=column_name,
            said_name=said_name,
        )

    async def again(request: Request, job_id: str, kind: JobKind) -> Response:
        """The files of a job once more, with what its page says of them now."""
        job = _known(jobs, job_id)
        async with request.form(max_files=1, max_fields=MAX_COLUMNS) as form:
            sent = _uploads(form, "mapping")[:1]
            kept = await run_in_threadpool(keep_uploads, dragoman.settings, sent) if sent else []
            new = kept[0] if kept else None
            said = said_again(form, job.said, job.previews, mapping=new)
        load = request_for(
            dragoman, job.request.paths, said, mapping=new or job.request.mapping, previews=job.previews
        )
        return _to(jobs.start(kind, load, said))

    @router.post("/ingest/{job_id}/preview")
    async def preview_again(request: Request, job_id: str) -> Response:
        return await again(request, job_id, "preview")

    @router.post("/ingest/{job_id}/load")
    async def load_previewed(request: Request, job_id: str) -> Response:
        return await again(request, job_id, "load")

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


def _keep(dragoman: Dragoman, form: FormData) -> tuple[Sequence[Path], Said]:
    """Save what was sent under HOME/uploads; where it lies, and what was said of it."""
    files = _uploads(form, "files")
    if not files:
        raise InputError("expected at least one file, got none; choose or drop the suppliers' files first")
    mappings = _uploads(form, "mapping")[:1]
    dragoman.refuse_gone()
    kept = keep_uploads(dragoman.settings, [*files, *mappings])
    return kept[: len(files)], said_in(form, mapping=kept[-1] if mappings else None)


def _uploads(form: FormData, name: str) -> Sequence[UploadFile]:
    """Files of a form field; a browser sends an empty, nameless one where none was chosen."""
    return [one for one in form.getlist(name) if isinstance(one, UploadFile) and one.filename]


def _fields(ui: Interface) -> list[tuple[Field, str]]:
    """What a column can be, with its name, by name; what is not read stands last."""
    named = sorted(((one, column_field_name(ui, one)) for one in FIELDS), key=lambda pair: ui.order(pair[1]))
    return sorted(named, key=lambda pair: pair[0] == "ignore")


def _countries(ui: Interface) -> list[tuple[str, str]]:
    """ISO 3166 codes and names, in the order of the names."""
    named = (
        (code, name)
        for code, name in ui.locale.territories.items()
        if len(code) == 2 and code.isalpha() and code not in {"ZZ", "EU", "EZ", "UN", "XA", "XB", "QO"}
    )
    return sorted(named, key=lambda pair: ui.order(pair[1]))
