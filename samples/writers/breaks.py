"""Rows broken on purpose, as people and programs break them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from catalogue.dice import Dice
from writers.cells import CellValue, Line
from writers.truth import Truth


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A row as it will be written."""

    line: Line
    kinds: tuple[str, ...] = ()
    """Kinds of Problem that must name it."""
    truth: Truth | None
    """None where it gives no offer."""


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
            made.append(Broken(line=line, truth=line.truth))
    return made


def _spoilt(line: Line, kind: str, *, earlier: Line, bad_price: str) -> Broken:
    cells, truth = dict(line.cells), line.truth
    match kind:
        case "bad_price":
            cells.update(dict.fromkeys(_prices(cells), bad_price))
            return Broken(
                line=Line(cells=cells, truth=truth),
                kinds=(kind,) * len(_prices(cells)),
                truth=replace(truth, steps=(), whole=1),
            )
        case "bad_identifier":
            cells["gtin"] = f"{str(truth.gtin)[:6]}O{str(truth.gtin)[7:]}"  # a letter O for a zero
            return _broken(cells, replace(truth, gtin=None), kind)
        case "bad_quantity":
            cells["moq"] = "0"
            return _broken(cells, replace(truth, moq=None), kind)
        case "bad_lead_time":
            cells["lead_time"] = "##"
            return _broken(cells, replace(truth, lead_days=None), kind)
        case "bad_delivery":
            cells["delivery"] = "FOOB"
            return _broken(cells, replace(truth, incoterm=None, place_country=None), kind)
        case "missing_title":
            cells["title"] = ""
            return Broken(line=Line(cells=cells, truth=truth), kinds=(kind,), truth=None)
        case "duplicate_id":
            cells["external_id"] = earlier.cells["external_id"]
            return _broken(cells, replace(truth, external_id=earlier.truth.external_id), kind)
        case "wrong_check_digit":
            wrong = f"{str(truth.gtin)[:-1]}{(int(str(truth.gtin)[-1]) + 3) % 10}"
            cells["gtin"] = wrong
            return _broken(cells, replace(truth, gtin=None), "bad_identifier")
        case _:
            raise ValueError(f"no such break: {kind!r}")


def _prices(cells: dict[str, CellValue]) -> list[str]:
    return [name for name in cells if name == "price" or name.startswith("price_")]


def _broken(cells: dict[str, CellValue], truth: Truth, kind: str) -> Broken:
    return Broken(line=Line(cells=cells, truth=truth), kinds=(kind,), truth=truth)
