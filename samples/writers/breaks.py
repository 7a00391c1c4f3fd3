"""Rows broken on purpose, as people and programs break them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from catalogue.dice import Dice
from writers.cells import CellValue, Line
from writers.truth import Truth

OTHER_ENCODING = " é"
"""What ends the title of the line that is in another encoding than its file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A row as it will be written."""

    cells: Mapping[str, CellValue]
    kinds: tuple[str, ...] = ()
    """Kinds of Problem that must name it."""
    truth: Truth | None
    """None where it gives no offer."""
    cells_kept: int | None = None
    """Where the row is cut off, how many cells are left of it."""


def with_breaks(
    key: str, lines: Sequence[Line], kinds: Sequence[str], *, bad_price: str = "#REF!"
) -> list[Broken]:
    """The lines in their order, one of them spoilt for each kind that is named.

    Args:
        key: Of the file, for the dice.
        bad_price: What stands where a price should; a spreadsheet would keep "#REF!" as an error, not as text.
    """
    dice = Dice("breaks", key)
    usable = [n for n, line in enumerate(lines) if n > 5 and line.truth.steps]
    places = dict(zip(dice.some(usable, len(kinds)), kinds, strict=True))
    made: list[Broken] = []
    for n, line in enumerate(lines):
        if n in places:
            made.append(_spoilt(line, places[n], earlier=lines[n - 3], bad_price=bad_price))
        else:
            made.append(Broken(cells=line.cells, truth=line.truth))
    return made


def _spoilt(line: Line, kind: str, *, earlier: Line, bad_price: str) -> Broken:
    cells, truth = dict(line.cells), line.truth
    match kind:
        case "bad_price":
            cells.update(dict.fromkeys(_prices(cells), bad_price))
            truth = replace(truth, steps=(), whole=1)
            return _broken(cells, truth, kind, times=len(_prices(cells)))
        case "missing_title":
            cells["title"] = ""
            return _broken(cells, None, kind)
        case "encoding":  # one line from a program that writes Windows-1252
            cells["title"] = f"{cells['title']}{OTHER_ENCODING}"
            return _broken(cells, None, kind)
        case "cut_row":  # the rest of the line is lost; what is left is an offer, and no Problem
            return Broken(cells=cells, truth=_cut(truth), cells_kept=_kept(cells))
        case "duplicate_id":
            cells["external_id"] = earlier.cells["external_id"]
            return _broken(cells, replace(truth, external_id=earlier.truth.external_id), kind)
        case _:
            return _without_value(cells, truth, kind)


def _without_value(cells: dict[str, CellValue], truth: Truth, kind: str) -> Broken:
    """A value that cannot be read; the rest of the row can."""
    gtin = str(truth.gtin)
    match kind:
        case "bad_identifier":
            cells["gtin"] = f"{gtin[:6]}O{gtin[7:]}"  # a letter O for a zero
            truth = replace(truth, gtin=None)
        case "wrong_check_digit":
            cells["gtin"] = f"{gtin[:-1]}{(int(gtin[-1]) + 3) % 10}"
            truth, kind = replace(truth, gtin=None), "bad_identifier"
        case "bad_quantity":
            cells["moq"] = "0"
            truth = replace(truth, moq=None)
        case "bad_lead_time":
            cells["lead_time"] = "##"
            truth = replace(truth, lead_days=None)
        case "bad_delivery":
            cells["delivery"] = "FOOB"
            truth = replace(truth, incoterm=None, place_country=None)
        case _:
            raise ValueError(f"no such break: {kind!r}")
    return _broken(cells, truth, kind)


def _cut(truth: Truth) -> Truth:
    return replace(
        truth,
        lead_days=None,
        incoterm=None,
        place_country=None,
        certificates=frozenset(),
        gtin=None,
        mpn=None,
        made_in=None,
    )


def _kept(cells: dict[str, CellValue]) -> int:
    """Up to the pack, which stands before all that `cut_row` takes away."""
    return list(cells).index("pack") + 1


def _prices(cells: dict[str, CellValue]) -> list[str]:
    return [name for name in cells if name == "price" or name.startswith("price_")]


def _broken(cells: dict[str, CellValue], truth: Truth | None, kind: str, *, times: int = 1) -> Broken:
    """
    Args:
        truth: Of what is left; None where the row gives no offer.
        times: How many of its cells are broken.
    """
    return Broken(cells=cells, kinds=(kind,) * times, truth=truth)
