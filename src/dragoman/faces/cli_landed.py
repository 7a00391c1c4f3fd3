"""`dragoman landed`: what an order costs at the door, line by line."""

from __future__ import annotations

import sys
from typing import get_args

import click
from rich.markup import escape
from rich.table import Table

from dragoman.app import Dragoman
from dragoman.faces.cli_show import out
from dragoman.faces.landed_terms import TermsAsGiven, currency_of, landed_terms
from dragoman.faces.wire.landed import IntervalWire, LandedLineWire, LandedWire, UnitCostWire, landed_wire
from dragoman.model import Incoterm
from dragoman.ports import MODES
from dragoman.trade import landed_words


@click.argument("offer_id")
@click.option("--quantity", type=click.IntRange(1, 10**9), help="How many; the least order where left out.")
@click.option("--unit", default="piece", show_default=True, help="Of the quantity: piece, kg, m, carton, ...")
@click.option("--to", "destination", metavar="CC", help="Destination country. Default: $DRAGOMAN_COUNTRY.")
@click.option(
    "--incoterm",
    type=click.Choice(get_args(Incoterm), case_sensitive=False),
    help="That the price holds for; wins over the offer's.",
)
@click.option("--mode", type=click.Choice(MODES), help="Way of transport.")
@click.option(
    "--hs", multiple=True, metavar="CODE", help="Code of the destination's tariff; may be repeated."
)
@click.option("--made-in", metavar="CC", help="Country of origin of the goods.")
@click.option("--ship-from", metavar="CC", help="Country that they are sent from.")
@click.option("--weight-kg", help="Of one piece, packed: 2.5, or low, likely and high as '2 2.5 3'.")
@click.option("--net-kg", help="Of one piece, without packing.")
@click.option("--volume-m3", help="Of one piece, packed.")
@click.option(
    "--shown-apart", metavar="AMOUNT", help="Carriage in the price that the invoice shows: '1500 USD'."
)
@click.option("--preference", is_flag=True, help="Proof of preferential origin will be there.")
@click.option("--tax-category", default="standard", show_default=True, help="Of the tax rate: reduced, ...")
@click.option("--margin", metavar="PERCENT", help="How far the exchange rate may move until payment.")
@click.option("--on", metavar="DAY", help="Day of import, 2026-11-26. Default: today.")
@click.option("--currency", metavar="C", help="To show it in. Default: the destination's.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
def landed_command(
    dragoman: Dragoman,
    *,
    offer_id: str,
    quantity: int | None,
    unit: str,
    destination: str | None,
    incoterm: str | None,
    mode: str | None,
    hs: tuple[str, ...],
    made_in: str | None,
    ship_from: str | None,
    weight_kg: str | None,
    net_kg: str | None,
    volume_m3: str | None,
    shown_apart: str | None,
    preference: bool,
    tax_category: str,
    margin: str | None,
    on: str | None,
    currency: str | None,
    as_json: bool,
) -> None:
    """Reckon what an order of OFFER_ID costs at your door: goods, carriage, duty, tax, each with its source.

    What is not known becomes a question and an open line, never zero.
    """
    given = TermsAsGiven(
        destination=destination,
        quantity=quantity,
        unit=unit,
        incoterm=incoterm,
        mode=mode,
        hs=hs,
        made_in=made_in,
        ship_from=ship_from,
        weight_kg=weight_kg,
        net_kg=net_kg,
        volume_m3=volume_m3,
        shown_apart=shown_apart,
        preference=preference,
        tax_category=tax_category,
        margin=margin,
        on=on,
    )
    terms = landed_terms(given, home=dragoman.settings.country)
    cost = landed_wire(dragoman.landed(offer_id, terms, currency=currency_of(currency)))
    if as_json:
        sys.stdout.buffer.write(cost.to_json() + b"\n")
        sys.stdout.flush()
        return
    _show(cost)


def _show(cost: LandedWire) -> None:
    by = f" by {cost.mode}" if cost.mode else ""
    out.print(
        f"[bold]{cost.quantity}[/] to {cost.destination}, {cost.incoterm}{by}, {cost.on.isoformat()}, in {cost.currency}"
    )
    table = Table("", "", "")
    table.columns[1].justify = "right"
    for line in cost.lines:
        table.add_row(*_row(line))
    out.print(table)
    known = cost.complete
    out.print(
        f"[bold]Total {_amount(cost.total, known)} {cost.currency}[/] = {_unit(cost.unit_cost, known)}; "
        f"without recoverable tax {_amount(cost.after_recovery, known)} {cost.currency} "
        f"= {_unit(cost.unit_cost_after_recovery, known)}"
    )
    if cost.presented_by is not None:
        out.print(f"[dim]{escape(cost.presented_by.value)} ({escape(cost.presented_by.source)})[/]")
    for title, said in (
        ("To ask", [question.text for question in cost.questions]),
        ("Assumed", cost.assumptions),
        ("Note", cost.warnings),
    ):
        for text in said:
            out.print(f"[yellow]{title}:[/] {escape(text)}")


def _row(line: LandedLineWire) -> tuple[str, str, str]:
    amount = "?" if line.amount is None else _amount(line.amount, line.complete)
    if not line.counted:
        amount = f"({amount})"
    details = [escape(text) for text in (line.formula, line.reason) if text]
    for one in line.inputs:
        where = one.origin.where if one.origin is not None else one.source
        dated = f", {one.as_of.isoformat()}" if one.as_of is not None else ""
        details.append(f"[dim]{escape(one.value)}: {escape(where)}{dated}[/]" if where else escape(one.value))
    return escape(line.text), amount, "\n".join(details)


def _amount(amount: IntervalWire, complete: bool) -> str:
    if not complete:
        return landed_words.at_least(str(amount.low), str(amount.likely))
    if amount.low == amount.high:
        return f"{amount.likely}"
    return f"{amount.low} to {amount.high} (likely {amount.likely})"


def _unit(cost: UnitCostWire, complete: bool) -> str:
    if not complete:
        return f"{landed_words.at_least(str(cost.low), str(cost.likely))} per {cost.per}"
    if cost.low == cost.high:
        return f"{cost.likely} per {cost.per}"
    return f"{cost.low} to {cost.high} per {cost.per}"
