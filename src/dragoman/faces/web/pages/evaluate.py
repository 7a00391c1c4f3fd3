"""Search quality: `/evaluate` lists the kept evaluations, `/evaluate/{name}` shows one question by question,
`/evaluate/{name}/against/{other}` what changed between two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from dragoman.app import Dragoman
from dragoman.evaluate.classes import QueryClass
from dragoman.faces import evaluations
from dragoman.faces.web import evaluate_view as view
from dragoman.faces.web.evaluate_labels import MEASURE_MEANINGS, MEASURE_NAMES, QUERY_KINDS, RATINGS
from dragoman.faces.web.render import of_request, render

PAGE_SIZE = 25

Name = Annotated[str, Path(max_length=evaluations.MOST_BYTES)]
Wish = Annotated[str, Query(max_length=evaluations.MOST_BYTES)]
LanguageWish = Annotated[str, Query(max_length=40)]
PageNumber = Annotated[int, Query(ge=1, le=100_000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chosen:
    """What of an evaluation is looked at; "" where a filter is off."""

    language: str
    kind: str
    sort: view.Column
    order: view.Order

    def url(self, **more: object) -> str:
        pairs: dict[str, object] = {
            "language": self.language,
            "kind": self.kind,
            "sort": self.sort,
            "order": self.order,
        }
        return "?" + urlencode([(name, str(value)) for name, value in (pairs | more).items() if value != ""])

    def sorted_by(self, column: view.Column) -> str:
        """Link of a column's head: the other way round where it is sorted by it already."""
        other: view.Order = "desc" if self.sort == column and self.order == "asc" else "asc"
        return f"{self.url(sort=column, order=other)}#questions-head"

    def state(self, column: view.Column) -> str:
        """For aria-sort."""
        if self.sort != column:
            return "none"
        return "ascending" if self.order == "asc" else "descending"


def evaluate_page(dragoman: Dragoman) -> APIRouter:
    """Routes: GET /evaluate, GET /evaluate/{name}, GET /evaluate/{name}/against/{other}"""
    router = APIRouter(include_in_schema=False)
    home = dragoman.settings.home

    @router.get("/evaluate")
    def kept(request: Request, name: Wish = "", against: Wish = "") -> Response:
        if name and against:
            evaluations.place(home, name), evaluations.place(home, against)
            return RedirectResponse(f"/evaluate/{quote(name)}/against/{quote(against)}", status_code=303)
        ui = of_request(request)
        found = evaluations.kept(home)
        return render(
            request,
            "evaluate/list.html",
            evaluations=[
                (
                    one,
                    view.figure(ui, one.ndcg),
                    view.interval(ui, one.ndcg_ci),
                    view.whisker(one.ndcg, one.ndcg_ci),
                )
                for one in found.evaluations
            ],
            unreadable=found.unreadable,
        )

    @router.get("/evaluate/{name}")
    def show(
        request: Request,
        name: Name,
        language: LanguageWish = "",
        kind: QueryClass | Annotated[str, Query(pattern="^$")] = "",
        sort: view.Column = "ndcg",
        order: view.Order = "asc",
        page: PageNumber = 1,
    ) -> Response:
        ui = of_request(request)
        saved = evaluations.read(home, name)
        found = saved.evaluation
        chosen = _Chosen(language=language, kind=kind, sort=sort, order=order)
        cases = [
            case
            for case in evaluations.cases_of(saved)
            if language in {"", case.language} and kind in {"", case.query_class}
        ]
        first = (page - 1) * PAGE_SIZE
        return render(
            request,
            "evaluate/page.html",
            saved=saved,
            whole=view.group(ui, found.language, ui.language_name(found.language), found),
            groups=view.languages(ui, found.by_language, own=found.language),
            kinds_found=view.kinds(ui, found.by_class),
            histogram=view.histogram(ui, cases),
            questions=[
                view.question(ui, case)
                for case in view.ordered(cases, sort, order)[first : first + PAGE_SIZE]
            ],
            total=len(cases),
            chosen=chosen,
            columns=view.COLUMNS,
            others=[one.name for one in evaluations.kept(home).evaluations if one.name != name],
            kinds=QUERY_KINDS,
            measures=MEASURE_NAMES,
            meanings=MEASURE_MEANINGS,
            ratings=RATINGS,
            previous=chosen.url(page=page - 1) if page > 1 else None,
            next=chosen.url(page=page + 1) if first + PAGE_SIZE < len(cases) else None,
        )

    @router.get("/evaluate/{name}/against/{other}")
    def against(
        request: Request, name: Name, other: Name, language: LanguageWish = "", page: PageNumber = 1
    ) -> Response:
        ui = of_request(request)
        after, before = evaluations.read(home, name), evaluations.read(home, other)
        found = evaluations.change(home, name, other)
        wanted = language or after.evaluation.language
        one = next((one for one in found.comparison if one.language == wanted), None)
        changed = (
            view.changed(ui, one, before=evaluations.cases_of(before), after=evaluations.cases_of(after))
            if one is not None
            else []
        )
        first = (page - 1) * PAGE_SIZE
        link = f"?{urlencode({'language': wanted})}&page="
        return render(
            request,
            "evaluate/against.html",
            after=after,
            before=before,
            notices=found.notices,
            languages_found=view.by_language(ui, found.comparison),
            language_reach=ui.number(view.reach(each.measures["ndcg@10"] for each in found.comparison)),
            measures_found=view.by_measure(ui, one) if one is not None else [],
            measure_reach=ui.number(view.reach(one.measures.values())) if one is not None else "",
            chosen=wanted,
            one=one,
            changed=changed[first : first + PAGE_SIZE],
            bars=view.bars(changed),
            ratings=RATINGS,
            first=first + 1,
            previous=f"{link}{page - 1}" if page > 1 else None,
            next=f"{link}{page + 1}" if first + PAGE_SIZE < len(changed) else None,
        )

    return router
