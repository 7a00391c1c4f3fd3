"""What the command line shows a person: tables, colours and progress bars on a terminal, plain lines in a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from dragoman.app import OfferRecord
from dragoman.doctor import DoctorReport
from dragoman.errors import InputError
from dragoman.faces.wire.convert import offer_values
from dragoman.faces.wire.words import number_text, per_text, quantity_text, wanted_text
from dragoman.ingest.events import IngestEvent
from dragoman.ingest.load import IngestReport
from dragoman.ingest.mappings_folder import BrokenMapping
from dragoman.ingest.preview import FilePreview, TablePreview
from dragoman.matching.products import Folded
from dragoman.normalise.mapping import save_mapping
from dragoman.normalise.mapping.learned import Recalled
from dragoman.ports import FileRecord, ProblemPage
from dragoman.search.request import Hit, Query, SearchResult
from dragoman.trade import landed_words
from dragoman.trade.landed_cost import LandedCost
from dragoman.trade.words import unit_word

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False)

DISPLAY = Decimal("0.0001")
"""Unit prices are rounded for display only, at the end."""

SIGNS = {"met": "[green]✓[/]", "unmet": "[red]✗[/]", "unknown": "[yellow]?[/]"}


class IngestProgress:
    """Two bars: rows read, offers indexed. Silent where standard error is no terminal."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._rows: TaskID | None = None
        self._indexed: TaskID | None = None

    def on_event(self, event: IngestEvent) -> None:
        """A step of the load."""
        if event.waiting:
            err.print("another load is running here; this one waits for its turn (Ctrl-C stops it)")
            return
        if self._rows is None:
            self._rows = self._progress.add_task("reading", total=None)
        self._progress.update(
            self._rows,
            description=f"reading {escape(event.file)}",
            completed=event.rows,
        )

    def on_indexed(self, done: int, total: int) -> None:
        """A step of the index's catching up."""
        if self._indexed is None:
            self._indexed = self._progress.add_task("indexing", total=total)
        self._progress.update(self._indexed, completed=done, total=total)


@contextmanager
def ingest_progress(*, quiet: bool) -> Iterator[IngestProgress]:
    """A progress display on standard error, shown on a terminal only."""
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=err,
        transient=True,
        disable=quiet or not err.is_terminal,
    ) as progress:
        yield IngestProgress(progress)


def previews(found: Sequence[FilePreview]) -> None:
    """What --dry-run says: how each file would be read."""
    for preview in found:
        supplier = f"  supplier: {escape(preview.supplier.name)}" if preview.supplier is not None else ""
        out.print(f"\n[bold]{escape(preview.file)}[/]  {preview.format_name}{supplier}")
        if preview.error is not None:
            out.print(f"[red]cannot be read:[/] {escape(preview.error)}")
        for table in preview.tables:
            _table(table)


def _table(preview: TablePreview) -> None:
    mapping = preview.mapping
    if preview.sheet is not None:
        out.print(f"sheet {escape(preview.sheet)}")
    said = {
        **preview.detected,
        "language": f"{mapping.language} ({mapping.language_confidence:.0%})",
        "decimal mark": mapping.decimal or "not told",
        "currency": mapping.currency.value if mapping.currency is not None else "as each price says",
    }
    out.print("; ".join(f"{name}: {escape(str(value))}" for name, value in said.items()))
    table = Table("column", "taken for", "sure", "values", "why")
    for column in preview.columns:
        table.add_row(
            escape(column.role.key),
            column.role.field,
            f"{column.role.confidence:.0%}",
            escape(" · ".join(column.examples))[:60],
            escape(column.role.why),
        )
    out.print(table)
    if preview.recalled is not None:
        recalled(preview.recalled)
    for column in preview.columns:
        if column.suggested is not None:
            out.print(
                f"  suggested: {escape(column.role.key)} is {column.suggested.field} ({column.suggested.confidence:.0%})"
            )
    for problem in preview.problems:
        out.print(f"[yellow]{problem.kind}[/] {escape(problem.message())}")


def recalled(found: Recalled, where: str = "") -> None:
    """Say that remembered corrections are used, or only suggested."""
    if found.used:
        advice = "`--no-learned` leaves it out"
    else:
        advice = "`--dry-run --save-mapping FILE` writes it into a mapping to agree to"
    out.print(f"{where}{escape(found.notice())}; {advice}")


def broken_mappings(broken: Sequence[BrokenMapping]) -> None:
    for one in broken:
        err.print(f"[yellow]remembered mapping left out:[/] {escape(one.error)}", soft_wrap=True)


def save_proposal(found: Sequence[FilePreview], path: Path) -> None:
    """Write the mapping of the first table that could be read. Raises MappingError, InputError."""
    for preview in found:
        if preview.tables:
            name = preview.supplier.name if preview.supplier is not None else None
            save_mapping(preview.tables[0].proposal, path, supplier=name)
            err.print(
                f"mapping of {escape(preview.file)} written to {escape(str(path))}; correct it and pass it with --mapping"
            )
            return
    raise InputError("expected a file with a table to propose a mapping for, got none that can be read")


def ingest_report(report: IngestReport) -> None:
    out.print(
        f"{report.files} files, {report.rows} rows, {report.offers} offers: {report.added} added, {report.updated} updated, "
        f"{report.unchanged} unchanged, {report.withdrawn} withdrawn; {report.problems} problems; {report.seconds:.1f} s"
    )
    for one in report.recalled:
        sheet = f" {escape(one.sheet)}" if one.sheet is not None else ""
        recalled(one.recalled, f"{escape(one.file)}{sheet}: ")
    if report.remembered:
        out.print(
            f"the mapping is remembered as {escape(', '.join(report.remembered))}; see it with: dragoman mappings"
        )
    broken_mappings(report.broken_mappings)
    for failed in report.failed:
        err.print(f"[red]not loaded:[/] {escape(failed.error)}")
    if report.problems:
        out.print("see them with: dragoman problems")


def problems(page: ProblemPage) -> None:
    for problem in page.problems:
        out.print(f"[bold]{problem.kind}[/] {escape(problem.message())}")
    out.print(f"{len(page.problems)} of {page.total} problems")


def files(records: Sequence[FileRecord]) -> None:
    table = Table("file", "supplier", "state", "rows", "offers", "loaded")
    for file in records:
        finished = f"{file.finished_at:%Y-%m-%d %H:%M}" if file.finished_at else ""
        table.add_row(
            escape(file.name),
            escape(file.supplier.name),
            file.state,
            str(file.rows_done),
            str(file.offers),
            finished,
        )
    out.print(table)


def query(understood: Query) -> None:
    out.print(f"language: {understood.language}   product: [bold]{escape(understood.product)}[/]")
    for requirement in understood.requirements:
        note = f"  ({escape(requirement.note)})" if requirement.note else ""
        out.print(
            f"  {requirement.requirement_id}: {escape(wanted_text(requirement))}  \\[{requirement.strength}]{note}"
        )
    for slip in understood.corrections:
        out.print(f"  [yellow]read as {escape(slip.read)}:[/] {escape(slip.written)}")
    for span in understood.not_understood:
        out.print(f"  [yellow]not understood:[/] {escape(span.text)}")


def search_result(
    result: SearchResult, folds: Mapping[str, Folded] | None = None, *, fold: bool = True
) -> None:
    """Args:
    folds: Offer id -> the group of one product it is in.
    fold: Show of a group only its first offer, with how many suppliers there are.
    """
    groups = folds or {}
    query(result.query)
    for notice in result.notices:
        out.print(f"[yellow]![/] {escape(notice)}")
    for place, hit in enumerate(result.hits, start=result.request.offset + 1):
        group = groups.get(hit.offer.offer_id)
        if group is None or not fold or group.shown_by == hit.offer.offer_id:
            _hit(place, hit, group)
    out.print(f"{result.total} offers, {result.took.total:.0f} ms")


def _hit(place: int, hit: Hit, group: Folded | None = None) -> None:
    offer = hit.offer
    price = "no price"
    if hit.price is not None:
        unit = hit.price.unit_price
        price = f"{number_text(unit.money.amount.quantize(DISPLAY))} {unit.money.currency} per {per_text(unit.per)}"
    out.print(f"\n[bold]{place}. {escape(offer.title.value)}[/]  {price}")
    out.print(
        f"   {escape(offer.supplier.name)} {offer.supplier.country or ''}  {escape(offer.external_id)}  {offer.offer_id}"
    )
    if group is not None:
        out.print(f"   [bold]{_folded(group)}[/]  dragoman match show {offer.offer_id}")
    if hit.landed is not None:
        out.print(f"   at your door: {_landed(hit.landed)}")
    for verdict in hit.verdicts:
        origin = f"  ← {escape(verdict.origin.where())}" if verdict.origin is not None else ""
        out.print(
            f"   {SIGNS[verdict.verdict]} {verdict.requirement.requirement_id}: {escape(verdict.value or verdict.reason)}{origin}"
        )


def _folded(group: Folded) -> str:
    """ "3 suppliers, from 2.10 USD per piece (93% sure)"."""
    lowest = ""
    if group.lowest is not None:
        unit = group.lowest.unit_price
        amount = number_text(unit.money.amount.quantize(DISPLAY))
        lowest = f", from {amount} {unit.money.currency} per {per_text(unit.per)}"
    many = "suppliers" if group.suppliers != 1 else "supplier"
    return f"same product: {group.suppliers} {many}, {len(group.group.offer_ids)} offers{lowest} ({group.group.confidence:.0%} sure)"


def _landed(cost: LandedCost) -> str:
    low, likely, high = (one.money.amount for one in cost.per_unit(cost.total))
    least, amount, most = (number_text(one.quantize(DISPLAY)) for one in (low, likely, high))
    if not cost.complete:
        amount = f"{len(cost.questions)} to ask: {landed_words.at_least(least, amount)}"
    elif low != high:
        amount = f"{amount} ({least} to {most})"
    per = unit_word(cost.quantity.unit)
    return f"{amount} {cost.currency} per {per} in {cost.destination} at {quantity_text(cost.quantity)}"


def offer(record: OfferRecord) -> None:
    found = record.offer
    out.print(
        f"[bold]{escape(found.title.value)}[/]\n{escape(found.supplier.name)}  {escape(found.external_id)}"
    )
    table = Table("field", "value", "as written", "where", "confidence")
    for value in offer_values(found):
        table.add_row(
            escape(value.field),
            escape(value.value),
            escape(value.raw),
            escape(value.origin.where),
            f"{value.confidence:.2f}",
        )
    out.print(table)
    for version in record.history:
        out.print(
            f"{version.valid_from:%Y-%m-%d %H:%M} UTC  {version.change}  {', '.join(version.changed_fields)}"
        )


def doctor(report: DoctorReport) -> None:
    for finding in report.findings:
        sign = "[green]✓[/]" if finding.ok else "[red]✗[/]"
        advice = f"  → {escape(finding.advice)}" if finding.advice else ""
        out.print(f"{sign} {finding.name}: {escape(finding.value)}{advice}")
