"""`dragoman bench`: how fast, on made-up catalogues of any size."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from dragoman.bench.figures import Figures
from dragoman.bench.questions import QUESTION_KINDS, QuestionKind
from dragoman.bench.run import PARTS, Part, Plan, measured, to_json
from dragoman.bench.tasks import Tell
from dragoman.faces.arguments import FILE
from dragoman.faces.cli_show import err, out

_MOST_CLIENTS = 256


def _words_of(allowed: tuple[str, ...], text: str, option: str) -> tuple[str, ...]:
    words = tuple(word.strip() for word in text.split(",") if word.strip())
    wrong = [word for word in words if word not in allowed]
    if wrong or not words:
        raise click.BadParameter(
            f"expected some of {', '.join(allowed)}, parted by commas, got {text!r}", param_hint=option
        )
    return words


def _numbers_of(text: str, option: str) -> tuple[int, ...]:
    words = [word.strip() for word in text.split(",")]
    if not all(word.isdecimal() and 1 <= int(word) <= _MOST_CLIENTS for word in words):
        raise click.BadParameter(
            f"expected numbers from 1 to {_MOST_CLIENTS}, parted by commas, got {text!r}", param_hint=option
        )
    return tuple(int(word) for word in words)


@click.option("--offers", "count", type=click.IntRange(1), default=10_000, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same offers.")
@click.option("--out", "target", required=True, type=FILE, help="JSON lines.")
def generate_command(count: int, seed: int, target: Path) -> None:
    """Write a made-up catalogue, ready for `dragoman ingest`."""
    from dragoman.bench.generator import offers, write

    with _told() as tell:
        write(offers(seed, 0, count), target, lambda done: tell("making offers", done, count))
    err.print(f"{count:,} offers in {target}")


@click.option("--offers", "count", type=click.IntRange(100), default=20_000, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same offers.")
@click.option(
    "--home",
    type=FILE,
    help="Is loaded once, and asked again by later runs. Default: .bench/OFFERS-SEED.",
)
@click.option("--clients", default="1,4,16", show_default=True, help="That ask at once.")
@click.option("--kinds", default=",".join(QUESTION_KINDS), help=f"Of question: {', '.join(QUESTION_KINDS)}.")
@click.option("--parts", default=",".join(PARTS), help=f"To measure: {', '.join(PARTS)}.")
@click.option("--seconds", type=float, default=5.0, show_default=True, help="That several clients ask for.")
@click.option("--questions", type=click.IntRange(1), default=200, show_default=True, help="Of each kind.")
@click.option("--workers", type=click.IntRange(1, 64), help="Of the server.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
@click.option("--chart", type=FILE, help="Draw p50 and p95 of each kind into an SVG.")
@click.option(
    "--history", type=FILE, help="Add a line to the table in this file, as docs/benchmarks.md has it."
)
def run_command(
    count: int,
    seed: int,
    home: Path | None,
    clients: str,
    kinds: str,
    parts: str,
    seconds: float,
    questions: int,
    workers: int | None,
    as_json: bool,
    chart: Path | None,
    history: Path | None,
) -> None:
    """Load a made-up catalogue and measure: loading, opening, every kind of question, recall, changes.

    Each task runs in a process of its own. Measure on a quiet machine.
    """
    plan = Plan(
        offers=count,
        home=home or Path(".bench") / f"{count}-{seed}",
        seed=seed,
        clients=_numbers_of(clients, "--clients"),
        kinds=cast("tuple[QuestionKind, ...]", _words_of(QUESTION_KINDS, kinds, "--kinds")),  # just checked
        parts=cast("tuple[Part, ...]", _words_of(PARTS, parts, "--parts")),  # just checked
        seconds=seconds,
        questions=questions,
        workers=workers,
    )
    with _told(quiet=as_json) as tell:
        figures = measured(plan, tell)
    if chart is not None:
        from dragoman.bench.chart import kinds_chart

        chart.write_text(kinds_chart(figures), encoding="utf-8")
    if history is not None:
        from dragoman.bench.report import add_to_history

        add_to_history(history, figures)
    if as_json:
        sys.stdout.buffer.write(to_json(figures))
        sys.stdout.flush()
    else:
        show(figures)


def show(figures: Figures) -> None:
    """All that was measured, as tables."""
    from dragoman.bench.report import tables

    for one in tables(figures):
        table = Table(title=one.title, title_justify="left", title_style="bold")
        for place, column in enumerate(one.columns):
            numbers = len(one.columns) > 2 and place > 0
            table.add_column(column, justify="right" if numbers else "left", no_wrap=numbers)
        for row in one.rows:
            table.add_row(*row)
        out.print(table)


@contextmanager
def _told(*, quiet: bool = False) -> Iterator[Tell]:
    """A progress display on standard error, shown on a terminal only."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=err,
        disable=quiet or not err.is_terminal,
    ) as progress:
        seen: dict[str, TaskID] = {}

        def tell(what: str, done: int, total: int) -> None:
            title = what.partition(":")[0]
            if title not in seen:
                seen[title] = progress.add_task(title, total=total)
            progress.update(seen[title], completed=done, total=total, description=what)

        yield tell
