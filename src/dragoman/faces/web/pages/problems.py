"""The problems page `/problems`: what could not be understood in the files, and how to mend it; as CSV too."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse

from dragoman.app import Dragoman
from dragoman.faces.export import PROBLEM_COLUMNS, problem_cells
from dragoman.faces.web.doubts import doubtful_cells, following, waiting
from dragoman.faces.web.evidence import evidence
from dragoman.faces.web.labels import PROBLEM_KINDS, SEVERITIES, problem_effect, problem_name
from dragoman.faces.web.problem_words import problem_words
from dragoman.faces.web.render import of_request, render
from dragoman.ports import ProblemFilter

PAGE_SIZE = 50
EXPORT_BATCH = 1000

FileName = Annotated[str, Query(max_length=1000)]
Kind = Annotated[str, Query(max_length=50)]
Severity = Annotated[str, Query(pattern="^(|error|warning)$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chosen:
    """The filters that are on; "" where one is off."""

    file: str
    kind: str
    severity: str

    def filter(self, *, limit: int, offset: int) -> ProblemFilter:
        return ProblemFilter(
            file=self.file or None,
            kind=self.kind or None,
            severity=self.severity or None,
            limit=limit,
            offset=offset,
        )

    def query(self, **more: object) -> str:
        pairs = {"file": self.file, "kind": self.kind, "severity": self.severity} | more
        kept = [(name, str(value)) for name, value in pairs.items() if value]
        return f"?{urlencode(kept)}" if kept else ""


def problems_page(dragoman: Dragoman) -> APIRouter:
    """Routes: GET /problems, GET /problems.csv"""
    router = APIRouter(include_in_schema=False)

    @router.get("/problems")
    def show(
        request: Request,
        file: FileName = "",
        kind: Kind = "",
        severity: Severity = "",
        page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    ) -> Response:
        ui = of_request(request)
        chosen = _Chosen(file=file, kind=kind, severity=severity)
        found = dragoman.problems(chosen.filter(limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE))
        last = max(1, -(-found.total // PAGE_SIZE))
        if page > last:
            return RedirectResponse(
                f"/problems{chosen.query(page=last if last > 1 else '')}", status_code=303
            )
        cells = doubtful_cells(dragoman, found.problems)
        return render(
            request,
            "problems/page.html",
            chosen=chosen,
            total=found.total,
            problems=[
                (problem, evidence(ui, problem.origin), cell)
                for problem, cell in zip(found.problems, cells, strict=True)
            ],
            waiting=waiting(dragoman, cells),
            following=following(cells),
            query=chosen.query(page=page if page > 1 else ""),
            files=sorted({record.name for record in dragoman.files()} | ({file} if file else set())),
            kinds=PROBLEM_KINDS,
            severities=SEVERITIES,
            name_of=problem_name,
            effect_of=problem_effect,
            problem_words=problem_words,
            csv_url=f"/problems.csv{chosen.query()}",
            page=page,
            previous=f"/problems{chosen.query(page=page - 1)}" if page > 1 else None,
            next=f"/problems{chosen.query(page=page + 1)}" if page * PAGE_SIZE < found.total else None,
        )

    @router.get("/problems.csv")
    def export(file: FileName = "", kind: Kind = "", severity: Severity = "") -> Response:
        chosen = _Chosen(file=file, kind=kind, severity=severity)
        return StreamingResponse(
            _csv(dragoman, chosen),
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="problems.csv"'},
        )

    return router


def _csv(dragoman: Dragoman, chosen: _Chosen) -> Iterator[str]:
    """The list in pieces, with a byte order mark so that spreadsheets read it as UTF-8."""
    yield "\ufeff" + _line(PROBLEM_COLUMNS)
    offset = 0
    while batch := dragoman.problems(chosen.filter(limit=EXPORT_BATCH, offset=offset)).problems:
        yield "".join(_line(problem_cells(problem)) for problem in batch)
        offset += len(batch)


def _line(cells: tuple[str, ...]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()
