"""The Harmonized Tariff Schedule of the United States as hts.usitc.gov exports it, JSON or CSV.

Read are the general rate (column 1), the special rates of programmes that are lists of countries, column 2, and
additional duties: a line's footnote "See 9903.88.03." with the heading of Chapter 99 that it names. A
Chapter 99 heading that no line names (those for whole countries or sectors) is counted and left out, as the
text alone says which goods it is for: write it into a table of your own.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

import orjson

from dragoman.errors import InputError
from dragoman.model import Country
from dragoman.ports import DutyMeasure, NotUnderstood, RateExpression
from dragoman.rates.duty import bare_code
from dragoman.rates.expression import read_rate
from dragoman.rates.tariff import Tariff
from dragoman.vocabulary.countries import find_countries

SOURCE = "USITC, Harmonized Tariff Schedule of the United States"
COLUMN_2: tuple[Country, ...] = ("BY", "CU", "KP", "RU")
"""General Note 3(b): Cuba and North Korea; Russia and Belarus by Public Law 117-110 of 2022."""
PROGRAMMES: dict[str, tuple[Country, ...]] = {
    "AU": ("AU",),
    "BH": ("BH",),
    "CL": ("CL",),
    "CO": ("CO",),
    "IL": ("IL",),
    "JO": ("JO",),
    "JP": ("JP",),
    "KR": ("KR",),
    "MA": ("MA",),
    "OM": ("OM",),
    "P": ("CR", "DO", "GT", "HN", "NI", "SV"),
    "P+": ("CR", "DO", "GT", "HN", "NI", "SV"),
    "PA": ("PA",),
    "PE": ("PE",),
    "S": ("CA", "MX"),
    "S+": ("CA", "MX"),
    "SG": ("SG",),
}
"""General Note 3(c)(i). Programmes for groups of developing countries (A, D, E, ...) change and lapse, and are
left out."""

_HEADINGS = re.compile(r"\b9903\.\d\d\.\d\d\b")
_SPECIAL = re.compile(r"([^()]*)\(([^()]*)\)")
_PRODUCT_OF = re.compile(r"(?i)\bproducts?\s+of\s+([^,;()]+(?:,\s*[A-Z][^,;()]+)*)")
_FROM_DAY = re.compile(r"(?i)\bon\s+or\s+after\s+([A-Z][a-z]+ \d{1,2}, \d{4})")
_BEFORE_DAY = re.compile(r"(?i)\b(?:before|prior\s+to)\s+([A-Z][a-z]+ \d{1,2}, \d{4})")
_THROUGH_DAY = re.compile(r"(?i)\bthrough\s+([A-Z][a-z]+ \d{1,2}, \d{4})")
_NAMES = {
    "HTS Number": "htsno",
    "Description": "description",
    "General Rate of Duty": "general",
    "Special Rate of Duty": "special",
    "Column 2 Rate of Duty": "other",
    "Quota Quantity": "quotaQuantity",
    "Additional Duties": "additionalDuties",
}
_Row = Mapping[str, str]


def looks_like(head: bytes, /) -> bool:
    text = head.decode("utf-8-sig", errors="replace")
    return '"htsno"' in text or ("HTS Number" in text and "General Rate of Duty" in text)


def read(data: bytes, /, *, name: str, as_of: date) -> Tariff:
    """Raises InputError where the file is neither of the two exports."""
    rows = list(_rows(data, name))
    tariff = Tariff(name="USITC HTS", source=SOURCE, as_of=as_of)
    chapter_99 = {row["htsno"].strip(): row for row in rows if row["htsno"].strip().startswith("9903.")}
    named: set[str] = set()
    for row in rows:
        code = bare_code(row["htsno"])
        if len(code) < 4 or row["htsno"].strip().startswith("99"):
            continue
        where = f"{name}, {row['htsno'].strip()}"
        tariff.measures.extend(_line(code, row, where, tariff))
        for heading in dict.fromkeys(_HEADINGS.findall(row["notes"])):
            named.add(heading)
            if heading not in chapter_99:
                tariff.leave_out("a footnote to a Chapter 99 heading that is not in the file")
                continue
            tariff.measures.append(_additional(code, heading, chapter_99[heading], where, as_of))
    for heading, row in chapter_99.items():
        if row["general"].strip() and heading not in named:
            tariff.leave_out("a Chapter 99 heading that no line's footnote names")
    if not tariff.measures:
        raise InputError(
            f"{name}: expected tariff lines with a general rate of duty, got none of {len(rows)} rows; "
            "export the whole schedule, or at least one chapter with its rates"
        )
    return tariff


def _rows(data: bytes, name: str) -> Iterator[_Row]:
    head = data[:200].lstrip(b"\xef\xbb\xbf \r\n\t")
    if head.startswith((b"[", b"{")):
        try:
            loaded = orjson.loads(data)
        except orjson.JSONDecodeError as error:
            raise InputError(f"{name}: expected the JSON export of hts.usitc.gov, got: {error}") from error
        for item in loaded if isinstance(loaded, list) else ():
            if isinstance(item, dict):
                yield _from_json(item)
        return
    for line in csv.DictReader(io.StringIO(data.decode("utf-8-sig", errors="replace"))):
        row = {ours: line.get(theirs) or "" for theirs, ours in _NAMES.items()}
        row["notes"] = row["additionalDuties"]
        yield row


def _from_json(item: Mapping[str, object]) -> _Row:
    row = {ours: _text(item.get(ours)) for ours in _NAMES.values()}
    notes = item.get("footnotes")
    said = (
        [_text(note.get("value")) for note in notes if isinstance(note, dict)]
        if isinstance(notes, list)
        else []
    )
    # The export spells the key both ways.
    row["notes"] = " ".join([*said, row["additionalDuties"], _text(item.get("addiitionalDuties"))])
    return row


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _line(code: str, row: _Row, where: str, tariff: Tariff) -> Iterator[DutyMeasure]:
    general, special, other = (row[name].strip() for name in ("general", "special", "other"))
    quota = row["quotaQuantity"].strip()
    if general:
        yield _measure(code, general, where, tariff.as_of, excluded=COLUMN_2 if other else (), quota=quota)
    if other:
        yield _measure(code, other, where, tariff.as_of, origins=COLUMN_2, label="Column 2")
    for rate, listed in _SPECIAL.findall(special):
        for programme in (part.strip() for part in listed.split(",")):
            if programme not in PROGRAMMES:
                tariff.leave_out(f"the special rate of programme {programme}")
                continue
            yield DutyMeasure(
                destination="US",
                code=code,
                kind="preferential",
                rate=read_rate(rate),
                text=rate.strip(),
                source=f"{where}: {SOURCE}",
                as_of=tariff.as_of,
                origins=PROGRAMMES[programme],
                condition=f"proof of origin under programme {programme}",
                label=f"Special rate, programme {programme}",
            )


def _measure(
    code: str,
    text: str,
    where: str,
    as_of: date,
    *,
    origins: tuple[Country, ...] = (),
    excluded: tuple[Country, ...] = (),
    quota: str = "",
    label: str = "General rate",
) -> DutyMeasure:
    return DutyMeasure(
        destination="US",
        code=code,
        kind="mfn",
        rate=read_rate(text),
        text=text,
        source=f"{where}: {SOURCE}",
        as_of=as_of,
        origins=origins,
        excluded=excluded,
        quota=quota,
        label=label,
    )


def _additional(code: str, heading: str, row: _Row, where: str, as_of: date) -> DutyMeasure:
    description = row["description"]
    origins = _origins(description)
    rate: RateExpression = read_rate(row["general"])
    text = row["general"].strip()
    if not origins:
        text = f"{heading}, of goods that its text names: {description[:300]}"
        rate = NotUnderstood(text=text)
    return DutyMeasure(
        destination="US",
        code=code,
        kind="additional",
        rate=rate,
        text=text,
        source=f"{where}, footnote to {heading}: {SOURCE}",
        as_of=as_of,
        origins=origins,
        valid_from=_day(_FROM_DAY, description),
        valid_until=_last_day(description),
        label=f"Chapter 99, {heading}",
    )


def _origins(description: str) -> tuple[Country, ...]:
    """Countries after "product of"; "except" before it leaves open which are meant."""
    found = _PRODUCT_OF.search(description)
    if found is None or re.search(r"(?i)\bother than (?:the )?products? of", description):
        return ()
    return tuple(dict.fromkeys(match.code for match in find_countries(found[1])))


def _day(pattern: re.Pattern[str], text: str) -> date | None:
    found = pattern.search(text)
    if found is None:
        return None
    try:
        return datetime.strptime(found[1], "%B %d, %Y").date()  # noqa: DTZ007 - a day, no time
    except ValueError:
        return None


def _last_day(text: str) -> date | None:
    before = _day(_BEFORE_DAY, text)
    return before - timedelta(days=1) if before is not None else _day(_THROUGH_DAY, text)
