"""Columns -> fields: by their names, checked against their values; what is unclear stays an attribute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dragoman.model import Country, Currency, Delivery, Origin, Sourced
from dragoman.normalise import languages
from dragoman.normalise.hints import Hints
from dragoman.normalise.mapping.file import MappingFile
from dragoman.normalise.mapping.header import HeaderMeaning, read_header
from dragoman.normalise.mapping.roles import ColumnRole, TableMapping, general
from dragoman.normalise.mapping.values import share, told_by_values
from dragoman.normalise.quantities.incoterm import find_incoterms
from dragoman.normalise.quantities.numbers import DecimalMark, decimal_mark_of
from dragoman.normalise.suppliers import country_of
from dragoman.ports import Column, Row, Table
from dragoman.vocabulary import currencies
from dragoman.vocabulary.field_names import Field

_MANY: frozenset[Field] = frozenset(
    {"price", "image", "certificates", "attribute", "ignore", "tier_quantity", "description"}
)
"""Fields that several columns may be."""
_UNFIT = 0.3
"""Share of fitting values below which a column is not what its name says."""
_LATIN_COMMA = frozenset({"de", "es", "fr", "pt", "ru"})
"""Languages that write decimals with a comma, where a table's numbers do not tell."""


def propose(
    table: Table, sample: Sequence[Row], hints: Hints, mapping_file: MappingFile | None = None, /
) -> TableMapping:
    """The likeliest meaning of a table; the mapping file has the last word."""
    country = country_of(hints, table.notes)
    flattened = not table.columns
    texts = _texts(table, sample, flattened)
    headers = {general(one.key) if flattened else one.key: one for one in table.columns}
    roles = [_role(key, values, headers.get(key), country) for key, values in texts.items()]
    roles = _with_title(_without_rivals(roles), texts)
    language, sure = _language(roles, texts)
    delivery = _delivery(table)
    mapping = TableMapping(
        columns={role.key: role for role in roles},
        language=language,
        language_confidence=round(sure, 2),
        decimal=_decimal(roles, texts, language),
        country=country,
        currency=_currency(table, roles, country),
        delivery=delivery,
        flattened=flattened,
    )
    return mapping_file.apply(mapping) if mapping_file is not None else mapping


def _texts(table: Table, sample: Sequence[Row], flattened: bool) -> dict[str, list[str]]:
    """Column -> its values as written, empty ones left out."""
    texts: dict[str, list[str]] = {column.key: [] for column in table.columns}
    for row in sample:
        for key in row.values:
            text = row.text(key)
            if text.strip():
                texts.setdefault(general(key) if flattened else key, []).append(text)
    return texts


def _role(key: str, texts: Sequence[str], column: Column | None, country: Country | None) -> ColumnRole:
    meaning = read_header(key, country=country)
    last = read_header(key.rsplit(".", 1)[-1], country=country) if "." in key else meaning
    if last.confidence > meaning.confidence:
        meaning = replace(last, currency=last.currency or meaning.currency)
    origin = column.header_origin if column is not None else None
    if meaning.field is not None:
        fitting = share(meaning.field, texts)
        if fitting is None or fitting >= _UNFIT:
            return _from_header(key, meaning, fitting, origin)
        told = told_by_values(texts, country)
        if told is None or told[0] == meaning.field:
            why = f"{meaning.why}, but only {fitting:.0%} of its values fit {meaning.field}"
            return ColumnRole(
                key=key, field="attribute", confidence=0.5, why=why, origin=origin, unit=meaning.unit
            )
    else:
        told = told_by_values(texts, country)
    if told is not None:
        field, confidence, why = told
        return ColumnRole(key=key, field=field, confidence=confidence, why=why, origin=origin)
    return ColumnRole(
        key=key,
        field="attribute",
        confidence=1.0,
        why="no field is known by this name; kept as an attribute",
        origin=origin,
        unit=meaning.unit,
    )


def _from_header(
    key: str, meaning: HeaderMeaning, fitting: float | None, origin: Origin | None
) -> ColumnRole:
    confidence, why = meaning.confidence, meaning.why
    if fitting is not None:
        confidence = min(0.99, confidence * (0.6 + 0.42 * fitting))
        why = f"{why}; {fitting:.0%} of its values fit"
    return ColumnRole(
        key=key,
        field=meaning.field or "attribute",
        confidence=round(confidence, 2),
        why=why,
        origin=origin,
        currency=meaning.currency,
        basis=meaning.basis,
        unit=meaning.unit,
        tier_from=meaning.tier_from,
    )


def _without_rivals(roles: Sequence[ColumnRole]) -> list[ColumnRole]:
    """One column per field, the surest; price columns of different tiers or nested prices stay together."""
    chosen: dict[Field, ColumnRole] = {}
    for role in roles:
        best = chosen.get(role.field)
        if best is None or role.confidence > best.confidence:
            chosen[role.field] = role
    return [
        role
        if role.field in _MANY or chosen[role.field] is role
        else replace(
            role,
            field="attribute",
            confidence=round(0.6 * role.confidence, 2),
            why=f"{role.why}; {chosen[role.field].key!r} fits {role.field} better",
        )
        for role in roles
    ]


def _with_title(roles: list[ColumnRole], texts: dict[str, list[str]]) -> list[ColumnRole]:
    """Without a title column, the description or the longest free text stands in."""
    if any(role.field == "title" for role in roles):
        return roles
    free = [
        role for role in roles if role.field in {"description", "attribute", "mpn"} and texts.get(role.key)
    ]

    def worth(role: ColumnRole) -> tuple[bool, float]:
        values = texts[role.key]
        words = sum(any(char.isalpha() for char in text) for text in values) / len(values)
        length = sum(min(len(text), 120) for text in values) / len(values)
        return role.field == "description", words * length * (len(set(values)) / len(values))

    if not free:
        return roles
    best = max(free, key=worth)
    why = "no column is named as a title; this one holds the longest texts"
    return [replace(role, field="title", confidence=0.5, why=why) if role is best else role for role in roles]


def _language(roles: Sequence[ColumnRole], texts: dict[str, list[str]]) -> tuple[str, float]:
    values = [
        text
        for field in ("title", "description", "category")
        for role in roles
        if role.field == field
        for text in texts.get(role.key, [])[:40]
    ]
    return languages.identify("\n".join(values))


def _decimal(roles: Sequence[ColumnRole], texts: dict[str, list[str]], language: str) -> DecimalMark | None:
    numeric: tuple[Field, ...] = ("price", "price_high", "weight", "attribute")
    for fields in (numeric[:2], numeric):
        values = [
            text
            for role in roles
            if role.field in fields
            for text in texts.get(role.key, ())
            if len(text) < 40
        ]
        mark = decimal_mark_of(values)
        if mark is not None:
            return mark
    return "," if language in _LATIN_COMMA else None


def _currency(table: Table, roles: Sequence[ColumnRole], country: Country | None) -> Sourced[Currency] | None:
    """Of prices that name none: another price column's, the letterhead's, the country's own."""
    for text, origin in table.notes:
        found = currencies.currency_in(text, country=country)
        if found is not None and found.confidence > 0.6:
            return Sourced(
                value=found.currency,
                origin=origin,
                raw=text[:200],
                confidence=found.confidence,
                note=found.note or "said above the table",
            )
    for role in roles:
        if role.currency is not None and role.origin is not None:
            return Sourced(value=role.currency, origin=role.origin, raw=role.key)
    own = currencies.of_country(country) if country is not None else None
    if own is None:
        return None
    return Sourced(
        value=own,
        origin=Origin(file=table.source.name, sha256=table.source.sha256, sheet=table.sheet),
        raw="",
        confidence=0.5,
        note=f"no currency is named; {own} is that of the supplier's country {country}",
    )


def _delivery(table: Table) -> Sourced[Delivery] | None:
    for text, origin in table.notes:
        found = find_incoterms(text)
        if found:
            return Sourced(
                value=found[0].value,
                origin=origin,
                raw=text[:200],
                confidence=0.9,
                note="said above the table",
            )
    return None
