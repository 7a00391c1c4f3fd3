"""`dragoman evaluations`: those that are kept, one of them, and what changed between two."""

from __future__ import annotations

import click
from rich.markup import escape
from rich.table import Table

from dragoman.app import Dragoman
from dragoman.errors import InputError
from dragoman.faces import evaluations
from dragoman.faces.cli_show import out
from dragoman.faces.wire.evaluation import (
    ComparisonWire,
    EvaluationChangeWire,
    EvaluationSummaryWire,
    FiguresWire,
    SavedEvaluationsWire,
    SavedEvaluationWire,
)

_CHANGES = 10


@click.argument("name", required=False)
@click.option("--against", metavar="OTHER", help="Show what changed from OTHER to NAME.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
def evaluations_command(dragoman: Dragoman, name: str | None, against: str | None, as_json: bool) -> None:
    """Show the kept evaluations; with NAME that one; with --against what changed between two."""
    home = dragoman.settings.home
    if name is None:
        if against is not None:
            raise InputError(f"expected NAME before --against {against}, got none; say which one to compare")
        found = evaluations.kept(home)
        click.echo(found.to_json()) if as_json else _list(found)
    elif against is None:
        one = evaluations.read(home, name)
        click.echo(one.to_json()) if as_json else _one(one)
    else:
        change = evaluations.change(home, name, against)
        click.echo(change.to_json()) if as_json else _change(change)


def _list(found: SavedEvaluationsWire) -> None:
    if not found.evaluations and not found.unreadable:
        out.print("No evaluation is kept yet; `dragoman evaluate --judgments FILE --save NAME` keeps one.")
        return
    table = _table("name", "made", "queries", "nDCG@10", "95 %", "without")
    for one in found.evaluations:
        table.add_row(
            escape(one.name),
            f"{one.made_at:%Y-%m-%d %H:%M}",
            str(one.queries),
            *_figure(one),
            ", ".join(one.without),
        )
    out.print(table)
    for bad in found.unreadable:
        out.print(f"[yellow]{escape(bad.detail)}[/]")


def _one(saved: SavedEvaluationWire) -> None:
    found = saved.evaluation
    out.print(
        f"[bold]{escape(saved.name)}[/]  {saved.made_at:%Y-%m-%d %H:%M} UTC, {escape(saved.judgments)}, "
        f"{saved.offers} offers{', without ' + ', '.join(saved.without) if saved.without else ''}"
    )
    for title, groups in (("language", found.by_language), ("kind of query", found.by_class)):
        table = _table(title, "queries", "nDCG@10", "95 %")
        for group, figures in groups.items():
            table.add_row(group.replace("_", " "), str(figures.queries), *_figure(figures))
        out.print(table)


def _change(found: EvaluationChangeWire) -> None:
    out.print(f"[bold]from {escape(found.against)} to {escape(found.name)}[/]")
    table = _table("language, measure", "queries", "before", "now", "change", "95 %", "p")
    for one in found.comparison:
        for measure, difference in one.measures.items():
            interval = difference.difference_ci
            table.add_row(
                f"{one.language} {measure}",
                str(one.queries),
                f"{difference.before:.3f}",
                f"{difference.after:.3f}",
                f"{difference.difference:+.3f}",
                "" if interval is None else f"{interval[0]:+.3f}..{interval[1]:+.3f}",
                f"{difference.p_value:.4f}",
            )
    out.print(table)
    for one in found.comparison:
        _changed(one)
    for notice in found.notices:
        out.print(f"[yellow]{escape(notice)}[/]")


def _changed(one: ComparisonWire) -> None:
    out.print(f"{one.language}: {one.better} queries better, {one.worse} worse")
    for change in one.changed[:_CHANGES]:
        out.print(f"  {change.before:.2f} -> {change.after:.2f}  {escape(change.query)}")


def _figure(one: EvaluationSummaryWire | FiguresWire) -> tuple[str, str]:
    interval = one.ndcg_ci
    return (
        "-" if one.ndcg is None else f"{one.ndcg:.3f}",
        "" if interval is None else f"{interval[0]:.3f}..{interval[1]:.3f}",
    )


def _table(first: str, *others: str) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0))
    table.add_column(first, no_wrap=True)
    for other in others:
        table.add_column(other, justify="left" if other in {"made", "without"} else "right", no_wrap=True)
    return table
