"""`dragoman evaluate`: measure the search on the user's judgments, and compare two configurations of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import click
from rich.progress import Progress

from dragoman.app import Dragoman
from dragoman.errors import InputError
from dragoman.evaluate import (
    PARTS,
    Case,
    Comparison,
    Evaluation,
    Part,
    Run,
    SearchFunction,
    cases,
    compare,
    compare_figures,
    read_judgments,
    read_run,
    read_translations,
    write_run,
)
from dragoman.evaluate.parts import MEANS
from dragoman.faces import cli_evaluate_show as show
from dragoman.faces import evaluations
from dragoman.faces.arguments import FILE
from dragoman.faces.cli_show import err
from dragoman.faces.wire.evaluation import SavedEvaluationWire, case_figures, evaluation_wire

EVERYTHING = "everything on"
UNNAMED = "this one"


@click.option("--judgments", required=True, type=FILE, help="CSV: query,docid,rating (0 to 3).")
@click.option("--queries", type=FILE, help="TSV: query and one column a language with its translation.")
@click.option(
    "--language", default="en", show_default=True, help="Language that the judgments' queries are written in."
)
@click.option("--run-out", type=FILE, help="Write what was found here, as a TREC run.")
@click.option("--compare-run", type=FILE, help="Compare with this run, written by --run-out earlier.")
@click.option("--against", metavar="NAME", help="Compare with the evaluation kept by --save NAME earlier.")
@click.option(
    "--without",
    multiple=True,
    type=click.Choice(PARTS),
    help="Turn a part of the search off, and compare with everything on. May be repeated. "
    + "; ".join(f"{part}: {means}" for part, means in MEANS.items())
    + ".",
)
@click.option(
    "--worst", default=10, show_default=True, type=click.IntRange(min=0), help="Show the N worst queries."
)
@click.option("--per-query", is_flag=True, help="Figures and first ten hits of every query.")
@click.option("--save", metavar="NAME", help="Keep the whole report as HOME/evaluations/NAME.json.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
def evaluate_command(
    dragoman: Dragoman,
    judgments: Path,
    queries: Path | None,
    language: str,
    run_out: Path | None,
    compare_run: Path | None,
    against: str | None,
    without: tuple[Part, ...],
    worst: int,
    per_query: bool,
    save: str | None,
    as_json: bool,
) -> None:
    """Measure the search on your own judgments: which offers are right for which question.

    docid is the supplier's own id of the row (external_id). Queries with no offer rated above 0 are counted
    and left out of the means.
    """
    if compare_run is not None and against is not None:
        raise InputError(
            "expected --compare-run FILE or --against NAME, got both; compare with one at a time"
        )
    home = dragoman.settings.home
    if save is not None:
        evaluations.place(home, save)
    earlier = None if compare_run is None else read_run(compare_run, language=language)
    saved = None if against is None else evaluations.read(home, against)
    asked = cases(
        read_judgments(judgments),
        {} if queries is None else read_translations(queries),
        language=language,
    )
    dragoman.catch_up()
    if without and earlier is None and saved is None:
        earlier = _measured(dragoman, asked, language, None, quiet=as_json).run
    search = dragoman.searching_without(without) if without else None
    evaluation = _measured(dragoman, asked, language, search, quiet=as_json)
    found = _comparison(asked, evaluation, earlier, saved, compare_run)
    report = _Report(
        name=save or UNNAMED,
        judgments=judgments,
        without=tuple(dict.fromkeys(without)),
        evaluation=evaluation,
        comparison=found,
    )
    if saved is not None:
        same = evaluations.differences(_kept(dragoman, report), saved)
        report = replace(report, evaluation=replace(evaluation, notices=(*evaluation.notices, *same)))
    if run_out is not None:
        write_run(evaluation.run, run_out, language=language)
    if save is not None:
        evaluations.save(home, _kept(dragoman, report))
    if as_json:
        wire = evaluation_wire(
            report.evaluation,
            worst=worst,
            comparison=found.by_language,
            compared_with=found.compared_with,
            per_query=per_query,
        )
        click.echo(wire.to_json())
        return
    show.evaluation(
        report.evaluation,
        found.by_language,
        compared_with=found.compared_with,
        worst=worst,
        per_query=per_query,
    )


def _measured(
    dragoman: Dragoman, asked: Sequence[Case], language: str, search: SearchFunction | None, *, quiet: bool
) -> Evaluation:
    with Progress(console=err, transient=True, disable=quiet or not err.is_terminal) as progress:
        task = progress.add_task("asking", total=len(asked))
        return dragoman.evaluate(
            asked,
            language=language,
            search=search,
            progress=lambda done, _total: progress.update(task, completed=done),
        )


# ------------------------------------------------------------------------------------------ comparing


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compared:
    by_language: Sequence[Comparison] = ()
    compared_with: str | None = None


def _comparison(
    asked: Sequence[Case],
    evaluation: Evaluation,
    earlier: Run | None,
    saved: SavedEvaluationWire | None,
    file: Path | None,
) -> _Compared:
    """With a run, measured anew; or with a saved evaluation, digit for digit as both would be kept."""
    if saved is not None:
        now = evaluation_wire(evaluation, worst=0, per_query=True).per_query or []
        before = evaluations.cases_of(saved)
        return _Compared(
            by_language=compare_figures(map(case_figures, now), map(case_figures, before)),
            compared_with=saved.name,
        )
    if earlier is None:
        return _Compared()
    return _Compared(
        by_language=compare(asked, evaluation, earlier),
        compared_with=EVERYTHING if file is None else file.name,
    )


# ------------------------------------------------------------------------------------------ keeping


@dataclass(frozen=True, slots=True, kw_only=True)
class _Report:
    """An evaluation with all that is kept of it."""

    name: str
    judgments: Path
    without: tuple[Part, ...]
    evaluation: Evaluation
    comparison: _Compared


def _kept(dragoman: Dragoman, report: _Report) -> SavedEvaluationWire:
    generation, _record = dragoman.generations()
    ranker = dragoman.settings.ranker_path
    return SavedEvaluationWire(
        name=report.name,
        made_at=datetime.now(UTC),
        version=version("dragoman"),
        judgments=report.judgments.name,
        judgments_sha256=hashlib.sha256(report.judgments.read_bytes()).hexdigest(),
        offers=dragoman.counts().offers,
        generation=generation,
        without=list(report.without),
        ranker=ranker.name if ranker.exists() else None,
        evaluation=evaluation_wire(
            report.evaluation,
            worst=0,
            comparison=report.comparison.by_language,
            compared_with=report.comparison.compared_with,
            per_query=True,
        ),
    )
