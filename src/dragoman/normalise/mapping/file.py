"""Mapping files: what a user says about a supplier's columns, in TOML, reusable for every file of that supplier."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path

import msgspec

from dragoman.errors import MappingError
from dragoman.model import LANGUAGES, Country, Currency, Language, Origin, Quantity, Sourced
from dragoman.normalise.mapping.layout import Layout
from dragoman.normalise.mapping.roles import ColumnRole, DecimalMark, TableMapping
from dragoman.normalise.quantities.basis import Basis, parse_basis
from dragoman.normalise.quantities.counts import parse_count
from dragoman.normalise.quantities.incoterm import parse_incoterm
from dragoman.vocabulary.field_names import FIELDS, Field

_SURE = 1.0


class _ColumnToml(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    field: str
    currency: str | None = None
    per: str | None = None
    unit: str | None = None
    from_quantity: str | None = None
    from_column: str | None = None
    minor_units: bool = False
    times: int = 1


class _LayoutToml(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    supplier: str
    known_as: list[str] = []
    sheet: str | None = None
    columns: list[str]


class _MappingToml(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    supplier: str | None = None
    country: str | None = None
    currency: str | None = None
    language: str | None = None
    decimal: str | None = None
    incoterm: str | None = None
    columns: dict[str, str | _ColumnToml] = {}
    layout: _LayoutToml | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRule:
    """What a column whose name matches `pattern` is."""

    pattern: str
    """The column's name; "*" stands for any characters."""
    field: Field
    currency: Currency | None = None
    basis: Basis | None = None
    unit: str | None = None
    tier_from: Quantity | None = None
    from_column: str | None = None
    """Of a price, the column of the quantity that it holds from."""
    minor_units: bool = False
    times: int = 1
    """What its prices are to be multiplied by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingFile:
    """A mapping file, read and checked."""

    path: Path
    digest: str
    """SHA-256 of its bytes, hex."""
    supplier: str | None
    country: Country | None
    currency: Currency | None
    language: Language | None
    decimal: DecimalMark | None
    incoterm: str | None
    columns: tuple[ColumnRule, ...]
    layout: Layout | None = None
    """The layout that it was given for, in a file that Dragoman remembers."""
    text: str = field(default="", repr=False)
    """As it was written."""

    def rule(self, key: str, /) -> ColumnRule | None:
        """The rule for a column: an exact name before a pattern, patterns in the file's order."""
        exact = next((rule for rule in self.columns if rule.pattern == key), None)
        if exact is not None:
            return exact
        return next(
            (rule for rule in self.columns if "*" in rule.pattern and _matches(key, rule.pattern)), None
        )

    def apply(self, proposed: TableMapping, /) -> TableMapping:
        """`proposed` with everything that the file says put in its place."""
        columns = self._paired({key: self._applied(role) for key, role in proposed.columns.items()})
        delivery = parse_incoterm(self.incoterm) if self.incoterm is not None else None
        return replace(
            proposed,
            columns=columns,
            language=self.language or proposed.language,
            language_confidence=_SURE if self.language else proposed.language_confidence,
            decimal=self.decimal or proposed.decimal,
            decimal_guessed=proposed.decimal_guessed and self.decimal is None,
            country=self.country or proposed.country,
            currency=self._said("currency", self.currency) if self.currency else proposed.currency,
            delivery=(
                Sourced(
                    value=delivery.value,
                    origin=self.origin("incoterm"),
                    raw=self.incoterm or "",
                    confidence=_SURE,
                )
                if delivery is not None
                else proposed.delivery
            ),
        )

    def _applied(self, role: ColumnRole) -> ColumnRole:
        rule = self.rule(role.key)
        if rule is None:
            return role
        beside = role.beside if rule.field == role.field else None
        if rule.field == "price":
            beside = rule.from_column or (None if rule.tier_from else beside)
        return ColumnRole(
            key=role.key,
            field=rule.field,
            confidence=_SURE,
            why=f"{self.path.name} says so",
            origin=role.origin,
            currency=rule.currency or role.currency,
            currency_confidence=1.0 if rule.currency else role.currency_confidence,
            currency_note="" if rule.currency else role.currency_note,
            basis_doubt="" if rule.basis else role.basis_doubt,
            basis=rule.basis or role.basis,
            unit=rule.unit or role.unit,
            tier_from=rule.tier_from
            or (role.tier_from if rule.field == "price" and beside is None else None),
            tier_unit_said=rule.tier_from is not None or role.tier_unit_said,
            beside=beside,
            minor_units=rule.minor_units,
            times=rule.times,
        )

    def _paired(self, columns: dict[str, ColumnRole]) -> dict[str, ColumnRole]:
        """The quantities of the prices that the file pairs; a proposed pair whose quantities it takes for something
        else is none."""
        paired = dict(columns)
        for role in columns.values():
            quantity = columns.get(role.beside) if role.field == "price" and role.beside is not None else None
            if quantity is None:
                continue
            rule, own = self.rule(role.key), self.rule(quantity.key)
            said = rule is not None and rule.from_column is not None
            if said and (own is None or own.field == "tier_quantity"):
                paired[quantity.key] = ColumnRole(
                    key=quantity.key,
                    field="tier_quantity",
                    confidence=_SURE,
                    why=f"{self.path.name} says so",
                    origin=quantity.origin,
                    unit=quantity.unit,
                    beside=role.key,
                )
            elif not said and quantity.field != "tier_quantity":
                paired[role.key] = replace(role, beside=None)
        return paired

    def _said(self, key: str, value: str) -> Sourced[str]:
        return Sourced(value=value, origin=self.origin(key), raw=value)

    def origin(self, key: str, /) -> Origin:
        """Where in the file a value stands."""
        return Origin(file=self.path.name, sha256=self.digest, path=key)


def _matches(key: str, pattern: str) -> bool:
    return fnmatchcase(key, pattern.replace("[", "[[]").replace("?", "[?]"))


def load_mapping(path: Path, /) -> MappingFile:
    """Read a mapping file. Raises MappingError naming the file and the key."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise MappingError(
            f"{path}: expected a mapping file, got {error.strerror}; check the path"
        ) from error
    return read_mapping(path, content)


def read_mapping(path: Path, content: bytes, /) -> MappingFile:
    """The mapping file with this content. Raises MappingError naming the file and the key."""
    try:
        text = content.decode()
        toml = msgspec.convert(tomllib.loads(text), _MappingToml)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappingError(f"{path}: expected TOML in UTF-8: {error}") from error
    except msgspec.ValidationError as error:
        raise MappingError(
            f"{path}: {error}; see docs/reference/mapping.md for the keys that a mapping file has"
        ) from error
    return MappingFile(
        path=path,
        digest=hashlib.sha256(content).hexdigest(),
        supplier=toml.supplier,
        country=_code(path, "country", toml.country, 2),
        currency=_code(path, "currency", toml.currency, 3),
        language=_language(path, toml.language),
        decimal=_decimal(path, toml.decimal),
        incoterm=_incoterm(path, toml.incoterm),
        columns=tuple(_rule(path, key, column) for key, column in toml.columns.items()),
        layout=_layout(toml.layout),
        text=text,
    )


def with_currency(says: MappingFile | None, currency: Currency, /) -> MappingFile:
    """A mapping file that says the currency too, where it says none."""
    path, text = (says.path, says.text) if says is not None else (Path("currency.toml"), "")
    return read_mapping(path, f"currency = {quoted(currency)}\n{text}".encode())


def _layout(toml: _LayoutToml | None) -> Layout | None:
    if toml is None:
        return None
    return Layout(
        supplier=toml.supplier,
        known_as=tuple(toml.known_as),
        sheet=toml.sheet,
        columns=tuple(toml.columns),
    )


def _rule(path: Path, key: str, column: str | _ColumnToml) -> ColumnRule:
    said = _ColumnToml(field=column) if isinstance(column, str) else column
    found = next((one for one in FIELDS if one == said.field), None)
    if found is None:
        raise MappingError(
            f"{path}: columns.{key!r}: expected one of {', '.join(FIELDS)}; got {said.field!r}"
        )
    if said.from_quantity is not None and said.from_column is not None:
        raise MappingError(
            f"{path}: columns.{key!r}: expected from_quantity or from_column, got both; keep the one that holds"
        )
    return ColumnRule(
        pattern=key,
        field=found,
        currency=_code(path, f"columns.{key!r}.currency", said.currency, 3),
        basis=_basis(path, key, said.per),
        unit=said.unit,
        tier_from=_quantity(path, key, said.from_quantity),
        from_column=said.from_column,
        minor_units=said.minor_units,
        times=_times(path, key, said.times),
    )


def _times(path: Path, key: str, times: int) -> int:
    if 1 <= times <= _MOST_TIMES and not (times > 1 and 10 ** (len(str(times)) - 1) != times):
        return times
    raise MappingError(f"{path}: columns.{key!r}.times: expected 1, 10, 100, 1000 ... 1000000; got {times}")


_MOST_TIMES = 1_000_000


def _basis(path: Path, key: str, text: str | None) -> Basis | None:
    if text is None:
        return None
    found = parse_basis(text if text.startswith("per ") else f"per {text}")
    if found is None:
        raise MappingError(
            f'{path}: columns.{key!r}.per: expected "100", "kg", "carton of 24" or the like; got {text!r}'
        )
    return found.value


def _quantity(path: Path, key: str, text: str | None) -> Quantity | None:
    if text is None:
        return None
    found = parse_count(text)
    if found is None:
        raise MappingError(
            f'{path}: columns.{key!r}.from_quantity: expected "500" or "20 cartons"; got {text!r}'
        )
    return found.value


def _code(path: Path, key: str, text: str | None, length: int) -> str | None:
    if text is None or re.fullmatch(rf"[A-Z]{{{length}}}", text):
        return text
    kind = "a country, ISO 3166 such as DE" if length == 2 else "a currency, ISO 4217 such as EUR"
    raise MappingError(f"{path}: {key}: expected {kind}; got {text!r}")


def _language(path: Path, text: str | None) -> Language | None:
    if text is None or text in LANGUAGES:
        return text
    raise MappingError(f"{path}: language: expected one of {', '.join(LANGUAGES)}; got {text!r}")


def _decimal(path: Path, text: str | None) -> DecimalMark | None:
    match text:
        case None | "." | ",":
            return text
        case _:
            raise MappingError(f'{path}: decimal: expected "." or ","; got {text!r}')


def _incoterm(path: Path, text: str | None) -> str | None:
    if text is not None and parse_incoterm(text) is None:
        raise MappingError(
            f'{path}: incoterm: expected one of Incoterms 2020 with its place, "FOB Ningbo"; got {text!r}'
        )
    return text


# ------------------------------------------------------------------------------ saving


def to_toml(mapping: TableMapping, /, *, supplier: str | None = None) -> str:
    """A proposed mapping as a file to correct; guesses carry their confidence as comments."""
    lines = ["# What the columns of this supplier's files are. See docs/reference/mapping.md.", ""]
    if supplier:
        lines.append(f"supplier = {quoted(supplier)}")
    if mapping.country:
        lines.append(f"country = {quoted(mapping.country)}")
    if mapping.currency is not None:
        lines.append(f"currency = {quoted(mapping.currency.value)}")
    lines.append(f"language = {quoted(mapping.language)}  # {mapping.language_confidence:.0%} sure")
    if mapping.decimal:
        lines.append(f"decimal = {quoted(mapping.decimal)}")
    if mapping.delivery is not None:
        place = mapping.delivery.value.place
        lines.append(f"incoterm = {quoted(' '.join(filter(None, (mapping.delivery.value.incoterm, place))))}")
    lines += ["", "[columns]"]
    lines += [_column_line(role) for role in mapping.columns.values()]
    return "\n".join(lines) + "\n"


def _column_line(role: ColumnRole) -> str:
    more = {
        "currency": quoted(role.currency) if role.currency else None,
        "per": quoted(_words(role.basis)) if role.basis is not None else None,
        "unit": quoted(role.unit) if role.unit else None,
        "from_quantity": quoted(f"{role.tier_from.value} {role.tier_from.unit}") if role.tier_from else None,
        "from_column": quoted(role.beside) if role.field == "price" and role.beside is not None else None,
        "minor_units": "true" if role.minor_units else None,
        "times": str(role.times) if role.times > 1 else None,
    }
    said = [f"{name} = {value}" for name, value in more.items() if value is not None]
    value = quoted(role.field)
    if said:
        value = "{ " + ", ".join([f"field = {value}", *said]) + " }"
    why = " ".join(role.why.split())
    return f"{quoted(role.key)} = {value}  # {role.confidence:.0%} sure: {_comment(why)}"


def _words(basis: Basis) -> str:
    words = f"{basis.per.value} {basis.per.unit}"
    return f"{words} of {basis.contains.value}" if basis.contains is not None else words


def quoted(text: str, /) -> str:
    """A text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)


def save_mapping(mapping: TableMapping, path: Path, /, *, supplier: str | None = None) -> None:
    """Write `to_toml`. Raises MappingError where a file is there already: it may hold corrections."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(to_toml(mapping, supplier=supplier))
    except FileExistsError as error:
        raise MappingError(
            f"{path}: a file is there already and may hold corrections; name another, or move it away"
        ) from error
