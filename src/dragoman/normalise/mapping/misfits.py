"""Columns that are not what their name says, or whose name is lost, become attributes; that is told, since a list of
prices without one is no list of prices. So is a column of prices whose currency nothing says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dragoman.model import Origin, Problem, ProblemKind
from dragoman.normalise.mapping.roles import TableMapping
from dragoman.vocabulary.field_names import Field

GIVE_CURRENCY = 'say it when the file is loaded (`--currency EUR`, or beside the file on the page), or in a mapping file: currency = "EUR"'
_KINDS: Mapping[Field, ProblemKind] = {
    "price": "bad_price",
    "price_high": "bad_price",
    "currency": "bad_currency",
    "moq": "bad_quantity",
    "tier_quantity": "bad_quantity",
    "pack": "bad_quantity",
    "weight": "bad_quantity",
    "lead_time": "bad_lead_time",
    "gtin": "bad_identifier",
    "hs_code": "bad_identifier",
    "made_in": "bad_country",
}


def misfits(mapping: TableMapping, first_row: Origin, /) -> Iterator[Problem]:
    """One for each such column of a table, and one for a table whose numbers are no prices.

    Args:
        first_row: Of the table; where a file has no headers, the problem is told there.
    """
    prices = [role for role in mapping.columns.values() if role.field == "price"]
    steps = not prices or any(role.tier_from is not None for role in prices)
    for role in mapping.columns.values():
        if steps and role.origin is not None and role.field == "attribute" and _DATE.fullmatch(role.key):
            yield _named_by_a_date(role.key, role.origin)
        if role.misfit is None or role.field != "attribute":
            continue
        name = role.misfit.field.replace("_", " ")
        yield Problem(
            kind=_KINDS.get(role.misfit.field, "bad_value"),
            origin=role.origin or first_row,
            value=role.misfit.value[:200],
            expected=f"values of a {name} in the column {role.key[:80]!r}, as its name says",
            advice="the column is kept as an attribute; correct its cells, or map it in a mapping file "
            "(`dragoman ingest --dry-run` shows one)",
            field_name=role.misfit.field,
        )
    for key, (value, first) in mapping.silent.items():
        yield Problem(
            kind="bad_currency",
            origin=mapping.columns[key].origin or first,
            value=value[:200],
            expected=f"the currency of the prices in the column {key[:80]!r}: in its cells, its name, a currency column or "
            "above the table; nothing says it",
            advice=f"the offers are in without these prices; {GIVE_CURRENCY}",
            field_name="price",
        )
    if mapping.unpriced and not mapping.keys("price"):
        yield Problem(
            kind="bad_price",
            origin=mapping.columns[mapping.unpriced[0]].origin or first_row,
            value=", ".join(mapping.unpriced)[:200],
            expected="a column of prices; no column's name says one",
            advice="the offers are in without prices; say in a mapping file which column holds them "
            "(`dragoman ingest --dry-run` shows one)",
            field_name="price",
        )


_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T]00:00(?::00)?)?")


def _named_by_a_date(key: str, origin: Origin) -> Problem:
    """A header cell that a spreadsheet made a date of."""
    return Problem(
        kind="bad_value",
        origin=origin,
        value=key,
        expected="the name of a column, such as 1-9 or Price EUR, not a date",
        advice="the column is kept as an attribute, and no price is read from it; if a spreadsheet made the date of a "
        "name such as 1-9, format the cell as text and type the name anew",
    )
