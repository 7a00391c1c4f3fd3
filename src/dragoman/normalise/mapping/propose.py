"""Columns -> fields: by their names, checked against their values; what is unclear stays an attribute."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from dragoman.model import LANGUAGES, Country, Currency, Delivery, Origin, Sourced
from dragoman.normalise import languages
from dragoman.normalise.hints import Hints
from dragoman.normalise.mapping.file import MappingFile
from dragoman.normalise.mapping.header import HeaderMeaning, read_header
from dragoman.normalise.mapping.ladders import (
    numeric_columns,
    with_bare_quantities,
    with_counts_at_end,
    with_item_quantities,
    with_pairs,
    with_shared_basis,
)
from dragoman.normalise.mapping.layout import folded_header
from dragoman.normalise.mapping.notes import basis_in_notes, currency_in_notes, scale_in_notes, where_said
from dragoman.normalise.mapping.rivals import in_force, without_carton_weights, without_rivals
from dragoman.normalise.mapping.roles import ColumnRole, Misfit, TableMapping, general
from dragoman.normalise.mapping.standards import roles_by
from dragoman.normalise.mapping.tier_rows import with_tier_rows
from dragoman.normalise.mapping.values import MOST_VALUES, share, told_by_values
from dragoman.normalise.quantities.incoterm import find_incoterms
from dragoman.normalise.quantities.marks import footnote_of
from dragoman.normalise.quantities.numbers import DecimalMark, decimal_mark_of
from dragoman.normalise.suppliers import country_of
from dragoman.ports import Column, Row, Table
from dragoman.vocabulary import currencies, minor_units
from dragoman.vocabulary.field_names import Field, whole_names
from dragoman.vocabulary.unit_codes import unit_of_code

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
    texts, filled = _texts(table, sample, flattened)
    headers = {general(one.key) if flattened else one.key: one for one in table.columns}
    if table.standard is not None:
        roles = roles_by(table.standard, texts, filled)
    else:
        names = {key: _as_written(key, texts) for key in texts}
        roles = [
            _with_usual_currency(
                _with_shown_currency(
                    _role(key, names[key], values, headers.get(key), country),
                    headers.get(key),
                    country,
                ),
                values[:MOST_VALUES],
                country,
            )
            for key, values in texts.items()
        ]
        roles = [
            _with_letters(_doubted_if_hidden(role, headers.get(role.key)), texts[role.key]) for role in roles
        ]
        roles = with_pairs(with_item_quantities(_with_article_numbers(roles, texts)), names, texts)
        roles = with_counts_at_end(with_bare_quantities(roles, names, texts), names, texts)
        roles = with_shared_basis(in_force(roles, names, hints.today), names)
        roles = without_carton_weights(roles, names)
        roles = _with_title(without_rivals(roles, filled, names, numeric_columns(texts, whole=True)), texts)
        roles = with_tier_rows(roles, names, sample) if not flattened else roles
    said = table.standard.language if table.standard is not None else None
    language, sure = (
        (said, 1.0)
        if said in LANGUAGES
        else _language(roles, texts, [column.key for column in table.columns])
    )
    roles = _with_noted_scale(roles, table)
    delivery = _delivery(table, roles)
    decimal = _decimal(roles, texts)
    mapping = TableMapping(
        columns={role.key: role for role in roles},
        language=language,
        language_confidence=round(sure, 2),
        decimal=decimal or ("," if language in _LATIN_COMMA else None),
        decimal_guessed=decimal is None,
        country=country,
        currency=_currency(table, roles, country),
        basis=basis_in_notes(table) if table.standard is None else None,
        delivery=delivery,
        flattened=flattened,
        standard=table.standard,
        transposed=mapping_file is None
        and not flattened
        and table.standard is None
        and _is_transposed(roles, texts),
        unpriced=_unpriced(roles, texts) if table.standard is None else (),
        footnotes=dict(filter(None, (footnote_of(text) for text, _ in table.notes))),
    )
    return mapping_file.apply(mapping) if mapping_file is not None else mapping


def _with_article_numbers(roles: list[ColumnRole], texts: Mapping[str, list[str]]) -> list[ColumnRole]:
    """Of two columns that are called a name, one that holds codes alone is of article numbers: "Artikel" beside
    "Bezeichnung"; no other column is."""
    titles = [role for role in roles if role.field == "title" and texts.get(role.key)]
    coded = [role for role in titles if all(map(_CODE.fullmatch, texts[role.key]))]
    if len(coded) != 1 or len(titles) < 2 or any(role.field == "external_id" for role in roles):
        return roles
    why = f"{coded[0].why}, but it holds codes alone, and another column the names"
    return [
        replace(role, field="external_id", why=why, confidence=min(_RATHER, role.confidence))
        if role is coded[0]
        else role
        for role in roles
    ]


_CODE = re.compile(r"\s*(?=\S*\d)[^\W_][\w./+-]*\s*")
_RATHER = 0.85


def _texts(
    table: Table, sample: Sequence[Row], flattened: bool
) -> tuple[dict[str, list[str]], dict[str, set[int]]]:
    """Column -> its values as written, empty ones left out; and the numbers of the rows that fill it."""
    texts: dict[str, list[str]] = {column.key: [] for column in table.columns}
    filled: dict[str, set[int]] = {}
    for number, row in enumerate(sample):
        for key in row.values:
            text = row.text(key)
            if text.strip():
                text = _with_unit(text, row.unit_shown(key))
                column = general(key) if flattened else key
                texts.setdefault(column, []).append(text)
                filled.setdefault(column, set()).add(number)
    return texts, filled


def _with_unit(text: str, unit: str | None) -> str:
    """A value with the unit beside it, as one would write it."""
    if unit is None:
        return text
    coded = unit_of_code(unit)
    return f"{text} {coded.symbol if coded is not None else unit}"


_NUMBERED = re.compile(r"(.+) \((\d{1,4})\)", re.DOTALL)


def _as_written(key: str, keys: Collection[str]) -> str:
    """The name of a column without the number that tells it from others of that name: "Price" of "Price (2)", which is
    no price for two. "Price (100)" beside "Price" is the supplier's own.

    >>> _as_written("Price (2)", ["Price", "Price (2)"]), _as_written("Price (100)", ["Price", "Price (100)"])
    ('Price', 'Price (100)')
    """
    found = _NUMBERED.fullmatch(key)
    if found is None or found[1] not in keys:
        return key
    before = range(2, int(found[2]))
    ours = int(found[2]) >= 2 and all(f"{found[1]} ({number})" in keys for number in before)
    return found[1] if ours else key


def _role(
    key: str, name: str, texts: Sequence[str], column: Column | None, country: Country | None
) -> ColumnRole:
    """`name`: the key as the supplier wrote it."""
    meaning = read_header(name, country=country)
    last = read_header(name.rsplit(".", 1)[-1], country=country) if "." in name else meaning
    owner = read_header(name.rpartition(".")[0], country=country).field if "." in name else None
    if last.field in {"price_basis", "currency"} and owner not in {None, "price", "price_high"}:
        last = meaning = replace(last, field="attribute", why=f"its name {key!r} is the unit of {owner}")
    if last.confidence > meaning.confidence:
        meaning = replace(
            last,
            currency=last.currency or meaning.currency,
            currency_confidence=last.currency_confidence if last.currency else meaning.currency_confidence,
            currency_note=last.currency_note if last.currency else meaning.currency_note,
        )
    origin = column.header_origin if column is not None else None
    if meaning.field is not None:
        fitting = share(meaning.field, texts)
        if fitting is None or fitting >= _UNFIT:
            return _from_header(key, name, meaning, fitting, origin)
        told = told_by_values(texts, country)
        if meaning.field == "price" and whole_names().get(folded_header(name)) == "price_basis":
            return _from_header(key, name, replace(meaning, field="price_basis", basis=None), None, origin)
        if told is None or told[0] == meaning.field:
            why = f"{meaning.why}, but only {fitting:.0%} of its values fit {meaning.field}"
            unfit = next((text for text in texts if not share(meaning.field, [text])), "")
            return ColumnRole(
                key=key,
                field="attribute",
                confidence=0.5,
                why=why,
                origin=origin,
                unit=meaning.unit,
                misfit=Misfit(field=meaning.field, value=unfit),
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
        why=_UNKNOWN,
        origin=origin,
        unit=meaning.unit,
    )


def _with_shown_currency(role: ColumnRole, column: Column | None, country: Country | None) -> ColumnRole:
    """The currency that the number format of most cells shows, where the header says none or another."""
    sign = column.currency_shown if column is not None else None
    if sign is None:
        return role
    if role.field == "attribute" and role.why == _UNKNOWN:
        why = f"the number format of its cells shows {sign!r}"
        role = replace(role, field="price", confidence=0.6, why=why)
    if role.field not in {"price", "price_high"} or role.currency is not None:
        return role
    found = currencies.currency_in(sign, country=country)
    if found is None:
        return role
    return replace(
        role,
        currency=found.currency,
        currency_confidence=found.confidence,
        currency_note=found.note,
        why=f"{role.why}; the number format of its cells shows {sign!r}",
    )


def _with_noted_scale(roles: list[ColumnRole], table: Table) -> list[ColumnRole]:
    """Prices whose column names no currency of its own are in the thousands that a note beside the table speaks of."""
    said = scale_in_notes(table) if table.standard is None else None
    if said is None:
        return roles
    times, where = said
    note = f"multiplied by {times}, as is {where}"
    return [
        replace(role, times=times, price_note="; ".join(filter(None, (role.price_note, note))))
        if role.field in {"price", "price_high"} and role.currency is None and not role.minor_units
        else role
        for role in roles
    ]


def _with_usual_currency(role: ColumnRole, texts: Sequence[str], country: Country | None) -> ColumnRole:
    """The one currency that most cells of a price column name, for the cells that name none."""
    if role.field != "price" or role.currency is not None or not texts:
        return role
    named = [currencies.currency_in(text, country=country) for text in texts]
    found = [one for one in named if one is not None]
    if len({one.currency for one in found}) != 1 or len(found) * 2 < len(texts) or len(found) == len(texts):
        return role
    note = "; ".join(filter(None, (found[0].note, "most cells of the column name it")))
    return replace(
        role,
        currency=found[0].currency,
        currency_confidence=min(_USUAL, found[0].confidence),
        currency_note=note,
    )


def _doubted_if_hidden(role: ColumnRole, column: Column | None) -> ColumnRole:
    """A column that the sheet does not show gives way to one that it shows: it may hold what was paid, or last year's."""
    if column is None or not column.hidden or role.field == "attribute":
        return role
    return replace(
        role,
        confidence=min(role.confidence, _HIDDEN_COLUMN),
        why=f"{role.why}; the column is hidden in the sheet",
    )


def _with_letters(role: ColumnRole, texts: Sequence[str]) -> ColumnRole:
    """A basis column with both E and C in it is written in the letters of American trade."""
    if role.field != "price_basis":
        return role
    said = {text.strip().upper() for text in texts}
    return replace(role, letters=True) if "C" in said and said & {"E", "EA", "EACH"} else role


_HIDDEN_COLUMN = 0.55
_USUAL = 0.6
_UNKNOWN = "no field is known by this name; kept as an attribute"


def _from_header(
    key: str, name: str, meaning: HeaderMeaning, fitting: float | None, origin: Origin | None
) -> ColumnRole:
    confidence, why = meaning.confidence, meaning.why
    minor = meaning.field in {"price", "price_high"} and minor_units.named_in(name)
    if minor:
        why = f"{why}, in hundredths"
    elif meaning.times > 1:
        why = f"{why}, its amounts are to be multiplied by {meaning.times}"
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
        currency_confidence=meaning.currency_confidence,
        currency_note=meaning.currency_note,
        basis_doubt=meaning.basis_doubt,
        basis=meaning.basis,
        unit=meaning.unit,
        tier_from=meaning.tier_from,
        minor_units=minor,
        times=1 if minor else meaning.times,
        tier_unit_said=meaning.tier_unit_said,
    )


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


def _is_transposed(roles: Sequence[ColumnRole], texts: Mapping[str, list[str]]) -> bool:
    """Whether the names in the rows are those of columns, and no column is of prices."""
    titles = next((texts.get(role.key, []) for role in roles if role.field == "title"), [])
    if not 2 <= len(titles) <= _MOST_FIELDS or any(role.field in {"price", "external_id"} for role in roles):
        return False
    read = [read_header(text) for text in titles if len(text) < _LONGEST_NAME]
    fields = {one.field for one in read if one.field is not None and one.confidence >= _SURE_NAME}
    known = sum(one.field in fields for one in read)
    return (
        len(fields) >= 2 and not fields.isdisjoint({"price", "moq", "lead_time"}) and known * 2 > len(titles)
    )


_MOST_FIELDS = 40
_LONGEST_NAME = 60
_SURE_NAME = 0.88


def _language(
    roles: Sequence[ColumnRole], texts: dict[str, list[str]], names: Sequence[str]
) -> tuple[str, float]:
    """Of the titles and descriptions; the columns' names help where these are few or short."""
    values = [
        text
        for field in ("title", "description", "category")
        for role in roles
        if role.field == field
        for text in texts.get(role.key, [])[:40]
    ]
    found = languages.identify("\n".join(values))
    if found[1] >= _SURE_LANGUAGE or not names:
        return found
    return languages.identify("\n".join([*values, *names]))


_SURE_LANGUAGE = 0.95


def _decimal(roles: Sequence[ColumnRole], texts: dict[str, list[str]]) -> DecimalMark | None:
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
    return None


def _currency(table: Table, roles: Sequence[ColumnRole], country: Country | None) -> Sourced[Currency] | None:
    """Of prices that name none: another price column's, the letterhead's, the country's own."""
    said = currency_in_notes(table, country)
    if said is not None:
        return said
    for role in roles:
        if role.currency is not None and role.origin is not None:
            return Sourced(
                value=role.currency,
                origin=role.origin,
                raw=role.key,
                confidence=min(0.9, role.currency_confidence),
                note="; ".join(filter(None, (role.currency_note, f"said by the column {role.key!r}"))),
            )
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


def _unpriced(roles: Sequence[ColumnRole], texts: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Of a table without a price column, those that could hold prices: numbers under a name that says nothing else."""
    if any(role.field == "price" for role in roles):
        return ()
    numeric = numeric_columns(texts)
    return tuple(
        role.key
        for role in roles
        if role.key in numeric
        and role.field == "attribute"
        and role.unit is None
        and role.misfit is None
        and (role.why == _UNKNOWN or read_header(role.key).field in {None, "price"})
    )


def _delivery(table: Table, roles: Sequence[ColumnRole]) -> Sourced[Delivery] | None:
    """The term that the price columns' names say, else what is said above the table; of one term the one with a place."""
    named, noted = _named_delivery(roles), _noted_delivery(table)
    if named is None or noted is None:
        return named or noted
    is_the_same = noted.value.incoterm == named.value.incoterm and named.value.place is None
    return noted if is_the_same else named


def _named_delivery(roles: Sequence[ColumnRole]) -> Sourced[Delivery] | None:
    """By the names of the price columns; None where they say several terms."""
    terms: dict[Delivery, ColumnRole] = {}
    for role in roles:
        said = read_header(role.key).delivery if role.field == "price" else None
        if said is not None:
            terms.setdefault(said, role)
    if len(terms) != 1:
        return None
    ((term, by),) = terms.items()
    if by.origin is None:
        return None
    return Sourced(
        value=term, origin=by.origin, raw=by.key, confidence=0.9, note=f"said by the column {by.key!r}"
    )


def _noted_delivery(table: Table) -> Sourced[Delivery] | None:
    for text, origin in table.notes:
        found = find_incoterms(text)
        if found:
            return Sourced(
                value=found[0].value,
                origin=origin,
                raw=text[:200],
                confidence=0.9,
                note=where_said(origin, table),
            )
    return None
