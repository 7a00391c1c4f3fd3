"""Columns -> fields: by their names, checked against their values; what is unclear stays an attribute."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from dragoman.model import LANGUAGES, Country, Currency, Delivery, Origin, Quantity, Sourced
from dragoman.normalise import languages
from dragoman.normalise.hints import Hints
from dragoman.normalise.mapping.file import MappingFile
from dragoman.normalise.mapping.header import HeaderMeaning, read_header
from dragoman.normalise.mapping.notes import currency_in_notes, where_said
from dragoman.normalise.mapping.roles import ColumnRole, Misfit, TableMapping, general
from dragoman.normalise.mapping.standards import roles_by
from dragoman.normalise.mapping.values import MOST_VALUES, share, told_by_values
from dragoman.normalise.quantities.incoterm import find_incoterms
from dragoman.normalise.quantities.numbers import DecimalMark, decimal_mark_of
from dragoman.normalise.suppliers import country_of
from dragoman.ports import Column, Row, Table
from dragoman.vocabulary import currencies, minor_units
from dragoman.vocabulary.field_names import Field
from dragoman.vocabulary.unit_codes import unit_of_code

_MANY: frozenset[Field] = frozenset(
    {"image", "certificates", "attribute", "ignore", "tier_quantity", "description"}
)
"""Fields that several columns may be."""
_ONE = Quantity(value=Decimal(1))
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
        roles = [
            _with_usual_currency(
                _with_shown_currency(
                    _role(key, _as_written(key, texts), values, headers.get(key), country),
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
        roles = _with_item_quantities(_with_article_numbers(roles, texts))
        roles = _with_title(_without_rivals(roles, filled), texts)
    said = table.standard.language if table.standard is not None else None
    language, sure = (
        (said, 1.0)
        if said in LANGUAGES
        else _language(roles, texts, [column.key for column in table.columns])
    )
    delivery = _delivery(table)
    decimal = _decimal(roles, texts)
    mapping = TableMapping(
        columns={role.key: role for role in roles},
        language=language,
        language_confidence=round(sure, 2),
        decimal=decimal or ("," if language in _LATIN_COMMA else None),
        decimal_guessed=decimal is None,
        country=country,
        currency=_currency(table, roles, country),
        delivery=delivery,
        flattened=flattened,
        standard=table.standard,
        transposed=mapping_file is None
        and not flattened
        and table.standard is None
        and _is_transposed(roles, texts),
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


def _with_item_quantities(roles: Sequence[ColumnRole]) -> list[ColumnRole]:
    """The quantities beside nested prices: {"prices": [{"from": 100, "amount": 2.10}]}."""
    items = {role.key.rpartition(".")[0] for role in roles if role.field == "price" and "[]." in role.key}
    return [
        replace(role, field="tier_quantity", confidence=0.8, why="it stands beside a nested price")
        if role.field in {"attribute", "moq"}
        and role.key.rpartition(".")[0] in items
        and re.sub(r"[\W_]", "", role.key.rpartition(".")[2]).casefold() in _FROM_NAMES
        else role
        for role in roles
    ]


_FROM_NAMES = frozenset(
    {
        "from",
        "min",
        "qty",
        "quantity",
        "minqty",
        "minquantity",
        "fromqty",
        "fromquantity",
        "break",
        "start",
        "moq",
    }
)


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
    )


def _without_rivals(roles: Sequence[ColumnRole], filled: Mapping[str, set[int]]) -> list[ColumnRole]:
    """One column per field, the surest; prices of different quantities or of nested items stay together, and so do
    columns that no row fills both of, as where items of one file are shaped differently.

    Args:
        filled: Column -> numbers of the sample's rows that fill it.
    """
    kept: dict[tuple[Field, Quantity | None], list[ColumnRole]] = {}
    lost: dict[str, ColumnRole] = {}
    for role in sorted(roles, key=lambda role: _rank(role, filled), reverse=True):
        place = kept.setdefault(_place(role), [])
        winner = next((one for one in place if _together(one, role, filled)), None)
        if winner is None or role.field in _MANY or _one_of_nested(winner, role):
            place.append(role)
        else:
            lost[role.key] = winner
    return [
        replace(
            role,
            field="attribute",
            confidence=round(0.6 * role.confidence, 2),
            why=f"{role.why}; {lost[role.key].key!r} fits {role.field} better",
        )
        if role.key in lost
        else role
        for role in roles
    ]


def _together(one: ColumnRole, other: ColumnRole, filled: Mapping[str, set[int]]) -> bool:
    """Whether some row fills both, or one of them is never filled."""
    first, second = filled.get(one.key, set()), filled.get(other.key, set())
    return not first or not second or not first.isdisjoint(second)


def _one_of_nested(winner: ColumnRole, role: ColumnRole) -> bool:
    """Prices of nested items, each with a quantity of its own."""
    return role.field == "price" and "[]" in role.key and "[]" in winner.key


def _rank(role: ColumnRole, filled: Mapping[str, set[int]]) -> tuple[bool, bool, float]:
    """What decides between rivals: that it holds anything (old prices that are all struck through do not), a name that
    is wholly understood, then how sure it is."""
    return bool(filled.get(role.key)), not role.basis_doubt, role.confidence


def _place(role: ColumnRole) -> tuple[Field, Quantity | None]:
    """What only one column can be: two prices from the same quantity on are different prices (retail, old)."""
    return role.field, (role.tier_from or _ONE) if role.field == "price" else None


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


def _delivery(table: Table) -> Sourced[Delivery] | None:
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
