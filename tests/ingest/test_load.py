"""Loading: idempotent, resumable after a cut anywhere, updating with history, and one bad file stops no other."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from dragoman.errors import FileUnreadable, InputError
from dragoman.formats import READERS
from dragoman.ingest.batches import BATCH_ROWS
from dragoman.ingest.events import IngestEvent
from dragoman.ingest.load import IngestReport, IngestRequest, ingest
from dragoman.model import Offer, OfferVersion, Problem
from dragoman.ports import (
    BatchCounts,
    CatalogueStore,
    FormatReader,
    ProblemFilter,
    ReadOptions,
    Row,
    SaveBatch,
    SourceFile,
    Table,
)
from dragoman.stores.memory import MemoryStore
from dragoman.stores.sql import SqlStore

HEADER = "SKU,Product name,Price USD,MOQ"


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CatalogueStore]:
    made: CatalogueStore = (
        MemoryStore() if request.param == "memory" else SqlStore(tmp_path / "record.sqlite3")
    )
    yield made
    made.close()


def load(
    store: CatalogueStore,
    *paths: Path,
    readers: Sequence[FormatReader] = READERS,
    progress: Callable[[IngestEvent], None] = lambda _event: None,
    supplier: str | None = None,
    mapping: Path | None = None,
    replaces: str | None = None,
) -> IngestReport:
    request = IngestRequest(paths=paths, supplier=supplier, mapping=mapping, replaces=replaces)
    return ingest(request, store=store, readers=readers, reader_version="1", progress=progress)


def price_list(path: Path, *rows: str, header: str = HEADER) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def bottles(count: int, *, price: str = "2.10") -> list[str]:
    return [f"B-{n},Steel bottle {n} ml,{price},100" for n in range(count)]


def every_offer(store: CatalogueStore) -> list[Offer]:
    return list(store.changes_since(0, limit=100_000).upserts)


def by_sku(store: CatalogueStore) -> dict[str, Offer]:
    return {offer.external_id: offer for offer in every_offer(store)}


def record(store: CatalogueStore) -> object:
    """All that the record says, but for dates."""
    files = [(one.name, one.supplier, one.state, one.rows_done, one.offers) for one in store.files()]
    offers = {
        one.offer_id: (one, store.raw_row(one.offer_id), [v.change for v in store.history(one.offer_id)])
        for one in every_offer(store)
    }
    problems = sorted(one.message() for one in store.problems(ProblemFilter(limit=100_000)).problems)
    return files, offers, problems, store.counts()


def prices(versions: Sequence[OfferVersion]) -> list[str]:
    return [version.offer.prices[0].raw for version in versions]


# ------------------------------------------------------------------------------ again, changed, gone, back


def test_the_same_bytes_again_are_all_unchanged_and_leave_no_trace(
    store: CatalogueStore, tmp_path: Path
) -> None:
    path = price_list(tmp_path / "list.csv", *bottles(3), "B-9,,1.00,5")
    first = load(store, path)
    before, generation = record(store), store.generation()
    again = load(store, path)
    assert (first.added, first.offers, first.problems) == (3, 3, 1)
    assert (again.unchanged, again.added, again.updated, again.withdrawn) == (3, 0, 0, 0)
    assert (again.rows, again.offers, again.problems) == (first.rows, first.offers, first.problems)
    assert (record(store), store.generation()) == (before, generation)


def test_a_changed_row_is_one_update_whose_history_has_both_values_and_their_dates(
    store: CatalogueStore, tmp_path: Path
) -> None:
    path = price_list(tmp_path / "list.csv", *bottles(3))
    load(store, path)
    price_list(path, *bottles(2), "B-2,Steel bottle 2 ml,2.35,100")
    report = load(store, path)
    assert (report.updated, report.unchanged, report.added, report.withdrawn) == (1, 2, 0, 0)
    versions = store.history(by_sku(store)["B-2"].offer_id)
    assert prices(versions) == ["2.10", "2.35"]
    assert versions[0].valid_from < versions[1].valid_from
    assert versions[1].changed_fields == ("prices",)


def test_rows_that_are_gone_are_withdrawn_and_come_back_with_their_history(
    store: CatalogueStore, tmp_path: Path
) -> None:
    path = price_list(tmp_path / "list.csv", *bottles(3))
    load(store, path)
    gone = by_sku(store)["B-2"].offer_id
    price_list(path, *bottles(2))
    assert load(store, path).withdrawn == 1
    assert store.counts().withdrawn == 1
    assert store.raw_row(gone) is not None
    price_list(path, *bottles(3))
    assert load(store, path).added == 1
    assert [version.change for version in store.history(gone)] == ["added", "withdrawn", "restored"]


def test_rows_in_another_order_are_unchanged_and_their_origins_follow(
    store: CatalogueStore, tmp_path: Path
) -> None:
    path = price_list(tmp_path / "list.csv", *bottles(3))
    load(store, path)
    price_list(path, *reversed(bottles(3)))
    report = load(store, path)
    assert (report.unchanged, report.updated, report.added, report.withdrawn) == (3, 0, 0, 0)
    assert by_sku(store)["B-2"].title.origin.cell == "B2"


def test_another_mapping_reads_the_same_bytes_anew(store: CatalogueStore, tmp_path: Path) -> None:
    path = price_list(tmp_path / "list.csv", *bottles(3))
    load(store, path)
    mapping = tmp_path / "m.toml"
    mapping.write_text('[columns]\nSKU = "mpn"\n', encoding="utf-8")
    load(store, path, mapping=mapping)
    assert {offer.mpn.value for offer in every_offer(store) if offer.mpn} == {"B-0", "B-1", "B-2"}


# ------------------------------------------------------------------------------ several files, one supplier


def test_a_second_file_of_a_supplier_updates_what_both_offer_and_withdraws_nothing(
    store: CatalogueStore, tmp_path: Path
) -> None:
    load(store, price_list(tmp_path / "january.csv", *bottles(3)), supplier="Nordwind")
    report = load(store, price_list(tmp_path / "extra.csv", *bottles(1, price="2.35")), supplier="Nordwind")
    assert (report.updated, report.withdrawn, report.offers) == (1, 0, 1)
    assert store.counts().offers == 3
    assert prices(store.history(by_sku(store)["B-0"].offer_id)) == ["2.10", "2.35"]


def test_the_next_edition_under_another_name_withdraws_what_only_the_old_one_offers(
    store: CatalogueStore, tmp_path: Path
) -> None:
    load(store, price_list(tmp_path / "january.csv", *bottles(3)), supplier="Nordwind")
    february = price_list(tmp_path / "february.csv", *bottles(2), "B-7,Glass jar,1.00,5")
    report = load(store, february, supplier="Nordwind", replaces="january.csv")
    assert (report.added, report.unchanged, report.withdrawn) == (1, 2, 1)
    assert sorted(by_sku(store)) == ["B-0", "B-1", "B-7"]
    again = load(store, february, supplier="Nordwind", replaces="january.csv")
    assert (again.added, again.unchanged, again.withdrawn) == (0, 3, 0)


def test_an_edition_that_cannot_be_read_replaces_nothing(store: CatalogueStore, tmp_path: Path) -> None:
    load(store, price_list(tmp_path / "january.csv", *bottles(3)), supplier="Nordwind")
    (tmp_path / "february.csv").write_bytes(b"")
    report = load(store, tmp_path / "february.csv", supplier="Nordwind", replaces="january.csv")
    assert report.withdrawn == 0
    assert store.counts().offers == 3


def test_a_file_to_replace_that_was_never_loaded_is_an_error_that_lists_those_that_were(
    store: CatalogueStore, tmp_path: Path
) -> None:
    path = price_list(tmp_path / "january.csv", *bottles(1))
    load(store, path)
    with pytest.raises(InputError, match=r"'jan\.csv'.*january\.csv"):
        load(store, path, replaces="jan.csv")


def test_two_suppliers_in_one_file_are_kept_apart_though_their_ids_are_the_same(
    store: CatalogueStore, tmp_path: Path
) -> None:
    path = price_list(
        tmp_path / "market.csv",
        "Nordwind GmbH,A-1,Steel bottle 750 ml,2.10",
        "Huaxin Ltd,A-1,Steel bottle 500 ml,1.90",
        header="Supplier,SKU,Product name,Price USD",
    )
    report = load(store, path)
    assert (report.added, report.problems) == (2, 0)
    assert {offer.supplier.name for offer in every_offer(store)} == {"Nordwind GmbH", "Huaxin Ltd"}


def test_files_of_one_name_in_two_folders_are_two_files(store: CatalogueStore, tmp_path: Path) -> None:
    price_list(tmp_path / "in" / "nordwind" / "list.csv", *bottles(2))
    price_list(tmp_path / "in" / "huaxin" / "list.csv", *bottles(2))
    assert load(store, tmp_path / "in").added == 4
    assert load(store, tmp_path / "in").unchanged == 4


# ------------------------------------------------------------------------------ repeated ids


def test_two_rows_of_one_id_are_both_kept_and_told(store: CatalogueStore, tmp_path: Path) -> None:
    path = price_list(tmp_path / "list.csv", "A,Red bottle,2.10,1", "A,Blue bottle,2.20,1")
    report = load(store, path)
    assert (report.added, report.problems) == (2, 1)
    (problem,) = store.problems(ProblemFilter()).problems
    assert (problem.kind, problem.severity, problem.value) == ("duplicate_id", "warning", "A")


def test_rows_of_one_id_and_title_that_differ_elsewhere_are_all_kept(
    store: CatalogueStore, tmp_path: Path
) -> None:
    rows = [f"A,Steel bottle,{price},1" for price in ("2.10", "2.20", "2.30", "2.40")]
    report = load(store, price_list(tmp_path / "list.csv", *rows))
    assert (report.added, report.problems) == (4, 3)
    assert sorted(offer.prices[0].raw for offer in every_offer(store)) == ["2.10", "2.20", "2.30", "2.40"]


def test_a_row_that_repeats_another_cell_by_cell_is_left_out_and_told(
    store: CatalogueStore, tmp_path: Path
) -> None:
    rows = ["A,Steel bottle,2.10,1", "A,Blue bottle,2.20,1", "A,Blue bottle,2.20,1", "A,Steel bottle,2.10,1"]
    report = load(store, price_list(tmp_path / "list.csv", *rows))
    assert (report.added, report.problems, store.counts().rows) == (2, 3, 4)
    assert store.problems(ProblemFilter(severity="error")).total == 2


def test_an_id_repeated_far_below_is_found_too(store: CatalogueStore, tmp_path: Path) -> None:
    rows = [*bottles(BATCH_ROWS + 20), "B-0,Glass jar,1.00,5", *bottles(1)]
    path = price_list(tmp_path / "list.csv", *rows)
    report = load(store, path)
    assert (report.added, report.problems) == (BATCH_ROWS + 21, 2)
    assert load(store, path).unchanged == BATCH_ROWS + 21


def test_ids_keep_to_their_rows_when_the_next_edition_changes_prices(
    store: CatalogueStore, tmp_path: Path
) -> None:
    path = price_list(tmp_path / "list.csv", "A,Red bottle,2.10,1", "A,Blue bottle,2.20,1")
    load(store, path)
    price_list(path, "A,Red bottle,2.15,1", "A,Blue bottle,2.25,1")
    report = load(store, path)
    assert (report.updated, report.added, report.withdrawn) == (2, 0, 0)


# ------------------------------------------------------------------------------ problems


def test_the_raw_row_is_kept_also_where_no_offer_came_of_it(store: CatalogueStore, tmp_path: Path) -> None:
    lines = [json.dumps({"sku": n, "title": f"Bottle {n}", "price": "2 USD"}) for n in range(3)]
    path = tmp_path / "list.jsonl"
    path.write_text("\n".join([lines[0], '{"sku": 1, "title": "cut o', lines[2]]), encoding="utf-8")
    report = load(store, path)
    assert (report.rows, report.offers, store.counts().rows) == (3, 2, 3)
    (problem,) = store.problems(ProblemFilter()).problems
    assert (problem.kind, problem.origin.line) == ("unreadable_row", 2)


def test_problems_of_an_older_edition_go_when_the_next_one_is_read(
    store: CatalogueStore, tmp_path: Path
) -> None:
    path = price_list(tmp_path / "list.csv", "A,Steel bottle,2.10,1", "B,,1.00,1")
    load(store, path)
    price_list(path, "A,Steel bottle,2.10,1", "B,Glass jar,1.00,1")
    assert load(store, path).problems == 0
    assert store.problems(ProblemFilter()).total == 0


def test_a_failed_file_is_told_and_the_others_are_loaded(store: CatalogueStore, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    price_list(folder / "a.csv", *bottles(2))
    (folder / "b.csv").write_bytes(b"")
    (folder / "c.jsonl.gz").write_bytes(gzip.compress(b'{"sku": 1, "title": "Jar", "price": 2}\n' * 9)[:-9])
    price_list(folder / "d.csv", "C-1,Glass jar,1.00,5")
    report = load(store, folder)
    assert (report.files, report.added) == (4, 3)
    assert [one.file for one in report.failed] == ["b.csv", "c.jsonl.gz"]
    assert all(one.file in one.error for one in report.failed)
    states = {file.name: file.state for file in store.files()}
    assert states == {"a.csv": "loaded", "b.csv": "failed", "c.jsonl.gz": "failed", "d.csv": "loaded"}


def test_a_file_that_failed_is_no_longer_listed_as_failed_once_a_good_one_came(
    store: CatalogueStore, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"")
    load(store, path)
    price_list(path, *bottles(2))
    load(store, path)
    assert [(file.name, file.state) for file in store.files()] == [("list.csv", "loaded")]
    assert store.problems(ProblemFilter()).total == 0


def test_a_mistake_in_the_mapping_file_beside_a_list_holds_up_that_list_alone(
    store: CatalogueStore, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    price_list(folder / "a.csv", *bottles(2))
    (folder / "a.csv.mapping.toml").write_text("[columns]\nSKU = 'no_such_field'\n", encoding="utf-8")
    price_list(folder / "b.csv", *bottles(2))
    report = load(store, folder)
    assert (report.added, [one.file for one in report.failed]) == (2, ["a.csv"])
    assert "no_such_field" in report.failed[0].error


def test_a_path_that_does_not_exist_stops_the_load_before_it_begins(
    store: CatalogueStore, tmp_path: Path
) -> None:
    good = price_list(tmp_path / "a.csv", *bottles(2))
    with pytest.raises(InputError, match=r"nothing\.csv"):
        load(store, good, tmp_path / "nothing.csv")
    assert store.counts().offers == 0


# ------------------------------------------------------------------------------ cut off


class Cut(BaseException):
    """Stands for a kill: nothing may catch it and go on."""


class _CutStore:
    """A store whose process dies at its n-th write: before it (`after` is False), or once it is committed."""

    def __init__(self, store: CatalogueStore, *, at: int, after: bool) -> None:
        self._store, self._at, self._after, self._writes = store, at, after, 0

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def save_batch(self, batch: SaveBatch, /) -> BatchCounts:
        return self._counted(lambda: self._store.save_batch(batch))

    def finish_file(self, file_id: int, /, *, withdraw: bool = True) -> BatchCounts:
        return self._counted(lambda: self._store.finish_file(file_id, withdraw=withdraw))

    def _counted(self, write: Callable[[], BatchCounts]) -> BatchCounts:
        self._writes += 1
        if self._writes == self._at and not self._after:
            raise Cut
        counts = write()
        if self._writes == self._at:
            raise Cut
        return counts


def _catalogue(folder: Path, *, price: str) -> Path:
    """Three files: batches end in the middle of the first, which also repeats an id across the boundary."""
    rows = bottles(BATCH_ROWS + 30, price=price)
    price_list(folder / "a.csv", *rows, "B-3,Glass jar,1.00,5", "X-1,,1.00,5", "B-3,Glass jar,1.00,5")
    price_list(folder / "b.csv", *[f"C-{n},Glass jar {n} ml,{price},5" for n in range(40)])
    lines = [json.dumps({"sku": f"D-{n}", "title": f"Lamp {n} W", "price": price}) for n in range(20)]
    (folder / "c.jsonl").write_text("\n".join([*lines[:10], "{cut", *lines[10:]]), encoding="utf-8")
    return folder


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", range(1, 8))
def test_a_load_cut_at_any_write_goes_on_to_the_same_record(
    store: CatalogueStore, tmp_path: Path, at: int, after: bool
) -> None:
    folder = _catalogue(tmp_path / "in", price="2.10")
    whole = MemoryStore()
    load(whole, folder)
    with pytest.raises(Cut):
        # a proxy of a Protocol: mypy cannot see what __getattr__ hands on
        load(_CutStore(store, at=at, after=after), folder)  # type: ignore[arg-type]
    report = load(store, folder)
    assert record(store) == record(whole)
    assert report.offers == whole.counts().offers
    assert load(store, folder).unchanged == whole.counts().offers


@pytest.mark.parametrize("at", range(1, 8))
def test_an_update_cut_at_any_write_goes_on_to_the_same_record(
    store: CatalogueStore, tmp_path: Path, at: int
) -> None:
    folder = _catalogue(tmp_path / "in", price="2.10")
    whole = MemoryStore()
    load(whole, folder)
    load(store, folder)
    _catalogue(folder, price="2.35")
    load(whole, folder)
    with pytest.raises(Cut):
        load(_CutStore(store, at=at, after=True), folder)  # type: ignore[arg-type] # as above
    load(store, folder)
    assert record(store) == record(whole)


class _CutReader:
    """The CSV reader, whose process dies (or whose disk fails) while it reads a row."""

    def __init__(self, error: BaseException, *, at: int) -> None:
        self._reader = next(reader for reader in READERS if ".csv" in reader.suffixes)
        self._error, self._at = error, at

    @property
    def name(self) -> str:
        return self._reader.name

    @property
    def suffixes(self) -> tuple[str, ...]:
        return self._reader.suffixes

    def sniff(self, head: bytes, /, *, name: str) -> float:
        return self._reader.sniff(head, name=name)

    def read(self, source: SourceFile, options: ReadOptions, /) -> Iterator[Table]:
        for table in self._reader.read(source, options):
            yield replace(table, rows=self._rows(table))

    def _rows(self, table: Table) -> Iterator[Row | Problem]:
        for number, row in enumerate(table.rows):
            if number == self._at:
                raise self._error
            yield row


@pytest.mark.parametrize("at", [0, 1, 199, 201, BATCH_ROWS - 1, BATCH_ROWS, BATCH_ROWS + 7])
def test_a_load_cut_while_it_reads_goes_on_to_the_same_record(
    store: CatalogueStore, tmp_path: Path, at: int
) -> None:
    path = price_list(tmp_path / "list.csv", *bottles(BATCH_ROWS + 30))
    whole = MemoryStore()
    load(whole, path)
    with pytest.raises(Cut):
        load(store, path, readers=[_CutReader(Cut(), at=at)])
    load(store, path)
    assert record(store) == record(whole)


def test_a_file_that_fails_in_the_middle_says_so_and_is_read_anew_from_its_start(
    store: CatalogueStore, tmp_path: Path
) -> None:
    path = price_list(tmp_path / "list.csv", *bottles(BATCH_ROWS + 30))
    whole = MemoryStore()
    load(whole, path)
    broken = _CutReader(FileUnreadable("list.csv: the disk failed; copy it elsewhere"), at=BATCH_ROWS + 7)
    report = load(store, path, readers=[broken])
    assert [one.error for one in report.failed] == ["list.csv: the disk failed; copy it elsewhere"]
    assert [file.state for file in store.files()] == ["failed"]
    assert load(store, path).failed == ()
    assert record(store) == record(whole)


def test_what_is_committed_already_is_not_read_into_offers_again(
    store: CatalogueStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = price_list(tmp_path / "list.csv", *bottles(BATCH_ROWS + 30))
    with pytest.raises(Cut):
        load(_CutStore(store, at=1, after=True), path)  # type: ignore[arg-type] # as above
    events: list[IngestEvent] = []
    report = load(store, path, progress=events.append)
    assert (report.added, report.rows, report.offers) == (30, BATCH_ROWS + 30, BATCH_ROWS + 30)
    assert [(event.rows, event.finished) for event in events] == [
        (BATCH_ROWS + 30, False),
        (BATCH_ROWS + 30, True),
    ]


def test_problems_name_the_file_they_are_of(store: CatalogueStore, tmp_path: Path) -> None:
    price_list(tmp_path / "in" / "a.csv", "A,,1.00,1", *bottles(4))
    price_list(tmp_path / "in" / "b.csv", "B,Jar,much,1", *bottles(9))
    load(store, tmp_path / "in")
    found: tuple[Problem, ...] = store.problems(ProblemFilter(file="b.csv")).problems
    assert [(one.kind, one.origin.where()) for one in found] == [("bad_price", "b.csv, cell C2")]


def test_a_file_of_which_no_row_can_be_read_has_failed(store: CatalogueStore, tmp_path: Path) -> None:
    path = tmp_path / "list.jsonl"
    path.write_text("\n".join(['{"sku": 1, "title": Jar}', '{"sku": 2, "title": Lid}']), encoding="utf-8")
    report = load(store, path)
    assert [one.file for one in report.failed] == ["list.jsonl"]
    assert "none of its 2" in report.failed[0].error
    assert store.problems(ProblemFilter(kind="unreadable_row")).total == 2
