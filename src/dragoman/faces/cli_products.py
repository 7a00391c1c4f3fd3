"""`dragoman match`: which offers are one product: find, show, join, split, forget what was said."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click
from rich.markup import escape

from dragoman.app import Dragoman
from dragoman.errors import QueryError
from dragoman.faces.cli_show import ingest_progress, out
from dragoman.faces.wire.products import match_wire, same_product_wire
from dragoman.faces.wire.shapes import Wire
from dragoman.matching.products import Member, SameProduct
from dragoman.matching.rulings import Overruled
from dragoman.ports import DoubtedGtin, ProductDecision

ACTIONS = ("run", "show", "join", "split", "forget")
_WANTED = {"run": (0, 0), "show": (1, 1), "join": (2, 2), "split": (1, 2), "forget": (2, 2)}
"""Fewest and most offer ids."""


@click.argument("action", type=click.Choice(ACTIONS), default="run")
@click.argument("offers", nargs=-1)
@click.option("--anew", is_flag=True, help="Look at every offer, not only at those that changed.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
def match_command(
    dragoman: Dragoman, action: str, offers: tuple[str, ...], anew: bool, as_json: bool
) -> None:
    """Find offers of one product among all suppliers: run; show ID; join ID ID; split ID [ID]; forget ID ID.

    Nothing is merged: offers of one product are only shown together, with how sure that is and why. What you join or
    split is remembered, and goes before anything reckoned. `split ID` alone takes the offer out of its group.
    """
    fewest, most = _WANTED[action]
    if not fewest <= len(offers) <= most:
        raise QueryError(
            f"expected {fewest if fewest == most else f'{fewest} to {most}'} offer ids after {action!r}, got {len(offers)}; "
            "`dragoman search` shows them"
        )
    if action == "run":
        with ingest_progress(quiet=as_json) as progress:
            report = dragoman.match(progress.on_indexed, anew=anew)
        if as_json:
            _json(match_wire(report))
        else:
            out.print(
                f"{report.offers} new or changed offers looked at; {report.groups} products with several offers, "
                f"{report.grouped_offers} offers in them"
            )
            _overruled(report.overruled)
            _doubts(report.doubts)
        return
    products = dragoman.products
    match action:
        case "join":
            products.join(*offers)
        case "split" if len(offers) == 1:
            products.part_from_group(offers[0])
        case "split":
            products.part(*offers)
        case "forget":
            products.forget(*offers)
        case _:
            pass
    found = products.of(offers[0])
    _json(same_product_wire(found)) if as_json else show_product(found)


def show_product(found: SameProduct) -> None:
    """The product of an offer: who else offers it, and what may be it."""
    sure = f"  {found.group.confidence:.0%} sure" if found.group is not None else ""
    out.print(f"[bold]{escape(found.offer.title.value)}[/]  {escape(found.offer.supplier.name)}{sure}")
    for title, members in (
        ("same product", found.members),
        ("may be the same", found.suggestions),
        ("another product, as you said", found.parted),
    ):
        _members(title, members)
    _overruled(found.overruled)
    if not (found.members or found.suggestions or found.parted):
        out.print("no other offer is like it; `dragoman match` looks for new ones")


def _members(title: str, members: Sequence[Member]) -> None:
    for one in members:
        out.print(
            f"{title}: {escape(one.offer.title.value)}  {escape(one.offer.supplier.name)}  {one.offer.offer_id}  "
            f"{one.confidence:.0%}\n   {escape('; '.join(one.reasons))}",
            soft_wrap=True,
        )


_MOST_DOUBTS = 10


def _doubts(doubts: Sequence[DoubtedGtin]) -> None:
    for one in doubts[:_MOST_DOUBTS]:
        out.print(
            f"GTIN {one.gtin} is not taken to name one product ({one.confidence:.0%} sure): {escape(one.reason)}",
            soft_wrap=True,
        )
    if len(doubts) > _MOST_DOUBTS:
        out.print(f"and {len(doubts) - _MOST_DOUBTS} more GTINs; `dragoman match --json` lists them all")


def _overruled(found: Sequence[Overruled]) -> None:
    """What no longer holds, and by what: a ruling is never dropped in silence."""
    for one in found:
        out.print(
            f"no longer holds: {_said(one.ruling)}; later you said that {' and that '.join(_said(by) for by in one.by)}\n"
            f"   `dragoman match forget` with the two ids takes either back",
            soft_wrap=True,
        )


def _said(one: ProductDecision) -> str:
    return f"{one.left} and {one.right} are {'one product' if one.same else 'different products'}"


def _json(wire: Wire) -> None:
    sys.stdout.buffer.write(wire.to_json() + b"\n")
    sys.stdout.flush()
