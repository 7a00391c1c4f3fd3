"""`dragoman classify`: which code goods have in the Harmonized System."""

from __future__ import annotations

import sys

import click
from rich.markup import escape

from dragoman.app import Dragoman
from dragoman.classify.given_code import given_code
from dragoman.classify.goods import Goods
from dragoman.errors import NotFound, QueryError
from dragoman.faces.cli_show import out
from dragoman.faces.wire.classify import ClassificationWire, classification_wire
from dragoman.vocabulary.hs import dotted

_UNSURE = 0.5
"""How sure of the language is not sure enough to keep quiet."""


@click.argument("text")
@click.option("--language", metavar="TAG", help="Of the text: en, de, zh, ... Default: told by the text.")
@click.option("--hs", "own_code", metavar="CODE", help="The supplier's code, to be weighed and checked.")
@click.option(
    "--to", "destination", metavar="CC", help="Also lines of this country's tariff, where one is in."
)
@click.option("--most", type=click.IntRange(1, 50), default=5, show_default=True, help="How many codes.")
@click.option("--say", metavar="CODE", help="TEXT is the id of an offer: this is its code, from now on.")
@click.option(
    "--forget", is_flag=True, help="TEXT is the id of an offer: take back what was said of its code."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
def classify_command(
    dragoman: Dragoman,
    *,
    text: str,
    language: str | None,
    own_code: str | None,
    destination: str | None,
    most: int,
    say: str | None,
    forget: bool,
    as_json: bool,
) -> None:
    """Find the HS codes of goods, likeliest first: TEXT says what they are, or is the id of an offer.

    Each code comes with its probability and with what in the texts decided; a code of the supplier's is checked. With
    --say you settle the code of an offer: it is remembered, and goes before the supplier's.
    """
    if not text.strip():
        raise QueryError("expected words that say what the goods are, or the id of an offer; got nothing")
    if own_code is not None:
        given_code(own_code)
    if say is not None and forget:
        raise QueryError("expected --say CODE or --forget, got both; leave one out")
    if say is not None:
        dragoman.say_code(text, say)
    elif forget:
        dragoman.forget_code(text)
    goods = _goods(dragoman, text, language, own_code)
    found = dragoman.classify(goods, most=most)
    national = dragoman.tariff_lines([guess.code for guess in found.guesses], destination)
    wire = classification_wire(found, national=national)
    if as_json:
        sys.stdout.buffer.write(wire.to_json() + b"\n")
        sys.stdout.flush()
        return
    _show(wire)


def _goods(dragoman: Dragoman, text: str, language: str | None, own_code: str | None) -> Goods:
    try:
        return dragoman.goods(dragoman.offer(text).offer, own_code=own_code)
    except NotFound:
        return Goods.of_text(text, language=language, own_code=own_code)


def _show(found: ClassificationWire) -> None:
    for guess in found.guesses:
        out.print(f"[bold]{dotted(guess.code)}[/] {guess.probability:6.1%}  {escape(guess.path[-1])}")
        for reason in guess.reasons:
            out.print(
                f"    [dim]{reason.where}: {escape(reason.text[:80])} ~ {reason.kind}: {escape(reason.of[:80])}[/]"
            )
        for line in guess.national:
            out.print(f"    {line.code}: {escape(line.duty)}")
    for doubt in found.doubts:
        out.print(f"[yellow]{escape(doubt)}[/]")
    if found.own_code is not None:
        colour = "green" if found.own_code.verdict in ("agrees", "said") else "yellow"
        out.print(f"[{colour}]{escape(found.own_code.message)}[/]")
    unsure = ", which few words tell badly: --language says it" if found.language_sure <= _UNSURE else ""
    out.print(
        f"[dim]{found.edition}; read as {found.language}{unsure}; a guess, not a ruling: {escape(found.source)}[/]"
    )
