"""Figures as tables for people, as a line of a history, and as a chart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dragoman.bench.figures import Asked, Figures
from dragoman.bench.measures import shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Cells as they are shown."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(figures: Figures, /) -> Iterator[Table]:
    """All that was measured."""
    yield Table(title=_headline(figures), columns=("what", "figure"), rows=tuple(_facts(figures)))
    if figures.stages:
        rows = tuple((one.name, f"{one.ms_per_thousand:,.0f}") for one in figures.stages)
        yield Table(
            title="Stages of a load, alone on a sample", columns=("stage", "ms for 1,000 offers"), rows=rows
        )
    if figures.library:
        yield _asked("Through the library", figures.library)
        yield _where("Where the time of a search goes, one client, mean ms", figures.library)
    if figures.served is not None:
        yield _asked("Through HTTP", figures.served.asked)


def _headline(figures: Figures) -> str:
    machine, made = figures.machine, figures.catalogue
    busy = "" if machine.load <= machine.cores / 2 else f"; busy: load {machine.load} as it began"
    return (
        f"{made.offers:,} offers, seed {made.seed} ({made.identity}), {machine.date}, dragoman {machine.dragoman}, "
        f"Python {machine.python}, {machine.cores} cores{busy}"
    )


def _facts(figures: Figures) -> Iterator[tuple[str, str]]:
    load = figures.load
    if load is not None:
        yield "load, until all is found", f"{load.seconds:,.1f} s, {load.per_second:,.0f} offers/s"
        yield "load, slowest tenth into the record", f"{load.slowest_tenth:,.0f} offers/s"
        yield "load, peak memory", f"{load.peak.resident:,.0f} MB ({load.peak.private:,.0f} MB private)"
        yield "file, record, index", f"{load.file_mb:,.0f}, {load.record_mb:,.0f}, {load.index_mb:,.0f} MB"
        yield "problems", f"{load.problems:,}"
    if (fresh := figures.opened) is not None:
        yield "open", f"{fresh.open_seconds:.2f} s (and {fresh.import_seconds:.2f} s of imports)"
        yield "first search, nothing warm", f"{fresh.first_search_seconds:.2f} s"
        yield "warm up", f"{fresh.warm_seconds:.2f} s"
        yield "memory, warm", f"{fresh.memory.resident:,.0f} MB ({fresh.memory.private:,.0f} MB private)"
    if (served := figures.served) is not None:
        yield f"server, {served.workers} workers, ready after", f"{served.ready_seconds:.1f} s"
        yield (
            "server, peak memory",
            f"{served.memory.resident:,.0f} MB ({served.memory.private:,.0f} MB private)",
        )
    if (right := figures.recall) is not None:
        yield (
            f"recall of the dense leg, {right.questions} questions",
            f"@10 {right.at_10:.4f}, @100 {right.at_100:.4f} at p50 {right.p50_ms:.1f} ms, p95 {right.p95_ms:.1f} ms "
            f"(comparing every vector: p50 {right.exact_p50_ms:.0f} ms)",
        )
    if (late := figures.changed) is not None:
        yield f"{late.offers:,} changed offers found", f"{late.found:,} after {late.seconds:.2f} s"


def _asked(title: str, asked: Sequence[Asked]) -> Table:
    return Table(
        title=title,
        columns=("kind", "clients", "per s", "p50 ms", "p95 ms", "p99 ms", "worst", "found", "failed"),
        rows=tuple(
            (
                one.kind,
                str(one.latency.clients),
                f"{one.latency.per_second:,.0f}",
                shown(one.latency.p50_ms),
                shown(one.latency.p95_ms),
                shown(one.latency.p99_ms),
                f"{one.latency.worst_ms:,.0f}",
                f"{one.found:,.0f}",
                str(one.latency.failed),
            )
            for one in asked
        ),
    )


def _where(title: str, asked: Sequence[Asked]) -> Table:
    told = [one for one in asked if one.latency.clients == 1 and one.stages_ms]
    columns = tuple(told[0].stages_ms) if told else ()
    rows = tuple((one.kind, *(f"{one.stages_ms[name]:.1f}" for name in columns)) for one in told)
    return Table(title=title, columns=("kind", *columns), rows=rows)


# ------------------------------------------------------------------------------------------ history

_COLUMNS = (
    "date",
    "dragoman",
    "offers",
    "load, offers/s",
    "record / index, MB",
    "open, s",
    "hybrid p50 / p95, ms",
    "through HTTP p95, ms",
    "hybrid/s at 4 clients",
    "text p95, ms",
    "dense leg p95, ms (recall@10)",
    "changes found, s",
    "machine",
)
HEADING = "\n".join((f"| {' | '.join(_COLUMNS)} |", "|" + "---|" * len(_COLUMNS)))


def history_line(figures: Figures, /) -> str:
    """A row of the table that HEADING begins; "" in a cell that was not measured."""
    load, right, late = figures.load, figures.recall, figures.changed
    hybrid, four = figures.asked("hybrid"), figures.asked("hybrid", clients=4)
    web, text = figures.asked("hybrid", http=True), figures.asked("text")
    cells = (
        figures.machine.date,
        figures.machine.dragoman,
        f"{figures.catalogue.offers:,}",
        "" if load is None else f"{load.per_second:,.0f}",
        "" if load is None else f"{load.record_mb:,.0f} / {load.index_mb:,.0f}",
        "" if figures.opened is None else f"{figures.opened.open_seconds:.2f}",
        "" if hybrid is None else f"{hybrid.latency.p50_ms:.1f} / {hybrid.latency.p95_ms:.1f}",
        "" if web is None else f"{web.latency.p95_ms:.1f}",
        "" if four is None else f"{four.latency.per_second:.0f}",
        "" if text is None else f"{text.latency.p95_ms:.1f}",
        "" if right is None else f"{right.p95_ms:.1f} ({right.at_10:.3f})",
        "" if late is None else f"{late.seconds:.2f}",
        f"{figures.machine.cores} cores, load {figures.machine.load}",
    )
    return f"| {' | '.join(cells)} |"


def add_to_history(path: Path, figures: Figures, /) -> None:
    """Put a line below the table's last one; a file without the table gets one at its end."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    line = history_line(figures)
    if HEADING not in text:
        path.write_text(f"{text.rstrip()}\n\n{HEADING}\n{line}\n".lstrip(), encoding="utf-8")
        return
    before, _, after = text.partition(HEADING)
    listed = after.split("\n")
    last = (
        next(place for place, one in enumerate(listed[1:], 1) if not one.startswith("|"))
        if len(listed) > 1
        else 1
    )
    path.write_text("\n".join([before + HEADING, *listed[1:last], line, *listed[last:]]), encoding="utf-8")
