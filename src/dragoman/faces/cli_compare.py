"""`dragoman compare`: offers side by side, at the buyer's door."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from dragoman.app import Dragoman
from dragoman.compare.break_even import BreakEven
from dragoman.compare.side_by_side import Cell, Comparison
from dragoman.errors import InputError
from dragoman.faces.arguments import FILE
from dragoman.faces.cli_show import out
from dragoman.faces.compare_words import cell_text, compare_csv, letter_of, letters, row_name
from dragoman.faces.comparing import compared, workbook
from dragoman.faces.landed_terms import TermsAsGiven
from dragoman.faces.wire.compare import compare_wire
from dragoman.faces.wire.words import quantity_text


@click.argument("offer_ids", nargs=-1, required=True)
@click.option(
    "--quantity", type=click.IntRange(1, 10**9), help="How many; the least order of each where left out."
)
@click.option("--unit", default="piece", show_default=True, help="Of the quantity: piece, kg, m, carton, ...")
@click.option("--to", "destination", metavar="CC", help="Destination country. Default: $DRAGOMAN_COUNTRY.")
@click.option("--on", metavar="DAY", help="Day of import, 2026-11-26. Default: today.")
@click.option("--fx", metavar="PERCENT", help="What if: other currencies cost so much more: 5 or -5.")
@click.option("--currency", metavar="C", help="To show all in. Default: the destination's.")
@click.option(
    "--export",
    "export_path",
    type=FILE,
    help="Write a .xlsx (totals are formulas), .csv or .json file.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
def compare_command(
    dragoman: Dragoman,
    *,
    offer_ids: tuple[str, ...],
    quantity: int | None,
    unit: str,
    destination: str | None,
    on: str | None,
    fx: str | None,
    currency: str | None,
    export_path: Path | None,
    as_json: bool,
) -> None:
    """Put two to eight offers side by side: what one unit of each costs at your door, what differs, what to ask.

    A PDF is made by the web page: open the comparison there and print it.
    """
    given = TermsAsGiven(destination=destination, quantity=quantity, unit=unit, on=on)
    found = compared(dragoman, list(offer_ids), given, currency, fx)
    breaks = dragoman.break_even(found)
    if export_path is not None:
        _export(dragoman, found, breaks, export_path)
        click.echo(f"written to {export_path}", err=True)
        if not as_json:
            return
    if as_json:
        sys.stdout.buffer.write(compare_wire(found, breaks).to_json() + b"\n")
        sys.stdout.flush()
        return
    _show(found, breaks)


def _export(dragoman: Dragoman, found: Comparison, breaks: BreakEven, path: Path) -> None:
    """Raises InputError for another ending, or where it cannot be written."""
    kind = path.suffix.lower()
    if kind not in (".xlsx", ".csv", ".json"):
        raise InputError(
            f"expected a file name that ends in .xlsx, .csv or .json, got {str(path)!r}; name one of the three"
        )
    try:
        if kind == ".xlsx":
            path.write_bytes(workbook(dragoman, found))
        elif kind == ".json":
            path.write_bytes(compare_wire(found, breaks).to_json())
        else:
            with path.open("w", encoding="utf-8", newline="") as text:
                text.writelines(compare_csv(found))
    except OSError as error:
        raise InputError(
            f"{path}: expected to write the comparison there, got: {error.strerror}; name another file"
        ) from error


def _show(found: Comparison, breaks: BreakEven) -> None:
    terms = found.terms
    many = quantity_text(terms.quantity) if terms.quantity is not None else "the least order of each"
    out.print(f"[bold]{many}[/] to {terms.destination}, {terms.on.isoformat()}, in {found.currency}")
    table = Table(
        "", *(f"{letters(at)}: {escape(one.offer.title.value)}" for at, one in enumerate(found.offers))
    )
    table.add_row("", *(escape(one.offer.supplier.name) for one in found.offers))
    for row in found.rows:
        mark = " *" if row.differs and row.kind != "cost" else ""
        table.add_row(escape(row_name(row)) + mark, *(_cell(cell) for cell in row.cells))
    out.print(table)
    out.print("[dim]* they differ; ✓ the least; ≥ at least; ? not known[/]")
    out.print(f"Cheapest at your door: {', '.join(letters(at) for at in found.order)}")
    for one in breaks.stretches:
        out.print(f"{one.from_quantity} to {one.until} {breaks.unit}: {letters(one.offer)}")
    for position in range(len(found.offers)):
        if text := letter_of(found, position):
            out.print(f"\n[yellow]To {letters(position)}:[/]\n{escape(text)}")


def _cell(cell: Cell) -> str:
    text = escape(cell_text(cell))
    return f"[green]✓ {text}[/]" if cell.best else f"[yellow]{text}[/]" if cell.value is None else text
