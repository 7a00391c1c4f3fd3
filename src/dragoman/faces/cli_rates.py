"""`dragoman rates`: the tables that costs are reckoned by: list them, take in a file, show what is missing."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from dragoman.app import Dragoman
from dragoman.errors import QueryError
from dragoman.faces.arguments import FILE
from dragoman.faces.cli_show import out
from dragoman.faces.wire.landed import (
    GapsWire,
    RateImportWire,
    RatesWire,
    gaps_wire,
    import_wire,
    rates_wire,
)
from dragoman.faces.wire.shapes import Wire
from dragoman.ports import RATE_KINDS, RateKind

ACTIONS = ("list", "import", "gaps")


@click.argument("action", type=click.Choice(ACTIONS), default="list")
@click.argument("file", required=False, type=FILE)
@click.option(
    "--to", "destination", metavar="CC", help="gaps: into which country. Default: $DRAGOMAN_COUNTRY."
)
@click.option("--as-of", metavar="DAY", help="import: the day a published tariff is of. Default: today.")
@click.option(
    "--kind", type=click.Choice(RATE_KINDS), help="import: what the file is, where that is not told."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
def rates_command(
    dragoman: Dragoman,
    action: str,
    file: Path | None,
    destination: str | None,
    as_of: str | None,
    kind: RateKind | None,
    as_json: bool,
) -> None:
    """List the rates in force (list), take in FILE (import), or show what the catalogue lacks (gaps).

    FILE may be exchange rates of the European Central Bank, a tariff of USITC, the UK or TARIC, or a table of your
    own: docs/how-to/rates.md.
    """
    if action == "import":
        if file is None:
            raise QueryError("expected a FILE after `rates import`, got none; name one")
        done = import_wire(dragoman.take_in_rates(file, as_of=_day(as_of), kind=kind))
        _json(done) if as_json else _imported(done)
    elif action == "gaps":
        country = destination or dragoman.settings.country
        if country is None or len(country) != 2:
            raise QueryError(f"expected a destination such as --to DE, got {country!r}; give it")
        found = gaps_wire(country.upper(), dragoman.rate_gaps(country.upper()))
        _json(found) if as_json else _gaps(found)
    else:
        held = rates_wire(dragoman.rate_sources())
        _json(held) if as_json else _list(held)


def _json(wire: Wire) -> None:
    sys.stdout.buffer.write(wire.to_json() + b"\n")
    sys.stdout.flush()


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError as error:
        raise QueryError(f"expected a day such as 2026-11-20, got {text!r}") from error


def _list(held: RatesWire) -> None:
    table = Table("kind", "table", "as of", "entries", "covers", "source")
    for one in held.sources:
        table.add_row(
            one.kind,
            escape(one.name),
            one.as_of.isoformat() if one.as_of is not None else "",
            str(one.entries),
            escape(_some(one.covers)),
            escape("; ".join(text for text in (one.source, one.note) if text)),
        )
    out.print(table)
    if not any(one.kind == "duty" for one in held.sources):
        out.print(
            "[yellow]No tariff is imported: duties are not known anywhere.[/] See docs/how-to/rates.md."
        )


def _some(covers: list[str]) -> str:
    return ", ".join(covers[:12]) + (f" and {len(covers) - 12} more" if len(covers) > 12 else "")


def _imported(done: RateImportWire) -> None:
    out.print(
        f"{escape(done.file)}: {done.kind} of {done.as_of.isoformat()}, {done.entries} entries "
        f"({done.replaced} replaced), {escape(_some(done.covers))}; kept in {escape(done.kept_in)}"
    )
    if done.note:
        out.print(f"[yellow]Mind:[/] {escape(done.note)}")


def _gaps(found: GapsWire) -> None:
    if not found.gaps:
        out.print(f"Nothing is missing on the way to {found.destination}.")
        return
    table = Table("offers", "missing", "what", "what to do")
    for one in found.gaps:
        table.add_row(str(one.offers), one.kind, escape(one.what), escape(one.message))
    out.print(table)
