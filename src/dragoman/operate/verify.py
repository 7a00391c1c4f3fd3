"""`dragoman verify`: whether the record is sound, and the index says of it what it should."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from dragoman.doctor import DoctorReport, Finding
from dragoman.errors import DragomanError
from dragoman.ports import CatalogueStore, FacetCount, IndexRequest, SearchIndex

_REBUILD = "run `dragoman reindex`: it makes the index anew from the record"
_RESTORE = "copy the home away first, then `dragoman restore` a backup, or move record.sqlite3 and the folder index away and load the files again"
_NAMED = 5
"""Offers or suppliers named in a finding."""


def compare(
    *, store: CatalogueStore, index: SearchIndex, damage_found: str = "", disk_full: str = ""
) -> DoctorReport:
    """Read record and index from end to end and compare them. Nothing may change either meanwhile.

    Args:
        damage_found: Why the index was made anew before it could be compared.
        disk_full: Why the index could not be brought up to the record.
    """
    findings: list[Finding] = []
    if disk_full:
        findings.append(
            Finding(name="disk", value=disk_full, ok=False, advice="free some space, then verify again")
        )
    if damage_found:
        findings.append(
            Finding(
                name="files of the index",
                value=damage_found,
                ok=False,
                advice="nothing: the index was made anew from the record just now. Verify again, and check the disk",
            )
        )
    for part in (_record(store), _files(index), _offers(store, index)):
        try:
            findings.extend(part)
        except DragomanError as error:
            findings.append(Finding(name=type(error).__name__, value=str(error), ok=False, advice=_RESTORE))
    return DoctorReport(findings=tuple(findings))


def _record(store: CatalogueStore) -> Iterator[Finding]:
    counts = store.counts()
    yield Finding(
        name="record",
        value=f"generation {store.generation()}, {counts.offers} offers, {counts.withdrawn} withdrawn, "
        f"{counts.rows} rows of {counts.files} files",
    )
    yield from _told("record is sound", store.damage(), _RESTORE)


def _files(index: SearchIndex) -> Iterator[Finding]:
    yield from _told("files of the index", index.damage(), _REBUILD)


def _told(name: str, damage: Sequence[str], advice: str) -> Iterator[Finding]:
    if not damage:
        yield Finding(name=name, value="as they were written")
    for one in damage:
        yield Finding(name=name, value=one, ok=False, advice=advice)


def _offers(store: CatalogueStore, index: SearchIndex) -> Iterator[Finding]:
    index.refresh()
    held, wanted = index.generation(), store.generation()
    same = held == wanted
    yield Finding(
        name="generation of the index",
        value=f"{held} of {wanted}",
        ok=same,
        advice=""
        if same
        else f"start the server or run any search: it catches up. If it does not, {_REBUILD}",
    )
    census, indexed = store.census(), index.offer_ids()
    missing, strange = census.keys() - indexed, indexed - census.keys()
    sound = not missing and not strange
    yield Finding(
        name="offers that can be found",
        value=f"{len(indexed)} of {len(census)}"
        + _named(", not found: ", missing)
        + _named(", found but not in the record: ", strange),
        ok=sound,
        advice="" if sound else _REBUILD,
    )
    yield from _suppliers(census, index)


def _suppliers(census: dict[str, str], index: SearchIndex) -> Iterator[Finding]:
    facet: Sequence[FacetCount] = index.search(IndexRequest(facets=("supplier",), limit=1)).facets["supplier"]
    found = Counter({one.value: one.count for one in facet})
    counted: Counter[str] = Counter()
    longest = max((len(name) for name in found), default=0)
    for name, count in Counter(census.values()).items():
        counted[name.strip() if name.strip() in found else name.strip()[:longest]] += count
    differing = sorted(name for name in counted | found if counted[name] != found[name] and name)
    shown = "; ".join(f"{name}: {found[name]} of {counted[name]}" for name in differing[:_NAMED])
    yield Finding(
        name="offers by supplier",
        value=f"{len(counted)} suppliers, "
        + (f"differing: {shown}" if differing else "each as in the record"),
        ok=not differing,
        advice=_REBUILD if differing else "",
    )


def _named(before: str, ids: Collection[str]) -> str:
    if not ids:
        return ""
    shown = ", ".join(sorted(ids)[:_NAMED])
    return f"{before}{len(ids)} ({shown}{', ...' if len(ids) > _NAMED else ''})"
