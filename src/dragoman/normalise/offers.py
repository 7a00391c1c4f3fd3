"""A row -> an offer, with a Problem for each cell that could not be understood."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TypeVar

from dragoman.model import Offer, Origin, Problem, Sourced, Supplier
from dragoman.normalise import fields, languages
from dragoman.normalise.cells import Cell, Cells, cells_of
from dragoman.normalise.mapping.roles import TableMapping
from dragoman.normalise.prices import read_prices
from dragoman.normalise.quantities.places import parse_country
from dragoman.normalise.suppliers import named
from dragoman.ports import Row
from dragoman.vocabulary.denials import made_of
from dragoman.vocabulary.field_names import Field
from dragoman.vocabulary.materials import find_materials
from dragoman.vocabulary.sums import is_sum

T = TypeVar("T")
_NUMBERS: tuple[Field, ...] = ("external_id", "gtin", "mpn")
"""What goods are known by, and a row of sums has none of."""
_ID_DIGITS = 20
_ID_IS_A_DATE = "it is kept as the id; if a spreadsheet made a date of what was typed, format the cell as text and type it anew"
_FROM_TITLE = 0.7
_DOUBTED_ROW = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class RowOutcome:
    """What a row gave."""

    offer: Offer | None
    """None for a row without a title; a Problem says so."""
    problems: tuple[Problem, ...]


def to_offer(row: Row, mapping: TableMapping, supplier: Supplier, /) -> RowOutcome:
    """The offer of a row.

    Args:
        supplier: Of the file; a column of suppliers wins over it.
    """
    cells = cells_of(row, mapping)
    problems: list[Problem] = []
    title = fields.text(cells.first("title"))
    if title is None:
        return RowOutcome(offer=None, problems=(_no_title(row, mapping),))
    if mapping.transposed:
        return RowOutcome(offer=None, problems=(_transposed(title),))
    if not any(cells.all(field) for field in _NUMBERS) and is_sum(title.value):
        return RowOutcome(offer=None, problems=(_no_goods(title),))

    def kept(outcome: Sourced[T] | Problem | None) -> Sourced[T] | None:
        if isinstance(outcome, Problem):
            problems.append(outcome)
            return None
        return outcome

    gtin = kept(fields.gtin(cells.all("gtin")))
    others = [cell for cell in cells.all("gtin") if gtin is None or cell.row.cell(cell.key) != gtin.origin]
    prices = read_prices(cells)
    problems.extend(prices.problems)
    owner, external_id, offer_id = identity(cells, mapping, supplier, problems, title=title.value)
    offer = Offer(
        offer_id=offer_id,
        supplier=owner,
        external_id=external_id,
        title=_remarked(title, row),
        language=languages.of_title(title.value, mapping.language),
        origin=row.origin,
        description=fields.description(cells.all("description")),
        brand=fields.text(cells.first("brand")),
        category=fields.text(cells.first("category")),
        gtin=gtin,
        mpn=kept(fields.mpn(cells.first("mpn"))),
        hs_code=kept(fields.hs_code(cells.first("hs_code"))),
        made_in=kept(fields.country(cells.first("made_in"))),
        prices=prices.tiers,
        price_on_request=prices.on_request,
        moq=kept(fields.moq(cells.first("moq") or _least(cells), cells)),
        pack=kept(fields.pack(cells.first("pack"))) or prices.pack,
        weight=kept(fields.weight(cells.first("weight"), cells)),
        lead_time=kept(fields.lead_time(cells.first("lead_time"))),
        delivery=kept(fields.delivery(cells)),
        certificates=fields.certificates(cells.all("certificates")),
        material=fields.material(cells.first("material")) or _material_in(title),
        colour=fields.colour(cells.first("colour")),
        valid_until=kept(fields.valid_until(cells.first("valid_until"))),
        images=tuple(image for cell in cells.all("image") if (image := fields.image(cell)) is not None),
        url=fields.url(cells.first("url")),
        attributes=tuple(fields.attribute(cell, cells) for cell in [*cells.all("attribute"), *others]),
    )
    doubt: str = getattr(row, "doubt", "")  # asked as its remark is
    return RowOutcome(offer=_doubted(offer, doubt) if doubt else offer, problems=tuple(problems))


def identity(
    cells: Cells, mapping: TableMapping, supplier: Supplier, problems: list[Problem], /, *, title: str = ""
) -> tuple[Supplier, str, str]:
    """(supplier, the supplier's own id, our id) of a row; a Problem where the row alone lacks the supplier's.

    Args:
        supplier: Of the file; a column of suppliers wins over it.
        title: What an offer without the supplier's id is known by.
    """
    owner = _supplier(cells, supplier)
    external_id = _external_id(cells, mapping, problems)
    return owner, external_id, _offer_id(owner, external_id or title)


def _least(cells: Cells) -> Cell | None:
    """The quantity of a tier, where the least of them is the least that is sold."""
    cell = cells.first("tier_quantity")
    return cell if cell is not None and cell.role.is_least else None


def _remarked(title: Sourced[str], row: Row) -> Sourced[str]:
    """The title with what the file says of its row: that it is hidden in the sheet."""
    remark: str = getattr(
        row, "remark", ""
    )  # a `Remarked`, which to ask by isinstance takes as long as a price
    return replace(title, note="; ".join(filter(None, (title.note, remark)))) if remark else title


def _doubted(offer: Offer, doubt: str) -> Offer:
    """The offer with all its values but its name at most as sure as a row of which this is said."""

    def sure(value: Sourced[T], /) -> Sourced[T]:
        note = "; ".join(filter(None, (value.note, doubt)))
        return replace(value, confidence=min(_DOUBTED_ROW, value.confidence), note=note)

    def less(value: Sourced[T] | None, /) -> Sourced[T] | None:
        return sure(value) if value is not None else None

    return replace(
        offer,
        prices=tuple(sure(one) for one in offer.prices),
        certificates=tuple(sure(one) for one in offer.certificates),
        brand=less(offer.brand),
        category=less(offer.category),
        gtin=less(offer.gtin),
        mpn=less(offer.mpn),
        hs_code=less(offer.hs_code),
        made_in=less(offer.made_in),
        price_on_request=less(offer.price_on_request),
        moq=less(offer.moq),
        pack=less(offer.pack),
        weight=less(offer.weight),
        lead_time=less(offer.lead_time),
        material=less(offer.material),
        colour=less(offer.colour),
        valid_until=less(offer.valid_until),
    )


def _no_title(row: Row, mapping: TableMapping) -> Problem:
    keys = mapping.keys("title")
    column = keys[0] if keys else None
    try:
        origin = row.cell(column) if column is not None else row.origin
    except KeyError:
        origin = row.origin
    return _no_offer(
        origin,
        " | ".join(row.text(key) for key in list(row.values)[:6]),
        "the product's name",
        "fill the cell in, or say in a mapping file which column holds the name; the row is kept, without an offer",
    )


def _no_goods(title: Sourced[str]) -> Problem:
    return _no_offer(
        title.origin,
        title.value,
        "the name of goods, not of a sum, a tax or a charge",
        "the row is kept, without an offer; if it is one, give it an article number",
    )


def _transposed(title: Sourced[str]) -> Problem:
    return _no_offer(
        title.origin,
        title.value,
        "a row for each offer, under names of columns",
        "the table looks transposed: its rows are named like columns, and each column is an offer; copy it, paste "
        "it transposed in a spreadsheet program, and load that",
    )


def _no_offer(origin: Origin, value: str, expected: str, advice: str) -> Problem:
    """Why a row is none."""
    return Problem(
        kind="missing_title",
        origin=origin,
        value=value[:200],
        expected=expected,
        advice=advice,
        severity="error",
        field_name="title",
    )


def _supplier(cells: Cells, usual: Supplier) -> Supplier:
    cell, land = cells.first("supplier"), cells.first("supplier_country")
    found = parse_country(land.text) if land is not None else None
    country = found.value if found is not None else cells.mapping.country
    if cell is None or fields.is_nothing(cell):
        return usual
    return named(cell.text, country)


def _external_id(cells: Cells, mapping: TableMapping, problems: list[Problem]) -> str:
    """The supplier's id as written; "" where the table has none, a Problem where only this row lacks it."""
    cell = cells.first("external_id")
    if cell is not None:
        if cell.day is not None:
            told = cell.problem("doubtful_value", "the supplier's id, not a date", "")
            problems.append(replace(told, advice=_ID_IS_A_DATE))
        return cell.text[:200]
    keys = mapping.keys("external_id")
    if keys:
        problems.append(
            Problem(
                kind="missing_id",
                origin=cells.row.origin,
                value="",
                expected=f"the supplier's id in column {keys[0]!r}",
                advice="fill the id in; until then the offer is known by its title, and a new title makes a new offer",
                field_name="external_id",
            )
        )
    return ""


def _offer_id(supplier: Supplier, key: str) -> str:
    return hashlib.sha256(f"{supplier.supplier_id}\n{key}".encode()).hexdigest()[:_ID_DIGITS]


_VAGUE = "metal"
"""Beside the name of what it is made of, or of a part ("metal buckle"), a title's "metal" tells nothing more."""


def _material_in(title: Sourced[str]) -> Sourced[str] | None:
    """A material that the title names, where no column does: less sure, since it may be a part's."""
    found = [one for one in made_of(title.value, find_materials(title.value)) if one.code != _VAGUE]
    codes = {one.code for one in found}
    if len(codes) != 1:
        return None
    return Sourced(
        value=found[0].code,
        origin=title.origin,
        raw=title.raw,
        confidence=_FROM_TITLE,
        note=f"named in the title: {title.value[found[0].start : found[0].end]!r}",
    )
