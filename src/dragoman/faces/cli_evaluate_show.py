"""What `dragoman evaluate` shows a person: tables that fit 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.markup import escape
from rich.table import Table

from dragoman.evaluate import CaseFigures, Comparison, Evaluation, Figures
from dragoman.evaluate.compare import Difference
from dragoman.evaluate.report import MEASURES, Interval
from dragoman.faces.cli_show import out

_HITS = 3
_CHANGES = 10


def evaluation(
    found: Evaluation,
    comparison: Sequence[Comparison],
    /,
    *,
    compared_with: str | None,
    worst: int,
    per_query: bool,
) -> None:
    """Means by language and by kind of query, what changed, the worst queries, and what to know of it all."""
    out.print(_by_language(found))
    out.print(_by_class(found))
    if compared_with is not None:
        out.print(f"[bold]compared with {escape(compared_with)}[/]")
        if not comparison:
            out.print("no question is in both")
    if comparison:
        out.print(_compared(comparison, found.language))
        for one in comparison:
            if one.language == found.language:
                _changes(one)
    if per_query:
        out.print("[bold]every query[/]")
        _queries(found.cases)
    if worst and not per_query:
        out.print(f"[bold]the {worst} worst, {found.language}[/]")
        _queries(found.worst(worst))
    if found.without_relevant:
        out.print(f"{found.without_relevant} queries have no offer rated above 0: asked, and in no mean.")
    out.print(f"A search took {found.took_p50_ms:.1f} ms (p50), {found.took_p95_ms:.1f} ms (p95).")
    for notice in found.notices:
        out.print(f"[yellow]{escape(notice)}[/]")


def _by_language(found: Evaluation) -> Table:
    table = _table("language", "queries", "nDCG@10", "95 %", "condens.", "judged", "MRR", "R@50", "share")
    for name, one in found.by_language.items():
        share = "" if name == found.language or one.share is None else f"{one.share:.2f}"
        table.add_row(name, *_cells(one.figures), share)
    table.caption = f"share: of the nDCG@10 of {found.language} on the same queries"
    return table


def _by_class(found: Evaluation) -> Table:
    table = _table("kind of query", "queries", "nDCG@10", "95 %", "condens.", "judged", "MRR", "R@50")
    for name, figures in found.by_class.items():
        table.add_row(name.replace("_", " "), *_cells(figures))
    return table


def _table(first: str, *others: str) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), caption_justify="left")
    table.add_column(first, no_wrap=True)
    for other in others:
        table.add_column(other, justify="right", no_wrap=True)
    return table


def _cells(figures: Figures) -> list[str]:
    """queries, nDCG@10, its interval, and the other measures; a dash where nothing was measured."""
    first, *others = [
        f"{figures.means[measure]:.3f}" if measure in figures.means else "-" for measure in MEASURES
    ]
    return [str(figures.queries), first, _interval(figures.intervals.get("ndcg@10")), *others]


def _interval(interval: Interval | None, sign: str = "") -> str:
    return "" if interval is None else f"{interval[0]:{sign}.3f}..{interval[1]:{sign}.3f}"


def _compared(comparison: Sequence[Comparison], own: str) -> Table:
    """Every measure of the judgments' language; nDCG@10 of the others."""
    table = _table("language, measure", "queries", "before", "now", "change", "95 %", "p")
    for one in comparison:
        for measure, difference in one.differences.items():
            if one.language == own or measure == "ndcg@10":
                table.add_row(f"{one.language} {measure}", str(one.queries), *_difference(difference))
    table.caption = "p: how often chance alone gives as large a change (paired randomisation test)"
    return table


def _difference(one: Difference) -> list[str]:
    return [
        f"{one.before:.3f}",
        f"{one.after:.3f}",
        f"{one.difference:+.3f}",
        _interval(one.difference_ci, "+"),
        f"{one.p_value:.4f}",
    ]


def _changes(one: Comparison) -> None:
    out.print(f"{one.better} queries better, {one.worse} worse{':' if one.changed else ''}")
    for change in one.changed[:_CHANGES]:
        out.print(f"  {change.before:.2f} -> {change.after:.2f}  {escape(change.question.query)}")


def _queries(cases: Iterable[CaseFigures]) -> None:
    for case in cases:
        if case.values is None:
            out.print(f"   -  {escape(case.text)}  (nothing relevant)")
            continue
        out.print(
            f"{case.values['ndcg@10']:.2f}  {escape(case.text)}  ({case.relevant} relevant, "
            f"{case.values['condensed_ndcg@10']:.2f} condensed)"
        )
        for hit in case.top[:_HITS]:
            out.print(f"        {'?' if hit.rating is None else hit.rating}  {escape(hit.title[:68])}")
