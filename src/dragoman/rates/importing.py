"""Taking in a file of rates: what it is, is told from its contents; where it is kept, by its kind.

Kept under a folder (HOME/rates): duties in `duty.sqlite3`, import rules in `tax/`, rate cards in `freight/`;
exchange rates are merged into the user's own CSV. A file that is not known, or has a mistake, changes nothing.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from dragoman.errors import InputError
from dragoman.ports import RATE_KINDS, Rate, RateImport, RateKind
from dragoman.rates import duty_csv, ecb, taric, uk_tariff, usitc
from dragoman.rates.csv_lines import cells_by_line
from dragoman.rates.duty_store import DutyFile
from dragoman.rates.exchange import COLUMNS, RateTable, text_of
from dragoman.rates.freight import read_cards
from dragoman.rates.tariff import Tariff
from dragoman.rates.tax import TaxTable

MOST_BYTES = 1 << 30
_HEAD = 65_536
_AHEAD = timedelta(days=1)
"""By which a day may have begun elsewhere before it does here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatePlaces:
    """Where rates are kept."""

    folder: Path
    exchange: Path

    @property
    def duties(self) -> Path:
        return self.folder / "duty.sqlite3"

    @property
    def taxes(self) -> Path:
        return self.folder / "tax"

    @property
    def freight(self) -> Path:
        return self.folder / "freight"


def import_rates(
    path: Path, places: RatePlaces, /, *, today: date, as_of: date | None = None, kind: RateKind | None = None
) -> RateImport:
    """Take in a file.

    Args:
        as_of: The day the publisher's file is of, where the file does not say; today where left out.
        kind: What the file is, where it is not told from its contents.
    Raises:
        InputError: the file cannot be read, is none of the kinds, or has a mistake; nothing is changed.
    """
    data = _bytes(path)
    kind = kind or _kind(data, path)
    day = as_of or today
    try:
        if kind == "ecb":
            return _exchange(path, kind, ecb.read(data, name=path.name), places, today)
        if kind == "exchange-table":
            return _exchange(path, kind, _own_exchange(path), places, today)
        if kind == "tax-table":
            return _tax(path, data, places)
        if kind == "freight-table":
            return _freight(path, data, places)
        return _duties(path, kind, _tariff(data, path.name, kind, day), places)
    except csv.Error as error:
        raise InputError(
            f"{path}: expected a file of rates ({kind}), got no CSV: {error}; take the file anew"
        ) from error


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(f"{path}: expected rates of at most 1 GB, got {path.stat().st_size} bytes")
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path}: expected a file of rates, got: {error.strerror}; name one that is there"
        ) from error


def _kind(data: bytes, path: Path) -> RateKind:
    head = data[:_HEAD]
    if usitc.looks_like(head):
        return "usitc"
    if uk_tariff.looks_like(head):
        return "uk-tariff"
    if ecb.looks_like(head):
        return "ecb"
    first = _first_line(head)
    if {"destination", "code", "rate"} <= first:
        return "duty-table"
    if {"base", "quote", "rate"} <= first:
        return "exchange-table"
    own = _toml_keys(data)
    if "destination" in own:
        return "tax-table"
    if "card" in own:
        return "freight-table"
    if taric.looks_like(data):
        return "taric"
    raise InputError(
        f"{path}: expected rates of the ECB (eurofxref), a tariff of USITC, the UK or TARIC, or a table of our own "
        "(docs/how-to/rates.md), got something else; name it with --kind if it is one of them: "
        f"{', '.join(RATE_KINDS)}"
    )


def _first_line(head: bytes) -> set[str]:
    """Columns of the first line that is no comment."""
    for line in head.decode("utf-8-sig", errors="replace").splitlines():
        if line.strip() and not line.startswith("#"):
            return {cell.strip().lower() for cell in next(csv.reader([line]), [])}
    return set()


def _toml_keys(data: bytes) -> set[str]:
    try:
        return set(tomllib.loads(data.decode("utf-8-sig")))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return set()


# ------------------------------------------------------------------------------------------- duties


def _tariff(data: bytes, name: str, kind: RateKind, as_of: date) -> Tariff:
    if kind == "usitc":
        return usitc.read(data, name=name, as_of=as_of)
    if kind == "uk-tariff":
        return uk_tariff.read(data, name=name, as_of=as_of)
    if kind == "taric":
        return taric.read(data, name=name, as_of=as_of)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name}: expected a table of duties in UTF-8, got: {error}; save it as UTF-8"
        ) from error
    measures = list(duty_csv.read_table(text, name=name))
    if not measures:
        raise InputError(f"{name}: expected at least one line of duties under the column names, got none")
    newest = max(measure.as_of for measure in measures)
    return Tariff(name=name, source="the user's own table", as_of=newest, measures=measures)


def _duties(path: Path, kind: RateKind, tariff: Tariff, places: RatePlaces) -> RateImport:
    store = DutyFile(places.duties)
    done = store.replace(
        tariff.name, tariff.measures, source=tariff.source, as_of=tariff.as_of, note=tariff.note()
    )
    return RateImport(
        file=path.name,
        kind=kind,
        entries=sum(one.entries for one in done),
        replaced=sum(one.replaced for one in done),
        covers=tuple(one.destination for one in done),
        as_of=tariff.as_of,
        kept_in=str(places.duties),
        note=tariff.note(),
    )


# ------------------------------------------------------------------------------------------- exchange


def _own_exchange(path: Path) -> list[Rate]:
    table = RateTable.from_csv(path)
    return list(table.given())


def _exchange(
    path: Path, kind: RateKind, rates: Sequence[Rate], places: RatePlaces, today: date
) -> RateImport:
    if not rates:
        raise InputError(f"{path}: expected at least one exchange rate, got none")
    newest = max(rates, key=lambda rate: rate.as_of)
    if newest.as_of > today + _AHEAD:
        raise InputError(
            f"{path}: expected rates of today or before, got {newest.base}->{newest.quote} of {newest.as_of}: "
            "it would win over every rate to come; mend the date"
        )
    replaced = merge_exchange(places.exchange, rates)
    return RateImport(
        file=path.name,
        kind=kind,
        entries=len(rates),
        replaced=replaced,
        covers=tuple(sorted({currency for rate in rates for currency in (rate.base, rate.quote)})),
        as_of=max(rate.as_of for rate in rates),
        kept_in=str(places.exchange),
        note="; ".join(RateTable.from_csv(places.exchange).contradictions()),
    )


def merge_exchange(path: Path, rates: Iterable[Rate], /) -> int:
    """Write rates into the user's CSV: lines for the same pair that are not newer go, all others stay as they are.

    Returns how many lines went.
    """
    new = {(rate.base, rate.quote): rate for rate in rates}
    kept: list[str] = []
    replaced = 0
    text = text_of(path) if path.exists() else ""
    entries = dict(cells_by_line(text, name=path.name))
    header: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        cells = entries.get(number)
        if cells is not None and header and _superseded(dict(zip(header, cells, strict=False)), new):
            replaced += 1
            continue
        if cells is not None and not header:
            header = [cell.lower() for cell in cells]
        kept.append(line)
    columns = header or list(COLUMNS)
    if not header:
        kept.append(",".join(columns))
    written = io.StringIO()
    written.write("".join(f"{line}\n" for line in kept))
    writer = csv.writer(written, lineterminator="\n")
    for rate in new.values():
        values = {
            "base": rate.base,
            "quote": rate.quote,
            "rate": str(rate.value),
            "as_of": rate.as_of.isoformat(),
            "source": rate.source,
        }
        writer.writerow([values.get(column, "") for column in columns])
    RateTable.from_text(written.getvalue(), path)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(written.getvalue(), encoding="utf-8", newline="")
    fresh.replace(path)
    return replaced


def _superseded(line: dict[str, str], new: dict[tuple[str, str], Rate]) -> bool:
    rate = new.get((line.get("base", ""), line.get("quote", "")))
    try:
        return rate is not None and date.fromisoformat(line.get("as_of", "")) <= rate.as_of
    except ValueError:
        return False


# ------------------------------------------------------------------------------------------- own tables


def _tax(path: Path, data: bytes, places: RatePlaces) -> RateImport:
    table = TaxTable([path], shipped=False)
    source = next(one for one in table.sources() if one.name == path.name)
    assert source.as_of is not None
    kept, replaced = _keep(path, data, places.taxes)
    return RateImport(
        file=path.name,
        kind="tax-table",
        entries=source.entries,
        replaced=replaced,
        covers=source.covers,
        as_of=source.as_of,
        kept_in=str(kept),
    )


def _freight(path: Path, data: bytes, places: RatePlaces) -> RateImport:
    cards = read_cards(path)
    if not cards:
        raise InputError(f"{path}: expected at least one [[card]], got none")
    kept, replaced = _keep(path, data, places.freight)
    lanes = {
        f"{origin}-{destination}"
        for card in cards
        for origin in card.origins or ("*",)
        for destination in card.destinations or ("*",)
    }
    return RateImport(
        file=path.name,
        kind="freight-table",
        entries=len(cards),
        replaced=replaced,
        covers=tuple(sorted(lanes)),
        as_of=max(card.as_of for card in cards),
        kept_in=str(kept),
    )


def _keep(path: Path, data: bytes, folder: Path) -> tuple[Path, int]:
    """A copy under the file's own name; a file of that name is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{path.stem}.toml"
    was_there = int(kept.exists())
    fresh = kept.with_name(f"{kept.name}.new")
    fresh.write_bytes(data)
    fresh.replace(kept)
    return kept, was_there
