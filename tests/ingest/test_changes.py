"""A supplier's file that only says what changed: it takes back what it names, gives new prices, and touches nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from dragoman.formats import READERS
from dragoman.ingest import batches
from dragoman.ingest.load import IngestReport, IngestRequest, ingest
from dragoman.ingest.preview import preview
from dragoman.model import Offer, Problem
from dragoman.ports import BatchCounts, CatalogueStore, ProblemFilter, SaveBatch
from dragoman.stores.memory import MemoryStore
from dragoman.stores.sql import SqlStore

SUPPLIER = "Muster Werkzeuge GmbH"


def header(supplier: str = SUPPLIER) -> str:
    return (
        "<HEADER><CATALOG><LANGUAGE>deu</LANGUAGE><CATALOG_ID>K1</CATALOG_ID><CATALOG_NAME>Preisliste</CATALOG_NAME>"
        f"<CURRENCY>EUR</CURRENCY></CATALOG><SUPPLIER><SUPPLIER_NAME>{supplier}</SUPPLIER_NAME></SUPPLIER></HEADER>"
    )


GROUPS = (
    "<CATALOG_GROUP_SYSTEM><CATALOG_STRUCTURE type='root'><GROUP_ID>1</GROUP_ID><GROUP_NAME>All</GROUP_NAME><PARENT_ID>0"
    "</PARENT_ID></CATALOG_STRUCTURE><CATALOG_STRUCTURE type='leaf'><GROUP_ID>2</GROUP_ID><GROUP_NAME>Zangen</GROUP_NAME>"
    "<PARENT_ID>1</PARENT_ID></CATALOG_STRUCTURE></CATALOG_GROUP_SYSTEM>"
)


def prices(*tiers: tuple[str, str], kind: str = "net_customer", until: str = "") -> str:
    end = f"<DATETIME type='valid_end_date'><DATE>{until}</DATE></DATETIME>" if until else ""
    each = "".join(
        f"<ARTICLE_PRICE price_type='{kind}'><PRICE_AMOUNT>{amount}</PRICE_AMOUNT><LOWER_BOUND>{bound}</LOWER_BOUND>"
        "</ARTICLE_PRICE>"
        for bound, amount in tiers
    )
    return f"<ARTICLE_PRICE_DETAILS>{end}{each}</ARTICLE_PRICE_DETAILS>"


def article(
    sku: str,
    *tiers: tuple[str, str],
    mode: str = "",
    title: str = "",
    unit: str = "C62",
    per: str = "1",
    until: str = "",
    more: str = "",
) -> str:
    said = f" mode='{mode}'" if mode else ""
    return (
        f"<ARTICLE{said}><SUPPLIER_AID>{sku}</SUPPLIER_AID><ARTICLE_DETAILS><DESCRIPTION_SHORT>{title or f'Zange {sku}'}"
        f"</DESCRIPTION_SHORT></ARTICLE_DETAILS>{more}<ARTICLE_ORDER_DETAILS><ORDER_UNIT>{unit}</ORDER_UNIT><PRICE_QUANTITY>{per}"
        f"</PRICE_QUANTITY></ARTICLE_ORDER_DETAILS>{prices(*tiers, until=until)}</ARTICLE>"
    )


def new_price(sku: str, *tiers: tuple[str, str], until: str = "") -> str:
    return f"<ARTICLE><SUPPLIER_AID>{sku}</SUPPLIER_AID>{prices(*tiers, until=until)}</ARTICLE>"


def gone(sku: str) -> str:
    return f"<ARTICLE mode='delete'><SUPPLIER_AID>{sku}</SUPPLIER_AID></ARTICLE>"


class Home:
    """A record, and a folder of files to load into it."""

    def __init__(self, store: CatalogueStore, folder: Path) -> None:
        self.store = store
        self._folder = folder

    def write(self, name: str, transaction: str, body: str, *, supplier: str = SUPPLIER) -> Path:
        path = self._folder / name
        path.write_text(
            f"<BMECAT version='1.2'>{header(supplier)}<{transaction}>{body}</{transaction}></BMECAT>",
            encoding="utf-8",
        )
        return path

    def load(self, *paths: Path, version: str = "1", replaces: str | None = None) -> IngestReport:
        return ingest(
            IngestRequest(paths=paths, replaces=replaces),
            store=self.store,
            readers=READERS,
            reader_version=version,
            progress=lambda _event: None,
        )

    def catalogue(self, *articles: str, name: str = "katalog.xml", version: str = "1") -> IngestReport:
        return self.load(self.write(name, "T_NEW_CATALOG", "".join(articles)), version=version)

    def prices(self, *articles: str, name: str = "preise.xml", supplier: str = SUPPLIER) -> IngestReport:
        return self.load(self.write(name, "T_UPDATE_PRICES", "".join(articles), supplier=supplier))

    def products(self, *articles: str, name: str = "aenderung.xml") -> IngestReport:
        return self.load(self.write(name, "T_UPDATE_PRODUCTS", "".join(articles)))

    def offers(self) -> dict[str, Offer]:
        """Active ones, by the supplier's number."""
        return {one.external_id: one for one in self.store.changes_since(0, limit=10_000).upserts}

    def amounts(self) -> dict[str, list[str]]:
        return {
            sku: [f"{one.value.price.money.amount}" for one in offer.prices]
            for sku, offer in self.offers().items()
        }

    def problems(self) -> list[Problem]:
        return list(self.store.problems(ProblemFilter()).problems)


@pytest.fixture(params=["memory", "sql"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Home]:
    store: CatalogueStore = (
        MemoryStore() if request.param == "memory" else SqlStore(tmp_path / "home" / "record.sqlite3")
    )
    yield Home(store, tmp_path)
    store.close()


# --------------------------------------------------------------------------- prices


def test_a_new_price_changes_the_price_alone_and_every_value_says_which_file_it_is_from(home: Home) -> None:
    home.catalogue(article("1", ("1", "10.00"), ("50", "9.00")), article("2", ("1", "20.00")))
    before = home.offers()
    report = home.prices(new_price("1", ("1", "11.50"), ("50", "10.25")))
    assert (report.updated, report.added, report.withdrawn, report.problems) == (1, 0, 0, 0)
    now = home.offers()
    assert now["2"] == before["2"]
    changed = now["1"]
    assert [(one.value.from_quantity.value, one.value.price.money.amount) for one in changed.prices] == [
        (Decimal(1), Decimal("11.50")),
        (Decimal(50), Decimal("10.25")),
    ]
    assert {one.origin.file for one in changed.prices} == {"preise.xml"}
    assert changed.prices[1].origin.path == (
        "/BMECAT/T_UPDATE_PRICES/ARTICLE[1]/ARTICLE_PRICE_DETAILS/ARTICLE_PRICE[2]/PRICE_AMOUNT"
    )
    assert (changed.title, changed.origin) == (before["1"].title, before["1"].origin)
    assert changed.title.origin.file == "katalog.xml"


def test_the_history_shows_both_prices_each_from_its_file(home: Home) -> None:
    home.catalogue(article("1", ("1", "10.00")))
    home.prices(new_price("1", ("1", "11.50")))
    first, second = home.store.history(home.offers()["1"].offer_id)
    assert [(v.change, v.offer.prices[0].raw, v.offer.prices[0].origin.file) for v in (first, second)] == [
        ("added", "10.00", "katalog.xml"),
        ("updated", "11.50", "preise.xml"),
    ]
    assert "prices" in second.changed_fields


def test_a_new_price_is_for_as_much_as_the_price_before_it(home: Home) -> None:
    home.catalogue(article("1", ("10", "250"), unit="MTR", per="100"))
    home.prices(new_price("1", ("10", "260")))
    (price,) = home.offers()["1"].prices
    assert (price.value.price.per.value, price.value.price.per.unit) == (Decimal(100), "m")
    assert (price.value.from_quantity.value, price.value.from_quantity.unit) == (Decimal(10), "m")
    assert (price.confidence, price.note) == (1.0, "for 100 m, as in katalog.xml")


def test_where_the_article_had_no_price_the_new_one_is_unsure_of_what_it_is_for(home: Home) -> None:
    bare = "<ARTICLE><SUPPLIER_AID>1</SUPPLIER_AID><ARTICLE_DETAILS><DESCRIPTION_SHORT>Zange</DESCRIPTION_SHORT></ARTICLE_DETAILS></ARTICLE>"
    home.catalogue(bare)
    home.prices(new_price("1", ("1", "5")))
    (price,) = home.offers()["1"].prices
    assert price.confidence == 0.5
    assert "neither file says it" in price.note


def test_until_when_a_price_holds_goes_with_the_price(home: Home) -> None:
    home.catalogue(
        article("1", ("1", "10"), until="2026-06-30"), article("2", ("1", "20"), until="2026-06-30")
    )
    home.prices(new_price("1", ("1", "11"), until="2026-12-31"), new_price("2", ("1", "21")))
    until = home.offers()["1"].valid_until
    assert until is not None
    assert (until.value, until.origin.file) == (date(2026, 12, 31), "preise.xml")
    assert home.offers()["2"].valid_until is None


def test_a_new_price_of_an_unknown_article_is_told_and_the_others_hold(home: Home) -> None:
    home.catalogue(article("1", ("1", "10")))
    report = home.prices(new_price("1", ("1", "11")), new_price("9", ("1", "99"), ("10", "90")))
    assert not report.failed
    assert home.amounts() == {"1": ["11"]}
    (problem,) = home.problems()
    assert (problem.kind, problem.severity, problem.value) == ("unknown_offer", "error", "9: 99, 90")
    assert problem.origin.path == "/BMECAT/T_UPDATE_PRICES/ARTICLE[2]"
    assert "never came from Muster Werkzeuge GmbH" in problem.message()
    assert home.store.counts().rows == 3, "the row is kept"


def test_a_file_whose_articles_are_all_unknown_fails_and_holds_once_the_catalogue_is_there(
    home: Home,
) -> None:
    path = home.write("preise.xml", "T_UPDATE_PRICES", new_price("1", ("1", "11")))
    report = home.load(path)
    assert "load the supplier's catalogue" in report.failed[0].error
    home.catalogue(article("1", ("1", "10")))
    assert home.load(path).updated == 1
    assert home.amounts() == {"1": ["11"]}
    assert home.problems() == []


def test_prices_of_another_supplier_change_nothing_of_this_one_s(home: Home) -> None:
    home.catalogue(article("1", ("1", "10")))
    report = home.prices(new_price("1", ("1", "1")), supplier="Andere AG")
    assert report.failed
    assert home.amounts() == {"1": ["10"]}
    assert "--supplier" in home.problems()[0].advice


def test_a_withdrawn_offer_gets_no_price(home: Home) -> None:
    home.catalogue(article("1", ("1", "10")), article("2", ("1", "20")))
    home.products(gone("2"))
    home.prices(new_price("1", ("1", "11")), new_price("2", ("1", "21")))
    assert home.amounts() == {"1": ["11"]}
    assert ["is withdrawn from" in one.expected for one in home.problems()] == [True]


def test_a_row_without_a_price_or_a_number_is_told_and_changes_nothing(home: Home) -> None:
    home.catalogue(article("1", ("1", "10")))
    bad = "<ARTICLE><SUPPLIER_AID>1</SUPPLIER_AID><ARTICLE_PRICE_DETAILS/></ARTICLE>"
    home.prices(bad, new_price("1", ("1", "-4")), new_price("", ("1", "4")))
    assert home.amounts() == {"1": ["10"]}
    assert sorted(one.kind for one in home.problems()) == ["bad_price", "bad_price", "missing_id"]


def test_prices_of_other_kinds_replace_those_of_their_name_and_leave_other_attributes(home: Home) -> None:
    feature = (
        "<ARTICLE_FEATURES><FEATURE><FNAME>Farbe</FNAME><FVALUE>rot</FVALUE></FEATURE></ARTICLE_FEATURES>"
    )
    listed = prices(("1", "15"), kind="net_list")
    home.catalogue(article("1", ("1", "10"), more=feature + listed))
    home.prices(
        f"<ARTICLE><SUPPLIER_AID>1</SUPPLIER_AID>{prices(('1', '11'))}{prices(('1', '16'), kind='net_list')}</ARTICLE>"
    )
    said = {one.name: (one.value, one.origin.file) for one in home.offers()["1"].attributes}
    assert said["net_list price"] == ("16 EUR", "preise.xml")
    assert said["price_type"] == ("net_customer", "preise.xml")
    colour = home.offers()["1"].colour
    assert colour is not None
    assert (colour.value, colour.origin.file) == ("red", "katalog.xml")
    assert len([one for one in home.offers()["1"].attributes if one.name == "net_list price"]) == 1


# --------------------------------------------------------------------------- products


def test_an_update_takes_back_what_it_names_adds_what_is_new_and_leaves_the_rest(home: Home) -> None:
    home.catalogue(article("1", ("1", "10")), article("2", ("1", "20")), article("3", ("1", "30")))
    third = home.offers()["3"]
    report = home.products(
        gone("1"),
        article("2", ("1", "22"), mode="update", title="Neue Zange"),
        article("4", ("1", "40"), mode="new"),
    )
    assert (report.withdrawn, report.updated, report.added, report.unchanged) == (1, 1, 1, 0)
    assert home.amounts() == {"2": ["22"], "3": ["30"], "4": ["40"]}
    assert home.offers()["3"] == third
    second = home.offers()["2"]
    assert (second.title.value, second.title.origin.file) == ("Neue Zange", "aenderung.xml")
    assert home.problems() == []


def test_a_product_that_is_updated_keeps_its_group_which_no_update_names_again(home: Home) -> None:
    coded = (
        "<ARTICLE_FEATURES><REFERENCE_FEATURE_SYSTEM_NAME>ECLASS-5.1</REFERENCE_FEATURE_SYSTEM_NAME><REFERENCE_FEATURE_GROUP_ID>"
        "21040109</REFERENCE_FEATURE_GROUP_ID></ARTICLE_FEATURES>"
    )
    link = "<ARTICLE_TO_CATALOGGROUP_MAP><ART_ID>1</ART_ID><CATALOG_GROUP_ID>2</CATALOG_GROUP_ID></ARTICLE_TO_CATALOGGROUP_MAP>"
    home.catalogue(GROUPS, article("1", ("1", "10"), more=coded), link)
    home.products(article("1", ("1", "11"), mode="update", more=coded))
    category = home.offers()["1"].category
    assert category is not None
    assert (category.value, category.origin.file) == ("Zangen", "katalog.xml")
    assert home.amounts() == {"1": ["11"]}


def test_the_next_update_of_the_same_name_withdraws_nothing_that_it_does_not_name(home: Home) -> None:
    home.catalogue(article("1", ("1", "10")))
    home.products(article("2", ("1", "20"), mode="new"))
    home.products(article("3", ("1", "30"), mode="new"))
    home.prices(new_price("1", ("1", "11")))
    home.prices(new_price("2", ("1", "21")))
    assert home.amounts() == {"1": ["11"], "2": ["21"], "3": ["30"]}


def test_an_update_without_any_product_withdraws_nothing(home: Home) -> None:
    home.products(article("2", ("1", "20"), mode="new"))
    home.products()
    assert home.amounts() == {"2": ["20"]}


def test_what_is_taken_back_and_never_came_is_told(home: Home) -> None:
    home.catalogue(article("1", ("1", "10")))
    home.products(gone("7"), article("1", ("1", "12"), mode="update"))
    assert [(one.kind, one.severity, one.value) for one in home.problems()] == [
        ("unknown_offer", "warning", "7")
    ]
    assert home.amounts() == {"1": ["12"]}


def test_the_last_row_of_an_article_holds(home: Home) -> None:
    home.catalogue(article("1", ("1", "10")), article("2", ("1", "20")), article("3", ("1", "30")))
    home.products(
        gone("1"), article("1", ("1", "11"), mode="new"),
        article("2", ("1", "21"), mode="update"), gone("2"),
        article("4", ("1", "40"), mode="new"), new_price("4", ("1", "44")),
        new_price("3", ("1", "31")), new_price("3", ("1", "32")),
    )  # fmt: skip
    assert home.amounts() == {"1": ["11"], "3": ["32"], "4": ["44"]}
    assert home.problems() == []


def test_a_whole_catalogue_may_take_back_too(home: Home) -> None:
    home.catalogue(article("1", ("1", "10")), article("2", ("1", "20")))
    home.catalogue(gone("1"), article("3", ("1", "30")), name="katalog-2.xml")
    assert home.amounts() == {"2": ["20"], "3": ["30"]}


# --------------------------------------------------------------------------- order, and again


def test_the_same_changes_again_change_nothing_whatever_came_since(home: Home) -> None:
    home.catalogue(article("1", ("1", "10")), article("2", ("1", "20")))
    first = home.write("preise-1.xml", "T_UPDATE_PRICES", new_price("1", ("1", "11")))
    home.load(first)
    home.products(gone("2"), name="weg.xml")
    home.prices(new_price("1", ("1", "12")), name="preise-2.xml")
    home.catalogue(article("2", ("1", "25")), name="nachtrag.xml")
    generation = home.store.generation()
    for version in ("1", "2"):
        home.load(first, version=version)
        home.load(first.with_name("weg.xml"), version=version)
    assert home.amounts() == {"1": ["12"], "2": ["25"]}
    assert home.store.generation() == generation


def test_a_catalogue_read_anew_by_a_later_version_undoes_no_change(home: Home) -> None:
    both = (article("1", ("1", "10")), article("2", ("1", "20")), article("3", ("1", "30")))
    home.catalogue(*both)
    home.prices(new_price("1", ("1", "11")))
    home.products(gone("2"))
    report = home.catalogue(*both, version="2")
    assert (report.added, report.updated, report.withdrawn) == (0, 0, 0)
    assert home.amounts() == {"1": ["11"], "3": ["30"]}
    assert home.offers()["1"].prices[0].origin.file == "preise.xml"


def test_a_new_edition_of_the_catalogue_says_all_anew(home: Home) -> None:
    home.catalogue(article("1", ("1", "10")), article("2", ("1", "20")), article("3", ("1", "30")))
    home.prices(new_price("1", ("1", "11")), new_price("3", ("1", "33")))
    home.products(gone("2"))
    home.catalogue(article("1", ("1", "12")), article("2", ("1", "22")))
    assert home.amounts() == {"1": ["12"], "2": ["22"]}, (
        "the third is gone though its price came from elsewhere"
    )


def test_changes_in_a_folder_come_after_the_catalogue_whatever_their_names(
    home: Home, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    inside = Home(home.store, folder)
    inside.write("a-preise.xml", "T_UPDATE_PRICES", new_price("1", ("1", "11")))
    inside.write("z-katalog.xml", "T_NEW_CATALOG", article("1", ("1", "10")))
    report = inside.load(folder)
    assert (report.files, report.failed, report.offers) == (2, (), 1)
    assert home.amounts() == {"1": ["11"]}


def test_a_file_of_changes_replaces_no_other_file(home: Home) -> None:
    home.catalogue(article("1", ("1", "10")), article("2", ("1", "20")))
    path = home.write("preise.xml", "T_UPDATE_PRICES", new_price("1", ("1", "11")))
    report = home.load(path, replaces="katalog.xml")
    assert "without --replaces" in report.failed[0].error
    assert home.amounts() == {"1": ["10"], "2": ["20"]}


def test_a_preview_says_what_a_file_of_changes_is_and_finds_no_fault_with_it(home: Home) -> None:
    path = home.write(
        "a.xml", "T_UPDATE_PRODUCTS", gone("1") + new_price("2", ("1", "11")) + article("3", ("1", "3"))
    )
    (file,) = preview(IngestRequest(paths=(path,)), readers=READERS)
    (table,) = file.tables
    assert table.detected["transaction"] == "T_UPDATE_PRODUCTS"
    assert ([one.external_id for one in table.offers], table.problems) == (["3"], ())


class Cut(BaseException):
    """Stands for a kill."""


class _CutAt:
    """A store whose process dies before its n-th batch, or once it is committed."""

    def __init__(self, store: CatalogueStore, at: int, *, after: bool) -> None:
        self._store, self._left, self._after = store, at, after

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def save_batch(self, batch: SaveBatch, /) -> BatchCounts:
        self._left -= 1
        if self._left == 0 and not self._after:
            raise Cut
        counts = self._store.save_batch(batch)
        if self._left == 0:
            raise Cut
        return counts


def _changed(store: CatalogueStore) -> object:
    return [
        (one.external_id, one.prices[0].raw, [version.change for version in store.history(one.offer_id)])
        for one in sorted(store.changes_since(0, limit=100).upserts, key=lambda one: one.external_id)
    ], [problem.value for problem in store.problems(ProblemFilter()).problems]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_load_of_changes_that_is_cut_off_ends_as_if_it_had_not_been(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int, after: bool
) -> None:
    monkeypatch.setattr(batches, "BATCH_ROWS", 2)
    outcomes = []
    for cut in (False, True):
        home = Home(MemoryStore(), tmp_path)
        home.catalogue(*(article(f"{n}", ("1", f"{n}0")) for n in range(1, 7)))
        rows = [
            gone("1"),
            new_price("2", ("1", "22")),
            article("7", ("1", "77")),
            gone("9"),
            new_price("7", ("1", "78")),
        ]
        path = home.write("aenderung.xml", "T_UPDATE_PRODUCTS", "".join(rows))
        if cut:
            whole = home.store
            home.store = _CutAt(whole, at, after=after)  # type: ignore[assignment]  # hands on what it does not have
            with pytest.raises(Cut):
                home.load(path)
            home.store = whole
        home.load(path)
        outcomes.append(_changed(home.store))
    assert outcomes[0] == outcomes[1]


NUMBERS = st.integers(1, 4).map(str)
WHATS = st.sampled_from(["gone", "price", "whole"])
ROWS = st.lists(st.tuples(WHATS, NUMBERS, st.integers(1, 999).map(str)), max_size=8)


def _row(what: str, number: str, amount: str) -> str:
    if what == "gone":
        return gone(number)
    return new_price(number, ("1", amount)) if what == "price" else article(number, ("1", amount))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_any_changes_leave_what_they_say_one_by_one(tmp_path: Path, rows: list[tuple[str, str, str]]) -> None:
    whole = [number for what, number, _ in rows if what == "whole"]
    assume(len(whole) == len(set(whole)))  # two whole rows of one number are two offers
    home = Home(MemoryStore(), tmp_path)
    home.catalogue(*(article(n, ("1", f"{n}000")) for n in "12"))
    held = {n: f"{n}000" for n in "12"}
    for what, number, amount in rows:
        if what == "gone":
            held.pop(number, None)
        elif what == "whole" or number in held:
            held[number] = amount
    home.products(*(_row(*row) for row in rows))
    assert home.amounts() == {number: [amount] for number, amount in held.items()}
