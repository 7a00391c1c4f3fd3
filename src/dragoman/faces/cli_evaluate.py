"""`dragoman evaluate`: measure the search on the user's judgments."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import click
from rich.progress import Progress

from dragoman.app import Dragoman
from dragoman.errors import InputError
from dragoman.evaluate import (
    Comparison,
    Evaluation,
    cases,
    compare,
    read_judgments,
    read_run,
    read_translations,
    write_run,
)
from dragoman.faces import cli_evaluate_show as show
from dragoman.faces.cli_show import err
from dragoman.faces.wire.evaluation import SavedEvaluationWire, evaluation_wire

_FILE = click.Path(path_type=Path)
_NAME = re.compile(r"\w[\w.-]{0,99}")


@click.option("--judgments", required=True, type=_FILE, help="CSV: query,docid,rating (0 to 3).")
@click.option("--queries", type=_FILE, help="TSV: query and one column a language with its translation.")
@click.option(
    "--language", default="en", show_default=True, help="Language that the judgments' queries are written in."
)
@click.option("--run-out", type=_FILE, help="Write what was found here, as a TREC run.")
@click.option("--compare-run", type=_FILE, help="Compare with this run, written by --run-out earlier.")
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
    worst: int,
    per_query: bool,
    save: str | None,
    as_json: bool,
) -> None:
    """Measure the search on your own judgments: which offers are right for which question.

    docid is the supplier's own id of the row (external_id). Queries with no offer rated above 0 are counted
    and left out of the means.
    """
    place = None if save is None else _place(dragoman, save)
    earlier = None if compare_run is None else read_run(compare_run, language=language)
    asked = cases(
        read_judgments(judgments),
        {} if queries is None else read_translations(queries),
        language=language,
    )
    dragoman.catch_up()
    with Progress(console=err, transient=True, disable=as_json or not err.is_terminal) as progress:
        task = progress.add_task("asking", total=len(asked))
        evaluation = dragoman.evaluate(
            asked, language=language, progress=lambda done, _total: progress.update(task, completed=done)
        )
    comparison = [] if earlier is None else compare(asked, evaluation, earlier)
    if run_out is not None:
        write_run(evaluation.run, run_out, language=language)
    if place is not None:
        _save(dragoman, evaluation, comparison, judgments, place)
    if as_json:
        wire = evaluation_wire(evaluation, worst=worst, comparison=comparison, per_query=per_query)
        click.echo(wire.to_json())
        return
    show.evaluation(evaluation, comparison, worst=worst, per_query=per_query)


# ------------------------------------------------------------------------------------------ keeping


def _place(dragoman: Dragoman, name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise InputError(
            f"expected a name of letters, digits, '.', '-' and '_' for --save, got {name!r}; "
            "it becomes a file under HOME/evaluations"
        )
    return dragoman.settings.home / "evaluations" / f"{name}.json"


def _save(
    dragoman: Dragoman,
    evaluation: Evaluation,
    comparison: Sequence[Comparison],
    judgments: Path,
    place: Path,
) -> None:
    generation, _record = dragoman.generations()
    saved = SavedEvaluationWire(
        name=place.stem,
        made_at=datetime.now(UTC),
        version=version("dragoman"),
        judgments=judgments.name,
        judgments_sha256=hashlib.sha256(judgments.read_bytes()).hexdigest(),
        offers=dragoman.counts().offers,
        generation=generation,
        evaluation=evaluation_wire(evaluation, worst=0, comparison=comparison, per_query=True),
    )
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(saved.to_json() + b"\n")
